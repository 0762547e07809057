"""The watched folder: any folder that another program keeps the same on several computers (OneDrive, a shared drive).

A file there is opened once it is whole: it had the same size and time at two looks, and is not damaged. Nothing is ever
written or deleted there, and nothing is brought in without the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from peerreview.errors import UserFacingError
from peerreview.identity.signer import Signer

from . import opening
from .ports import Ports

_KINDS = frozenset({".prb", ".pdf"})
_HALF = frozenset({"damaged", "unsigned", "changed_since_signing"})
"""What opening says of a file that may not have come whole: once it changes again, it is opened again."""
_NOT_OURS = frozenset({"not_for_you", "no_report_data", "not_a_review_file", "unknown_file"})

State = Mapping[str, tuple[int, int]]
"""Size in bytes and time of change of each file in the folder, by name, as they were at one look."""


@dataclass(frozen=True)
class Waiting:
    """What lies in the watched folder: `ready` files with what each says, those still coming, and how all stood.

    `gone`: the folder cannot be read now.
    """

    ready: tuple[tuple[Path, str], ...]
    coming: tuple[str, ...]
    state: State
    gone: bool = False


def listing(folder: Path) -> State:
    """The files in a folder that may be for us; touches nothing. OSError when the folder cannot be read."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _KINDS and not path.name.startswith((".", "~")) and path.is_file():
            is_now = path.stat()
            found[path.name] = (is_now.st_size, is_now.st_mtime_ns)
    return found


def look(ports: Ports, signer: Signer, before: State, told: State | None = None) -> Waiting:
    """What has come into the watched folder since it stood as `before`; nothing is brought in.

    What was found not to be ours, or damaged, is not opened again while it stays as it is; nor what was `told` before.
    """
    with ports.store.begin() as work:
        name, judged = work.setting("watched folder") or "", set((work.setting("folder judged") or "").split())
    if not name:
        return Waiting((), (), {})
    folder = Path(name)
    try:
        now = listing(folder)
    except OSError:
        return Waiting((), (), before, gone=True)
    ready: list[tuple[Path, str]] = []
    coming: list[str] = []
    found = set(judged)
    for file, stands in now.items():
        mark = _mark(file, stands)
        if mark in judged or (told or {}).get(file) == stands:
            continue
        if before.get(file) != stands or not stands[0]:
            coming.append(file)
            continue
        try:
            view = opening.look(ports, signer, folder / file)
        except UserFacingError as fault:
            if fault.code in _HALF:
                coming.append(file)
            if fault.code in _HALF | _NOT_OURS:
                found.add(mark)
            else:
                ready.append((folder / file, str(fault)))
        except OSError:
            coming.append(file)
        else:
            if view.seen_before:
                found.add(mark)
            else:
                ready.append((folder / file, view.said))
    found &= {_mark(file, stands) for file, stands in now.items()}
    if found != judged:
        with ports.store.begin() as work:
            work.set_setting("folder judged", " ".join(sorted(found)))
            work.commit()
    return Waiting(tuple(ready), tuple(coming), now)


def there(ports: Ports, signer: Signer) -> tuple[tuple[Path, str], ...]:
    """What lies whole in the watched folder and is not brought in yet, whatever was told before."""
    with ports.store.begin() as work:
        name = work.setting("watched folder") or ""
    try:
        return look(ports, signer, listing(Path(name))).ready if name else ()
    except OSError:  # told by the watcher's next look
        return ()


def _mark(file: str, stands: tuple[int, int]) -> str:
    return sha256(f"{file} {stands}".encode()).hexdigest()[:32]

"""The watched folder: any folder that another program keeps the same on several computers (OneDrive, a shared drive).

A file there is opened once it is whole: it had the same size and time at two looks, and is not damaged. Nothing is ever
written or deleted there, and nothing is brought in without the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from peerreview.config import drives
from peerreview.config.drives import NoAnswer, Step
from peerreview.errors import UserFacingError
from peerreview.identity.signer import Signer

from . import opening
from .ports import Ports, Progress, Turn, at_once, silent

_KINDS = frozenset({".prb", ".pdf"})
_HALF = frozenset({"damaged", "unsigned", "changed_since_signing"})
"""What opening says of a file that may not have come whole: once it changes again, it is opened again."""
_COMING = _HALF | {"unreadable", "cannot_read"}
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


def watched(ports: Ports) -> Path | None:
    """The folder that is watched; None when none was chosen."""
    with ports.store.begin() as work:
        name = work.setting("watched folder")
    return Path(name) if name else None


def listing(folder: Path, progress: Progress = silent, *, patience: float | None = None) -> State | None:
    """The files in a folder that may be for us; touches nothing. None when the folder cannot be read, or hangs."""

    def there(step: Step) -> State:
        found = {}
        for path in sorted(folder.iterdir()):
            step()
            if path.suffix.lower() in _KINDS and not path.name.startswith((".", "~")) and path.is_file():
                is_now = path.stat()
                found[path.name] = (is_now.st_size, is_now.st_mtime_ns)
        return found

    try:
        return drives.reach(folder, there, progress, patience=patience)
    except (OSError, NoAnswer):
        return None


def look(ports: Ports, signer: Signer, before: State, told: State | None = None) -> Waiting:
    """What has come into the watched folder since it stood as `before`; nothing is brought in."""
    folder = watched(ports)
    return judge(ports, signer, folder, listing(folder), before, told) if folder else Waiting((), (), {})


def judge(
    ports: Ports,
    signer: Signer,
    folder: Path,
    now: State | None,
    before: State,
    told: State | None = None,
    progress: Progress = silent,
    turn: Turn = at_once,
) -> Waiting:
    """What came of files that stand as `now` in a folder (None: it could not be read), where they stood as `before`.

    What was found not to be ours, or damaged, is not opened again while it stays as it is; nor what was `told` before.
    """
    if now is None:
        return Waiting((), (), before, gone=True)
    judged = turn(lambda: _judged(ports))
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
            view = opening.look(ports, signer, folder / file, progress=progress, turn=turn)
        except NoAnswer:
            return Waiting(tuple(ready), tuple(coming), before, gone=True)
        except UserFacingError as fault:
            if fault.code in _COMING:
                coming.append(file)
            if fault.code in _HALF | _NOT_OURS:
                found.add(mark)
            elif fault.code not in _COMING:
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
        turn(lambda: _judge(ports, found))
    return Waiting(tuple(ready), tuple(coming), now)


def _judged(ports: Ports) -> set[str]:
    with ports.store.begin() as work:
        return set((work.setting("folder judged") or "").split())


def _judge(ports: Ports, marks: set[str]) -> None:
    with ports.store.begin() as work:
        work.set_setting("folder judged", " ".join(sorted(marks)))
        work.commit()


def there(ports: Ports, signer: Signer) -> tuple[tuple[Path, str], ...]:
    """What lies whole in the watched folder and is not brought in yet, whatever was told before."""
    folder = watched(ports)
    now = listing(folder, patience=drives.BRIEF) if folder else None
    return judge(ports, signer, folder, now, now).ready if folder and now is not None else ()


def _mark(file: str, stands: tuple[int, int]) -> str:
    return sha256(f"{file} {stands}".encode()).hexdigest()[:32]

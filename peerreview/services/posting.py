"""Making a file for people: sealed, signed, encrypted, whole under its name or not at all; and remembering what it was.

What is remembered of a file stays on this computer: for whom it was made, when, what lies in it with counts and sizes,
and how it was made, so that it can be made again.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from peerreview.analysis.wording import listed
from peerreview.config import drives
from peerreview.domain.exchange import BundleContents, BundleKind, Receipt, Recipient, SignedDocument, StreamPart
from peerreview.domain.filenames import LIMIT, safe, sized
from peerreview.domain.ledger import Sending
from peerreview.errors import EnvironmentFault
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Stream

from . import carriers, inspecting, membership
from .inspecting import Part
from .ports import Ports, Progress, UnitOfWork, Written, silent
from .writing import seal_in

_NAMED = 3


@dataclass(frozen=True)
class Sent:
    """What was made: its files (several when it does not fit into one), their size in bytes, and a sentence.

    `message` is ready to be pasted into the e-mail that carries them.
    """

    paths: tuple[Path, ...]
    size: int
    sentence: str
    bundles: tuple[str, ...]
    message: str = ""


@dataclass(frozen=True)
class Made:
    """How a file was made: what it is, of which review or triad, the release or documents in it; where it was put,
    under which name and with which bytes, what lies in it, and into which other folders it was copied since.

    Of a joining file: `people` are those whom an invitation invites; `actor` is the key that a request asks to be
    listed, or the stamp that an invitation bears.
    """

    what: str
    stream: str = ""
    release: str = ""
    documents: tuple[tuple[str, str], ...] = ()
    folder: str = ""
    holds: tuple[Part, ...] = ()
    asks: str = ""
    file: str = ""
    sha256: str = ""
    copies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    actor: str = ""


def made_in(work: UnitOfWork, bundle: str) -> Made | None:
    """How a file of ours was made; None for one of before this was remembered."""
    raw = work.setting(f"made {bundle}")
    return msgspec.json.decode(raw, type=Made) if raw else None


def keep_made(work: UnitOfWork, bundle: str, made: Made) -> None:
    """Remember how a file was made; the caller commits."""
    work.set_setting(f"made {bundle}", msgspec.json.encode(made).decode())


def kept_in(work: UnitOfWork, bundle: str) -> bytes | None:
    """The very bytes of a joining file of ours: it cannot be made again, for it would bear another key or phrase."""
    raw = work.setting(f"file {bundle}")
    return b64decode(raw) if raw else None


def post_in(
    ports: Ports,
    work: UnitOfWork,
    signer: Signer,
    kind: BundleKind,
    recipients: Sequence[Recipient],
    *,
    target: Path,
    describes: str,
    streams: Iterable[Stream] = (),
    documents: Sequence[SignedDocument] = (),
    blobs: Mapping[str, bytes] | None = None,
    extra: Mapping[str, bytes] | None = None,
    phrase: str | None = None,
    progress: Progress = silent,
    made: Made | None = None,
    by_email: bool = False,
    together: str = "",
) -> Sent:
    """Seal, sign, encrypt and write; remember what was sent. The caller commits.

    `together` is what its recipients are called where they are no few people by name ("all members"): then the file's
    name holds nobody's.
    """
    if not kind.joins:
        membership.require_member(work, signer)
    parts: list[StreamPart] = []
    for stream in streams:
        seal_in(ports, work, signer, stream.id)
        parts.append(work.part(stream.id))
    people = tuple(dict.fromkeys(each.person for each in recipients))
    contents = BundleContents(
        id=ports.ids(),
        kind=kind,
        sender=signer.person,
        sender_name=signer.name,
        at=ports.clock(),
        recipients=tuple(recipients),
        streams=tuple(parts),
        documents=tuple(documents),
        receipts=() if kind.joins else tuple(_owed(work, people, signer.person)),
        blobs=blobs or {},
        extra=extra or {},
    )
    names = [each.name for each in {each.person: each for each in recipients}.values()]
    written: list[Written] = []
    most = carriers.email_most(work) if by_email else None
    files = ports.bundles.parts(contents, ports.ids, most)
    for number, each in enumerate(files, 1):
        numbered = number if len(files) > 1 else 0
        path = _path(target, contents, describes, [] if together else names, numbered, progress)
        wrote = ports.bundles.write(each, signer, path, progress=progress, phrase=phrase)
        work.unless_kept(partial(drives.remove, path))  # all of them or none, as the store has it
        written.append(wrote)
        work.log_sending(Sending(each.id, kind, people, describes, each.at))
        work.set_setting(f"blobs in {each.id}", " ".join(sorted(each.blobs)))
        if made is not None:
            known = replace(
                made, folder=str(path.parent), file=path.name, sha256=wrote.sha256, holds=inspecting.parts(each)
            )
            keep_made(work, each.id, known)
            if kind.joins:
                work.set_setting(f"file {each.id}", b64encode(_read_back(path, progress)).decode())
    told = f"Made for {together or _few(names)}" if names else "Made"
    large = [each.path.name for each in written if most is not None and each.size > most]
    beyond = f" Larger than your e-mail takes: {listed(large)}. Hand it over on a stick." if large else ""
    return Sent(
        paths=tuple(each.path for each in written),
        size=sum(each.size for each in written),
        sentence=f"{told}: {', '.join(f'{each.path.name} ({sized(each.size)})' for each in written)}.{beyond}",
        bundles=tuple(each.id for each in files),
        message=_message(
            describes, ["colleagues"] if together else names, signer.name, [each.path.name for each in written]
        ),
    )


def _read_back(path: Path, progress: Progress) -> bytes:
    try:
        return drives.read(path, progress=progress)
    except OSError:
        raise EnvironmentFault(
            f"{path.name} was written and could not be read again.",
            "It was taken away again, and nothing else has changed.",
            "See whether the stick is there and sound, or choose another place.",
            code="cannot_write",
        ) from None


def _few(names: Sequence[str]) -> str:
    """The names, where nobody would read all of them the first two and how many more."""
    return listed(names if len(names) <= _NAMED else [*names[:2], f"{len(names) - 2} others"])


def _message(describes: str, names: Sequence[str], me: str, files: Sequence[str]) -> str:
    """What goes into the e-mail: what is attached, for whom, and how it is opened."""
    lines = "\n".join(files)
    several = " They are complete each by itself; open them in any order." if len(files) > 1 else ""
    return "\n\n".join(
        filter(
            None,
            (
                f"Dear {listed(names) if 0 < len(names) <= _NAMED else 'colleagues' if names else 'colleague'},",
                f"attached: {describes}.\n{lines}",
                f"Only those it was made for can open it: drop it into the window of Peer Review, or open it with "
                f"Ctrl+O.{several}",
                "If it was not meant for you, please tell me and delete it.",
                me,
            ),
        )
    )


def _owed(work: UnitOfWork, people: Iterable[str], me: str) -> list[Receipt]:
    return [replace(receipt, to=me) for person in people for receipt in work.receipts_owed(person)]


def _path(
    target: Path, contents: BundleContents, describes: str, names: Sequence[str], number: int, progress: Progress
) -> Path:
    """Where a file goes: the name given, or in a folder a free name that says when, what and for whom."""
    part = f" ({number})" if number else ""
    if not drives.reach(target, lambda _step: target.is_dir(), progress):
        return target.with_name(f"{target.stem}{part}{target.suffix or '.prb'}")
    whom = f" for {_few(names)}" if names else ""
    name = safe(f"{contents.at:%Y-%m-%d} {describes}{whom}")[: LIMIT - 10].strip()
    free = (f"{name}{part}.prb", *(f"{name}, {again}{part}.prb" for again in range(2, 1000)))
    name = drives.reach(target, lambda _step: next(each for each in free if not (target / each).exists()), progress)
    return target / name

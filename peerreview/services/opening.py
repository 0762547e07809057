"""Opening any file: what it is, what it will add, bring it in, take it out again (USERS §2.3: one action for anything).

The order is always the same: read limited bytes, decrypt, verify, validate, say what it will add, apply in one
transaction. Saying what it will add *is* bringing it in, in a transaction that is not kept, so the two never differ.
Bringing in twice changes nothing. Reading comes before the `turn` with the store: its drive may hang.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from peerreview.config import drives
from peerreview.domain.ledger import SetAside
from peerreview.errors import BadInput, Cancelled, Refused, UserFacingError, of_system
from peerreview.identity.signer import Signer
from peerreview.journal.admission import Reason, let_in_edit

from . import arriving, receiving
from .incoming import Incoming
from .ports import Ports, Progress, Turn, UnitOfWork, at_once, silent
from .start import identity_in
from .views import ArrivalView, BroughtIn, Unopened
from .writing import write_in

_BUG = "Something went wrong inside Peer Review, and nothing of it was brought in."

LIMIT = 64 * 1024 * 1024
"""The most bytes that are read of any file."""


@dataclass(frozen=True)
class Several:
    """What came of opening several files at once: each was brought in, wants a look first, or cannot be opened.

    `left`: how many were not opened because the person stopped it.
    """

    brought: tuple[BroughtIn, ...]
    unopened: tuple[Unopened, ...]
    wanting: tuple[ArrivalView, ...] = ()
    left: int = 0


@dataclass(frozen=True)
class _Fetched:
    """What a file is, and its bytes; a folder has none."""

    kind: str
    raw: bytes = b""


def look(
    ports: Ports,
    signer: Signer,
    path: Path,
    *,
    phrase: str | None = None,
    progress: Progress = silent,
    turn: Turn = at_once,
) -> ArrivalView:
    """What a file is and what bringing it in will add. Nothing is kept."""
    file = _fetched(ports, path, progress)
    kind = file.kind
    if kind == "key_file":
        return _plain(path, "key_file", "This is a key file. Open it to sign on this computer as a guest.")
    if kind == "workbook":
        return _plain(path, "workbook", "This is a spreadsheet. Attach it to a review, or convert it to a handbook.")
    if kind == "handbook":
        return _plain(
            path,
            "handbook",
            "This is a handbook as it is written. One that the board's office sent comes in by itself.",
        )
    if kind == "unknown":
        raise _unknown()

    def looked() -> ArrivalView:
        with ports.store.begin() as work:
            return _arrive(ports, work, signer, file, phrase, progress).view(str(path))

    return turn(looked)


def bring_in(
    ports: Ports,
    signer: Signer,
    path: Path,
    *,
    phrase: str | None = None,
    progress: Progress = silent,
    turn: Turn = at_once,
) -> BroughtIn:
    """Bring a file in, whole or not at all."""
    incoming, _ = _bring(ports, signer, path, phrase, progress, turn, lambda _view: True)
    return incoming.brought


def bring_all(
    ports: Ports, signer: Signer, paths: Sequence[Path], progress: Progress = silent, turn: Turn = at_once
) -> Several:
    """Bring in many files: those that can be without a question, as of one alone. What wants a look first, and what
    cannot be opened, is listed afterwards and holds up nothing, a bug of ours neither."""
    brought: list[BroughtIn] = []
    wanting: list[ArrivalView] = []
    unopened: list[Unopened] = []
    for done, path in enumerate(paths):
        try:
            progress("open", done, len(paths))
            incoming, kept = _bring(ports, signer, path, None, progress, turn, lambda view: view.clean)
            if kept:
                brought.append(incoming.brought)
            else:
                wanting.append(incoming.view(str(path)))
        except Cancelled:
            return Several(tuple(brought), tuple(unopened), tuple(wanting), len(paths) - done)
        except UserFacingError as error:
            unopened.append(Unopened(str(path), error.code, str(error)))
        except OSError as fault:
            told = of_system(fault)
            unopened.append(Unopened(str(path), told.code, str(told)))
        except Exception as bug:
            unopened.append(Unopened(str(path), "bug", _BUG, bug))
    return Several(tuple(brought), tuple(unopened), tuple(wanting))


def take_out(ports: Ports, signer: Signer, arrival: str) -> None:
    """Take an import out again; possible until the next own change on it, or sending."""
    with ports.store.begin() as work:
        if all(each.id != arrival for each in work.arrivals()):
            raise BadInput("There is no such import.", "Nothing has changed.", code="no_import")
        work.take_out(arrival)
        work.commit()


def aside(ports: Ports, signer: Signer) -> tuple[SetAside, ...]:
    """What is set aside, and why."""
    with ports.store.begin() as work:
        return work.set_aside()


def drop_aside(ports: Ports, signer: Signer, change: str) -> None:
    """Delete something that is set aside: only there can anything be deleted."""
    with ports.store.begin() as work:
        work.drop_set_aside(change)
        work.commit()


def may_be_let_in(each: SetAside) -> bool:
    """Whether this may be let in by name: its author sealed it, and has left since."""
    return each.reason == Reason.FORMER_MEMBER


def let_in(ports: Ports, signer: Signer, changes: Collection[str], reason: str) -> None:
    """Bear witness by name for what somebody sealed and then left, with a reason that all who hold the review see."""
    with ports.store.begin() as work:
        for each in work.set_aside():
            if each.change not in changes or each.reason == Reason.RESTS_ON_SET_ASIDE:
                continue  # what rests on a change comes in with it
            if not may_be_let_in(each):
                raise Refused(
                    "This was not sealed by the person whose name it bears.",
                    "It stays set aside, and nothing has changed.",
                    "Ask them for a file that they made themselves.",
                    code="not_sealed",
                )
            write_in(ports, work, signer, each.stream, [let_in_edit(each.change, reason)])
        work.commit()


def _bring(
    ports: Ports,
    signer: Signer,
    path: Path,
    phrase: str | None,
    progress: Progress,
    turn: Turn,
    agreed: Callable[[ArrivalView], bool],
) -> tuple[Incoming, bool]:
    """What a file amounts to, and whether it was brought in: nothing is kept unless what it will do is `agreed` to."""
    file = _fetched(ports, path, progress)
    if file.kind not in ("review_file", "pdf"):
        raise _unknown()

    def brought() -> tuple[Incoming, bool]:
        with ports.store.begin() as work:
            incoming = _arrive(ports, work, signer, file, phrase, progress)
            if not agreed(incoming.view(str(path))):
                return incoming, False
            if incoming.arrival:
                work.set_setting(f"said of {incoming.arrival}", incoming.sentence)
            work.commit()
        for handbook in incoming.handbooks:
            ports.library.add(handbook)
        return incoming, True

    return turn(brought)


def _arrive(
    ports: Ports, work: UnitOfWork, signer: Signer, file: _Fetched, phrase: str | None, progress: Progress
) -> Incoming:
    if file.kind == "pdf":
        return receiving.report(ports, work, signer, file.raw)
    opened = ports.bundles.read(file.raw, identity_in(work).ages, phrase=phrase, progress=progress)
    return arriving.bundle(ports, work, signer, opened, progress)


def _fetched(ports: Ports, path: Path, progress: Progress) -> _Fetched:
    """The file from wherever it lies, without the store."""
    try:
        if drives.reach(path.parent, lambda _step: path.is_dir(), progress):
            return _Fetched(ports.bundles.recognise(path))
        raw = drives.read(path, LIMIT + 1, progress)
    except OSError:
        raise BadInput(
            "This file cannot be read.", "Nothing here has changed.", "Check that the stick is there.",
            code="unreadable",
        ) from None  # fmt: skip
    if len(raw) > LIMIT:
        raise BadInput(
            "This file is longer than any report or review file.", "Nothing here has changed.", code="too_large"
        )
    return _Fetched(ports.bundles.recognise(raw), raw)


def _plain(path: Path, kind: str, said: str) -> ArrivalView:
    return ArrivalView(str(path), kind, "", False, said, (), (), False, False)


def _unknown() -> BadInput:
    return BadInput(
        "This is neither a report nor a review file.",
        "Nothing here has changed.",
        "Check which file was meant.",
        code="unknown_file",
    )

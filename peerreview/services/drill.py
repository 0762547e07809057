"""Testing the newest safe copy: brought back to a temporary place, compared with what is here, and gone again.

With the 24 words the paper is tested too, as on the day when the laptop is lost. When it was tested last, and what came
of it, is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.domain.ledger import Compared, Rehearsal
from peerreview.errors import Refused, UserFacingError
from peerreview.identity import recovery

from . import regular_copies
from .moments import moment, stamp
from .ports import Ports, Progress, Turn, at_once, silent
from .regular_copies import CopyFound

_PROBLEMS = 3  # that are told one by one
_AT, _SAID, _GOOD = "drill at", "drill said", "drill good"


@dataclass(frozen=True)
class Drilled:
    """The last test: when, whether the copy can be relied on, and what to say."""

    at: datetime
    good: bool
    sentence: str


def run(ports: Ports, words: str = "", progress: Progress = silent, turn: Turn = at_once) -> Drilled:
    """Test the newest safe copy within reach, with the 24 words when they are given.

    Raises Refused ("no_copy") when there is none, BadInput for words that cannot be right. A copy that cannot be
    relied on is no error: it is what the test is for.
    """
    sheet = recovery.age_identity(recovery.secret_of(words)) if words.strip() else ""
    found = regular_copies.newest(ports, turn)
    if found is None:
        raise Refused(
            "No safe copy is within reach.",
            "Your data here were not touched.",
            "Put the stick in, or save a safe copy first.",
            code="no_copy",
        )
    progress("copy", 0, 1)
    try:
        tried = ports.store.rehearse(found.folder, sheet, progress, turn)
        good, said = not tried.report.problems, _told(found, tried, by_sheet=bool(sheet))
    except UserFacingError as fault:
        good, said = False, f"{_which(found)} could not be brought back. {fault.happened} {_SAVE}"
    drilled = Drilled(ports.clock(), good, said)

    def kept() -> None:
        with ports.store.begin() as work:
            for key, value in ((_AT, stamp(drilled.at)), (_SAID, said), (_GOOD, "yes" if good else "")):
                work.set_setting(key, value)
            work.commit()

    turn(kept)
    return drilled


def last(ports: Ports) -> Drilled | None:
    """The last test, or None before the first."""
    with ports.store.begin() as work:
        at = work.setting(_AT)
        return Drilled(moment(at), bool(work.setting(_GOOD)), work.setting(_SAID) or "") if at else None


_SAVE = "Your data here are not touched by this: save a new safe copy now, best on another stick."


def _which(found: CopyFound) -> str:
    return f"The safe copy of {dates.moment(found.at)} in {found.folder}"


def _told(found: CopyFound, tried: Rehearsal, *, by_sheet: bool) -> str:
    if tried.report.problems:
        return f"{_which(found)} cannot be relied on. {' '.join(tried.report.problems[:_PROBLEMS])} {_SAVE}"
    how = "was brought back with your emergency sheet" if by_sheet else "was brought back"
    held = _things(tried, lambda each: each.same, ("setting", "settings", tried.settings))
    newer, gone = _things(tried, lambda each: each.since), _things(tried, lambda each: each.gone)
    said = [
        f"{_which(found)} {how} to a temporary place and compared: {held} are whole and as they are here.",
        f"Newer than the copy, and in the next one: {newer}." if newer else "Nothing is newer than the copy.",
        f"In the copy alone, because it went from here since: {gone}." if gone else "",
        "The temporary place is empty again.",
    ]
    return " ".join(each for each in said if each)


def _things(tried: Rehearsal, count: Callable[[Compared], int], *more: tuple[str, str, Compared]) -> str:
    sorts = (
        ("change", "changes", tried.changes),
        ("document", "documents", tried.documents),
        ("photo or attached file", "photos and attached files", tried.attachments),
        *more,
    )
    return listed([f"{many} {one if many == 1 else several}" for one, several, each in sorts if (many := count(each))])

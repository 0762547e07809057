"""After a safe copy was brought back on another computer: what came back since, and what no file holds (USERS S3).

A safe copy ends where it was made. What its owner wrote afterwards comes back only with the files of colleagues, and
each ends at a seal of the owner's: whatever was typed after the last one was on the lost computer alone. How many notes
that was, nobody can witness; from when to when, they can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from peerreview.analysis.review import text
from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Record, Stream

from . import history, membership, own_keys
from .copy_places import COPIED_AT
from .moments import moment, stamp
from .own_keys import Whose
from .ports import Ports, UnitOfWork

COPY_BEGUN = "copy begun"
"""The setting that holds when the newest safe copy was begun; it is in that copy too."""

_BROUGHT_BACK, _OF = "brought back", "brought back of"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Returned:
    """One review: the notes of the owner's that came back, up to their last seal, and those typed for them since."""

    school: str
    notes: int
    until: datetime
    typed: int
    typists: tuple[str, ...]
    typed_from: datetime | None


def mark(ports: Ports, *, elsewhere: bool) -> None:
    """Remember that this profile has just come out of a safe copy, made on another computer (`elsewhere`) or this."""
    with ports.store.begin() as work:
        work.set_setting(_BROUGHT_BACK, stamp(ports.clock()))
        work.set_setting(_OF, work.setting(COPY_BEGUN) or "")
        if elsewhere:
            own_keys.mark_copied(work)
        work.commit()


def sentence_in(work: UnitOfWork, signer: Signer) -> str:
    """What could be brought back and what could not; nothing before, and once a new safe copy was saved by hand.

    Copies that the program makes by itself do not end it: nobody has read it for that.
    """
    at, copied, saved = work.setting(_BROUGHT_BACK), work.setting(_OF), work.setting(COPIED_AT)
    if not at or not copied or (saved and saved > at):
        return ""
    said = [f"Your data are those of the safe copy of {dates.moment(moment(copied))}."]
    found = list(_returned(work, signer, copied, at))
    said += [_told(each) for each in found]
    if not found:
        said.append(
            "What you wrote after it could not be brought back yet: open the newest file of each colleague, which "
            "brings what they hold of yours."
        )
    said.append("Only me notes made after the safe copy could not be brought back: they are in no file.")
    if own_keys.show_in(work).whose is Whose.COPIED:
        said.append(
            "To your network this is a new computer: once a new safe copy is saved, ask your office to list it. If the "
            "old one was lost or stolen, ring them at once: they cancel it."
        )
    return " ".join(said)


def _told(each: _Returned) -> str:
    many = "1 note" if each.notes == 1 else f"{each.notes} notes"
    said = f"{each.school}: {many} of yours until {dates.moment(each.until)} came back in a colleague's file"
    if each.typed_from is None:
        return f"{said}. What you typed on the old computer after that could not be brought back; no file holds it."
    same = each.typed_from - each.until < _DAY
    until = f"{each.typed_from.astimezone():%H:%M}" if same else dates.moment(each.typed_from)
    return (
        f"{said}, and {each.typed} that {listed(list(each.typists))} typed for you from {until} on. What you typed on "
        f"the old computer between {dates.moment(each.until)} and {until} could not be brought back: no file holds "
        "it, or how many notes it was."
    )


def _returned(work: UnitOfWork, signer: Signer, copied: str, at: str) -> Iterator[_Returned]:
    for name in work.streams("reviewers-"):
        stream = work.stream(name)
        seals = [seal.at for seal in work.seals(name) if seal.actor == signer.actor and seal.at <= at]
        until = max([copied, *seals])
        me = membership.author_in(work, stream, signer)
        mine = [note for note in _since(stream, copied, at) if note.author == me]
        typed = [note for note in _since(stream, until, at) if text(note, "on_behalf_of") == me]
        if until == copied and not typed:
            continue
        names = history.names_in(work, stream)
        yield _Returned(
            school=_school(work, stream),
            notes=len(mine),
            until=moment(until),
            typed=len(typed),
            typists=tuple(sorted({names.get(note.author, "a colleague") for note in typed})),
            typed_from=min((moment(note.at) for note in typed), default=None),
        )


def _since(stream: Stream, after: str, at: str) -> Iterator[Record]:
    """The notes written between two moments, on the clocks of those who wrote them."""
    return (note for note in stream.records("note") if after < note.at <= at)


def _school(work: UnitOfWork, stream: Stream) -> str:
    review = text(stream.record("reviewers", "reviewers"), "review")
    return text(work.stream(review).record("review", "review"), "school_name") if work.holds(review) else ""

"""The reviewers' own journal of a review: which stream it is, and that its report writer began it (DESIGN §4).

The host never holds it, so it matters whose it is: notes are written into the stream that is kept here.
"""

from __future__ import annotations

from peerreview.analysis.review import text
from peerreview.domain.people import Role
from peerreview.errors import Refused
from peerreview.journal.history import history
from peerreview.journal.stream import Stream

from . import membership
from .ports import UnitOfWork


def stream_of(work: UnitOfWork, review: str) -> Stream | None:
    """The reviewers' journal of a review, or None when it is not here."""
    found = work.setting(_key(review))
    return work.stream(found) if found and work.holds(found) else None


def keep(work: UnitOfWork, review: str, stream: str) -> None:
    """Remember which stream it is; the caller commits."""
    work.set_setting(_key(review), stream)


def recognise(work: UnitOfWork, stream: Stream) -> None:
    """Bring a review and its reviewers' journal together, whichever of them has just come.

    Raises Refused for a journal that names a review whose report writer did not begin it.
    """
    about = _about(stream)
    if work.holds(about):
        review = work.stream(about)
        if not _begun_by_writer(work, review, stream):
            raise Refused(
                "This file holds notes on a review that its report writer did not begin.",
                "Nothing was brought in.",
                "Ring the sender and the report writer before going further.",
                code="not_its_reviewers",
            )
        _choose(work, about, stream)
    elif stream.type.begins == "review":
        for each in map(work.stream, work.streams("reviewers-")):
            if _about(each) == stream.id and _begun_by_writer(work, stream, each):
                _choose(work, stream.id, each)


def _choose(work: UnitOfWork, review: str, stream: Stream) -> None:
    """Of two journals of one review (after a restored copy, say) every device takes the older."""
    present = stream_of(work, review)
    if present is None or _age(stream) < _age(present):
        keep(work, review, stream.id)


def _begun_by_writer(work: UnitOfWork, review: Stream, reviewers: Stream) -> bool:
    """Whether whoever began the journal is, or once was, the review's report writer."""
    person = membership.book(work).person(reviewers.founder)
    known_as = (person.id, *person.aliases) if person else (reviewers.founder,)
    named = (entry for each in known_as for entry in history(review, "cast", each, "role"))
    return any(entry.value == Role.LEAD_REVIEWER and entry.inert_reason is None for entry in named)


def _about(stream: Stream) -> str:
    head = stream.record("reviewers", "reviewers")
    return text(head, "review") if head else ""


def _age(stream: Stream) -> tuple[str, str]:
    head = stream.record("reviewers", "reviewers")
    return head.at if head else "", stream.id


def _key(review: str) -> str:
    return f"reviewers of {review}"

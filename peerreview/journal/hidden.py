"""Hidden grades: they travel as digests, and their values only once everybody has put theirs in (DESIGN §4).

A reviewer's *lock* names the hidden ops as they stand; a *reveal* by the same reviewer publishes them. A device may
reveal when it holds every reviewer's lock, or the lead reviewer's waiver naming those who are missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from peerreview.errors import Refused

from .compose import Edit
from .graph import PlacedOp
from .stream import Stream
from .table import LOCK, REVEAL

_REVIEWERS = frozenset({"lead_reviewer", "reviewer"})
_VIEWS = "views"


def withheld(stream: Stream) -> frozenset[str]:
    """The digests of hidden values whose authors have not revealed them: these stay on the device."""
    return frozenset(placed.op.digest for placed in stream.ops() if stream.is_withheld(placed))


def may_travel(stream: Stream, digest: str) -> bool:
    """Whether a value may leave the device with this stream: an op bears it and none that does is still hidden."""
    bearers = stream.bearers(digest)
    return bool(bearers) and not any(stream.is_withheld(placed) for placed in bearers)


def lock_edits(stream: Stream, person: str) -> tuple[Edit, ...]:
    """The edit by which a reviewer puts in their hidden values, as they stand."""
    return (Edit(LOCK, person, _VIEWS, sorted(placed.id for placed in _views(stream, person))),)


def waiting_for(stream: Stream) -> frozenset[str]:
    """The reviewers who have neither put their views in nor been waived by the lead reviewer."""
    reviewers = {person for person, roles in stream.people.items() if roles & _REVIEWERS}
    waiver = stream.record("waiver", "waiver")
    versions = waiver.state("without").heads if waiver else ()
    waived = {person for version in versions if isinstance(version.value, list) for person in version.value}
    return frozenset(reviewers - waived - {record.id for record in stream.records(LOCK)})


def all_locked(stream: Stream) -> bool:
    """Whether the hidden values may be shown: there are reviewers, and none of them is waited for."""
    return any(roles & _REVIEWERS for roles in stream.people.values()) and not waiting_for(stream)


def reveal_edits(stream: Stream, person: str) -> tuple[Edit, ...]:
    """The edit that publishes a reviewer's hidden values; `Refused` while somebody's are missing, or when theirs are
    not on this device."""
    if not all_locked(stream) or stream.record(LOCK, person) is None:
        raise Refused(
            "Not all the reviewers have put in their views yet.",
            "The views stay hidden.",
            "Show them once everybody's are in, or let the report writer go on without the missing ones.",
            code="views_missing",
        )
    views = list(_views(stream, person))
    here = sorted(placed.id for placed in views if placed.op.digest in stream.values)
    if views and not here:
        raise Refused(
            "These views were put in on another computer.",
            "They stay hidden until they are shown from there.",
            "Show them on the computer where they were put in.",
            code="views_elsewhere",
        )
    return (Edit(REVEAL, person, _VIEWS, here),)


def is_blind(stream: Stream, person: str) -> bool:
    """Whether a reviewer put in their views knowing of nobody else's: neither the lock nor one of the views it is
    about descends from another reviewer's reveal. False while they have not put them in."""
    locks = [placed for placed in _standing(stream, LOCK) if placed.author == person]
    reveals = [placed for placed in _standing(stream, REVEAL) if placed.author != person]
    return any(not _knows_any(lock, reveals) for lock in locks) and not any(
        _knows_any(view, reveals) for view in _views(stream, person)
    )


def _knows_any(placed: PlacedOp, others: list[PlacedOp]) -> bool:
    return any(placed.node.knows(other.node) for other in others)


def _standing(stream: Stream, kind: str) -> Iterator[PlacedOp]:
    return (placed for placed in stream.ops() if placed.op.kind == kind and placed.id not in stream.inert)


def _views(stream: Stream, person: str) -> Iterator[PlacedOp]:
    """The hidden ops of a person that nothing has replaced."""
    for kind in stream.table.kinds_of(stream.type.name):
        if kind.hidden:
            for record in stream.records(kind.name):
                for state in record.fields.values():
                    for version in state.heads:
                        placed = stream.op(version.op)
                        if placed is not None and placed.author == person:
                            yield placed

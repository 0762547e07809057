"""Whom to tell of a worry: the safeguarding contacts of every school here, the likeliest one first (USERS §4.4).

It reads what was typed at Prepare or on the triad's page, before and after a review is begun, and records nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from peerreview.analysis.review import text
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Stream

from . import contacts
from .moments import date_or_none
from .ports import Ports
from .views import ContactView

_FAR = 10_000


@dataclass(frozen=True)
class Whom:
    """A school and whom to tell there; no contacts when nobody typed them."""

    urn: str
    school: str
    contacts: tuple[ContactView, ...]


def whom(ports: Ports, signer: Signer) -> tuple[Whom, ...]:
    """Every school of my triads, that of the visit nearest to today first."""
    today = ports.clock().date()
    near: dict[str, tuple[int, Whom]] = {}
    with ports.store.begin() as work:
        for stream in work.streams("triad-"):
            for days, found in _schools(work.stream(stream), today):
                if found.urn not in near or _rank(days, found) < _rank(*near[found.urn]):
                    near[found.urn] = days, found
    return tuple(found for _, found in sorted(near.values(), key=lambda each: (each[0], each[1].school)))


def _rank(days: int, found: Whom) -> tuple[bool, int]:
    return not found.contacts, days


def _schools(triad: Stream, today: date) -> Iterator[tuple[int, Whom]]:
    """The schools of a triad with how many days away their nearest visit is."""
    away: dict[str, int] = {}
    for visit in triad.records("visit"):
        on = date_or_none(visit.get("date"))
        if on is not None:
            urn = text(visit, "school")
            away[urn] = min(away.get(urn, _FAR), abs((on - today).days))
    for school in triad.records("school"):
        found = Whom(school.id, text(school, "name") or school.id, contacts.of_school(triad, school.id))
        yield away.get(school.id, _FAR), found

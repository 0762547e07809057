"""Whom to tell of a worry: a school's safeguarding contacts, on the safeguarding page and first on the paper pack."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from itertools import chain

from peerreview.analysis.review import text
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Stream

from . import visits
from .ports import Ports
from .views import ContactView
from .writing import of, write_in

Reach = tuple[str, str, str]
"""Name, room, telephone or extension."""
_CHAIR = "chair of governors"


def keep(ports: Ports, signer: Signer, triad: str, school: str, given: Mapping[str, Reach]) -> None:
    """Set some of a school's contacts, by duty (lead, deputy, chair, officer); one without a name is taken off."""
    with ports.store.begin() as work:
        present = {each.duty: each.record for each in of_school(visits.held(work, triad), school)}
        edits: list[Edit] = []
        for duty, (name, room, phone) in given.items():
            record = present.get(duty) or _record(school, duty)
            if name.strip():
                edits += of("contact", record, school=school, duty=duty, name=name, room=room, phone=phone, gone=False)
            elif duty in present:
                edits += of("contact", record, gone=True)
        write_in(ports, work, signer, triad, edits)
        work.commit()


def chair(ports: Ports, triad: str, school: str) -> str:
    """The chair of governors' name, or the one that the people of a visit to the school tell: nobody types it twice."""
    with ports.store.begin() as work:
        stream = visits.held(work, triad)
        known = (each.name for each in of_school(stream, school) if each.duty == "chair")
        here = {each.id for each in stream.records("visit") if text(each, "school") == school}
        coming = (
            text(each, "name")
            for each in stream.records("participant")
            if text(each, "visit") in here and text(each, "role").strip().casefold() == _CHAIR
        )
        return next(chain(known, coming), "")


def of_school(triad: Stream | None, school: str) -> tuple[ContactView, ...]:
    """A school's safeguarding contacts, as its triad holds them."""
    found = triad.records("contact") if triad else ()
    return tuple(
        ContactView(each.id, text(each, "duty"), text(each, "name"), text(each, "room"), text(each, "phone"))
        for each in found
        if text(each, "school") == school
    )


def _record(school: str, duty: str) -> str:
    """One record for each duty, so that head and office who type the same contact at once do not make two of it."""
    return sha256(f"contact {school} {duty}".encode()).hexdigest()[:32]

"""The people of a visit: who is there, as what, for which parts, and whether they have read the ground rules.

The host and the reviewers are among them without anybody's typing. Somebody who comes late is in this list and in no
judgement; a reviewer who does not come at all is said so in the review, which goes on without them.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from peerreview.analysis.review import text
from peerreview.domain.people import Role
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Record, Stream

from . import dossier, visits
from .dossier import texts
from .moments import date_or_none
from .ports import Ports, UnitOfWork
from .triad_views import ParticipantView
from .words import ROLE_WORDS
from .writing import of, write, write_in

_TOLD = ("name", "role", "organisation", "parts", "acts_for", "observes", "guest", "person")
"""What is taken over from last time: not when they came, nor what they read then."""


def add(
    ports: Ports,
    signer: Signer,
    triad: str,
    visit: str,
    *,
    name: str,
    role: str,
    organisation: str = "",
    parts: str = "",
    acts_for: str = "",
    observes: bool = False,
    guest: bool = False,
    person: str = "",
) -> str:
    """Add somebody to the visit's people; gives the record id. A `guest` reviews from outside the network."""
    if not name.strip():
        raise BadInput("Please give a name.", "Nothing has changed.", code="no_name")
    record = ports.ids()
    given = {"organisation": organisation, "parts": parts, "acts_for": acts_for, "person": person}
    fields: dict[str, JsonValue] = {"visit": visit, "name": name, "role": role, "observes": observes}
    fields |= {field: value for field, value in given.items() if value}
    fields |= {"guest": True} if guest else {}
    write(ports, signer, triad, of("participant", record, **fields))
    return record


def note(ports: Ports, signer: Signer, triad: str, visit: str, record: str, **fields: JsonValue) -> None:
    """Note something of somebody in the list: parts, arrived and left ("HH:MM"), acts_for, role, organisation."""
    with ports.store.begin() as work:
        stream = visits.held(work, triad)
        edits = of("participant", record, **fields)
        if stream.record("participant", record) is None:  # of those who are there anyway, nothing was noted yet
            planned = visits.known(stream, "visit", visit)
            person = next((each for each in _cast(planned) if record_of(visit, each) == record), "")
            if not person:
                raise BadInput("They are not among the visit's people.", "Nothing has changed.", code="no_record")
            edits += of("participant", record, visit=visit, person=person)
        write_in(ports, work, signer, triad, edits)
        work.commit()


def accept_rules(ports: Ports, signer: Signer, triad: str, visit: str, *records: str) -> None:
    """Record that these people have read and accepted the ground rules today (HANDBOOK §0.1)."""
    for record in records:
        note(ports, signer, triad, visit, record, ground_rules=ports.clock().date().isoformat())


def as_last_time(ports: Ports, signer: Signer, triad: str, visit: str) -> int:
    """Take over the people of this school's visit before; gives how many came along."""
    with ports.store.begin() as work:
        stream = visits.held(work, triad)
        here = visits.known(stream, "visit", visit)
        present = {text(each, "name") for each in _of(stream, visit)}
        edits: list[Edit] = []
        for each in _before(work, here):
            if text(each, "name") and text(each, "name") not in present:
                told = {name: value for name in _TOLD if (value := each.get(name)) is not None}
                edits += of("participant", ports.ids(), visit=visit, **told)
        write_in(ports, work, signer, triad, edits)
        work.commit()
        return len({each.record for each in edits})


def did_not_come(ports: Ports, signer: Signer, review: str, person: str, reason: str) -> None:
    """Say that a reviewer did not come, and why: the review goes on, and they are not among those who sign.

    The host's or the report writer's act; the reason is printed. Without a reason it is taken back.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        role = held.role_of(person)
        if role not in (Role.REVIEWER, Role.GUEST):
            word = ROLE_WORDS.get(role, "Somebody else")
            raise Refused(
                f"{word} cannot be left out: a review needs its host and its report writer.",
                "Nothing has changed.",
                "Let somebody else write the report: change who writes on the triad's page.",
                code="cannot_do_without",
            )
        write_in(ports, work, signer, review, of("cast", person, absent=reason.strip()))
        work.commit()


def people_of(work: UnitOfWork, stream: Stream | None, visit: Record | None) -> tuple[ParticipantView, ...]:
    """Everybody at a visit: host, report writer, fellow reviewers, then the others in the order they were added."""
    if stream is None or visit is None:
        return ()
    review = text(visit, "review")
    begun = work.stream(review) if work.holds(review) else None
    noted = {text(each, "person") or each.id: each for each in _of(stream, visit.id)}
    roles = {person: ROLE_WORDS[role] for person, role in _roles(visit)}
    rows = []
    for person, role in roles.items():
        member, cast = stream.record("member", person), begun.record("cast", person) if begun else None
        school = stream.record("school", text(member, "school")) if member else None
        shown = _view(noted.pop(person, None), record_of(visit.id, person))
        rows.append(
            replace(
                shown,
                person=person,
                name=text(member, "name") if member else text(cast, "name") if cast else "",
                role=role,
                organisation=shown.organisation or (text(school, "name") if school else ""),
                absent=text(cast, "absent") if cast else "",
                cast=True,
            )
        )
    return (*rows, *(_view(each, each.id) for each in noted.values()))


def record_of(visit: str, person: str) -> str:
    """The record of somebody who is there anyway: the same on every computer."""
    return sha256(f"{visit} {person}".encode()).hexdigest()[:32]


def _view(record: Record | None, record_id: str) -> ParticipantView:
    if record is None:
        return ParticipantView(record_id, "", "", "", "", "", observes=False, ground_rules=None)
    return ParticipantView(
        record=record_id,
        name=text(record, "name"),
        role=text(record, "role"),
        organisation=text(record, "organisation"),
        parts=text(record, "parts"),
        acts_for=text(record, "acts_for"),
        observes=record.get("observes") is True,
        ground_rules=date_or_none(record.get("ground_rules")),
        person=text(record, "person"),
        guest=record.get("guest") is True,
        arrived=text(record, "arrived"),
        left=text(record, "left"),
    )


def _roles(visit: Record) -> list[tuple[str, Role]]:
    named = [(text(visit, "host"), Role.HOST), (text(visit, "writer"), Role.LEAD_REVIEWER)]
    named += [(person, Role.REVIEWER) for person in texts(visit, "reviewers")]
    return [(person, role) for person, role in named if person]


def _cast(visit: Record) -> list[str]:
    return [person for person, _ in _roles(visit)]


def _of(stream: Stream, visit: str) -> list[Record]:
    return [each for each in stream.records("participant") if each.get("visit") == visit]


def _before(work: UnitOfWork, here: Record) -> list[Record]:
    """The people of the newest earlier visit to the same school that has any, in whatever year's plan it stands."""
    earlier = [
        (text(visit, "date"), stream.id, visit.id)
        for stream in map(work.stream, work.streams("triad-"))
        for visit in stream.records("visit")
        if visit.id != here.id and visit.get("school") == here.get("school") and _of(stream, visit.id)
    ]
    if not earlier:
        return []
    _, stream, visit = max(earlier)
    return _of(work.stream(stream), visit)

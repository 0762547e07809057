"""The triad's year: members, visits with host, writer and day, people, timetable, safeguarding contacts (USERS U16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from peerreview.analysis.review import text
from peerreview.domain.people import Role
from peerreview.domain.reviews import VisitState
from peerreview.errors import BadInput, Refused
from peerreview.handbook.model import Handbook
from peerreview.identity.signer import Signer
from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Record, Stream

from . import membership
from .deadlines import deadlines
from .dossier import texts, view
from .moments import date_or_none
from .ports import Ports, UnitOfWork
from .views import CastView, ContactView, ParticipantView, SlotView, TriadView, VisitView
from .words import ROLE_WORDS
from .writing import begin_in, of, write, write_in


@dataclass(frozen=True)
class Member:
    """Somebody of the triad: a head (with the school's facts), the office of a school, or the lead headteacher."""

    person: str
    name: str
    role: Role
    school: str = ""
    school_name: str = ""
    phase: str = "primary"
    pupils: int = 0


def begin(
    ports: Ports,
    signer: Signer,
    *,
    name: str,
    year: str,
    term: str,
    handbook: str,
    members: Sequence[Member],
) -> str:
    """Begin the plan of a triad and year; gives its stream id. The signer is one of its heads or an office."""
    edits = of("triad", "triad", name=name, year=year, term=term, handbook=handbook, organiser=signer.person)
    lead = next((member.person for member in members if member.role is Role.LEAD_HEAD), "")
    edits += of("triad", "triad", lead_head=lead) if lead else []
    for member in members:
        edits += of("member", member.person, role=str(member.role), name=member.name, school=member.school)
        if member.school and member.role is Role.HEAD:
            edits += of("school", member.school, name=member.school_name, phase=member.phase, pupils=member.pupils)
    with ports.store.begin() as work:
        stream = begin_in(ports, work, signer, "triad", edits)
        work.commit()
        return stream


def mine(ports: Ports, signer: Signer) -> tuple[tuple[str, str], ...]:
    """The triads held here: (stream id, name and year)."""
    with ports.store.begin() as work:
        return tuple((each, _title(work.stream(each))) for each in work.streams("triad-"))


def show(ports: Ports, signer: Signer, triad: str) -> TriadView:
    """The triad's page."""
    with ports.store.begin() as work:
        return show_in(ports, work, signer, triad)


def show_in(ports: Ports, work: UnitOfWork, signer: Signer, triad: str) -> TriadView:
    """The same within a unit of work."""
    stream = _triad(work, triad)
    head = _head(stream)
    names = membership.names(work) | {each.id: text(each, "name") for each in stream.records("member")}
    handbook = ports.library.get(text(head, "handbook"))
    schools = {each.id: text(each, "name") for each in stream.records("school")}
    me = membership.author_in(work, stream, signer)
    visits = [
        _visit(work, stream, visit, handbook, names, schools, me, ports.clock().date())
        for visit in stream.records("visit")
    ]
    members = tuple(
        CastView(
            person=each.id,
            name=text(each, "name"),
            role=text(each, "role"),
            word=ROLE_WORDS.get(text(each, "role"), text(each, "role")),
            organisation=schools.get(text(each, "school"), ""),
            acts_for="",
            me=each.id == me,
        )
        for each in stream.records("member")
    )
    return TriadView(
        stream=triad,
        name=text(head, "name"),
        year=text(head, "year"),
        term=text(head, "term"),
        handbook=handbook.id,
        members=members,
        visits=tuple(sorted(visits, key=lambda each: each.date.text or "9")),
        contacts={school: contacts_of(stream, school) for school in schools},
        closure_days=membership.closure_days(work, stream, ""),
        schools=tuple(schools.items()),
    )


def plan_visit(
    ports: Ports,
    signer: Signer,
    triad: str,
    *,
    school: str,
    host: str,
    writer: str,
    reviewers: Sequence[str],
    on: date | None = None,
) -> str:
    """Plan a visit; gives its record id. `reviewers` are the fellow reviewers, without the writer."""
    if host in (writer, *reviewers):
        raise Refused("Nobody reviews their own school.", todo="Choose another colleague.", code="own_school")
    visit = ports.ids()
    edits = of("visit", visit, school=school, host=host, writer=writer, reviewers=list(reviewers), state="planned")
    edits += of("visit", visit, date=on.isoformat()) if on else []
    write(ports, signer, triad, edits)
    return visit


def set_visit(
    ports: Ports,
    signer: Signer,
    triad: str,
    visit: str,
    *,
    state: VisitState | None = None,
    on: date | None = None,
    reason: str = "",
    writer: str | None = None,
    reviewers: Sequence[str] | None = None,
) -> None:
    """Change a visit: postponed, moved, abandoned, cancelled, another day, another writer. Deadlines follow the day."""
    changed: dict[str, JsonValue] = {"reason": reason} if state or on or reason else {}
    changed |= {"state": str(state)} if state else {}
    changed |= {"date": on.isoformat()} if on else {}
    changed |= {"writer": writer} if writer is not None else {}
    changed |= {"reviewers": list(reviewers)} if reviewers is not None else {}
    with ports.store.begin() as work:
        stream = _triad(work, triad)
        write_in(ports, work, signer, triad, of("visit", visit, **changed))
        review = text(_known(stream, "visit", visit), "review")
        if on and work.holds(review):
            held = work.stream(review)
            if held.may_write(membership.author_in(work, held, signer), "review", "review", "visit_date"):
                write_in(ports, work, signer, review, of("review", "review", visit_date=on.isoformat()))
        work.commit()


def set_timetable(
    ports: Ports, signer: Signer, triad: str, visit: str, slots: Sequence[SlotView] | None = None
) -> None:
    """Set the day's timetable: these lines, or the handbook's model when none are given. Lines left out are removed."""
    with ports.store.begin() as work:
        stream = _triad(work, triad)
        if slots is None:
            model = ports.library.get(text(_head(stream), "handbook")).timetable[0]
            slots = [SlotView("", each.start, each.end, each.title, each.activity, each.who) for each in model.slots]
        kept = {slot.record for slot in slots}
        edits = [Edit("slot", each.id, "gone", True) for each in _slots(stream, visit) if each.id not in kept]
        for slot in slots:
            edits += of(
                "slot",
                slot.record or ports.ids(),
                visit=visit,
                start=slot.start,
                end=slot.end,
                title=slot.title,
                activity=slot.activity,
                who=slot.who,
            )
        write_in(ports, work, signer, triad, edits)
        work.commit()


def shift(ports: Ports, signer: Signer, triad: str, visit: str, minutes: int, after: str = "00:00") -> None:
    """Move the rest of the day by some minutes: every line that starts at `after` ("HH:MM") or later."""
    with ports.store.begin() as work:
        edits: list[Edit] = []
        for slot in _slots(_triad(work, triad), visit):
            if text(slot, "start") >= after:
                times = {name: _later(text(slot, name), minutes) for name in ("start", "end") if text(slot, name)}
                edits += of("slot", slot.id, **times)
        write_in(ports, work, signer, triad, edits)
        work.commit()


def add_person(
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
    person: str = "",
) -> str:
    """Add somebody to the visit's people; gives the record id."""
    record = ports.ids()
    given = {"organisation": organisation, "parts": parts, "acts_for": acts_for, "person": person}
    fields: dict[str, JsonValue] = {"visit": visit, "name": name, "role": role}
    fields |= {field: value for field, value in given.items() if value}
    write(ports, signer, triad, of("participant", record, **fields, observes=observes))
    return record


def accept_rules(ports: Ports, signer: Signer, triad: str, participant: str) -> None:
    """Record that somebody has read and accepted the ground rules today (HANDBOOK §0.1)."""
    write(ports, signer, triad, of("participant", participant, ground_rules=ports.clock().date().isoformat()))


def remove(ports: Ports, signer: Signer, triad: str, kind: str, record: str) -> None:
    """Take a visit, a line of the timetable, a person or a contact off the page (the history keeps it)."""
    write(ports, signer, triad, of(kind, record, gone=True))


def set_contact(
    ports: Ports, signer: Signer, triad: str, school: str, duty: str, *, name: str, room: str = "", phone: str = ""
) -> None:
    """Set one of a school's safeguarding contacts; `duty` is lead, deputy, chair or officer."""
    with ports.store.begin() as work:
        present = next((each for each in contacts_of(_triad(work, triad), school) if each.duty == duty), None)
        record = present.record if present else ports.ids()
        edits = of("contact", record, school=school, duty=duty, name=name, room=room, phone=phone)
        write_in(ports, work, signer, triad, edits)
        work.commit()


def close_days(ports: Ports, signer: Signer, triad: str, days: Sequence[date], school: str = "") -> None:
    """Set the days on which a school (or, without one, every school of the triad) is closed."""
    codes = [day.isoformat() for day in sorted(days)]
    record = ("school", school) if school else ("triad", "triad")
    write(ports, signer, triad, of(*record, closure_days=codes))


def contacts_of(triad: Stream | None, school: str) -> tuple[ContactView, ...]:
    """A school's safeguarding contacts, as its triad holds them."""
    found = triad.records("contact") if triad else ()
    return tuple(
        ContactView(each.id, text(each, "duty"), text(each, "name"), text(each, "room"), text(each, "phone"))
        for each in found
        if text(each, "school") == school
    )


def timetable_of(triad: Stream | None, visit: str) -> tuple[SlotView, ...]:
    """The day of one visit, in order."""
    return tuple(
        SlotView(
            each.id,
            text(each, "start"),
            text(each, "end"),
            text(each, "title"),
            text(each, "activity"),
            text(each, "who"),
        )
        for each in (_slots(triad, visit) if triad else ())
    )


def _visit(
    work: UnitOfWork,
    stream: Stream,
    visit: Record,
    handbook: Handbook,
    names: dict[str, str],
    schools: dict[str, str],
    me: str,
    today: date,
) -> VisitView:
    def name_of(person: str) -> str:
        return names.get(person, "")

    urn = text(visit, "school")
    review = text(visit, "review")
    on = date_or_none(visit.get("date"))
    steps = work.stream(review) if work.holds(review) else None
    closed = membership.closure_days(work, stream, urn)
    return VisitView(
        record=visit.id,
        school=schools.get(urn, urn),
        urn=urn,
        host=text(visit, "host"),
        host_name=name_of(text(visit, "host")),
        writer=text(visit, "writer"),
        writer_name=name_of(text(visit, "writer")),
        reviewers=texts(visit, "reviewers"),
        date=view(stream, me, name_of, "visit", visit.id, "date"),
        state=VisitState(text(visit, "state") or VisitState.PLANNED),
        reason=text(visit, "reason"),
        review=review,
        mine=text(visit, "host") == me,
        deadlines=deadlines(handbook, on, closed, steps, today) if on else (),
        timetable=timetable_of(stream, visit.id),
        participants=tuple(
            ParticipantView(
                record=each.id,
                name=text(each, "name"),
                role=text(each, "role"),
                organisation=text(each, "organisation"),
                parts=text(each, "parts"),
                acts_for=text(each, "acts_for"),
                observes=each.get("observes", False) is True,
                ground_rules=date_or_none(each.get("ground_rules")),
            )
            for each in stream.records("participant")
            if each.get("visit") == visit.id
        ),
    )


def _triad(work: UnitOfWork, triad: str) -> Stream:
    if triad not in work.streams("triad-"):
        raise Refused("This triad is not on this computer.", todo="Open the file it came in first.", code="no_triad")
    return work.stream(triad)


def _head(stream: Stream) -> Record:
    return _known(stream, "triad", "triad")


def _known(stream: Stream, kind: str, record: str) -> Record:
    found = stream.record(kind, record)
    if found is None:
        raise BadInput("This is not in the triad's plan.", "Nothing has changed.", code="no_record")
    return found


def _title(stream: Stream) -> str:
    head = _head(stream)
    return f"{text(head, 'name')}, {text(head, 'year')}"


def _slots(stream: Stream, visit: str) -> list[Record]:
    mine = [slot for slot in stream.records("slot") if slot.get("visit") == visit]
    return sorted(mine, key=lambda slot: (text(slot, "start"), text(slot, "end")))


def _later(start: str, minutes: int) -> str:
    """A time of day ("HH:MM") moved by some minutes, never over midnight."""
    day = date(2000, 1, 2)
    moved = datetime.combine(day, time.fromisoformat(start), UTC) + timedelta(minutes=minutes)
    if moved.date() != day:
        raise BadInput("This would move the timetable over midnight.", "Nothing has changed.", code="over_midnight")
    return f"{moved:%H:%M}"

"""The triad's page: who belongs to it, its visits of the year with all that is worked out, closure days (USERS U16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peerreview.analysis.review import text
from peerreview.domain.people import Role
from peerreview.domain.reviews import VisitState
from peerreview.handbook.model import Handbook
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Record, Stream

from . import attending, belonging, contacts, membership, proposing, timetable, visits
from .deadlines import deadlines
from .dossier import texts, view
from .moments import date_or_none
from .ports import Ports, UnitOfWork
from .triad_views import TriadView, VisitView
from .views import CastView
from .words import ROLE_WORDS
from .writing import begin_in, of, write


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
    stream = visits.held(work, triad)
    first = visits.head(stream)
    names = membership.names(work) | {each.id: text(each, "name") for each in stream.records("member")}
    handbook = ports.library.get(text(first, "handbook"))
    schools = {each.id: text(each, "name") for each in stream.records("school")}
    me = membership.author_in(work, stream, signer)
    planned = [
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
        name=text(first, "name"),
        year=text(first, "year"),
        term=text(first, "term"),
        handbook=handbook.id,
        members=members,
        visits=tuple(sorted(planned, key=lambda each: each.date.text or "9")),
        contacts={school: contacts.of_school(stream, school) for school in schools},
        closure_days=membership.closure_days(work, stream, ""),
        schools=tuple(schools.items()),
        closed=_closed(stream),
        days=tuple((each.code, each.label) for each in handbook.timetable),
        joinable=belonging.joinable(work, stream),
    )


def remove(ports: Ports, signer: Signer, triad: str, kind: str, record: str) -> None:
    """Take a visit, a proposal, somebody of the people off the page (the history keeps it)."""
    write(ports, signer, triad, of(kind, record, gone=True))


def close_days(ports: Ports, signer: Signer, triad: str, days: Sequence[date], school: str = "") -> None:
    """Set the days on which a school (or, without one, every school of the triad) is closed."""
    codes = [day.isoformat() for day in sorted(days)]
    record = ("school", school) if school else ("triad", "triad")
    write(ports, signer, triad, of(*record, closure_days=codes))


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
    begun = work.stream(review) if work.holds(review) else None
    closed = membership.closure_days(work, stream, urn)
    state = VisitState(text(visit, "state") or VisitState.PLANNED)
    return VisitView(
        record=visit.id,
        school=schools.get(urn, urn),
        urn=urn,
        host=text(visit, "host"),
        host_name=name_of(text(visit, "host")),
        writer=text(visit, "writer"),
        writer_name=name_of(text(visit, "writer")),
        reviewers=texts(visit, "reviewers"),
        date=view(stream, me, name_of, "visit", visit.id, "date", people=stream.people),
        state=state,
        reason=text(visit, "reason"),
        review=review,
        mine=text(visit, "host") == me,
        deadlines=deadlines(handbook, on, closed, begun, today, state) if on else (),
        timetable=timetable.of_visit(stream, visit.id),
        participants=attending.people_of(work, stream, visit),
        proposals=proposing.of_visit(stream, visit, names, me),
        before=visits.before(stream, visit),
        held=begun is not None,
    )


def _closed(stream: Stream) -> dict[str, tuple[date, ...]]:
    """The closure days that this plan adds, by school; under "" those of all its schools."""
    records = {"": stream.record("triad", "triad"), **{each.id: each for each in stream.records("school")}}
    return {
        urn: tuple(day for code in texts(record, "closure_days") if (day := date_or_none(code))) if record else ()
        for urn, record in records.items()
    }


def _title(stream: Stream) -> str:
    first = visits.head(stream)
    return f"{text(first, 'name')}, {text(first, 'year')}"

"""One visit in the triad's plan: who hosts, who writes, its day and its state; what follows from them (USERS U17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from peerreview.analysis.review import text
from peerreview.domain import dates, schooldays
from peerreview.domain.people import Role
from peerreview.domain.reviews import VisitState
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Edit
from peerreview.journal.history import history
from peerreview.journal.stream import Record, Stream

from . import membership
from .dossier import texts
from .moments import date_or_none
from .ports import Ports, UnitOfWork
from .words import STATE_WORDS
from .writing import of, write_in


def plan(
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
    _nobody_reviews_their_own(host, (writer, *reviewers))
    visit = ports.ids()
    edits = of("visit", visit, school=school, host=host, writer=writer, reviewers=list(reviewers), state="planned")
    edits += of("visit", visit, date=on.isoformat()) if on else []
    with ports.store.begin() as work:
        if on:
            check_day(ports, work, held(work, triad), school, on)
        write_in(ports, work, signer, triad, edits)
        work.commit()
    return visit


def change(
    ports: Ports,
    signer: Signer,
    triad: str,
    visit: str,
    *,
    state: VisitState | None = None,
    on: date | None = None,
    reason: str = "",
    host: str | None = None,
    writer: str | None = None,
    reviewers: Sequence[str] | None = None,
    in_the_past: bool = False,
) -> None:
    """Change a visit: its state, with the reason; its day; who hosts, who writes. Deadlines follow the day.

    A visit that gets another day is moved, unless `state` says otherwise; the old day stays in its history. Raises
    BadInput (`date_past`, `school_closed`) for a day that cannot be; `in_the_past` takes one that has passed.
    """
    with ports.store.begin() as work:
        change_in(
            ports,
            work,
            signer,
            triad,
            visit,
            state=state,
            on=on,
            reason=reason,
            cast={"host": host, "writer": writer, "reviewers": None if reviewers is None else list(reviewers)},
            in_the_past=in_the_past,
        )
        work.commit()


def change_in(
    ports: Ports,
    work: UnitOfWork,
    signer: Signer,
    triad: str,
    visit: str,
    *,
    state: VisitState | None = None,
    on: date | None = None,
    reason: str = "",
    cast: Mapping[str, JsonValue] | None = None,
    in_the_past: bool = False,
) -> None:
    """The same within a unit of work; the caller commits. `cast` holds what changes of host, writer and reviewers."""
    stream = held(work, triad)
    planned = known(stream, "visit", visit)
    changed: dict[str, JsonValue] = {"reason": reason} if state or on or reason else {}
    changed |= {name: value for name, value in (cast or {}).items() if value is not None}
    now: dict[str, JsonValue] = {name: planned.get(name) for name in ("host", "writer", "reviewers")} | changed
    _nobody_reviews_their_own(now["host"], (now["writer"], *_people(now["reviewers"])))
    if on:
        check_day(ports, work, stream, text(planned, "school"), on, in_the_past=in_the_past)
        before = date_or_none(planned.get("date"))
        state = state or (VisitState.MOVED if before and before != on else VisitState.PLANNED)
        changed |= {"date": on.isoformat()}
    changed |= {"state": str(state)} if state else {}
    reviewing = _reviewing(planned)
    write_in(ports, work, signer, triad, of("visit", visit, **changed))
    follow_plan(ports, work, signer, text(planned, "review"))
    if cast:
        after = known(work.stream(triad), "visit", visit)
        _follow_cast(ports, work, signer, text(planned, "review"), stream, reviewing, _reviewing(after))


def follow_plan(ports: Ports, work: UnitOfWork, signer: Signer, review: str) -> None:
    """Let a review say the day that its triad plans now; nothing for whoever may not write it. The caller commits."""
    stream = work.stream(review) if work.holds(review) else None
    first = stream.record("review", "review") if stream else None
    triad = text(first, "triad") if first else ""
    if stream is None or first is None or not work.holds(triad):
        return
    planned = next((each for each in work.stream(triad).records("visit") if each.get("review") == review), None)
    day = planned.get("date") if planned else None
    me = membership.author_in(work, stream, signer)
    if day and day != first.get("visit_date") and stream.may_write(me, "review", "review", "visit_date"):
        write_in(ports, work, signer, review, of("review", "review", visit_date=day))


def _follow_cast(
    ports: Ports,
    work: UnitOfWork,
    signer: Signer,
    review: str,
    triad: Stream,
    before: Mapping[str, Role],
    after: Mapping[str, Role],
) -> None:
    """Let a review that has begun name its reviewers anew: the host's to say, so that elsewhere nothing happens."""
    held_review = work.stream(review) if work.holds(review) else None
    if held_review is None or Role.HOST not in held_review.roles(membership.author_in(work, held_review, signer)):
        return
    standing = membership.standing(work)
    edits: list[Edit] = []
    for person, role in after.items():
        if before.get(person) is not role:
            member = triad.record("member", person)
            school = triad.record("school", text(member, "school")) if member else None
            name, organisation = text(member, "name") if member else "", text(school, "name") if school else ""
            edits += of("cast", person, role=str(role), name=name, organisation=organisation, gone=False)
    for person in before.keys() - after.keys():
        edits += of("cast", person, gone=True)
    if standing and edits:
        cited = dict.fromkeys(edit.record for edit in edits)
        edits += [Edit("cast", person, "network", standing.digest) for person in cited]
    write_in(ports, work, signer, review, edits)


def check_day(
    ports: Ports, work: UnitOfWork, stream: Stream, school: str, day: date, *, in_the_past: bool = False
) -> None:
    """Raise BadInput for a day on which there can be no visit: it has passed, or the school is closed."""
    if day < ports.clock().date() and not in_the_past:
        raise BadInput(
            f"{dates.in_full(day)} has passed.", "The date is as it was.", "Choose another day.", code="date_past"
        )
    if not schooldays.is_school_day(day, membership.closure_days(work, stream, school)):
        raise BadInput(
            f"The school is closed on {dates.in_full(day)}.",
            "The date is as it was.",
            "Choose another day, or correct the days on which the school is closed.",
            code="school_closed",
        )


def held(work: UnitOfWork, triad: str) -> Stream:
    """A triad's stream; raises Refused when it is not on this computer."""
    if triad not in work.streams("triad-"):
        raise Refused("This triad is not on this computer.", todo="Open the file it came in first.", code="no_triad")
    return work.stream(triad)


def head(stream: Stream) -> Record:
    """The record that names a triad."""
    return known(stream, "triad", "triad")


def known(stream: Stream, kind: str, record: str) -> Record:
    """A record of the plan; raises BadInput when there is none."""
    found = stream.record(kind, record)
    if found is None:
        raise BadInput("This is not in the triad's plan.", "Nothing has changed.", code="no_record")
    return found


def before(stream: Stream, visit: Record) -> tuple[str, ...]:
    """The days that were planned before, oldest first, each with what became of it."""
    acts: dict[str, dict[str, JsonValue]] = {}
    fields = ("date", "state", "reason")
    entries = [(name, entry) for name in fields for entry in history(stream, "visit", visit.id, name)]
    order = {stored.id: place for place, stored in enumerate(stream.changes)}
    for name, entry in sorted(entries, key=lambda each: order[each[1].change]):
        acts.setdefault(entry.change, {})[name] = entry.value
    said: list[str] = []
    day, why = "", ""
    for act in acts.values():
        new = act.get("date", day)
        if day and new != day:
            said.append(f"{dates.in_full(date.fromisoformat(day))}{why}")
            why = ""
        day = new if isinstance(new, str) else ""
        state, reason = act.get("state"), act.get("reason")
        if state in tuple(VisitState) and state != VisitState.PLANNED and "date" not in act:
            why = f": {STATE_WORDS[VisitState(str(state))].lower()}{f', {reason}' if reason else ''}"
    return tuple(said)


def _nobody_reviews_their_own(host: JsonValue, reviewing: Sequence[JsonValue]) -> None:
    if host in reviewing:
        raise Refused("Nobody reviews their own school.", todo="Choose another colleague.", code="own_school")


def _reviewing(visit: Record) -> dict[str, Role]:
    roles = dict.fromkeys(texts(visit, "reviewers"), Role.REVIEWER)
    return roles | ({text(visit, "writer"): Role.LEAD_REVIEWER} if text(visit, "writer") else {})


def _people(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, list) else ()

"""A review from the planned visit to its close: begin, list, open, take a step, change who takes part, read as text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from peerreview.analysis.review import text
from peerreview.domain.ledger import ReviewLine
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step, VisitState
from peerreview.errors import Refused
from peerreview.identity.signer import Signer
from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Edit
from peerreview.journal.record import Version
from peerreview.journal.stream import Stream

from . import (
    attending,
    calling,
    checking_page,
    contacts,
    context,
    dossier,
    earlier,
    following_page,
    handbooks,
    membership,
    notes_page,
    pad_page,
    prepare_page,
    questions,
    replaced,
    section_page,
    sharing_page,
    signing_page,
    timetable,
)
from .deadlines import deadlines
from .dossier import Dossier, texts
from .ports import Ports, UnitOfWork
from .review_views import ReviewView, StepView
from .views import CastView
from .words import ROLE_WORDS, STEP_WORDS
from .writing import begin_in, of, write, write_in


def begin(ports: Ports, signer: Signer, triad: str, visit: str) -> str:
    """Begin the review of a planned visit; only its host does. Gives the review's stream id.

    The handbook is kept as it is today; last time's next steps come along to be closed, kept or changed.
    """
    with ports.store.begin() as work:
        plan = work.stream(triad)
        planned = plan.record("visit", visit)
        if planned is None or text(planned, "host") != membership.author_in(work, plan, signer):
            raise Refused(
                "Only the head of the host school begins its review.", "Nothing has changed.", code="not_the_host"
            )
        if text(planned, "review"):
            return text(planned, "review")
        head = plan.record("triad", "triad")
        urn = text(planned, "school")
        school = plan.record("school", urn)
        handbook = ports.library.get(text(head, "handbook") if head else "")
        edits = of(
            "review",
            "review",
            handbook=handbook.id,
            handbook_version=handbook.version,
            handbook_hash=handbook.hash,
            school=urn,
            school_name=text(school, "name") if school else urn,
            triad=triad,
            term=text(head, "term") if head else "",
        )
        opening = context.opening(work, handbook, urn, school)
        said = {edit.field for edit in opening if edit.kind == "review"}
        for name in ("phase", "pupils"):
            value = school.get(name) if school and name not in said else None
            edits += of("review", "review", **{name: value}) if value is not None else []
        edits += [*opening, *earlier.answers(ports, work, urn, handbook)]
        if planned.get("date"):
            edits += of("review", "review", visit_date=planned.get("date"))
        edits += _cast(work, plan, text(planned, "host"), Role.HOST)
        if standing := membership.standing(work):  # so that nobody takes over by an older list of heads
            edits += of("cast", text(planned, "host"), network=standing.digest)
        edits += _cast(work, plan, text(planned, "writer"), Role.LEAD_REVIEWER)
        for person in texts(planned, "reviewers"):
            edits += _cast(work, plan, person, Role.REVIEWER)
        for step in earlier.steps(ports, work, urn):
            known = {"outcome": step.outcome, "words": step.words}
            edits += of(
                "last_step", ports.ids(), text=step.text, **{name: said for name, said in known.items() if said}
            )
        review = begin_in(ports, work, signer, "review", edits)
        write_in(ports, work, signer, triad, of("visit", visit, review=review))
        handbooks.keep(ports.library, work, work.stream(review))
        work.commit()
        return review


def lines(ports: Ports, signer: Signer) -> tuple[ReviewLine, ...]:
    """Every review on this computer."""
    with ports.store.begin() as work:
        return work.review_lines()


def open_review(ports: Ports, signer: Signer, review: str) -> ReviewView:
    """One review, whole, as the acting person may see it."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        state = VisitState(text(held.visit, "state") or VisitState.PLANNED) if held.visit else VisitState.PLANNED
        on = held.visit_date
        sees_notes = held.role in dossier.WRITERS
        signing = signing_page.signing(ports, held)
        day = timetable.of_visit(held.triad, held.visit.id) if held.visit else ()
        return ReviewView(
            stream=review,
            reviewers_stream=held.reviewers.id if held.reviewers else "",
            school=held.school,
            urn=text(held.head, "school"),
            phase=held.phase,
            visit_date=on,
            visit_state=state,
            term=text(held.head, "term"),
            my_role=held.role,
            handbook=held.handbook,
            cast=cast_of(held),
            steps=steps_of(held),
            deadlines=deadlines(held.handbook, on, held.closure_days, held.stream, held.today, state) if on else (),
            sections=section_page.sections(held),
            answers=prepare_page.answers(held, held.handbook.context),
            questions=prepare_page.questions(held),
            bank=questions.bank(held) if sees_notes else (),
            last_time=prepare_page.last_time(held),
            attachments=prepare_page.attachments(held),
            notes=notes_page.notes(held) if sees_notes else (),
            hidden=section_page.hidden(held) if sees_notes else None,
            points=notes_page.points(held),
            report={name: held.field("report", "report", name) for name in _REPORT},
            feedback={name: held.field("feedback", "feedback", name) for name in ("heard_by", "chair_present", "at")},
            check=checking_page.check(held),
            signing=signing,
            sharing=replace(
                sharing_page.sharing(held, signing.versions), untold=replaced.untold(held, signing.versions)
            ),
            actions=sharing_page.actions(held),
            follow_up=following_page.page(held),
            contacts=contacts.of_school(held.triad, text(held.head, "school")),
            timetable=day,
            pad=pad_page.show(ports, held, day),
            triad=held.triad.id if held.triad else "",
            visit=held.visit.id if held.visit else "",
            people=attending.people_of(work, held.triad, held.visit),
            two_versions=sum(len(unsettled(stream)) for stream in held.held()),
            set_aside=sum(aside.stream in {stream.id for stream in held.held()} for aside in work.set_aside()),
            inert=sum(len(stream.inert) for stream in held.held()),
            facts={name: held.field("review", "review", name) for name in ("phase", "pupils")},
            earlier=_copies_from(work, held, on),
            walks=calling.walks(held),
        )


def _copies_from(work: UnitOfWork, held: Dossier, on: date | None) -> date | None:
    """The day of the visit that the host may copy from, as long as a grade of the school's own is missing."""
    missing = held.role == Role.HOST and any(not graded.own for graded in held.review.graded)
    return earlier.visited_before(work, text(held.head, "school"), held.id, on) if missing else None


def take_step(ports: Ports, signer: Signer, review: str, step: Step, note: str = "") -> None:
    """Record that a milestone was reached today."""
    write(ports, signer, review, step_edits(ports, step, note))


def step_edits(ports: Ports, step: Step, note: str = "") -> list[Edit]:
    """The edits that record a milestone reached today."""
    return of("step", str(step), on=ports.clock().date().isoformat(), **({"note": note} if note else {}))


def change_cast(
    ports: Ports,
    signer: Signer,
    review: str,
    person: str,
    *,
    role: Role,
    name: str,
    organisation: str = "",
    acts_for: str = "",
    gone: bool = False,
) -> None:
    """Name somebody who takes part, or (`gone`) who does no longer. Only the host does."""
    given: dict[str, JsonValue] = {"role": str(role), "name": name, "organisation": organisation}
    given |= {"acts_for": acts_for} if acts_for else {}
    given |= {"gone": True} if gone else {}
    with ports.store.begin() as work:
        standing = membership.standing(work)
        given |= {"network": standing.digest} if standing else {}
        write_in(ports, work, signer, review, of("cast", person, **given))
        work.commit()


def take_over(ports: Ports, signer: Signer, review: str) -> None:
    """Become the host of a review as its school's new head, citing the network document that lists one as such.

    The head before takes part no longer; what was written stays theirs in the history.
    """
    with ports.store.begin() as work:
        stream, standing = work.stream(review), membership.standing(work)
        head = stream.record("review", "review")
        me = standing.network.person(signer.person) if standing else None
        if (
            standing is None
            or head is None
            or me is None
            or me.role is not Role.HEAD
            or me.school != head.get("school")
        ):
            raise Refused(
                "The network does not list you as this school's head.",
                "Nothing has changed.",
                "Open the newest file of the office first.",
                code="not_the_head",
            )
        edits = of("cast", me.id, role=str(Role.HOST), name=me.name, organisation=text(head, "school_name"))
        edits += of("cast", me.id, network=standing.digest)
        for each in stream.records("cast"):
            if each.get("role") == Role.HOST and each.id != me.id:
                edits += of("cast", each.id, gone=True, network=standing.digest)
        write_in(ports, work, signer, review, edits)
        work.commit()


def cast_of(held: Dossier) -> tuple[CastView, ...]:
    """Who takes part, host first, then the report writer."""
    order = list(ROLE_WORDS)
    sent = {person for sending in held.work.sendings() for person in sending.to}
    views = [
        CastView(
            person=each.id,
            name=text(each, "name"),
            role=text(each, "role"),
            word=ROLE_WORDS.get(text(each, "role"), text(each, "role")),
            organisation=text(each, "organisation"),
            acts_for=text(each, "acts_for"),
            me=each.id == held.person,
            first=each.id not in sent,
        )
        for each in held.cast
    ]
    return tuple(sorted(views, key=lambda each: order.index(each.role) if each.role in order else len(order)))


def steps_of(held: Dossier) -> tuple[StepView, ...]:
    """The milestones in order; the first that was not reached is the current one."""
    taken = {step: held.step_taken(step) for step in Step}
    current = next((step for step in Step if taken[step] is None), None)
    return tuple(StepView(step, STEP_WORDS[step], taken[step], step is current) for step in Step)


def unsettled(stream: Stream) -> tuple[tuple[str, str, str], ...]:
    """The fields with two versions: (kind, record, field); `gone` too where one removed what another wrote on."""
    found: list[tuple[str, str, str]] = []
    for kind in stream.table.kinds:
        for record in stream.branched(kind):
            fields = [name for name, state in record.fields.items() if not state.settled]
            fields += ["gone"] if record.contested and not fields else []
            found += [(kind, record.id, name) for name in fields]
    return tuple(found)


def removed_beside(stream: Stream, kind: str, record: str) -> tuple[Version, Version, str] | None:
    """Who removed a record, and the latest of what was written on it without their knowing, with its field; None
    where nothing was, or where `gone` itself has two versions."""
    found = stream.record(kind, record)
    if found is None or not (found.gone and found.contested and found.state("gone").settled):
        return None
    removals = [each for each in found.state("gone").heads if each.value is True]
    written = (
        (each, field)
        for field, state in found.fields.items()
        for each in state.heads
        if not any(stream.knows(removal.change, each.change) for removal in removals)
    )
    latest = max(written, key=lambda each: (each[0].at, each[0].op), default=None)
    return (removals[0], *latest) if latest else None


@dataclass(frozen=True)
class _Line:
    title: str
    words: str


def export_text(ports: Ports, signer: Signer, review: str) -> str:
    """The review as plain text, for reading aloud, printing or keeping when everything else is gone."""
    view = open_review(ports, signer, review)
    on = f", visit {view.visit_date:%d.%m.%Y}" if view.visit_date else ""
    lines = [f"{view.school} ({view.urn}){on}", view.handbook.title, ""]
    lines += [f"{each.word}: {each.name}" for each in view.cast]
    for section in view.sections:
        grades = section.grades
        if grades is None:
            continue
        own = f"{grades.label_own or 'not given'}{': ' + grades.own_words.text if grades.own_words.text else ''}"
        lines += ["", f"{section.code} {section.title}", f"  {view.handbook.words.own}: {own}"]
        if grades.label_agreed:
            lines.append(f"  {view.handbook.words.agreed}: {grades.label_agreed}. {grades.agreed_words.text}".rstrip())
    for title, rows in (
        ("Key questions", [each.text.text for each in view.questions if not each.asked]),
        ("Main points", [f"{each.tag}: {each.text.text}" for each in view.points]),
        ("Notes", [f"{each.who}: {each.text.text}{' (only me)' if each.private else ''}" for each in view.notes]),
        ("Report", [each.text for each in view.report.values() if each.text]),
        ("Host school's comment", [view.check.comment.text] if view.check.comment.text else []),
        ("Action plan", [each.fields["change"].text for each in view.actions]),
    ):
        lines += ["", title, *(f"  - {row}" for row in rows)] if rows else []
    return "\n".join(lines) + "\n"


_REPORT = (
    "met",
    "focus",
    "headline",
    "practice",
    "practice_consent",
    "last_time",
    "support_wanted",
    "support_offered",
    "tells_chair",
    "rings_lead",
    "tells_by",
)


def _cast(work: UnitOfWork, plan: Stream, person: str, role: Role) -> list[Edit]:
    member = plan.record("member", person)
    name = text(member, "name") if member else membership.names(work).get(person, "")
    school = plan.record("school", text(member, "school")) if member else None
    organisation = text(school, "name") if school else ""
    return of("cast", person, role=str(role), name=name, organisation=organisation)

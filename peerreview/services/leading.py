"""The lead headteacher: who is late and why, quality checks, the group-term report signed and sent on (USERS §1.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from peerreview.analysis import board
from peerreview.analysis.board import Awaited, Term, TermLine
from peerreview.analysis.changes import beside
from peerreview.analysis.questions import kept
from peerreview.analysis.review import text
from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.domain.network import Group, Network
from peerreview.domain.release import KeptQuestion, Release
from peerreview.domain.reviews import Audience, Step, VisitState
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Stream

from . import contacting, handbooks, membership, numbered, progressing, sending, sharing
from .contacting import Owed
from .deadlines import deadlines
from .desk import desk_in, led
from .held_reports import releases
from .moments import date_or_none
from .ports import Ports, Progress, UnitOfWork, silent
from .posting import Sent
from .views import HeldReport, LeadLine, LeadView
from .writing import of, write_in

_FORMAT = 1
"""Rises when a field of a term report changes its meaning."""


@dataclass(frozen=True)
class TermReport:
    """What a lead headteacher passes on to the board about one group and term. Written once, signed, numbered.

    `questions` were kept as worth asking in the group's reviews; no school and nobody is named with them.
    """

    group: str
    name: str
    term: str
    number: int
    made: date
    by: str
    headlines: tuple[str, ...]
    lines: tuple[TermLine, ...]
    reviewers: str
    own: str
    questions: tuple[KeptQuestion, ...] = ()
    format: int = _FORMAT


def show(ports: Ports, signer: Signer) -> LeadView:
    """The lead's page: every review of the groups led, what came, what is late, a line to copy."""
    with ports.store.begin() as work:
        groups = led(work, signer)
        held = releases(ports, work)
        term = _term(ports, work, groups, held)
        by_urn = {each.urn: each for each in board.newest(held)}
        owed = {each.review: each for each in contacting.owed(ports, work, signer, held)}
        lines = tuple(_line(ports, work, signer, each, by_urn.get(each.urn), owed) for each in term.lines)
        sent = tuple(each.name for each in work.documents(DocumentKind.TERM_REPORT))
        here = tuple(
            HeldReport(sharing.document_id(each.review, each.level), group.id, each.school, each.level)
            for group in groups
            for each in sorted(held, key=lambda each: (each.school, each.level.rank))
            if each.urn in group.schools
        )
        schools = {urn for group in groups for urn in group.schools}
        questions = kept(each for each in held if each.urn in schools)
        return LeadView(lines, tuple((group.id, group.name) for group in groups), sent, here, questions)


def quality_check(
    ports: Ports,
    signer: Signer,
    review: str,
    answers: Mapping[str, tuple[str, str]],
    result: str,
    words: str = "",
) -> str:
    """Record a quality check: for each question y, p or n with a note for p and n; the result and a word on it.

    Nobody checks their own school or review.
    """
    with ports.store.begin() as work:
        found = next((each for each in releases(ports, work) if each.review == review), None)
        if found is None:
            raise BadInput("The report of this review is not here.", "Nothing has changed.", code="no_report")
        if not _may_check(work, signer, found):
            raise Refused("Nobody checks their own school or review.", "Nothing has changed.", code="own_review")
        rows = [{"question": code, "answer": given, "note": note} for code, (given, note) in answers.items()]
        record = ports.ids()
        edits = of("quality_check", record, review=review, answers=rows, result=result, words=words)
        write_in(ports, work, signer, desk_in(ports, work, signer), edits)
        work.commit()
        return record


def term_report(ports: Ports, signer: Signer, group: str, term: str, headlines: Sequence[str]) -> SignedDocument:
    """Make the group-term report from what came, with the lead's headlines; signed and numbered.

    `send_term_report` also sends it. A later one of the same term has a higher number; both are kept.
    """
    at = ports.clock()
    with ports.store.begin() as work:
        chosen = next((each for each in led(work, signer) if each.id == group), None)
        if chosen is None:
            raise Refused("Only its lead headteacher reports on a group.", "Nothing was made.", code="not_the_lead")
        held = releases(ports, work)
        found = _term(ports, work, [chosen], held)
        document = document_id(group, term)
        before = work.document(DocumentKind.TERM_REPORT, document)
        number = before.number + 1 if before else 1
        report = TermReport(
            group=group,
            name=chosen.name,
            term=term,
            number=number,
            made=at.date(),
            by=signer.name,
            headlines=tuple(headlines),
            lines=found.lines,
            reviewers=found.reviewers.sentence,
            own=found.own.sentence,
            questions=kept(each for each in held if each.urn in chosen.schools),
        )
        body = numbered.encode(report)
        signed = as_document(body, signer.sign_cms(body, at))
        work.put_document(signed, signer.actor, at)
        rows = [{"headline": each} for each in headlines]
        edits = of("term_report", ports.ids(), term=term, group=group, headlines=rows, number=number)
        write_in(ports, work, signer, desk_in(ports, work, signer), edits)
        work.commit()
        return signed


def send_term_report(
    ports: Ports,
    signer: Signer,
    group: str,
    term: str,
    headlines: Sequence[str],
    target: Path,
    *,
    reports: Sequence[str] = (),
    progress: Progress = silent,
) -> Sent:
    """Make the group-term report and one file with it for the officers and the board's office.

    `reports` are documents of reports that came and that go with it, as `show` names them.
    """
    made = term_report(ports, signer, group, term, headlines)
    held = [(str(made.kind), made.id), *((str(DocumentKind.RELEASE), each) for each in reports)]
    with ports.store.begin() as work:
        to = [
            person for person, _ in membership.audience(work, Audience.BOARD, "", signer.person, ports.clock().date())
        ]
    return sending.documents(ports, signer, held, to, target, describes=made.name, progress=progress)


def read_term_report(body: bytes) -> TermReport:
    """The report that `term_report` wrote; BadInput for anything else, and for one in a newer format."""
    return numbered.decode(body, TermReport, _FORMAT, "group-term report")


def as_document(body: bytes, signature: bytes) -> SignedDocument:
    """The document that a signed report is: group, term and number are its own; BadInput when it is none."""
    report = read_term_report(body)
    name = f"{report.name} {report.term} v{report.number}"
    of = document_id(report.group, report.term)
    return SignedDocument(DocumentKind.TERM_REPORT, of, report.number, name, body, signature)


def document_id(group: str, term: str) -> str:
    """The id of a group's report on a term."""
    return f"{group}.{''.join(each if each.isascii() and each.isalnum() else '-' for each in term.lower())}"


def is_leader(work: UnitOfWork, person: str, group: str) -> bool:
    """Whether somebody leads a group of the network."""
    network = membership.network(work)
    return network is not None and any(each.id == group and each.lead == person for each in network.groups)


def _term(ports: Ports, work: UnitOfWork, groups: Sequence[Group], held: Sequence[Release]) -> Term:
    schools, today = {urn for group in groups for urn in group.schools}, ports.clock().date()
    came = [each for each in held if each.urn in schools]
    awaited = list(_planned(ports, work, schools))
    for release in board.newest(came):
        place = next((at for at, plan in enumerate(awaited) if _is_of(plan, release)), None)
        if place is None:
            awaited.append(_from_release(work, release, today))
        else:  # an older plan does not know the review yet
            awaited[place] = replace(awaited[place], review=release.review)
    network = membership.network(work)
    for urn in schools - {plan.urn for plan in awaited}:
        school = network.school(urn) if network else None
        awaited.append(Awaited(urn, school.name if school else urn, _triad_name(network, urn, today), "", None, None))
    return board.term(awaited, came, today)


def _is_of(plan: Awaited, release: Release) -> bool:
    """Whether a report is the one that a planned visit waits for."""
    if plan.review:
        return plan.review == release.review
    return plan.urn == release.urn and plan.visit == date_or_none(release.visited)


def _planned(ports: Ports, work: UnitOfWork, schools: set[str]) -> Iterator[Awaited]:
    """Visits as the triads plan them, where their plans are here."""
    today = ports.clock().date()
    for stream_id in work.streams("triad-"):
        triad = work.stream(stream_id)
        head = triad.record("triad", "triad")
        names = {each.id: text(each, "name") for each in triad.records("school")}
        for visit in triad.records("visit"):
            urn, on = text(visit, "school"), date_or_none(visit.get("date"))
            if urn in schools:
                yield Awaited(
                    urn=urn,
                    school=names.get(urn, urn),
                    triad=text(head, "name"),
                    review=text(visit, "review"),
                    visit=on,
                    due=_due(ports, work, triad, text(head, "handbook"), urn, on, today) if on else None,
                    state=VisitState(text(visit, "state") or VisitState.PLANNED),
                    reason=text(visit, "reason"),
                )


def _due(ports: Ports, work: UnitOfWork, triad: Stream, handbook: str, urn: str, on: date, today: date) -> date | None:
    known = handbooks.at_hand(ports.library, handbook)
    if known is None:
        return None
    found = deadlines(known, on, membership.closure_days(work, triad, urn), None, today)
    return next((each.on for each in found if each.code == Step.SENT), None)


def _from_release(work: UnitOfWork, release: Release, today: date) -> Awaited:
    triad = _triad_name(membership.network(work), release.urn, today)
    return Awaited(release.urn, release.school, triad, release.review, date_or_none(release.visited), None)


def _triad_name(network: Network | None, urn: str, on: date) -> str:
    from peerreview.domain.network import GroupKind

    return next((group.name for group in membership.groups_of(network, urn, GroupKind.TRIAD, on)), "")


def _line(
    ports: Ports, work: UnitOfWork, signer: Signer, line: TermLine, release: Release | None, owed: Mapping[str, Owed]
) -> LeadLine:
    contact = owed.get(release.review) if release else None
    progress = progressing.newest(work, release.review) if release else None
    return LeadLine(
        review=release.review if release else "",
        school=line.school,
        triad=line.triad,
        visit_date=line.visit,
        state="came" if line.came else "awaited",
        overall=line.overall,
        level=str(line.level or ""),
        late=line.late,
        why=line.why,
        chase=line.chase,
        may_check=release is not None and _may_check(work, signer, release),
        contact_by=contact.by if contact else None,
        contact=contact.said if contact else "",
        progress=progress.sentence if progress else "",
        days=_days(work, release) if release else None,
        differences=_differences(ports, release) if release else (),
        version=release.number if release else 0,
    )


def _differences(ports: Ports, release: Release) -> tuple[tuple[str, str, str], ...]:
    found = beside(ports.library.by_hash(release.handbook_hash), release)
    return tuple((title, each.who, each.words) for title, each in found)


def _days(work: UnitOfWork, release: Release) -> int | None:
    """Days from the visit until the report was first here."""
    visited = date_or_none(release.visited)
    came = [each.received.date() for each in work.documents(DocumentKind.RELEASE) if release.review in each.id]
    return (min(came) - visited).days if visited and came else None


def _may_check(work: UnitOfWork, signer: Signer, release: Release) -> bool:
    me = {signer.person, *membership.aliases(work)}
    return release.urn != work.setting("urn") and me.isdisjoint(each.person for each in release.people)

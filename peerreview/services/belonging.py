"""Who belongs to a triad: letting somebody in who is listed for its schools; taking somebody off, and what follows."""

from __future__ import annotations

from datetime import date

from peerreview.analysis.review import text
from peerreview.domain.dates import in_full
from peerreview.domain.people import Role
from peerreview.domain.reviews import OVER
from peerreview.errors import Refused
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Stream

from . import membership, visits
from .ports import Ports, UnitOfWork
from .triad_views import TriadView, VisitView
from .words import hat
from .writing import of, write_in


def joinable(work: UnitOfWork, stream: Stream) -> tuple[tuple[str, str], ...]:
    """People of the network who could belong to the triad and do not: (id, name and hat)."""
    network = membership.network(work)
    members = {each.id for each in stream.records("member")}
    schools = {each.id: text(each, "name") for each in stream.records("school")}
    return tuple(
        (each.id, f"{each.name}, {hat(each).lower()}{f', {schools[each.school]}' if each.school in schools else ''}")
        for each in (network.people if network else ())
        if each.id not in members
        and each.role in (Role.HEAD, Role.OFFICE, Role.LEAD_HEAD)
        and (each.school in schools or each.role is Role.LEAD_HEAD)
    )


def add(ports: Ports, signer: Signer, triad: str, person: str) -> None:
    """Let somebody of the network belong to the triad, as what it lists them: a head, or a school's office.

    Holding the triad's plan is all that an office gets by it: no review, no note, no grade.
    """
    with ports.store.begin() as work:
        known_person = membership.book(work).person(person)
        if known_person is None or person not in {each for each, _ in joinable(work, visits.held(work, triad))}:
            raise Refused(
                "Only people of the triad's schools and lead headteachers belong to a triad.",
                "Nothing has changed.",
                code="not_of_the_triad",
            )
        role, school = str(known_person.role), known_person.school
        edits = of("member", person, role=role, name=known_person.name, school=school, gone=False)
        if known_person.role is Role.LEAD_HEAD and not text(visits.head(visits.held(work, triad)), "lead_head"):
            edits += of("triad", "triad", lead_head=person)
        write_in(ports, work, signer, triad, edits)
        work.commit()


def take_off(ports: Ports, signer: Signer, triad: str, person: str) -> None:
    """Let somebody no longer belong to the triad: from now on they neither change its plan nor get it.

    What they wrote stays, and so does what they hold; a review that has begun keeps its own people. Raises Refused
    for oneself, who could not put it right again, and for the last head, without whom nobody hosts.
    """
    with ports.store.begin() as work:
        stream = visits.held(work, triad)
        member = next((each for each in stream.records("member") if each.id == person), None)
        heads = [each.id for each in stream.records("member") if text(each, "role") == Role.HEAD]
        if member is None:
            raise Refused("They do not belong to the triad.", "Nothing has changed.", code="not_of_the_triad")
        if person == membership.author_in(work, stream, signer):
            raise Refused(
                "You cannot take yourself off: you could not put it right again.",
                "Nothing has changed.",
                "Ask a colleague of the triad to do it.",
                code="not_myself",
            )
        if heads == [person]:
            raise Refused(
                "The triad would have no headteacher left.",
                "Nothing has changed.",
                "Add the new headteacher first.",
                code="last_head",
            )
        leads = text(visits.head(stream), "lead_head") == person
        edits = of("member", person, gone=True) + (of("triad", "triad", lead_head="") if leads else [])
        write_in(ports, work, signer, triad, edits)
        work.commit()


def what_follows(view: TriadView, person: str) -> tuple[str, ...]:
    """What follows when somebody is taken off, one sentence each; what has to be seen to first comes first."""
    name = next((each.name for each in view.members if each.person == person), "")
    coming = [each for each in view.visits if each.state not in OVER]
    parts = [f"{name} {part} {_visit(each)}." for each in coming if (part := _part(each, person))]
    see_to = ["Say who does it instead (“Who hosts, who reviews …”)."] if parts else []
    begun = [each.school for each in view.visits if each.review and _part(each, person)]
    stays = [f"The review of {school} that has begun keeps its people until its host changes them." for school in begun]
    return (
        *parts,
        *see_to,
        *stays,
        f"{name} no longer changes the plan, and your next files of it do not go to them.",
        "What they wrote stays, and so does what they already have: it cannot be called back. "
        "You can add them again while the network lists them.",
    )


def _part(visit: VisitView, person: str) -> str:
    """What somebody does at a visit: "hosts the visit to", or nothing."""
    if person == visit.host:
        return "hosts the visit to"
    if person == visit.writer:
        return "writes the report of the visit to"
    return "reviews on the visit to" if person in visit.reviewers else ""


def _visit(visit: VisitView) -> str:
    on = visit.date.text
    return f"{visit.school} on {in_full(date.fromisoformat(on))}" if on else visit.school

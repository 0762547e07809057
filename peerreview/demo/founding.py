"""How the network begins: the office starts it, one invitation serves all, people ask and are admitted; triads plan."""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from peerreview.domain.exchange import BundleKind
from peerreview.domain.network import Group, GroupKind, Network, School
from peerreview.domain.people import Person, Role
from peerreview.domain.schooldays import shift
from peerreview.identity import certificates, network_document
from peerreview.identity.root import file_name
from peerreview.services import joining, sending, timetable, triads, visits
from peerreview.services.joining import InvitationView

from . import script
from .company import Member
from .stage import Stage, Story

CERTIFICATE = "keys/network-ca.pem"
_STAMPS = ("keys/stamp one", "keys/stamp two")


def found(stage: Stage) -> Story:
    """From the office's first day to the members' list in everybody's hands."""
    plan = stage.script
    yield stage.on(-52, "10:05")
    gwen = stage.company.begin(plan.office.name, plan.office.organisation)
    people = _people(stage, gwen)
    _start(stage, gwen, people)
    yield stage.on(-51, "09:30")
    others = {name: person for name, person in people.items() if name != gwen.name}
    path = stage.place(gwen, (), "invitation")
    invited = joining.invite(gwen.ports, gwen.signer, [each.id for each in others.values()], path, plan.phrase)
    about = "The invitation: one for everybody, under the phrase of keys/passphrase.txt"
    stage.post.carry(BundleKind.INVITATION, invited.sent, gwen, (), about)
    yield stage.on(-49, "13:10")
    asking = [each for each in others.values() if each.name in stage.names]
    first = stage.company.begin(asking[0].name, asking[0].organisation)
    offered = joining.read_invitation(first.ports, path, plan.phrase)
    for person in asking:
        _ask(stage, gwen, person, offered)
    yield stage.on(-45, "11:20")
    admitted = joining.admit(gwen.ports, gwen.signer, _stamp(stage), plan.phrase)
    if admitted.refused:
        raise AssertionError(f"somebody was refused: {admitted}")
    gwen.app.renew_signer()
    members = [member for member in stage.company if member is not gwen]
    sent = joining.send_network(gwen.ports, gwen.signer, stage.place(gwen, members, "welcome"))
    stage.post.carry(BundleKind.DOCUMENTS, sent, gwen, members, "The list of members: the one welcome file for all")


def plan_triad(stage: Stage, triad: script.Triad, term: str, year: str, also: script.NextVisit | None = None) -> Story:
    """A triad's organiser plans the visits of the term (and `also`, one of the next) and sends the plan round."""
    plan = stage.script
    yield stage.on(-44, "16:15" if triad.name == "Reed" else "16:40")
    schools = [school for school in plan.schools if school.triad == triad.name]
    organiser, lead = stage.company[triad.organiser], stage.company[plan.lead]
    heads = {school.urn: stage.company[school.head] for school in schools}
    members = [
        triads.Member(heads[each.urn].id, each.head, Role.HEAD, each.urn, each.name, each.phase, each.pupils)
        for each in schools
    ]
    if lead not in heads.values():
        members.append(triads.Member(lead.id, lead.name, Role.LEAD_HEAD))
    stream = triads.begin(
        organiser.ports,
        organiser.signer,
        name=f"{triad.name} triad",
        year=year,
        term=term,
        handbook=plan.handbook,
        members=members,
    )
    stage.triads[triad.name] = stream
    for review in (each for each in plan.reviews if each.urn in heads):
        on = visit_day(stage, review)
        if review.training_day:
            closed = [shift(on, review.training_day, stage.closed)]
            triads.close_days(organiser.ports, organiser.signer, stream, closed, review.urn)
        stage.visits[review.urn] = plan_visit(stage, triad, review.urn, review.writer, review.fellow, on)
    if also:
        plan_visit(stage, triad, also.urn, also.writer, also.fellow, shift(stage.today, also.after, stage.closed))
    others = [each for each in dict.fromkeys([*heads.values(), lead]) if each is not organiser]
    path = stage.place(organiser, others, f"{triad.name} triad")
    sent = sending.triad_copy(organiser.ports, organiser.signer, stream, [each.id for each in others], path)
    stage.post.carry(BundleKind.STREAMS, sent, organiser, others, f"The {triad.name} triad's plan of the term")


def plan_visit(stage: Stage, triad: script.Triad, urn: str, writer: str, fellow: str, on: date) -> str:
    """Put one visit with its timetable into the triad's plan; gives its record id."""
    organiser = stage.company[triad.organiser]
    stream = stage.triads[triad.name]
    visit = visits.plan(
        organiser.ports,
        organiser.signer,
        stream,
        school=urn,
        host=stage.company[stage.script.school(urn).head].id,
        writer=stage.company[writer].id,
        reviewers=[stage.company[fellow].id],
        on=on,
    )
    timetable.keep(organiser.ports, organiser.signer, stream, visit)
    return visit


def visit_day(stage: Stage, review: script.Review) -> date:
    """The day of a visit."""
    return shift(stage.today, -review.visit, stage.closed)


def _start(stage: Stage, gwen: Member, people: dict[str, Person]) -> None:
    """The stamp is written to two places; its certificate is for other people's tools, which trust nothing else."""
    plan = stage.script
    folders = tuple(stage.folder / place for place in _STAMPS)
    for folder in folders:
        folder.mkdir(parents=True)
    groups = [
        Group(gwen.ports.ids(), GroupKind.TRIAD, each.name, _urns(plan, each.name), people[each.organiser].id)
        for each in plan.triads
    ]
    everywhere = tuple(school.urn for school in plan.schools)
    groups.append(
        Group(gwen.ports.ids(), GroupKind.COLLABORATIVE, plan.collaborative, everywhere, people[plan.lead].id)
    )
    network = Network(
        id=gwen.ports.ids(),
        name=plan.network,
        number=1,
        issued=stage.cue.day,
        root="",
        root_certificate="",
        schools=tuple(School(each.urn, each.name, each.phase, each.pupils) for each in plan.schools),
        groups=tuple(groups),
        people=tuple(people.values()),
        handbook=plan.handbook,
        closure_days=stage.closed,
    )
    document = joining.start_network(gwen.ports, gwen.signer, network, (folders[0], folders[1]), plan.phrase)
    gwen.app.renew_signer()
    for number, folder in enumerate(folders, 1):
        about = f"The network's stamp, copy {number} of two; it opens with keys/passphrase.txt"
        stage.post.note(folder / file_name(plan.network), "key", about, sender=gwen)
    path = stage.folder / CERTIFICATE
    root = b64decode(network_document.decode(document.body).root_certificate)
    path.write_bytes(certificates.load(root).public_bytes(Encoding.PEM))
    stage.post.note(path, "certificate", "The network's certificate: what pdfsig, openssl or Adobe have to trust")


def _people(stage: Stage, gwen: Member) -> dict[str, Person]:
    """Everybody whom the office invites, by name; the office mints their ids."""
    plan = stage.script
    people = [
        Person(gwen.id, plan.office.name, Role.OFFICE, organisation=plan.office.organisation),
        Person(gwen.ports.ids(), plan.officer.name, Role.OFFICER, organisation=plan.officer.organisation),
    ]
    for school in plan.schools:
        role = Role.LEAD_HEAD if school.head == plan.lead else Role.HEAD
        people.append(Person(gwen.ports.ids(), school.head, role, school.urn, school.name))
    return {person.name: person for person in people}


def _ask(stage: Stage, gwen: Member, person: Person, offered: InvitationView) -> None:
    """Somebody's first day, at the joining table of the heads' briefing: name and school, and a request to the office.

    The invitation was opened there once, which takes seconds; it is the same for everybody.
    """
    joined = person.name in stage.company
    member = (
        stage.company[person.name] if joined else stage.company.begin(person.name, person.organisation, person.school)
    )
    path = stage.place(member, [gwen], "request to join")
    sent = joining.request(member.ports, member.signer, offered, person.id, path)
    member.app.renew_signer()
    stage.post.carry(BundleKind.REQUEST, sent, member, [gwen], f"{member.name} asks to join")


def _stamp(stage: Stage) -> Path:
    return stage.folder / _STAMPS[0] / file_name(stage.script.network)


def _urns(plan: script.Script, triad: str) -> tuple[str, ...]:
    return tuple(school.urn for school in plan.schools if school.triad == triad)

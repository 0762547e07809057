"""A network of one's own: three files to join, bulk admission, leaving, and what only membership allows."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from peerreview.bootstrap import App, checkers, create_profile
from peerreview.domain.people import Person, Role
from peerreview.domain.reviews import Audience, Level, Tag
from peerreview.errors import BadInput, Refused
from peerreview.identity import checkwords
from peerreview.services import (
    asking,
    calling,
    checking,
    findings,
    joining,
    membership,
    noting,
    opening,
    points,
    preparing,
    reviews,
    sending,
    sharing,
    signing,
    start,
    triads,
    verifying,
    visits,
    words,
)
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, VISIT, World

At = Callable[[str], World]


def test_one_welcome_file_makes_everybody_a_member(at: At) -> None:
    world = at("joined")
    network = joining.show(*world.desk("tom"))
    assert network.number == 2
    assert {card.person for card in network.cards} == set(world.people.values())
    assert world.app("tom").signer.person == world.people["tom"]


def test_two_copies_of_the_stamp_are_kept_and_either_opens(at: At) -> None:
    world = at("joined")
    stamps = [*world.folder.glob("stamp ?/*.p12")]
    assert len(stamps) == 2
    assert stamps[0].read_bytes() == stamps[1].read_bytes()


def listed(world: World) -> Person:
    """Somebody new whom the office put into the network."""
    person = Person(world.sources.ids(), "Carys Bevan-Holt", Role.HEAD, "900103")
    gwen = world.desk("gwen")
    network = joining.show(*gwen)
    joining.publish(*gwen, world.stamp, STAMP_PHRASE, replace(network, people=(*network.people, person)))
    return person


def test_what_was_written_before_the_invitation_stays_ones_own(at: At, tmp_path: Path) -> None:
    world = at("joined")
    carys = listed(world)
    with create_profile(tmp_path / "carys", UNLOCK, name="Carys Bevan-Holt", sources=world.sources) as app:
        first = app.signer.person
        member = triads.Member(first, "Carys", Role.HEAD, "900103", "Ormery Lane Junior")
        other = triads.Member(world.people["miriam"], "Miriam", Role.HEAD, "900102", "Tansy Bank")
        triad = triads.begin(
            app.ports,
            app.signer,
            name="Reed",
            year="2026-27",
            term="Autumn",
            handbook="triad-p",
            members=[member, other],
        )
        visit = visits.plan(
            app.ports, app.signer, triad, school="900103", host=first, writer=other.person, reviewers=[], on=VISIT
        )
        review = reviews.begin(app.ports, app.signer, triad, visit)

        invited = joining.invite(*world.desk("gwen"), [carys.id], world.file("new"), phrase="four plain words here")
        with pytest.raises(Refused) as refused:
            joining.read_invitation(app.ports, invited.sent.paths[0], "four plain words there")
        assert refused.value.code == "wrong_phrase"
        offer = joining.read_invitation(app.ports, invited.sent.paths[0], " four  plain words here")
        with pytest.raises(BadInput) as wrong:
            joining.request(app.ports, app.signer, offer, world.people["miriam"], world.file("x"))
        assert wrong.value.code == "not_invited"
        asked = joining.request(app.ports, app.signer, offer, carys.id, tmp_path / "asked.prb")
        signer = app.renew_signer()
        assert signer.person == carys.id != first

        said = opening.bring_in(*world.desk("gwen"), asked.paths[0]).sentence
        spoken = " ".join(checkwords.words(signer.actor))
        assert said == f"Carys Bevan-Holt asks to join. Check words: {spoken}."
        joining.admit(*world.desk("gwen"), world.stamp, STAMP_PHRASE)
        welcome = joining.send_network(*world.desk("gwen"), tmp_path / "welcome.prb")
        assert "You are a member of Marram Vale." in opening.bring_in(app.ports, signer, welcome.paths[0]).sentence
        signer = app.renew_signer()

        assert reviews.open_review(app.ports, signer, review).my_role == "host"
        sent = sending.working_copy(app.ports, signer, review, [world.people["miriam"]], tmp_path / "copy.prb")
        for path in welcome.paths + sent.paths:
            opening.bring_in(*world.desk("miriam"), path)
        assert reviews.open_review(*world.desk("miriam"), review).my_role == "lead_reviewer"


@pytest.mark.parametrize(("part", "guest"), [("host", False), ("host", True), ("writer", False)])
def test_who_prepared_before_being_admitted_signs_the_report_after(
    at: At, tmp_path: Path, part: str, guest: bool
) -> None:
    """Carys plans, prepares and takes notes by herself; when she is admitted, everything written so far is hers."""
    world = at("joined")
    carys = listed(world)
    with create_profile(tmp_path / "carys", UNLOCK, name=carys.name, urn="900103", sources=world.sources) as app:
        first, miriam, dele = app.signer.person, world.people["miriam"], world.people["dele"]
        own = triads.Member(first, carys.name, Role.HEAD, "900103", "Ormery Lane Junior", "junior", 268)
        their = triads.Member(miriam, "Miriam Feldt", Role.HEAD, "900102", "Tansy Bank", "primary", 96)
        third = triads.Member(dele, "Dele Akintola", Role.HEAD, "900101", "Quillbeck Primary", "primary", 412)
        triad = triads.begin(
            app.ports, app.signer, name="Own", year="2026-27", term="Autumn", handbook="triad-p",
            members=[own, their, third],
        )  # fmt: skip
        host, writer = (own, their) if part == "host" else (their, own)
        visit = visits.plan(
            app.ports, app.signer, triad, school=host.school, host=host.person, writer=writer.person,
            reviewers=[dele], on=VISIT,
        )  # fmt: skip
        if part == "host":
            review = reviews.begin(app.ports, app.signer, triad, visit)
            preparing.own_view(app.ports, app.signer, review, "P2", "2", "Taught to a clear plan.")
            calling.ask(app.ports, app.signer, review, "Which pupils does it reach?", "P4")
        world._apps["carys"] = app
        world.people["carys"] = first  # what everybody's plan and review call her by
        admit(world, app, carys)
        if part == "writer":
            plan = sending.triad_copy(*world.desk("carys"), triad, [miriam, dele], world.file("plan"))
            for who in ("miriam", "dele"):
                opening.bring_in(*world.desk(who), plan.paths[0])
            review = reviews.begin(*world.desk("miriam"), triad, visit)
        world.review = review
        host_, writer_ = ("carys", "miriam") if part == "host" else ("miriam", "carys")
        world.pass_on(host_, writer_, "dele")
        world.clock.on(VISIT)
        noting.add_many(*world.desk(writer_), review, "books: Y3-Y6 corrections taken up", section="P2")
        world.pass_on(writer_, "dele")
        step = points.add(
            *world.desk(writer_), review, "Look again every six weeks.", Tag.NEXT_STEP, "P4",
            evidence="Support list", ways=["DATA", "SEND"], starred=True,
        )  # fmt: skip
        points.next_step(
            *world.desk(writer_), review, step, first="Review the list", owner="Reading leader",
            due=date(2027, 1, 15), know="The list changes",
        )  # fmt: skip
        checking.send_draft(*world.desk(writer_), review)
        world.pass_on(writer_, host_)
        checking.all_accurate(*world.desk(host_), review, "A useful day.")
        world.pass_on(host_, writer_)
        for each in findings.standing(findings.before_signing(*world.desk(writer_), review)):
            findings.say_why(*world.desk(writer_), review, each, "It was a short visit")
        signing.make_version(*world.desk(writer_), review)
        signing.sign(*world.desk(writer_), review, "1")
        world.pass_on(writer_, "dele")
        signing.sign(*world.desk("dele"), review, "1")
        name, pdf = signing.pdf(*world.desk("dele"), review, "1")
        alone = world.out / name
        alone.write_bytes(pdf)
        said = opening.bring_in(*world.desk(writer_), alone).sentence
        assert said.startswith("1 signature from Dele Akintola added")
        world.pass_on("dele", host_, writer_)
        if guest:  # with her own key file on the writer's computer
            hand = replace(app.signer, guest=True)
            assert signing.sign(world.app(writer_).ports, hand, review, "1").waiting == ()
            world.pass_on(writer_, host_)
        else:
            assert signing.sign(*world.desk(host_), review, "1").waiting == ()
        name, pdf = signing.pdf(*world.desk(host_), review, "1")
        whole = world.out / f"signed {name}"
        whole.write_bytes(pdf)
        root = b64decode(joining.show(*world.desk("gwen")).root_certificate)
        for verdict in (
            verifying.verify(checkers(), whole, roots=[root]),
            verifying.verify_here(*world.desk("dele"), whole),
        ):
            assert verdict.good, verdict.problems
            assert carys.name in {each.name for each in verdict.signers}
        assert reviews.open_review(*world.desk("carys"), review).my_role
        for level in (Level.FULL, Level.SUMMARY):
            shared = sharing.share(*world.desk(host_), review, Audience.BOARD, level, below_least=True)
            report = sending.report(*world.desk(host_), review, shared.record, world.file("board"))
            assert host.school_name in opening.bring_in(*world.desk("gwen"), report.paths[0]).sentence
        del world._apps["carys"]


def admit(world: World, app: App, person: Person) -> None:
    """Somebody at their own computer goes through the three files and is a member."""
    network = joining.show(*world.desk("gwen"))
    with world.app("gwen").ports.store.begin() as work:
        document = membership.standing(work).document  # type: ignore[union-attr]
    offer = joining.InvitationView(network, (), (person,), document, world.people["gwen"])
    asked = joining.request(app.ports, app.signer, offer, person.id, world.file("asked"))
    app.renew_signer()
    opening.bring_in(*world.desk("gwen"), asked.paths[0])
    joining.admit(*world.desk("gwen"), world.stamp, STAMP_PHRASE)
    welcome = joining.send_network(*world.desk("gwen"), world.file("welcome"))
    opening.bring_in(app.ports, app.signer, welcome.paths[0])
    app.renew_signer()


def test_only_sending_waits_for_membership(at: At, tmp_path: Path) -> None:
    world = at("joined")
    with create_profile(tmp_path / "new", UNLOCK, name="Asha Penhallow", sources=world.sources) as app:
        me = app.signer.person
        triad = triads.begin(
            app.ports, app.signer, name="Own", year="2026", term="Autumn", handbook="triad-p",
            members=[triads.Member(me, "Asha", Role.HEAD, "900105", "Oxlip Lane")],
        )  # fmt: skip
        visit = visits.plan(
            app.ports, app.signer, triad, school="900105", host=me, writer=world.people["tom"], reviewers=[]
        )
        review = reviews.begin(app.ports, app.signer, triad, visit)
        with pytest.raises(Refused) as refused:
            sending.working_copy(app.ports, app.signer, review, [world.people["tom"]], tmp_path / "x.prb")
        assert refused.value.code == "recipient_not_a_member"
        assert not (tmp_path / "x.prb").exists()


def test_admission_of_many_is_not_held_up_by_one(at: At) -> None:
    world = at("joined")
    gwen, bernadette = world.desk("gwen"), world.app("bernadette")
    again = joining.files.make_request(
        start.keys.new_identity(world.people["bernadette"], "Bernadette Oyelaran", world.clock()),
        joining.show(*gwen).id,
        "900104",
        world.clock(),
    )
    carys = listed(world)
    fresh = joining.files.make_request(
        start.keys.new_identity(carys.id, carys.name, world.clock()), joining.show(*gwen).id, "900103", world.clock()
    )
    with world.app("gwen").ports.store.begin() as work:
        for raw in (again, fresh):
            asking.keep(work, raw, world.clock())
        known, said = asking.told(work, asking.files.decode_request(again))
        work.commit()
    assert not known
    assert "They are a member already, and no computer of theirs vouches for it: ring them before" in said
    assert [bool(each.doubt) for each in asking.waiting(*gwen)] == [True, False]
    admitted = joining.admit(*gwen, world.stamp, STAMP_PHRASE)
    assert admitted.names == ("Carys Bevan-Holt",)
    [(name, why)] = admitted.refused
    assert name == "Bernadette Oyelaran"
    assert "is a member already" in why
    assert [each.name for each in asking.waiting(*gwen)] == ["Bernadette Oyelaran"]
    assert bernadette.signer.person in {card.person for card in joining.show(*gwen).cards}


def test_who_left_is_named_and_what_they_wrote_since_is_set_aside(at: At) -> None:
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "walk: calm")
    world.pass_on("dele", "miriam")
    noting.add(*world.desk("miriam"), world.review, "books: written after leaving", section="P2")
    joining.drop(*world.desk("gwen"), world.stamp, STAMP_PHRASE, world.people["miriam"], "moved away")
    news = joining.send_network(*world.desk("gwen"), world.file("news"))
    for who in ("tom", "dele"):
        opening.bring_in(*world.desk(who), news.paths[0])
    ports, signer = world.desk("miriam")
    sent = sending.working_copy(ports, signer, world.review, [world.people["dele"]], world.file("late"))
    view = opening.look(*world.desk("dele"), sent.paths[0])
    assert view.set_aside == 1
    assert not view.clean
    assert view.warnings[0].startswith("Sent by someone who left the network on Mon 2 November.")
    brought = opening.bring_in(*world.desk("dele"), sent.paths[0])
    assert brought.set_aside == 1
    [aside] = opening.aside(*world.desk("dele"))
    assert aside.reason == "written by somebody who left, and sealed by no member"
    opening.let_in(*world.desk("dele"), [aside.change], "She rang and read it out")
    assert opening.aside(*world.desk("dele")) == ()
    notes = reviews.open_review(*world.desk("dele"), world.review).notes
    assert [note.text.text for note in notes] == ["calm", "written after leaving"]


def test_what_is_said_of_members_and_of_those_who_are_none(at: At) -> None:
    world = at("joined")
    listed(world)
    joining.drop(*world.desk("gwen"), world.stamp, STAMP_PHRASE, world.people["miriam"], "moved away")
    network = joining.show(*world.desk("gwen"))
    assert {person.name: (words.hat(person), words.standing(network, person.id)) for person in network.people} == {
        "Gwen Hathersage": ("Board office", ""),
        "Tom Ashdown-Reyes": ("Headteacher", ""),
        "Miriam Feldt": ("Headteacher", "no longer a member since Mon 2 November 2026"),
        "Dele Akintola": ("Headteacher", ""),
        "Bernadette Oyelaran": ("Lead headteacher", ""),
        "Carys Bevan-Holt": ("Headteacher", "not yet a member"),
    }


def test_a_welcome_to_nobody_is_refused_in_words(at: At) -> None:
    world = at("joined")
    for who in ("tom", "miriam", "dele", "bernadette"):
        joining.drop(*world.desk("gwen"), world.stamp, STAMP_PHRASE, world.people[who], "the network ends")
    with pytest.raises(Refused) as refused:
        joining.send_network(*world.desk("gwen"), world.file("welcome"))
    assert refused.value.code == "nobody"
    with pytest.raises(Refused) as refused:
        joining.invite(*world.desk("gwen"), [], world.file("invitation"))
    assert refused.value.code == "nobody"


def test_another_networks_stamp_signs_nothing_here(at: At, tmp_path: Path) -> None:
    world = at("joined")
    joining.new_root("Elsewhere", world.clock(), (_made(tmp_path / "a"), _made(tmp_path / "b")), STAMP_PHRASE)
    other = next((tmp_path / "a").glob("*.p12"))
    with pytest.raises(Refused) as refused:
        joining.drop(*world.desk("gwen"), other, STAMP_PHRASE, world.people["tom"], "a mistake")
    assert refused.value.code == "root_other"
    assert joining.show(*world.desk("gwen")).number == 2


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder

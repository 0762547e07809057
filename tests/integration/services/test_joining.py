"""A network of one's own: three files to join, bulk admission, leaving, and what only membership allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from peerreview.bootstrap import create_profile
from peerreview.domain.people import Person, Role
from peerreview.errors import BadInput, Refused
from peerreview.identity import checkwords
from peerreview.services import joining, noting, opening, reviews, sending, start, triads, words
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
        visit = triads.plan_visit(
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


def test_only_sending_waits_for_membership(at: At, tmp_path: Path) -> None:
    world = at("joined")
    with create_profile(tmp_path / "new", UNLOCK, name="Asha Penhallow", sources=world.sources) as app:
        me = app.signer.person
        triad = triads.begin(
            app.ports, app.signer, name="Own", year="2026", term="Autumn", handbook="triad-p",
            members=[triads.Member(me, "Asha", Role.HEAD, "900105", "Oxlip Lane")],
        )  # fmt: skip
        visit = triads.plan_visit(
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
            joining.keep_request(work, raw)
        work.commit()
    admitted = joining.admit(*gwen, world.stamp, STAMP_PHRASE)
    assert admitted.names == ("Carys Bevan-Holt",)
    [(name, why)] = admitted.refused
    assert name == "Bernadette Oyelaran"
    assert "is a member already" in why
    assert [each.name for each in joining.requests(*gwen)] == ["Bernadette Oyelaran"]
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

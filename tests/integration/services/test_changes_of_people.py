"""What happens to members in the course of years: another school, another head, another laptop, another stamp."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from peerreview.bootstrap import App, create_profile
from peerreview.domain.network import School
from peerreview.domain.people import Person, Role
from peerreview.domain.reviews import Audience, Level
from peerreview.errors import Refused, UserFacingError
from peerreview.services import (
    asking,
    devices,
    founding,
    handing_over,
    home,
    joining,
    noting,
    office,
    opening,
    reviews,
    sending,
    sharing,
    signing,
    stamping,
    triads,
)
from tests.integration.persistence.world import plain
from tests.integration.services.test_joining import admit
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, VISIT, World, shared

At = Callable[[str], World]

NOTES = ("corrections taken up in most", "the same plan in every class", "list set in September")


def publish(world: World, *readers: str) -> Path:
    """What the office changed becomes the list of members, and some bring it in."""
    gwen = world.desk("gwen")
    office.publish(*gwen, world.stamp, STAMP_PHRASE)
    return tell(world, *readers)


def tell(world: World, *readers: str) -> Path:
    """The list of members as it stands, in one file; some bring it in."""
    path = joining.send_network(*world.desk("gwen"), world.file("news")).paths[0]
    for who in readers:
        opening.bring_in(*world.desk(who), path)
        world.app(who).renew_signer()
    return path


def newcomer(world: World, key: str, person: Person) -> App:
    """Somebody whom the office puts on the list, at a computer of their own, admitted."""
    gwen = world.desk("gwen")
    person = replace(person, id=office.keep_person(*gwen, person))
    office.publish(*gwen, world.stamp, STAMP_PHRASE)
    app = create_profile(world.folder / key, UNLOCK, name=person.name, sources=world.sources)
    world._apps[key], world.people[key] = app, person.id
    admit(world, app, person)
    return app


# --- another school, another head ------------------------------------------------------------------------


def test_a_new_head_opens_past_reports_and_actions_on_day_one_and_no_raw_note(at: At) -> None:
    world = at("signed")
    gwen = world.desk("gwen")
    office.keep_person(*gwen, Person(world.people["tom"], "Tom Ashdown-Reyes", Role.OFFICER, organisation="Board"))
    newcomer(world, "carys", Person("", "Carys Bevan-Holt", Role.HEAD, "900101"))
    tell(world, "tom", "dele", "miriam")
    carys = world.desk("carys")
    assert home.show(*carys).my_school == ()
    copy = handing_over.school_copy(*world.desk("tom"), world.people["carys"], world.file("school"))
    opening.bring_in(*carys, copy.paths[0])
    [line] = home.show(*carys).my_school
    assert line.what == "You are the new head: a review of your school came from before"
    assert signing.pdf(*carys, world.review, "1")[1] == signing.pdf(*world.desk("tom"), world.review, "1")[1]
    assert handing_over.take_over(*carys) == 1
    view = reviews.open_review(*carys, world.review)
    assert view.my_role == Role.HOST
    assert "Look again every six weeks at who receives reading support." in {each.text.text for each in view.points}
    assert view.notes == ()
    world.app("carys").close()
    del world._apps["carys"]
    [key] = UNLOCK.holder(world.folder / "carys").keys()
    words = plain(world.folder / "carys" / "store.db", key)
    assert b"Reading is taught to one clear plan in every class." in words
    assert all(note.encode() not in words for note in NOTES)


def test_the_lead_headteacher_can_hand_over_the_reports_alone(at: At) -> None:
    world = at("signed")
    shared_ = sharing.share(*world.desk("tom"), world.review, Audience.LEAD_HEAD, Level.FULL, below_least=True)
    sent = sending.report(*world.desk("tom"), world.review, shared_.record, world.file("report"))
    opening.bring_in(*world.desk("bernadette"), sent.paths[0])
    gwen = world.desk("gwen")
    office.keep_person(*gwen, Person(world.people["tom"], "Tom Ashdown-Reyes", Role.OFFICER, organisation="Board"))
    newcomer(world, "carys", Person("", "Carys Bevan-Holt", Role.HEAD, "900101"))
    tell(world, "bernadette", "dele")
    copy = handing_over.school_copy(*world.desk("bernadette"), world.people["carys"], world.file("school"))
    assert "1 full report" in opening.bring_in(*world.desk("carys"), copy.paths[0]).sentence
    with pytest.raises(Refused) as refused:
        handing_over.school_copy(*world.desk("gwen"), world.people["carys"], world.file("school"))
    assert refused.value.code == "nothing_held"
    with pytest.raises(Refused) as refused:
        handing_over.school_copy(*world.desk("dele"), world.people["gwen"], world.file("school"))
    assert refused.value.code == "not_the_head"


def test_a_head_who_moves_keeps_what_they_wrote_and_loses_the_old_schools_say(at: At) -> None:
    world = at("shared")
    gwen = world.desk("gwen")
    office.keep_school(*gwen, School("900105", "Oxlip Lane Primary"))
    miriam = joining.show(*gwen).person(world.people["miriam"])
    assert miriam is not None
    world.pass_on("dele", "miriam")
    noting.add(*world.desk("miriam"), world.review, "walk: calm")
    office.keep_person(*gwen, replace(miriam, school="900105"))
    publish(world, "miriam", "dele", "tom")
    assert joining.show(*world.desk("dele")).person(world.people["miriam"]).school == "900105"  # type: ignore[union-attr]
    world.pass_on("miriam", "dele")  # still a reviewer of Quillbeck: that is hers, not her school's
    assert [note.text.text for note in reviews.open_review(*world.desk("dele"), world.review).notes] == ["calm"]
    assert handing_over.inherited(*world.desk("miriam")) == ()


def test_a_school_that_becomes_an_academy_has_a_new_number_and_its_head_another_trust(at: At) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    office.keep_school(*gwen, School("900903", "Ormery Lane Junior", "junior", 268))
    dele = joining.show(*gwen).person(world.people["dele"])
    assert dele is not None
    office.keep_person(*gwen, replace(dele, school="900903", organisation="Tidewell Learning Trust"))
    with pytest.raises(Refused):
        office.drop_school(*gwen, "900101")
    reed = next(group for group in joining.show(*gwen).groups if group.name == "Reed")
    office.keep_group(*gwen, replace(reed, schools=("900101", "900102", "900903")))
    publish(world, "tom", "dele")
    assert joining.show(*world.desk("tom")).person(world.people["dele"]).organisation == "Tidewell Learning Trust"  # type: ignore[union-attr]
    noted = sending.triad_copy(*world.desk("dele"), world.triad, [world.people["tom"]], world.file("plan"))
    opening.bring_in(*world.desk("tom"), noted.paths[0])


# --- another laptop --------------------------------------------------------------------------------------


def test_a_second_computer_is_vouched_for_by_the_first_and_gets_everything_shared(at: At) -> None:
    world = at("shared")
    gwen, miriam = world.desk("gwen"), world.desk("miriam")
    world.pass_on("dele", "miriam")
    noting.add(*miriam, world.review, "walk: seen on the first")
    noting.add(*miriam, world.review, "only mine", private=True)
    own = devices.add(*miriam, world.file("own"), "four plain words here")
    app = create_profile(world.folder / "miriam 2", UNLOCK, name="Miriam", sources=world.sources)
    world._apps["miriam 2"], world.people["miriam 2"] = app, world.people["miriam"]
    offer = joining.read_invitation(app.ports, own.sent.paths[0], "four plain words here")
    assert [person.name for person in offer.people] == ["Miriam Feldt"]
    asked = joining.request(app.ports, app.signer, offer, world.people["miriam"], world.file("asked"))
    app.renew_signer()
    with pytest.raises(UserFacingError):
        opening.bring_in(*gwen, asked.paths[0])  # it is for the first computer alone
    opening.bring_in(*miriam, asked.paths[0])
    [mine] = asking.own(*miriam)
    assert mine.check_words == joining.my_check_words(app.ports)
    passed = devices.vouch(*miriam, mine.actor, world.file("vouched"))
    assert asking.own(*miriam) == ()
    opening.bring_in(*gwen, passed.paths[0])
    [waits] = asking.waiting(*gwen)
    assert waits.own
    joining.admit(*gwen, world.stamp, STAMP_PHRASE)
    tell(world, "miriam", "miriam 2")
    early = sending.receipts(*world.desk("miriam 2"), [world.people["dele"]], world.file("word"))
    with pytest.raises(Refused) as refused:
        opening.bring_in(*world.desk("dele"), early.paths[0])
    assert refused.value.happened == (
        "This was made on a computer of Miriam Feldt that the list of members here does not show yet; another of "
        "theirs it does."
    )
    tell(world, "dele")
    assert len(joining.show(*gwen).cards_of(world.people["miriam"])) == 2
    along = devices.bring_along(*world.desk("miriam"), world.file("along"))
    opening.bring_in(*world.desk("miriam 2"), along.paths[0])
    noting.add(*world.desk("miriam 2"), world.review, "books: typed on the second", section="P2")
    seen = [note.text.text for note in reviews.open_review(*world.desk("miriam 2"), world.review).notes]
    assert sorted(seen) == ["seen on the first", "typed on the second"]
    world.pass_on("miriam 2", "dele")
    world.pass_on("dele", "miriam", "miriam 2")  # one file for both computers
    assert len(reviews.open_review(*world.desk("dele"), world.review).notes) == 2


def test_a_lost_laptop_is_cancelled_and_its_owner_comes_back_with_new_keys(at: At) -> None:
    world = at("shared")
    gwen = world.desk("gwen")
    world.pass_on("dele", "miriam")
    noting.add(*world.desk("miriam"), world.review, "walk: before the loss")
    world.pass_on("miriam", "dele")
    noting.add(*world.desk("dele"), world.review, "data: for the old keys", section="P4")
    late = sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], world.file("late"))
    world.app("miriam").close()
    shutil.copytree(world.folder / "miriam", world.folder / "restored")  # what her safe copy brings back
    lost = world._apps.pop("miriam")
    assert lost.signer.person == world.people["miriam"]
    world.people["restored"] = world.people["miriam"]
    joining.drop(*gwen, world.stamp, STAMP_PHRASE, world.people["miriam"], "Lost laptop, cancelled")
    news = joining.send_network(*gwen, world.file("news")).paths[0]
    opening.bring_in(*world.desk("dele"), news)
    with pytest.raises(Refused):
        world.pass_on("dele", "restored")  # nothing more is encrypted to the lost laptop
    again = joining.invite(*gwen, [world.people["miriam"]], world.file("again"), "four plain words here")
    offer = joining.read_invitation(world.app("restored").ports, again.sent.paths[0], "four plain words here")
    old = world.app("restored").signer.actor
    asked = joining.request(*world.desk("restored"), offer, world.people["miriam"], world.file("asked"))
    assert world.app("restored").renew_signer().actor != old
    opening.bring_in(*gwen, asked.paths[0])
    joining.admit(*gwen, world.stamp, STAMP_PHRASE)
    tell(world, "dele", "restored")
    opening.bring_in(*world.desk("restored"), late.paths[0])  # the old age identity is kept
    noting.add(*world.desk("restored"), world.review, "books: after the loss", section="P2")
    world.pass_on("restored", "dele")
    texts = [note.text.text for note in reviews.open_review(*world.desk("dele"), world.review).notes]
    assert sorted(texts) == ["after the loss", "before the loss", "for the old keys"]
    assert opening.aside(*world.desk("dele")) == ()


def test_only_the_key_that_is_named_is_cancelled(at: At) -> None:
    world = at("joined")
    test_card = joining.show(*world.desk("gwen")).cards_of(world.people["tom"])[0]
    with pytest.raises(Refused):
        joining.drop(*world.desk("gwen"), world.stamp, STAMP_PHRASE, world.people["tom"], "Lost laptop", "0" * 64)
    joining.drop(*world.desk("gwen"), world.stamp, STAMP_PHRASE, world.people["tom"], "Lost laptop", test_card.actor)
    assert world.people["tom"] not in joining.show(*world.desk("gwen")).members


# --- somebody instead, somebody from elsewhere -----------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "acts_for"),
    [
        (Person("", "Josie Marchbank", Role.REVIEWER, "900102"), "Miriam Feldt"),
        (Person("", "Ruth Sandgate", Role.GUEST, organisation="Farrow Sands Academy, another network"), ""),
    ],
    ids=["deputy", "guest from outside"],
)
def test_a_stand_in_or_a_guest_reviews_under_their_own_name(at: At, person: Person, acts_for: str) -> None:
    world = at("joined")
    newcomer(world, "extra", person)
    tell(world, "tom", "dele", "miriam")
    shared(world)
    tom = (*world.desk("tom"), world.review)
    if acts_for:
        reviews.change_cast(*tom, world.people["miriam"], role=Role.REVIEWER, name="Miriam Feldt", gone=True)
    reviews.change_cast(
        *tom, world.people["extra"], role=Role.REVIEWER, name=person.name, organisation=person.organisation,
        acts_for=acts_for,
    )  # fmt: skip
    world.pass_on("tom", "dele")
    world.pass_on("tom", "extra")
    world.clock.on(VISIT)
    noting.add(*world.desk("dele"), world.review, "walk: calm")
    world.pass_on("dele", "extra")
    noting.add(*world.desk("extra"), world.review, "books: corrections taken up", section="P2")
    world.pass_on("extra", "dele")
    view = reviews.open_review(*world.desk("dele"), world.review)
    assert len(view.notes) == 2
    [named] = [each for each in view.cast if each.name == person.name]
    assert (named.acts_for, named.word) == (acts_for, "Fellow reviewer")


# --- another stamp, and no office at all -----------------------------------------------------------------


def test_a_lost_stamp_is_replaced_without_the_old_one_and_people_go_on_joining(at: At) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    for stamp in world.folder.glob("stamp ?/*.p12"):
        stamp.unlink()
    places = [world.folder / name for name in ("stamp c", "stamp d")]
    for place in places:
        place.mkdir()
    words = stamping.renew(*gwen, (places[0], places[1]), STAMP_PHRASE)
    world.app("gwen").renew_signer()
    shutil.move(next(places[0].glob("*.p12")), world.folder / "stamp a" / "new.p12")
    news = joining.send_network(*world.desk("gwen"), world.file("news")).paths[0]
    for who in ("tom", "miriam"):
        new = stamping.waiting(*world.desk(who), news)
        assert new is not None
        assert new.words == words
        assert new.maker.startswith("Gwen Hathersage, board office, made this file on ")
        assert ", on a computer listed since " in new.maker
        stamping.accept(*world.desk(who), news, words)
        world.app(who).renew_signer()
    newcomer(world, "carys", Person("", "Carys Bevan-Holt", Role.HEAD, "900103"))
    assert world.app("carys").signer.chain
    sent = sending.triad_copy(*world.desk("tom"), world.triad, [world.people["miriam"]], world.file("plan"))
    opening.bring_in(*world.desk("miriam"), sent.paths[0])
    late = sending.triad_copy(*world.desk("miriam"), world.triad, [world.people["dele"]], world.file("plan"))
    said = opening.bring_in(*world.desk("dele"), late.paths[0])  # who has not accepted it yet goes on, and is told
    assert any("has a new stamp" in each for each in (said.sentence, *said.said))


def test_membership_renews_itself_by_whatever_file_comes_next(at: At) -> None:
    world = at("joined")
    world.clock.on(date(2027, 9, 6))
    gwen = world.desk("gwen")
    office.keep_school(*gwen, School("900105", "Oxlip Lane Primary"))
    before = world.app("tom").signer
    publish(world, "miriam")
    plan = sending.triad_copy(*world.desk("miriam"), world.triad, [world.people["tom"]], world.file("plan"))
    opening.bring_in(*world.desk("tom"), plan.paths[0])  # the list of members rides along
    assert joining.show(*world.desk("tom")).number == 3
    assert world.app("tom").renew_signer().certificate == before.certificate
    world.clock.on(date(2029, 9, 3))
    sent = sending.triad_copy(*world.desk("tom"), world.triad, [world.people["dele"]], world.file("plan"))
    opening.bring_in(*world.desk("dele"), sent.paths[0])
    assert joining.show(*world.desk("dele")).number == 3


def test_a_triad_with_no_board_starts_its_own_network(tmp_path: Path) -> None:
    world = World(tmp_path, "alone")
    heads = [("Tom Ashdown-Reyes", "Quillbeck Primary", ""), ("Miriam Feldt", "Tansy Bank", ""), ("Dele", "Ormery", "")]
    keys = ("tom", "miriam", "dele")
    for key, (name, school, _) in zip(keys, heads, strict=True):
        world._apps[key] = create_profile(tmp_path / key, UNLOCK, name=name, school=school, sources=world.sources)
    for place in ("stamp a", "stamp b"):
        (tmp_path / place).mkdir()
    tom = world.desk("tom")
    network = founding.network_of(
        founding.alone("Reed", heads), name="Reed", issued=date(2026, 9, 1), ids=world.sources.ids,
        handbook="triad-p", me=(tom[1].name, tom[1].person),
    )  # fmt: skip
    document = joining.start_network(*tom, network, (tmp_path / "stamp a", tmp_path / "stamp b"), STAMP_PHRASE)
    world.app("tom").renew_signer()
    assert joining.show(*world.desk("tom")).members == {world.app("tom").signer.person}
    found = joining.show(*world.desk("tom"))
    offer = joining.InvitationView(found, (), found.people, document, world.app("tom").signer.person)
    for key, person in zip(keys[1:], found.people[1:], strict=True):
        asked = joining.request(*world.desk(key), offer, person.id, world.file("asked"))
        world.app(key).renew_signer()
        opening.bring_in(*world.desk("tom"), asked.paths[0])
    joining.admit(*world.desk("tom"), world.stamp, STAMP_PHRASE)
    welcome = joining.send_network(*world.desk("tom"), world.file("welcome"))
    for key in keys[1:]:
        assert "You are a member of Reed." in opening.bring_in(*world.desk(key), welcome.paths[0]).sentence
        world.app(key).renew_signer()
    people = joining.show(*world.desk("miriam")).people
    members = [triads.Member(each.id, each.name, Role.HEAD, each.school, "") for each in people]
    plan = triads.begin(
        *world.desk("miriam"), name="Reed", year="2026/27", term="Autumn", handbook="triad-p", members=members
    )
    sent = sending.triad_copy(*world.desk("miriam"), plan, [people[0].id, people[2].id], world.file("plan"))
    opening.bring_in(*world.desk("dele"), sent.paths[0])
    assert [name for _, name in triads.mine(*world.desk("dele"))] == ["Reed, 2026/27"]
    world.close()

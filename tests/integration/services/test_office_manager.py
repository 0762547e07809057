"""A school's office manager arranges the visit and sends the plan; nothing of the review is ever in the profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from peerreview.bootstrap import create_profile
from peerreview.domain.people import Person, Role
from peerreview.errors import UserFacingError
from peerreview.services import (
    attending,
    belonging,
    calendar_file,
    contacts,
    home,
    joining,
    membership,
    opening,
    proposing,
    reviews,
    sending,
    signing,
    timetable,
    triads,
    visits,
)
from tests.integration.persistence.world import plain
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, World

At = Callable[[str], World]

NOTE = "corrections taken up in most"
OWN_WORDS = "Taught to a clear plan."
POINT = "Reading is taught to one clear plan in every class."
QUESTION = "Which pupils does the reading support reach?"


@pytest.fixture
def world(at: At, tmp_path: Path) -> Iterator[World]:
    """The draft is written and checked; then the school's office manager joins, and is let into the triad's plan."""
    world = at("drafted")
    pat = Person(world.sources.ids(), "Pat Lindqvist", Role.OFFICE, "900101")
    gwen = world.desk("gwen")
    network = joining.show(*gwen)
    joining.publish(*gwen, world.stamp, STAMP_PHRASE, replace(network, people=(*network.people, pat)))
    with create_profile(tmp_path / "pat", UNLOCK, name=pat.name, school="Quillbeck", sources=world.sources) as app:
        with world.app("gwen").ports.store.begin() as work:
            document = membership.standing(work).document  # type: ignore[union-attr]
        offer = joining.InvitationView(joining.show(*gwen), (), (pat,), document, world.people["gwen"])
        asked = joining.request(app.ports, app.signer, offer, pat.id, world.file("asked"))
        app.renew_signer()
        opening.bring_in(*gwen, asked.paths[0])
        joining.admit(*gwen, world.stamp, STAMP_PHRASE)
        welcome = joining.send_network(*gwen, world.file("welcome"))
        for ports, signer in ((app.ports, app.signer), world.desk("tom"), world.desk("miriam"), world.desk("dele")):
            opening.bring_in(ports, signer, welcome.paths[0])
        app.renew_signer()
        world._apps["pat"], world.people["pat"] = app, pat.id
        tom = (*world.desk("tom"), world.triad)
        assert (pat.id, "Pat Lindqvist, school office, Quillbeck Primary") in triads.show(*tom).joinable
        belonging.add(*tom, pat.id)
        plan = sending.triad_copy(*tom, [pat.id], world.file("plan"))
        opening.bring_in(*world.desk("pat"), plan.paths[0])
        yield world
        world._apps.pop("pat", None)


def test_the_office_arranges_dates_people_timetable_and_contacts(world: World) -> None:
    pat = (*world.desk("pat"), world.triad)
    visits.change(*pat, world.visit, on=date(2026, 12, 1))
    proposing.propose(*pat, world.visit, [date(2026, 12, 8)])
    [proposal] = triads.show(*pat).visits[0].proposals
    proposing.answer(*pat, proposal.record, True, world.people["tom"])
    attending.add(*pat, world.visit, name="Yusuf Rahmani", role="Chair of governors", observes=True)
    timetable.shift(*pat, world.visit, 15, after="09:45")
    contacts.keep(*pat, "900101", {"deputy": ("Jan Corrie", "Room 2", "ext 12")})
    triads.close_days(*pat, [date(2026, 11, 27)], "900101")
    assert b"Quillbeck" in calendar_file.triad(*pat)
    sent = sending.triad_copy(*pat, [world.people["tom"], world.people["miriam"]], world.file("plan"))
    for who in ("tom", "miriam"):
        opening.bring_in(*world.desk(who), sent.paths[0])
        [visit] = triads.show(*world.desk(who), world.triad).visits
        assert visit.date.text == "2026-12-01"
        assert visit.participants[-1].name == "Yusuf Rahmani"
        assert [each.told for each in visit.proposals[0].answers if each.suits] == ["Pat Lindqvist"]
        assert {each.duty for each in triads.show(*world.desk(who), world.triad).contacts["900101"]} >= {"deputy"}


def test_home_shows_the_office_its_visits_and_no_boards_page(world: World) -> None:
    view = home.show(*world.desk("pat"))
    assert view.hats == {home.SCHOOL_OFFICE}
    assert view.my_school == view.reviewing == ()
    [visit] = triads.show(*world.desk("pat"), world.triad).visits
    assert (bool(visit.review), visit.held) == (True, False)


def test_no_note_and_no_grade_is_in_the_offices_store(world: World) -> None:
    """Every stream, every blob, and every decrypted byte of the profile."""
    app = world.app("pat")
    with app.ports.store.begin() as work:
        assert work.streams("review-") == work.streams("reviewers-") == ()
        assert work.streams("triad-") == (world.triad,)
        stream = work.stream(world.triad)
        assert world.people["pat"] in stream.people
        kinds = {placed.op.kind for placed in stream.ops()}
    assert kinds <= {"triad", "member", "school", "visit", "slot", "contact", "participant", "proposal", "suits"}
    world.close()  # what lies on the disk is whole
    folder = world.folder.parent / "pat"
    [key] = UNLOCK.holder(folder).keys()
    raw = b"".join(plain(folder / name, key) for name in ("store.db", "typing.db"))
    assert b"Shona Prewett" in raw
    for words in (NOTE, OWN_WORDS, POINT, QUESTION, "hidden_view", "reviewer_view", "self_view"):
        assert words.encode() not in raw, words


def test_whatever_colleagues_send_the_office_gets_no_review(world: World) -> None:
    pat = world.people["pat"]
    for who in ("tom", "dele", "miriam"):
        with pytest.raises(UserFacingError) as refused:
            sending.working_copy(*world.desk(who), world.review, [pat], world.file("copy"))
        assert refused.value.code == "not_in_the_review"
    sent = sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], world.file("copy"))
    with pytest.raises(UserFacingError) as refused:
        opening.bring_in(*world.desk("pat"), sent.paths[0])
    assert refused.value.code == "not_for_you"


def test_the_office_cannot_sign(world: World) -> None:
    signing.make_version(*world.desk("dele"), world.review)
    with pytest.raises(UserFacingError):
        signing.sign(*world.desk("pat"), world.review, "1")
    guest = replace(world.app("pat").signer, guest=True)  # nor with its key on a colleague's computer
    with pytest.raises(UserFacingError) as refused:
        signing.sign(world.app("dele").ports, guest, world.review, "1")
    assert refused.value.code == "not_expected"
    with pytest.raises(UserFacingError):
        reviews.begin(*world.desk("pat"), world.triad, world.visit)

"""Views stay hidden until both are in, on one laptop and on two; then they are shown together and agreed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.errors import BadInput, Refused
from peerreview.services import grading, noting, preparing, reporting, reviews
from tests.integration.services.world import World

At = Callable[[str], World]


def begun(world: World) -> None:
    """Both reviewers hold the reviewers' stream."""
    noting.add(*world.desk("dele"), world.review, "walk: calm")
    world.pass_on("dele", "miriam")


def test_two_laptops_see_nothing_before_both_are_in(at: At) -> None:
    world = at("shared")
    begun(world)
    dele, miriam = world.desk("dele"), world.desk("miriam")
    grading.put_in(*miriam, world.review, {"P2": "2"})
    grading.lock(*miriam, world.review)
    world.pass_on("miriam", "dele")
    stream = reviews.open_review(*dele, world.review).reviewers_stream
    with world.app("dele").ports.store.begin() as work:
        hers = work.stream(stream).record("hidden_view", f"P2.{world.people['miriam']}")
        assert hers is not None
        assert hers.get("grade") is None  # only its digest came
        assert not [line for line in work.part(stream).values if b'"2"' in line]
    grades = next(each.grades for each in reviews.open_review(*dele, world.review).sections if each.code == "P2")
    assert grades is not None
    assert grades.reviewers == ()

    with pytest.raises(Refused):
        grading.show_both(*dele, world.review)
    grading.put_in(*dele, world.review, {"P2": "3"})
    state = grading.lock(*dele, world.review)
    assert state.may_show
    assert state.blind
    state = grading.show_both(*dele, world.review)
    assert (state.may_show, state.shown, state.to_come) == (False, False, ("Miriam Feldt",))  # hers are not here yet
    world.pass_on("dele", "miriam")
    state = grading.show_both(*miriam, world.review)
    assert (state.shown, state.to_come) == (True, ())
    world.pass_on("miriam", "dele")
    grades = next(each.grades for each in reviews.open_review(*dele, world.review).sections if each.code == "P2")
    assert grades is not None
    assert set(grades.reviewers) == {("Dele Akintola", "3"), ("Miriam Feldt", "2")}
    assert grades.differs


def test_what_a_colleague_gave_on_this_laptop_waits_here_for_their_key(at: At) -> None:
    """The window was closed before the grades were shown: the colleague's key is gone from it, their grades are not."""
    world = at("shared")
    begun(world)
    dele, ports = world.desk("dele"), world.desk("dele")[0]
    grading.put_in(*dele, world.review, {"P2": "3"})
    assert grading.lock(*dele, world.review).given_here == ()
    miriam = world.guest("miriam")
    grading.put_in(ports, miriam, world.review, {"P2": "2"})
    state = grading.lock(ports, miriam, world.review)
    assert state.given_here == (world.people["dele"],)  # to her, his are the ones that lie here
    state = grading.show_both(*dele, world.review)
    assert (state.shown, state.to_come) == (False, ("Miriam Feldt",))
    assert state.given_here == (world.people["miriam"],)
    state = grading.show_both(*dele, world.review, [world.guest("miriam")])
    assert (state.shown, state.to_come, state.given_here) == (True, (), ())
    world.pass_on("dele", "miriam")
    grades = next(e.grades for e in reviews.open_review(*world.desk("miriam"), world.review).sections if e.code == "P2")
    assert grades is not None
    assert set(grades.reviewers) == {("Dele Akintola", "3"), ("Miriam Feldt", "2")}


def test_what_a_colleague_gave_elsewhere_does_not_lie_here(at: At) -> None:
    world = at("shared")
    begun(world)
    dele, miriam = world.desk("dele"), world.desk("miriam")
    for who in (dele, miriam):
        grading.put_in(*who, world.review, {"P2": "2"})
        grading.lock(*who, world.review)
    world.pass_on("miriam", "dele")
    assert grading.show_both(*dele, world.review).given_here == ()


def test_the_host_holds_no_hidden_view_and_no_note(at: At) -> None:
    world = at("drafted")
    with world.app("tom").ports.store.begin() as work:
        assert work.streams("reviewers-") == ()
        assert work.search_notes("corrections") == ()
    view = reviews.open_review(*world.desk("tom"), world.review)
    assert view.notes == ()
    assert view.hidden is None
    with pytest.raises(Refused):
        grading.put_in(*world.desk("tom"), world.review, {"P2": "1"})


def test_a_view_once_in_cannot_be_changed(at: At) -> None:
    world = at("shared")
    begun(world)
    dele = world.desk("dele")
    grading.put_in(*dele, world.review, {"P2": "2"})
    grading.put_in(*dele, world.review, {"P2": "3"})
    grading.lock(*dele, world.review)
    with pytest.raises(Refused) as refused:
        grading.put_in(*dele, world.review, {"P2": "1"})
    assert refused.value.code == "may_not_write"


def test_a_reviewer_sees_their_own_view_and_a_guest_does_not_see_the_owners(at: At) -> None:
    world = at("shared")
    begun(world)
    ports, dele = world.desk("dele")
    grading.put_in(ports, dele, world.review, {"P2": "3"})

    def mine(signer: object) -> object:
        sections = reviews.open_review(ports, signer, world.review).sections  # type: ignore[arg-type]
        found = next(each.grades for each in sections if each.code == "P2")
        assert found is not None
        assert found.mine is not None
        return found.mine.value

    assert mine(dele) == "3"
    assert mine(world.guest("miriam")) is None


def test_the_writer_may_go_on_without_a_colleague(at: At) -> None:
    world = at("shared")
    begun(world)
    dele = world.desk("dele")
    grading.put_in(*dele, world.review, {"P2": "2"})
    grading.lock(*dele, world.review)
    state = grading.waive(*dele, world.review, [world.people["miriam"]], "Called away at noon")
    assert state.may_show
    state = grading.show_both(*dele, world.review)
    assert state.shown
    assert state.waived == "Called away at noon"


def test_a_difference_stands_beside_the_agreed_view_until_it_is_taken_back(at: At) -> None:
    world = at("drafted")
    miriam = world.desk("miriam")
    grading.differ(*miriam, world.review, "P4", "The groups I saw were well led.", "2")
    [said] = next(e.grades for e in reviews.open_review(*miriam, world.review).sections if e.code == "P4").differences  # type: ignore[union-attr]
    assert (said.who, said.words.text, said.grade.text) == ("Miriam Feldt", "The groups I saw were well led.", "2")
    grading.differ(*miriam, world.review, "P4", "")
    section = next(each for each in reviews.open_review(*miriam, world.review).sections if each.code == "P4")
    assert section.grades is not None
    assert section.grades.differences == ()


def test_a_grade_that_the_handbook_does_not_know_is_refused(at: At) -> None:
    world = at("shared")
    begun(world)
    with pytest.raises(BadInput) as refused:
        grading.put_in(*world.desk("dele"), world.review, {"P2": "5"})
    assert refused.value.code == "no_point"


def test_only_the_host_confirms(at: At) -> None:
    world = at("drafted")
    grading.agree(*world.desk("dele"), world.review, "P6", "2")
    with pytest.raises(Refused) as refused:
        grading.confirm(*world.desk("dele"), world.review, ["P6"])
    assert refused.value.code == "may_not_write"


def test_two_who_disagree_and_one_who_did_not_see_a_section(at: At) -> None:
    """S2: Dele came late and gives no grade on P6; on P2 they differ; P4 is the same and is not asked about."""
    world = at("shared")
    begun(world)
    miriam, dele = world.guest("miriam"), world.desk("dele")
    ports = dele[0]
    preparing.focus(*world.desk("tom"), world.review, ["P2", "P4", "P6"])
    world.pass_on("tom", "dele")
    grading.put_in(*dele, world.review, {"P2": "3", "P4": "3", "P6": "not_seen"})
    grading.lock(*dele, world.review)
    grading.put_in(ports, miriam, world.review, {"P2": "2", "P4": "3", "P6": "2"})
    assert grading.agree_same(*dele, world.review) == ()  # nothing is the same while nothing is shown
    grading.lock(ports, miriam, world.review)
    state = grading.show_both(*dele, world.review, [miriam])
    assert state.agreement.startswith("Same view in 1 of 2; one section seen by one reviewer")
    assert grading.agree_same(*dele, world.review) == ("P4",)
    grading.agree(*dele, world.review, "P2", "2")
    words = "Year 5 and Year 6 books showed me little that was taken up after marking."
    grading.differ(*dele, world.review, "P2", words)
    found = {each.code: each.grades for each in reviews.open_review(*dele, world.review).sections if each.grades}
    assert [found[code].agreed.text for code in ("P2", "P4", "P6")] == ["2", "3", ""]  # type: ignore[union-attr]
    assert found["P6"] is not None
    assert found["P6"].one_reviewer
    assert (found["P6"].differs, found["P6"].same) == (False, "")
    report = reporting.model(*dele, world.review)
    beside = {view.section: view.beside for view in report.views}
    assert [(each.who, each.words) for each in beside["P2"]] == [("Dele Akintola saw it differently", words)]
    assert not beside["P4"]
    assert not any("." in each for view in report.views for each in (view.own[:2], view.agreed[:2]))  # no 2.5


def test_a_colleague_says_at_this_laptop_where_they_saw_it_differently(at: At) -> None:
    world = at("drafted")
    ports, miriam = world.app("dele").ports, world.guest("miriam")
    grading.differ(ports, miriam, world.review, "P4", "The groups I saw were well led.")
    view = reviews.open_review(*world.desk("dele"), world.review)
    [said] = next(each.grades for each in view.sections if each.code == "P4").differences  # type: ignore[union-attr]
    assert (said.who, said.words.editable) == ("Miriam Feldt", False)  # her words, and nobody else's to change


def test_what_was_agreed_otherwise_stays(at: At) -> None:
    world = at("drafted")
    assert grading.agree_same(*world.desk("dele"), world.review) == ()

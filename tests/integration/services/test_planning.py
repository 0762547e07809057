"""The triad's year, getting ready, the action plan, and the home page that says the next thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level, Step, VisitState
from peerreview.errors import BadInput, Refused
from peerreview.services import calendar_file, home, planning, preparing, reviews, signing, timetable, triads, visits
from peerreview.services.views import Screen
from tests.integration.services.world import World

At = Callable[[str], World]


def test_the_plan_works_out_every_date(at: At) -> None:
    world = at("joined")
    view = triads.show(*world.desk("tom"), world.triad)
    [visit] = view.visits
    assert visit.mine
    assert (visit.host_name, visit.writer_name) == ("Tom Ashdown-Reyes", "Dele Akintola")
    due = {each.code: each.on for each in visit.deadlines}
    assert due["shared"] == date(2026, 11, 3)
    assert due["call"] == date(2026, 11, 10)
    assert due["checked"] == date(2026, 12, 1)
    assert due["workshop"] == date(2026, 12, 15)


def test_a_training_day_moves_what_comes_after_it(at: At) -> None:
    world = at("joined")
    triads.close_days(*world.desk("tom"), world.triad, [date(2026, 11, 27)], "900101")
    [visit] = triads.show(*world.desk("tom"), world.triad).visits
    due = {each.code: each.on for each in visit.deadlines}
    assert (due["checked"], due["sent"], due["workshop"]) == (date(2026, 12, 2), date(2026, 12, 4), date(2026, 12, 16))


def test_the_rest_of_the_day_moves_in_one_act(at: At) -> None:
    world = at("joined")
    timetable.shift(*world.desk("tom"), world.triad, world.visit, 15, after="13:10")
    [visit] = triads.show(*world.desk("tom"), world.triad).visits
    assert [slot.start for slot in visit.timetable][:8] == [
        "08:30", "08:45", "09:15", "09:45", "10:45", "11:30", "12:00", "12:30",
    ]  # fmt: skip
    assert [slot.start for slot in visit.timetable][8:] == ["13:25", "14:00", "14:30", "15:00", "15:30"]
    with pytest.raises(BadInput):
        timetable.shift(*world.desk("tom"), world.triad, world.visit, 600)


def test_a_postponed_visit_is_late_for_nobody_and_keeps_its_reason(at: At) -> None:
    world = at("shared")
    world.clock.on(date(2026, 11, 30))
    visits.change(*world.desk("tom"), world.triad, world.visit, state=VisitState.POSTPONED, reason="Ofsted rang")
    view = reviews.open_review(*world.desk("tom"), world.review)
    assert view.visit_state is VisitState.POSTPONED
    assert not [each for each in view.deadlines if each.late]
    [line] = home.show(*world.desk("tom")).my_school
    assert (line.what, line.late) == ("Postponed: Ofsted rang", False)
    visits.change(*world.desk("tom"), world.triad, world.visit, state=VisitState.PLANNED, on=date(2026, 12, 8))
    assert reviews.open_review(*world.desk("tom"), world.review).visit_date == date(2026, 12, 8)


def test_a_second_date_for_the_draft_is_kept_once_the_draft_is_done(at: At) -> None:
    world = at("shared")
    dele = (*world.desk("dele"), world.review)
    world.clock.on(date(2026, 11, 30))
    assert {"draft", "draft_latest"} <= {each.code for each in reviews.open_review(*dele).deadlines if each.late}
    reviews.take_step(*dele, Step.DRAFT)
    lines = {each.code: each for each in reviews.open_review(*dele).deadlines}
    for code in ("draft", "draft_latest"):
        assert (lines[code].done, lines[code].late) == (date(2026, 11, 30), False)
    assert lines["sent"].done is None


def test_nobody_reviews_their_own_school(at: At) -> None:
    world = at("joined")
    tom, dele = world.people["tom"], world.people["dele"]
    with pytest.raises(Refused) as refused:
        visits.plan(*world.desk("tom"), world.triad, school="900101", host=tom, writer=dele, reviewers=[tom])
    assert refused.value.code == "own_school"


def test_only_the_host_begins_a_review_and_once(at: At) -> None:
    world = at("joined")
    with pytest.raises(Refused) as refused:
        reviews.begin(*world.desk("dele"), world.triad, world.visit)
    assert refused.value.code == "not_the_host"
    review = reviews.begin(*world.desk("tom"), world.triad, world.visit)
    assert reviews.begin(*world.desk("tom"), world.triad, world.visit) == review


def test_the_calendar_file_keeps_to_its_standard(at: At) -> None:
    world = at("joined")
    raw = calendar_file.triad(*world.desk("tom"), world.triad)
    lines = raw.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "SUMMARY:Visit to Quillbeck Primary" in lines
    assert "DTSTART;VALUE=DATE:20261117" in lines
    assert (
        raw.count(b"BEGIN:VEVENT")
        == raw.count(b"END:VEVENT")
        == len({line for line in lines if line.startswith("UID")})
    )


def test_the_usual_plan_is_one_tick(at: At) -> None:
    world = at("shared")
    plan = {each.audience: each for each in reviews.open_review(*world.desk("tom"), world.review).sharing.plan}
    assert plan[Audience.LEAD_HEAD].level.text == Level.FULL
    assert plan[Audience.BOARD].level.text == Level.SUMMARY
    assert plan[Audience.TRUST].level.text == ""
    assert plan[Audience.LEAD_HEAD].people == ((world.people["bernadette"], "Bernadette Oyelaran"),)
    assert plan[Audience.BOARD].people == ((world.people["gwen"], "Gwen Hathersage"),)


def test_reviewers_cannot_write_the_schools_own_view(at: At) -> None:
    world = at("shared")
    with pytest.raises(Refused):
        preparing.own_view(*world.desk("dele"), world.review, "P1", "3")
    with pytest.raises(BadInput):
        preparing.focus(*world.desk("tom"), world.review, ["P99"])


def test_home_says_the_next_thing_by_hat(at: At) -> None:
    world = at("shared")
    tom, dele = home.show(*world.desk("tom")), home.show(*world.desk("dele"))
    [mine] = tom.my_school
    assert (mine.school, mine.target.screen, mine.mine) == ("Quillbeck Primary", Screen.CALL, True)
    assert mine.by == date(2026, 11, 10)
    assert tom.reviewing == ()
    assert [line.school for line in dele.reviewing] == ["Quillbeck Primary"]
    assert {notice.code for notice in tom.notices} == {"not_safe", "no_copy"}
    assert tom.next == "Nothing is waiting for you. Next: Quillbeck Primary, Tue 17 November."
    assert home.show(*world.desk("gwen")).hats == {"office"}


def test_home_asks_the_host_to_begin(at: At) -> None:
    world = at("joined")
    shown = home.show(*world.desk("tom"))
    [line] = shown.my_school
    assert (line.what, line.button) == ("Begin the review", "Begin")
    assert line.by == date(2026, 11, 3)  # ten working days before the visit, when the self-evaluation is due
    assert shown.triads == ()
    assert home.show(*world.desk("dele")).triads == ()


def test_next_steps_grow_into_the_action_plan(at: At) -> None:
    world = at("signed")
    tom = (*world.desk("tom"), world.review)
    step = next(each for each in reviews.open_review(*tom).points if each.next_step)
    record = planning.add(*tom, step.record)
    [action] = reviews.open_review(*tom).actions
    assert action.serves == step.record
    assert action.fields["change"].text == step.text.text
    assert action.fields["owner"].text == "Reading leader"
    planning.check(*tom, record, "2", "The list now changes each half term")
    [action] = reviews.open_review(*tom).actions
    assert action.fields["progress"].text == "2"
    [version] = signing.versions(*tom)
    assert not version.changed_since  # the plan stands outside the signatures
    planning.remove(*tom, record)
    assert reviews.open_review(*tom).actions == ()


def test_the_text_of_a_review_holds_what_its_reader_may_see(at: At) -> None:
    world = at("drafted")
    writer = reviews.export_text(*world.desk("dele"), world.review)
    host = reviews.export_text(*world.desk("tom"), world.review)
    assert "corrections taken up in most" in writer
    assert "corrections taken up in most" not in host
    assert "Quillbeck is a settled school" in host


def test_steps_are_taken_by_those_who_take_them(at: At) -> None:
    world = at("shared")
    with pytest.raises(Refused):
        reviews.take_step(*world.desk("miriam"), world.review, Step.CALL)
    reviews.take_step(*world.desk("dele"), world.review, Step.CALL)
    steps = {each.step: each for each in reviews.open_review(*world.desk("dele"), world.review).steps}
    assert steps[Step.CALL].on == date(2026, 11, 2)
    assert steps[Step.VISIT].current


def test_only_the_host_says_who_takes_part(at: At) -> None:
    world = at("shared")
    deputy = world.sources.ids()
    named = {"role": Role.OBSERVER, "name": "Josie Marchbank", "organisation": "Tansy Bank", "acts_for": "Miriam Feldt"}
    with pytest.raises(Refused):
        reviews.change_cast(*world.desk("dele"), world.review, deputy, **named)  # type: ignore[arg-type]
    reviews.change_cast(*world.desk("tom"), world.review, deputy, **named)  # type: ignore[arg-type]
    found = next(each for each in reviews.open_review(*world.desk("tom"), world.review).cast if each.person == deputy)
    assert (found.word, found.name, found.acts_for) == ("Observer", "Josie Marchbank", "Miriam Feldt")
    reviews.change_cast(*world.desk("tom"), world.review, deputy, gone=True, **named)  # type: ignore[arg-type]
    assert deputy not in {each.person for each in reviews.open_review(*world.desk("tom"), world.review).cast}


def test_two_visits_of_one_school_are_told_apart_on_home(at: At) -> None:
    world = at("shared")
    tom = world.desk("tom")
    [line] = home.show(*tom).my_school
    assert line.school == "Quillbeck Primary"
    again = visits.plan(
        *tom, world.triad, school="900101", host=world.people["tom"], writer=world.people["dele"],
        reviewers=[world.people["miriam"]], on=date(2026, 12, 8),
    )  # fmt: skip
    reviews.begin(*tom, world.triad, again)
    assert {each.school for each in home.show(*tom).my_school} == {
        "Quillbeck Primary, visit on Tue 17 November",
        "Quillbeck Primary, visit on Tue 8 December",
    }

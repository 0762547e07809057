"""A visit's life in the triad's plan: proposed, fixed, moved, postponed, over; who comes and who does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from peerreview.domain.people import Role
from peerreview.domain.reviews import OVER, Level, VisitState
from peerreview.errors import BadInput, Refused
from peerreview.services import (
    attending,
    contacts,
    findings,
    grading,
    home,
    opening,
    proposing,
    reporting,
    reviews,
    sending,
    signing,
    timetable,
    triads,
    visits,
)
from peerreview.services.triad_views import VisitView
from tests.integration.services.world import World

At = Callable[[str], World]

FIRST, SECOND, THIRD = date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 8)
TRAINING = date(2026, 11, 27)


def shown(world: World, who: str) -> VisitView:
    [visit] = triads.show(*world.desk(who), world.triad).visits
    return visit


def plan_goes(world: World, who: str, *to: str) -> None:
    people = [world.people[each] for each in to]
    sent = sending.triad_copy(*world.desk(who), world.triad, people, world.file("plan"))
    for each in to:
        opening.bring_in(*world.desk(each), sent.paths[0])


# --- a date -------------------------------------------------------------------------------------------------------


def test_dates_are_proposed_ticked_by_file_and_by_telephone_and_one_is_chosen(at: At) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad)
    proposing.propose(*tom, world.visit, [FIRST, SECOND, THIRD])
    plan_goes(world, "tom", "miriam", "dele")
    miriam = (*world.desk("miriam"), world.triad)
    first, second, third = shown(world, "miriam").proposals
    proposing.answer(*miriam, first.record, False)
    proposing.answer(*miriam, second.record, True)
    plan_goes(world, "miriam", "tom")
    proposing.answer(*tom, second.record, True, world.people["dele"])
    first, second, third = shown(world, "tom").proposals
    assert [each.on for each in (first, second, third)] == [FIRST, SECOND, THIRD]
    assert {each.name: each.suits for each in first.answers} == {
        "Tom Ashdown-Reyes": True,
        "Dele Akintola": None,
        "Miriam Feldt": False,
    }
    by = {each.name: each.told for each in second.answers}
    assert by == {"Tom Ashdown-Reyes": "", "Dele Akintola": "Tom Ashdown-Reyes", "Miriam Feldt": ""}
    assert second.suits_all
    assert not first.suits_all
    proposing.choose(*tom, second.record)
    visit = shown(world, "tom")
    assert (visit.date.text, visit.state, visit.proposals) == ("2026-12-03", VisitState.MOVED, ())
    assert {each.code: each.on for each in visit.deadlines}["call"] == date(2026, 11, 26)


def test_somebodys_own_answer_goes_before_what_was_noted_by_telephone_beside_it(at: At) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad)
    proposing.propose(*tom, world.visit, [FIRST])
    plan_goes(world, "tom", "dele")
    [proposal] = shown(world, "tom").proposals
    proposing.answer(*tom, proposal.record, True, world.people["dele"])
    proposing.answer(*world.desk("dele"), world.triad, proposal.record, False)
    plan_goes(world, "dele", "tom")
    [proposal] = shown(world, "tom").proposals
    dele = next(each for each in proposal.answers if each.name == "Dele Akintola")
    assert (dele.suits, dele.told) == (False, "")


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 11, 1), "date_past"), (TRAINING, "school_closed"), (date(2026, 12, 5), "school_closed"),
     (date(2026, 12, 25), "school_closed")],
)  # fmt: skip
def test_no_visit_on_a_day_that_has_passed_or_is_closed(at: At, day: date, code: str) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad)
    triads.close_days(*tom, [TRAINING], "900101")
    for act in (
        lambda: proposing.propose(*tom, world.visit, [day]),
        lambda: visits.change(*tom, world.visit, on=day),
    ):
        with pytest.raises(BadInput) as refused:
            act()
        assert refused.value.code == code
        assert refused.value.todo
    visit = shown(world, "tom")
    assert (visit.date.text, visit.proposals) == ("2026-11-17", ())


def test_a_day_that_has_passed_is_taken_by_whoever_means_it(at: At) -> None:
    world = at("joined")
    visits.change(*world.desk("tom"), world.triad, world.visit, on=date(2026, 10, 15), in_the_past=True)
    assert shown(world, "tom").date.text == "2026-10-15"


def test_three_days_are_enough_to_choose_from(at: At) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad)
    proposing.propose(*tom, world.visit, [FIRST, SECOND, THIRD, FIRST])
    with pytest.raises(BadInput) as refused:
        proposing.propose(*tom, world.visit, [date(2026, 12, 10)])
    assert refused.value.code == "too_many_days"
    [first, *_] = shown(world, "tom").proposals
    triads.remove(*tom, "proposal", first.record)
    proposing.propose(*tom, world.visit, [date(2026, 12, 10)])
    assert len(shown(world, "tom").proposals) == 3


def test_nobody_answers_who_is_not_asked(at: At) -> None:
    world = at("joined")
    proposing.propose(*world.desk("tom"), world.triad, world.visit, [FIRST])
    [proposal] = shown(world, "tom").proposals
    with pytest.raises(Refused):
        proposing.answer(*world.desk("tom"), world.triad, proposal.record, True, world.people["bernadette"])


# --- its state ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(set(VisitState) - {VisitState.PLANNED, VisitState.MOVED, VisitState.DONE}))
def test_whatever_happens_to_a_visit_nobody_is_late_and_it_is_said(at: At, state: VisitState) -> None:
    world = at("shared")
    world.clock.on(date(2026, 12, 30))
    visits.change(*world.desk("tom"), world.triad, world.visit, state=state, reason="snow")
    visit = shown(world, "tom")
    assert (visit.state, visit.reason) == (state, "snow")
    assert not [each for each in visit.deadlines if each.late]
    assert not [each for each in reviews.open_review(*world.desk("tom"), world.review).deadlines if each.late]
    assert [line.late for line in home.show(*world.desk("tom")).my_school] == [False]
    if state in OVER:
        with pytest.raises(Refused):
            proposing.propose(*world.desk("tom"), world.triad, world.visit, [date(2027, 1, 12)])


def test_the_old_days_stay_with_what_became_of_them(at: At) -> None:
    world = at("shared")
    tom = (*world.desk("tom"), world.triad, world.visit)
    visits.change(*tom, state=VisitState.POSTPONED, reason="Ofsted rang")
    visits.change(*tom, on=FIRST)
    visits.change(*tom, on=THIRD)
    visit = shown(world, "tom")
    assert visit.before == ("Tue 17 November 2026: postponed, Ofsted rang", "Tue 1 December 2026")
    assert visit.state is VisitState.MOVED
    assert reviews.open_review(*world.desk("tom"), world.review).visit_date == THIRD


def test_the_report_says_the_day_that_somebody_else_moved_it_to(at: At) -> None:
    world = at("drafted")
    visits.change(*world.desk("miriam"), world.triad, world.visit, on=FIRST)
    plan_goes(world, "miriam", "dele")
    made = signing.make_version(*world.desk("dele"), world.review)
    assert made.name.startswith("2026-12-01")


def test_another_head_hosts_and_another_colleague_writes(at: At) -> None:
    world = at("shared")
    tom = (*world.desk("tom"), world.triad, world.visit)
    miriam, dele = world.people["miriam"], world.people["dele"]
    visits.change(*tom, writer=miriam, reviewers=[dele])
    cast = {each.person: each.role for each in reviews.open_review(*world.desk("tom"), world.review).cast}
    assert (cast[miriam], cast[dele]) == (Role.LEAD_REVIEWER, Role.REVIEWER)
    with pytest.raises(Refused) as refused:
        visits.change(*tom, host=miriam)
    assert refused.value.code == "own_school"
    visits.change(*tom, reviewers=[])
    assert dele not in {each.person for each in reviews.open_review(*world.desk("tom"), world.review).cast}


# --- its people ---------------------------------------------------------------------------------------------------


def test_the_people_are_those_who_take_part_and_whoever_is_added(at: At) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad, world.visit)
    attending.add(*tom, name="Josie Marchbank", role="Deputy", organisation="Tansy Bank", acts_for="Miriam Feldt")
    attending.add(*tom, name="Yusuf Rahmani", role="Chair of governors", observes=True, parts="Feedback")
    guest = attending.add(*tom, name="Ansa Bright", role="Headteacher", guest=True)
    people = shown(world, "tom").participants
    assert [(each.name, each.role) for each in people[:3]] == [
        ("Tom Ashdown-Reyes", "Host head"), ("Dele Akintola", "Report writer"), ("Miriam Feldt", "Fellow reviewer"),
    ]  # fmt: skip
    assert [each.name for each in people[3:]] == ["Josie Marchbank", "Yusuf Rahmani", "Ansa Bright"]
    assert people[3].acts_for == "Miriam Feldt"
    assert (people[4].observes, people[4].parts, people[5].guest) == (True, "Feedback", True)
    attending.accept_rules(*tom, guest)
    attending.accept_rules(*tom, people[1].record)
    people = shown(world, "tom").participants
    assert [each.name for each in people if each.ground_rules] == ["Dele Akintola", "Ansa Bright"]
    with pytest.raises(BadInput):
        attending.add(*tom, name=" ", role="Deputy")
    with pytest.raises(BadInput):
        attending.note(*tom, "f" * 32, arrived="10:20")


def test_who_comes_late_is_in_the_list_and_in_no_judgement(at: At) -> None:
    world = at("drafted")
    dele = attending.record_of(world.visit, world.people["dele"])
    before = reporting.model(*world.desk("dele"), world.review)
    for who in ("tom", "dele"):  # both note it, on their own computers
        attending.note(*world.desk(who), world.triad, world.visit, dele, arrived="10:20")
    plan_goes(world, "tom", "dele")
    people = [each for each in shown(world, "dele").participants if each.name == "Dele Akintola"]
    assert [each.arrived for each in people] == ["10:20"]
    assert reporting.model(*world.desk("dele"), world.review).views == before.views


def test_the_people_of_last_time_come_along_once(at: At) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad)
    attending.add(*tom, world.visit, name="Pat Lindqvist", role="Office manager", parts="Arrival")
    again = visits.plan(
        *tom, school="900101", host=world.people["tom"], writer=world.people["miriam"], reviewers=[world.people["dele"]]
    )
    assert attending.as_last_time(*tom, again) == 1
    assert attending.as_last_time(*tom, again) == 0
    visit = next(each for each in triads.show(*tom).visits if each.record == again)
    assert [(each.name, each.parts, each.ground_rules) for each in visit.participants[3:]] == [
        ("Pat Lindqvist", "Arrival", None)
    ]


def test_a_reviewer_who_never_comes_is_not_waited_for_and_the_reason_is_printed(at: At) -> None:
    world = at("shared")
    miriam, dele = world.people["miriam"], (*world.desk("dele"), world.review)
    grading.put_in(*dele, {"P2": "2", "P4": "3", "O": "2"})
    grading.lock(*dele)
    with pytest.raises(Refused):
        grading.show_both(*dele)
    attending.did_not_come(*dele, miriam, "Her school was closed by snow.")
    grading.show_both(*dele)
    view = reviews.open_review(*dele)
    assert [each.name for each in view.people if each.absent] == ["Miriam Feldt"]
    absent = next(each for each in findings.before_signing(*dele) if each.code.startswith("absent"))
    assert (absent.stop, absent.reason) == (False, "Her school was closed by snow.")
    model = reporting.model(*dele)
    assert {each.name for each in model.people if each.signs} == {"Tom Ashdown-Reyes", "Dele Akintola"}
    assert "Miriam Feldt did not come and does not sign. Her school was closed by snow." in model.reasons
    attending.did_not_come(*dele, miriam, "")
    assert not [each for each in reviews.open_review(*dele).people if each.absent]


def test_neither_host_nor_report_writer_can_be_done_without(at: At) -> None:
    world = at("shared")
    for who in ("tom", "dele"):
        with pytest.raises(Refused) as refused:
            attending.did_not_come(*world.desk("tom"), world.review, world.people[who], "ill")
        assert refused.value.code == "cannot_do_without"
    with pytest.raises(Refused):  # it is the host's or the report writer's to say
        attending.did_not_come(*world.desk("miriam"), world.review, world.people["miriam"], "ill")


# --- contacts and the day -----------------------------------------------------------------------------------------


def test_two_who_type_the_same_contact_make_one_of_it(at: At) -> None:
    world = at("joined")
    reach = ("Jan Corrie", "Room 2", "ext 12")
    for who in ("tom", "dele"):
        contacts.keep(*world.desk(who), world.triad, "900101", {"deputy": reach})
    plan_goes(world, "tom", "dele")
    found = triads.show(*world.desk("dele"), world.triad).contacts["900101"]
    assert [(each.duty, each.name) for each in found if each.duty == "deputy"] == [("deputy", "Jan Corrie")]
    contacts.keep(*world.desk("dele"), world.triad, "900101", {"deputy": ("", "", "")})
    found = triads.show(*world.desk("dele"), world.triad).contacts["900101"]
    assert [each.duty for each in found] == ["lead"]
    contacts.keep(*world.desk("dele"), world.triad, "900101", {"deputy": reach})
    assert len(triads.show(*world.desk("dele"), world.triad).contacts["900101"]) == 2


def test_a_chair_who_comes_to_the_visit_is_not_typed_again(at: At) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad)
    assert contacts.chair(tom[0], world.triad, "900101") == ""
    attending.add(*tom, world.visit, name="Yusuf Rahmani", role="Chair of governors")
    assert contacts.chair(tom[0], world.triad, "900101") == "Yusuf Rahmani"
    assert contacts.chair(tom[0], world.triad, "900102") == ""
    contacts.keep(*tom, "900101", {"chair": ("Yusuf Rahmani, by telephone", "", "01632 960 417")})
    assert contacts.chair(tom[0], world.triad, "900101") == "Yusuf Rahmani, by telephone"


def test_lunch_of_the_model_day_stays_where_it_is(at: At) -> None:
    world = at("joined")
    tom = (*world.desk("tom"), world.triad, world.visit)
    timetable.shift(*tom, 15, after="09:45")
    starts = {each.title.partition(",")[0]: each.start for each in shown(world, "tom").timetable}
    assert starts["Lunch"] == "12:30"
    assert starts["Joint learning walk (all phases)"] == "10:00"
    assert starts["Book look"] == "11:00"
    [half] = {
        each.title for each in timetable.model(world.app("tom").ports, "triad-p", "half_day") if each.start > "12:10"
    }
    assert half == "Feedback and agreed next steps"


def test_the_full_level_alone_prints_who_did_not_come(at: At) -> None:
    world = at("drafted")
    attending.did_not_come(*world.desk("dele"), world.review, world.people["miriam"], "Snow.")
    model = reporting.model(*world.desk("dele"), world.review)
    assert model.level is Level.FULL
    assert model.reasons

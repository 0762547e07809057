"""The triad's calendar file, read back as any calendar program reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from icalendar import Calendar, Event

from peerreview.domain.reviews import VisitState
from peerreview.services import attending, calendar_file, proposing, triads, visits
from tests.integration.services.world import World

At = Callable[[str], World]


def events(world: World, who: str = "tom") -> dict[str, Event]:
    raw = calendar_file.triad(*world.desk(who), world.triad)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    calendar = Calendar.from_ical(raw)
    assert not calendar.errors
    found = {str(each["UID"]): each for each in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def test_visits_and_every_date_are_whole_days_in_the_standards_form(at: At) -> None:
    world = at("joined")
    found = events(world)
    visit = found[f"{world.visit}-visit@peerreview"]
    assert visit["SUMMARY"] == "Visit to Quillbeck Primary"
    assert (visit["DTSTART"].dt, visit["DTEND"].dt) == (date(2026, 11, 17), date(2026, 11, 18))
    assert visit["STATUS"] == "CONFIRMED"
    assert found[f"{world.visit}-call@peerreview"]["DTSTART"].dt == date(2026, 11, 10)
    assert found[f"{world.visit}-workshop@peerreview"]["DTSTART"].dt == date(2026, 12, 15)


def test_a_moved_visit_moves_under_its_uid_with_all_that_follows_from_it(at: At) -> None:
    world = at("joined")
    before = events(world)
    visits.change(*world.desk("tom"), world.triad, world.visit, on=date(2026, 12, 1))
    after = events(world)
    assert after.keys() == before.keys()
    for uid, event in after.items():
        assert event["SEQUENCE"] > before[uid]["SEQUENCE"]
        assert event["DTSTAMP"].dt > before[uid]["DTSTAMP"].dt
        assert event["DTSTART"].dt > before[uid]["DTSTART"].dt


def test_a_training_day_moves_the_dates_after_it_and_raises_them(at: At) -> None:
    world = at("joined")
    before = events(world)
    triads.close_days(*world.desk("tom"), world.triad, [date(2026, 11, 27)], "900101")
    uid = f"{world.visit}-workshop@peerreview"
    after = events(world)[uid]
    assert after["DTSTART"].dt == date(2026, 12, 16)
    assert after["SEQUENCE"] > before[uid]["SEQUENCE"]


@pytest.mark.parametrize(
    "state", [VisitState.CANCELLED, VisitState.POSTPONED, VisitState.ABANDONED, VisitState.SCHOOL_CLOSED]
)
def test_what_does_not_take_place_leaves_the_calendar_and_comes_back_with_a_new_day(at: At, state: VisitState) -> None:
    world = at("joined")
    before = events(world)
    visits.change(*world.desk("tom"), world.triad, world.visit, state=state, reason="The head is ill")
    off = events(world)
    assert off.keys() == before.keys()
    assert {str(each["STATUS"]) for each in off.values()} == {"CANCELLED"}
    visits.change(*world.desk("tom"), world.triad, world.visit, on=date(2026, 12, 1))
    again = events(world)
    assert {str(each["STATUS"]) for each in again.values()} == {"CONFIRMED"}
    assert all(again[uid]["SEQUENCE"] > off[uid]["SEQUENCE"] for uid in again)


def test_a_visit_taken_off_the_page_is_cancelled_too(at: At) -> None:
    world = at("joined")
    triads.remove(*world.desk("tom"), world.triad, "visit", world.visit)
    assert events(world)[f"{world.visit}-visit@peerreview"]["STATUS"] == "CANCELLED"


def test_no_grade_no_concern_and_no_reason_is_in_it(at: At) -> None:
    world = at("drafted")
    tom = (*world.desk("tom"), world.triad)
    visits.change(*tom, world.visit, state=VisitState.POSTPONED, reason="The head is ill")
    visits.change(*tom, world.visit, on=date(2026, 12, 1), reason="The head is ill")
    attending.did_not_come(*world.desk("dele"), world.review, world.people["miriam"], "Her own school is inspected")
    proposing.propose(*tom, world.visit, [date(2026, 12, 8)])
    for who in ("tom", "dele"):
        said = calendar_file.triad(*world.desk(who), world.triad).replace(b"\r\n ", b"").decode()
        names = {line.partition(":")[0].partition(";")[0] for line in said.split("\r\n") if line}
        assert names == {
            "BEGIN", "END", "VERSION", "PRODID", "X-WR-CALNAME", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND",
            "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP",
        }  # fmt: skip
        for banned in ("ill", "inspected", "P2", "P4", "Support needed", "Shona", "corrections"):
            assert f" {banned}" not in said

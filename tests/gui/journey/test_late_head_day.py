"""A late head: he comes at 10:20, and the rest of the day moves while lunch stays (USERS S2)."""

from __future__ import annotations

import pytest

from peerreview.services import timetable, triads
from tests.gui.journey import late_head as late
from tests.gui.journey.reed import Reed
from tests.integration.services.world import World

pytestmark = pytest.mark.heavy

BEFORE = ("08:30", "08:45", "09:15", "09:45")
AFTER = ("11:00", "11:45", "12:15", "12:30", "13:25", "14:00", "14:30", "15:00", "15:30")
"""From the book look on, a quarter of an hour later; lunch, at 12:30, stays."""


def test_the_day_moves_and_lunch_stays(triad: Reed) -> None:
    late.the_eve(triad.world)
    tom_shifts_the_day(triad)
    the_day_moved(triad.world)


def tom_shifts_the_day(reed: Reed) -> None:
    with reed.sit("tom", late.at("2026-11-17 10:22")) as tom:
        late.go_to_quillbeck(tom)
        with tom.task("shift the rest of the day: one key, and Enter", 2):
            tom.press("F6")
            tom.says("Shift the rest of the day", "now 11:00–11:45", "stays put")
            tom.on("Shift")
            tom.step("the rest of the day")
            tom.press("Return")
            tom.says("The rest of the day is 15 minutes later. Lunch stays at 12:30.")
        with tom.task("when he came", 16):
            tom.press("ctrl+k")
            tom.on("Where to")
            tom.type("late")
            tom.find("Who is there", "list item")
            tom.press("Return")
            tom.gone("Where to")
            tom.on("", late.TOM)
            tom.choose("Change …", late.DELE)
            tom.go("Came at")
            tom.type("10:20")
            tom.press("Return")
            tom.says("came at 10:20")
        tom.step("came at 10:20")


def the_day_moved(world: World) -> None:
    ports, signer = world.desk("tom")
    [visit] = triads.show(ports, signer, world.triad).visits
    assert tuple(slot.start for slot in visit.timetable) == (*BEFORE, *AFTER)
    assert [(slot.start, slot.end) for slot in visit.timetable if slot.stays] == [("12:30", "13:10")]
    assert timetable.faults(visit.timetable) == ()
    assert [each.arrived for each in visit.participants if each.name == late.DELE] == ["10:20"]
    world.close()

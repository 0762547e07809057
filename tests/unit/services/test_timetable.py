"""The day when somebody is late: the rest moves, lunch stays, and nothing stands on top of anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.errors import BadInput
from peerreview.services.timetable import faults, next_line, shifted
from peerreview.services.views import SlotView


def slot(start: str, end: str, title: str, *, stays: bool = False) -> SlotView:
    return SlotView(title, start, end, title, "", "", stays)


DAY = (
    slot("08:45", "09:15", "context"),
    slot("09:15", "09:45", "data"),
    slot("09:45", "10:45", "walk"),
    slot("10:45", "11:30", "books"),
    slot("11:30", "12:00", "pupils"),
    slot("12:00", "12:30", "social times"),
    slot("12:30", "13:10", "lunch", stays=True),
    slot("13:10", "13:45", "staff"),
    slot("13:45", "14:15", "governors"),
)


def times(slots: tuple[SlotView, ...]) -> dict[str, str]:
    return {each.title: f"{each.start}-{each.end}" for each in slots}


def test_the_rest_moves_and_lunch_stays() -> None:
    moved = times(shifted(DAY, 15, "09:45"))
    assert moved["data"] == "09:15-09:45"
    assert moved["walk"] == "10:00-11:00"
    assert moved["books"] == "11:00-11:45"
    assert moved["pupils"] == "11:45-12:15"
    assert moved["social times"] == "12:15-12:30"  # shortened, for lunch does not wait
    assert moved["lunch"] == "12:30-13:10"
    assert moved["staff"] == "13:25-14:00"


def test_what_hardly_fits_before_lunch_comes_after_it() -> None:
    moved = times(shifted(DAY, 60, "09:45"))
    assert moved["books"] == "11:45-12:30"
    assert moved["lunch"] == "12:30-13:10"
    assert moved["pupils"] == "13:10-13:40"
    assert moved["social times"] == "13:40-14:10"
    assert moved["staff"] == "14:10-14:45"


def test_after_lunch_only_the_afternoon_moves() -> None:
    moved = times(shifted(DAY, 20, "13:00"))
    assert moved["social times"] == "12:00-12:30"
    assert moved["staff"] == "13:30-14:05"


def test_the_day_can_move_back_and_lunch_stays_then_too() -> None:
    moved = times(shifted(DAY, -15, "13:00"))
    assert moved["staff"] == "13:10-13:30"
    assert moved["governors"] == "13:30-14:00"


def test_a_line_without_an_end_keeps_none() -> None:
    [moved] = shifted([slot("15:00", "", "arrival")], 5)
    assert (moved.start, moved.end) == ("15:05", "")


@pytest.mark.parametrize("minutes", [700, -700])
def test_no_day_runs_over_midnight(minutes: int) -> None:
    with pytest.raises(BadInput) as refused:
        shifted(DAY, minutes)
    assert refused.value.code == "over_midnight"


@settings(max_examples=60, deadline=None)
@given(minutes=st.integers(1, 180), after=st.sampled_from([each.start for each in DAY]))
def test_later_never_puts_two_lines_on_one_time(minutes: int, after: str) -> None:
    moved = shifted(DAY, minutes, after)
    assert faults(moved) == ()
    assert [each for each in moved if each.stays] == [each for each in DAY if each.stays]
    assert all(now.start >= before.start for now, before in zip(moved, DAY, strict=True))


def test_faults_are_named_and_kept_as_typed() -> None:
    wrong = (slot("09:00", "08:30", "data"), slot("10:00", "11:00", "walk"), slot("10:30", "11:30", "books"))
    assert faults(wrong) == ("“data” ends before it starts.", "“walk” and “books” are at the same time.")


def test_the_next_line_is_the_first_that_has_not_begun() -> None:
    found = next_line(DAY, "09:20")
    assert found is not None
    assert found.title == "walk"
    late = next_line(DAY, "16:00")
    assert late is not None
    assert late.title == "context"
    assert next_line((), "09:00") is None

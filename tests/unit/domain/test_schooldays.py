"""Working school days: no week-ends, no English bank holidays, no closure days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.schooldays import is_school_day, school_year, shift

TRAINING = date(2026, 11, 20)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 25),  # Friday
        date(2026, 12, 28),  # Monday, for Boxing Day on a Saturday
        date(2027, 12, 27),  # Monday, for Christmas Day on a Saturday
        date(2027, 12, 28),  # Tuesday, for Boxing Day on a Sunday
        date(2027, 1, 1),
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 3),
        date(2027, 5, 31),
        date(2027, 8, 30),
        date(2023, 5, 8),  # the coronation, once
        date(2026, 11, 21),  # Saturday
        date(2026, 11, 22),  # Sunday
    ],
)
def test_bank_holidays_of_england_and_week_ends_are_no_school_days(day: date) -> None:
    assert not is_school_day(day)


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 29), date(2026, 1, 2), date(2026, 11, 17)])
def test_other_weekdays_are_even_those_that_scotland_keeps(day: date) -> None:
    assert is_school_day(day)


def test_a_closure_day_is_none_where_it_is_kept() -> None:
    assert is_school_day(TRAINING)
    assert not is_school_day(TRAINING, {TRAINING})


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 17), 2, date(2026, 11, 19)),
        (date(2026, 11, 17), 5, date(2026, 11, 24)),
        (date(2026, 11, 17), -5, date(2026, 11, 10)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
        (date(2026, 12, 23), 3, date(2026, 12, 30)),  # over Christmas: 24, 29, 30
        (date(2027, 12, 24), 1, date(2027, 12, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over New Year
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # over Easter
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # the day itself is not counted
    ],
)
def test_days_are_counted_over_what_is_closed(start: date, days: int, end: date) -> None:
    assert shift(start, days) == end


def test_closure_days_move_what_comes_after_them() -> None:
    assert shift(date(2026, 11, 17), 5, [TRAINING]) == date(2026, 11, 25)
    assert shift(date(2026, 11, 25), -5, [TRAINING]) == date(2026, 11, 17)
    fortnight = {date(2026, 12, 21) + timedelta(days=day) for day in range(14)}
    assert shift(date(2026, 12, 18), 1, fortnight) == date(2027, 1, 4)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(1, 60), st.sets(st.integers(0, 90), max_size=9))
def test_so_many_school_days_lie_between(start: date, days: int, closed: set[int]) -> None:
    closure_days = {start + timedelta(days=offset) for offset in closed}
    end = shift(start, days, closure_days)
    between = [start + timedelta(days=offset) for offset in range(1, (end - start).days + 1)]
    assert sum(is_school_day(day, closure_days) for day in between) == days
    assert is_school_day(end, closure_days)
    if is_school_day(start, closure_days):
        assert shift(end, -days, closure_days) == start


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 8, 31), "2025/26"), (date(2026, 9, 1), "2026/27"), (date(2099, 12, 1), "2099/00")],
)
def test_a_school_year_begins_in_september(day: date, year: str) -> None:
    assert school_year(day) == year

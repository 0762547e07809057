"""Working school days: weekdays that are neither English bank holidays nor closure days (HANDBOOK §0.2)."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from types import ModuleType


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    import holidays

    if "holidays.countries" not in sys.modules:  # the library would load every country: an eighth of a second and 8 MB
        countries = sys.modules["holidays.countries"] = ModuleType("holidays.countries")
        countries.__path__ = [f"{path}/countries" for path in holidays.__path__]
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_school_day(day: date, closed: Collection[date] = ()) -> bool:
    """Whether the school works on `day`."""
    return day.weekday() < 5 and day not in closed and day not in _bank_holidays(day.year)


def shift(day: date, days: int, closed: Collection[date] = ()) -> date:
    """The date `days` working days after `day` (before it, when negative); `day` itself is not counted."""
    step = timedelta(days=1 if days >= 0 else -1)
    left = abs(days)
    while left:
        day += step
        if is_school_day(day, closed):
            left -= 1
    return day


def between(day: date, later: date, closed: Collection[date] = ()) -> int:
    """How many working days lie after `day` until `later`, which is counted."""
    return sum(is_school_day(day + timedelta(days=each), closed) for each in range(1, (later - day).days + 1))


def school_year(day: date) -> str:
    """The school year of a day, from September: "2026/27"."""
    begun = day.year if day.month >= 9 else day.year - 1
    return f"{begun}/{(begun + 1) % 100:02}"

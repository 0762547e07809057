"""Working school days: weekdays that are neither English bank holidays nor closure days (HANDBOOK §0.2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    import holidays  # slow to import, and only needed once a deadline is worked out

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

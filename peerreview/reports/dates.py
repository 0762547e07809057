"""Dates as reports print them, in English whatever the computer's language."""

from __future__ import annotations

from datetime import date, datetime

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def long_day(day: date) -> str:
    """Tuesday 17 November 2026."""
    return f"{_DAYS[day.weekday()]} {plain_day(day)}"


def plain_day(day: date) -> str:
    """17 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Tue 17 November 2026."""
    return f"{_DAYS[day.weekday()][:3]} {plain_day(day)}"


def moment(at: datetime) -> str:
    """17 November 2026, 16:05, on this computer's clock; `at` is aware."""
    local = at.astimezone()
    return f"{plain_day(local)}, {local:%H:%M}"

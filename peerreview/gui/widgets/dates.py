"""Dates as people write and read them in England."""

from __future__ import annotations

from datetime import date, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def in_full(on: date) -> str:
    """Tue 17 November 2026."""
    return f"{short(on)} {on.year}"


def short(on: date) -> str:
    """Tue 17 November."""
    return f"{_DAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"


def moment(at: datetime) -> str:
    """Tue 17 November 12:41, on this computer's clock."""
    local = at.astimezone()
    return f"{short(local.date())} {local:%H:%M}"


def read(text: str, *, near: date | None = None) -> date | None:
    """The date in `text` (24 Nov, 24/11, 24.11.26, Tue 24 November 2026, 2026-11-24), or None.

    Without a year it is the one that puts the date nearest to `near`.
    """
    words = text.replace(",", " ").replace("/", " ").replace(".", " ").replace("-", " ").split()
    if words and words[0][:3].title() in _DAYS and not words[0].isdigit():
        words = words[1:]
    if len(words) == 3 and len(words[0]) == 4:
        words.reverse()
    if len(words) not in (2, 3) or not words[0].rstrip("stndrh").isdigit():
        return None
    day, month = int(words[0].rstrip("stndrh")), _month(words[1])
    if len(words) == 3:
        if not words[2].isdigit():
            return None
        year = int(words[2])
        return _made(year if year > 99 else 2000 + year, month, day)
    anchor = near or date.today()  # noqa: DTZ011  # a person's own calendar day
    guesses = [_made(anchor.year + step, month, day) for step in (-1, 0, 1)]
    return min((on for on in guesses if on), key=lambda on: abs((on - anchor).days), default=None)


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(
        (number for number, name in enumerate(_MONTHS, 1) if len(word) >= 3 and name.lower().startswith(word.lower())),
        0,
    )


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

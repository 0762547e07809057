"""Dates as people in England write and read them, whatever the computer's language."""

from __future__ import annotations

from datetime import date, datetime

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def short(on: date) -> str:
    """Tue 17 November."""
    return f"{_DAYS[on.weekday()][:3]} {on.day} {_MONTHS[on.month - 1]}"


def in_full(on: date) -> str:
    """Tue 17 November 2026."""
    return f"{short(on)} {on.year}"


def plain(on: date) -> str:
    """17 November 2026."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def formal(on: date) -> str:
    """Tuesday 17 November 2026."""
    return f"{_DAYS[on.weekday()]} {plain(on)}"


def moment(at: datetime) -> str:
    """Tue 17 November 12:41, on this computer's clock; `at` is aware."""
    local = at.astimezone()
    return f"{short(local)} {local:%H:%M}"


def plain_moment(at: datetime) -> str:
    """17 November 2026, 12:41, on this computer's clock; `at` is aware."""
    local = at.astimezone()
    return f"{plain(local)}, {local:%H:%M}"


def in_full_or_text(text: str) -> str:
    """The day that an ISO date names, in full; any other text stays as it is."""
    try:
        return in_full(date.fromisoformat(text))
    except ValueError:
        return text


def read(text: str, near: date) -> date | None:
    """The date in `text` (24 Nov, 24/11, 24.11.26, Tue 24 November 2026, 2026-11-24), or None.

    Without a year it is the one that puts the date nearest to `near`.
    """
    words = text.replace(",", " ").replace("/", " ").replace(".", " ").replace("-", " ").split()
    if words and words[0].isalpha() and _place(_DAYS, words[0]):
        words = words[1:]
    if len(words) == 3 and len(words[0]) == 4:
        words.reverse()
    if len(words) not in (2, 3):
        return None
    day, month = _number(words[0].rstrip("stndrh")), _number(words[1]) or _place(_MONTHS, words[1])
    if len(words) == 2:
        guesses = [_made(near.year + step, month, day) for step in (-1, 0, 1)]
        return min((on for on in guesses if on), key=lambda on: abs((on - near).days), default=None)
    year = f"20{words[2]}" if len(words[2]) == 2 else words[2]
    return _made(_number(year), month, day)


def _number(word: str) -> int:
    """The number that a word is; 0, which is no day, month or year, when it is none."""
    return int(word) if word.isdecimal() and len(word) <= 4 else 0


def _place(names: tuple[str, ...], word: str) -> int:
    """The place, from 1, of the name that a word of three letters or more begins; 0 when it begins none."""
    return next(
        (place for place, name in enumerate(names, 1) if len(word) >= 3 and name.lower().startswith(word.lower())), 0
    )


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

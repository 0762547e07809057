"""Times as the journal writes them (RFC 3339, UTC, milliseconds) and as people read them ("Tue 17 November")."""

from __future__ import annotations

from datetime import UTC, date, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def stamp(at: datetime) -> str:
    """`at` (aware) as the journal writes it: 2026-11-17T11:45:00.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The aware time of a journal stamp."""
    return datetime.fromisoformat(text)


def day(on: date | datetime) -> str:
    """A date as people read it: Tue 17 November."""
    return f"{_DAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"


def clock(at: datetime) -> str:
    """A moment as people read it, on this computer's clock: Tue 17 November 12:41."""
    local = at.astimezone()
    return f"{day(local)} {local:%H:%M}"


def date_or_none(text: object) -> date | None:
    """The date that a journal value holds, or None when it holds none."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None

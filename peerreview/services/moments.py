"""Times and dates as the journal writes them: RFC 3339 in UTC with milliseconds, and ISO 8601 days."""

from __future__ import annotations

from datetime import UTC, date, datetime


def stamp(at: datetime) -> str:
    """`at` (aware) as the journal writes it: 2026-11-17T11:45:00.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The aware time of a journal stamp."""
    return datetime.fromisoformat(text)


def date_or_none(text: object) -> date | None:
    """The date that a journal value holds, or None when it holds none."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None

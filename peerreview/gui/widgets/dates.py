"""Dates as people type them on this computer, where today is known."""

from __future__ import annotations

from datetime import date

from peerreview.domain import dates


def read(text: str, *, near: date | None = None) -> date | None:
    """The date in `text`, or None; without a year it is the one nearest to `near`, or to today."""
    return dates.read(text, near or date.today())  # noqa: DTZ011  # a person's own calendar day

"""Dates as people type them on this computer."""

from __future__ import annotations

from datetime import date, timedelta

from peerreview.domain.dates import short
from peerreview.gui.widgets.dates import read


def test_without_a_year_it_is_the_nearest_to_the_day_that_is_given() -> None:
    assert read("12 Feb", near=date(2026, 11, 17)) == date(2027, 2, 12)


def test_or_else_the_nearest_to_today() -> None:
    last_week = date.today() - timedelta(days=7)  # noqa: DTZ011
    assert read(short(last_week)) == last_week


def test_what_is_no_date_is_none() -> None:
    assert read("soon") is None

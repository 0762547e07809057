"""Dates as people write and read them in England."""

from __future__ import annotations

from datetime import date

import pytest

from peerreview.gui.widgets import dates

NEAR = date(2026, 11, 17)


@pytest.mark.parametrize(
    "typed",
    [
        "24 Nov",
        "24 november",
        "24/11",
        "24.11.26",
        "24/11/2026",
        "Tue 24 November 2026",
        "2026-11-24",
        "24th Nov",
        " 24  Nov ",
    ],
)
def test_many_ways_to_write_one_day(typed: str) -> None:
    assert dates.read(typed, near=NEAR) == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["", "soon", "31 Feb", "24", "24 xyz", "1/2/3/4", "24 Nov soon"])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert dates.read(typed, near=NEAR) is None


def test_without_a_year_it_is_the_nearest() -> None:
    assert dates.read("12 Feb", near=NEAR) == date(2027, 2, 12)


def test_reads_what_it_writes() -> None:
    assert dates.read(dates.in_full(NEAR)) == NEAR
    assert dates.in_full(NEAR) == "Tue 17 November 2026"

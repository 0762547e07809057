"""Dates in words: one way each, and many ways to type one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain import dates

VISIT = date(2026, 11, 17)
SUMMER = datetime(2026, 6, 30, 23, 41, tzinfo=UTC)


@pytest.fixture
def in_london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer's clock shows London's time."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of the clock cannot be set here")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        time.tzset()
        yield
    time.tzset()


def test_a_day_has_four_forms() -> None:
    assert dates.short(VISIT) == "Tue 17 November"
    assert dates.in_full(VISIT) == "Tue 17 November 2026"
    assert dates.plain(VISIT) == "17 November 2026"
    assert dates.formal(VISIT) == "Tuesday 17 November 2026"


def test_a_moment_is_told_on_this_computers_clock(in_london: None) -> None:
    assert dates.moment(SUMMER) == "Wed 1 July 00:41"
    assert dates.plain_moment(SUMMER) == "1 July 2026, 00:41"
    assert dates.plain_moment(SUMMER - timedelta(days=150)) == "31 January 2026, 23:41"


@pytest.mark.parametrize(
    ("text", "said"),
    [("2026-11-17", "Tue 17 November 2026"), ("next spring", "next spring"), ("", ""), ("2026-02-30", "2026-02-30")],
)
def test_a_due_date_is_told_as_a_day_when_it_is_one(text: str, said: str) -> None:
    assert dates.in_full_or_text(text) == said


@pytest.mark.parametrize(
    "typed",
    [
        "24 Nov", "24 november", "24/11", "24.11.26", "24/11/2026", "Tue 24 November 2026", "Tuesday, 24 Nov 26",
        "2026-11-24", "24th Nov", " 24  Nov ", "TUE 24 NOV", "24-11-2026",
    ],
)  # fmt: skip
def test_many_ways_to_type_one_day(typed: str) -> None:
    assert dates.read(typed, VISIT) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "typed",
    [
        "", "soon", "31 Feb", "24", "24 xyz", "1/2/3/4", "24 Nov soon", "24 N", "0/0", "24 Nov 99999", "24 Nov 0",
        "24 Nov x6", "²4 Nov",        "Tue", "24/13/2026", "24 Nov 2026 at noon",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(typed: str) -> None:
    assert dates.read(typed, VISIT) is None


@pytest.mark.parametrize(
    ("typed", "near", "meant"),
    [
        ("12 Feb", VISIT, date(2027, 2, 12)),
        ("30 Dec", date(2027, 1, 5), date(2026, 12, 30)),
        ("29 Feb", date(2027, 11, 17), date(2028, 2, 29)),
    ],
)
def test_without_a_year_it_is_the_nearest(typed: str, near: date, meant: date) -> None:
    assert dates.read(typed, near) == meant


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)))
def test_reads_back_every_form_it_writes(on: date) -> None:
    for form in (dates.in_full, dates.plain, dates.formal, date.isoformat):
        assert dates.read(form(on), VISIT) == on
    assert dates.read(dates.short(on), on) == on


@given(st.text(max_size=30))
def test_no_text_makes_reading_fail(text: str) -> None:
    dates.read(text, VISIT)

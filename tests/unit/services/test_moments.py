"""Times as the journal writes them and as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from peerreview.services import moments


def test_a_stamp_is_utc_with_milliseconds_and_comes_back() -> None:
    summer = datetime(2026, 6, 1, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=1)))
    assert moments.stamp(summer) == "2026-06-01T11:30:15.123Z"
    assert moments.moment("2026-06-01T11:30:15.123Z") == datetime(2026, 6, 1, 11, 30, 15, 123000, tzinfo=UTC)


def test_a_day_reads_as_people_say_it() -> None:
    assert moments.day(date(2026, 11, 17)) == "Tue 17 November"


@pytest.mark.parametrize("value", [None, 5, "", "17.11.2026", "2026-02-30"])
def test_what_is_no_date_is_none(value: object) -> None:
    assert moments.date_or_none(value) is None

"""Times and dates as the journal writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from peerreview.services import moments


def test_a_stamp_is_utc_with_milliseconds_and_comes_back() -> None:
    summer = datetime(2026, 6, 1, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=1)))
    assert moments.stamp(summer) == "2026-06-01T11:30:15.123Z"
    assert moments.moment("2026-06-01T11:30:15.123Z") == datetime(2026, 6, 1, 11, 30, 15, 123000, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, 5, "", "17.11.2026", "2026-02-30"])
def test_what_is_no_date_is_none(value: object) -> None:
    assert moments.date_or_none(value) is None

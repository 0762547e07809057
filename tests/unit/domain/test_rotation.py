"""Which safe copies of a row stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain import rotation

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
MOMENTS = st.lists(st.integers(-60_000, 60_000).map(lambda hours: NOON + timedelta(hours=hours)), max_size=60)


def test_a_copy_a_day_leaves_seven_days_and_the_newest_of_four_weeks() -> None:
    made = [NOON - timedelta(days=back) for back in range(60)]
    assert sorted(rotation.kept(made), reverse=True) == [
        *made[:7],
        datetime(2026, 11, 8, 12, tzinfo=UTC),  # Sundays; the week before last holds the last of the seven days
        datetime(2026, 11, 1, 12, tzinfo=UTC),
    ]


def test_of_one_day_the_newest_stays_and_a_holiday_takes_nothing() -> None:
    before = [NOON - timedelta(days=back) for back in (80, 81, 82)]
    today = [NOON, NOON - timedelta(hours=2), NOON - timedelta(hours=4)]
    assert rotation.kept([*before, *today]) == {NOON, *before}


@given(MOMENTS)
def test_the_newest_always_stays_and_there_are_never_many(made: list[datetime]) -> None:
    stay = rotation.kept(made)
    assert len(stay) <= rotation.DAYS + rotation.WEEKS
    assert stay <= set(made)
    assert not made or max(made) in stay
    assert rotation.kept(stay) == stay

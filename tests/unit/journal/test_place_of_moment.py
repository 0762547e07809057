"""Places of what nobody has moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.journal import place
from peerreview.journal.fieldtype import check_of

_NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
_MOMENTS = st.integers(0, 10**12).map(lambda ms: _NOON + timedelta(milliseconds=ms - 10**11))


@settings(max_examples=60)
@given(_MOMENTS, _MOMENTS)
def test_places_sort_as_their_moments_and_there_is_room_between(one: datetime, other: datetime) -> None:
    first, second = place.of_moment(min(one, other)), place.of_moment(max(one, other))
    assert (first == second) == (one == other)
    assert check_of("order", None)(first) == ""
    if first != second:
        assert first < place.between(first, second) < second


def test_something_put_between_two_neighbouring_milliseconds_lies_between() -> None:
    first, second = place.of_moment(_NOON), place.of_moment(_NOON + timedelta(milliseconds=1))
    for _ in range(50):
        second, before = place.between(first, second), second
        assert first < second < before

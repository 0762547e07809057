"""There is always room between two places, and the keys stay short."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from peerreview.journal.place import between
from tests.unit.journal.triad import table


@given(st.lists(st.integers(0), max_size=120))
def test_whatever_is_put_wherever_stays_in_order(where: list[int]) -> None:
    keys: list[str] = []
    for number in where:
        index = number % (len(keys) + 1)
        before = keys[index - 1] if index else None
        after = keys[index] if index < len(keys) else None
        key = between(before, after)
        table().check("main_point", "place", key)
        keys.insert(index, key)
    assert keys == sorted(set(keys))


def test_adding_at_an_end_keeps_the_keys_short() -> None:
    first = last = between(None, None)
    for _ in range(400):
        first, last = between(None, first), between(last, None)
    assert len(first) < 16
    assert len(last) < 16


def test_moving_into_one_gap_again_and_again_keeps_its_room() -> None:
    low, high = between(None, None), between(between(None, None), None)
    for _ in range(300):
        high = between(low, high)
        assert high > low
    table().check("main_point", "place", high)


def test_two_items_at_one_place_have_no_room_between_them() -> None:
    assert between("V", "V") > "V"
    assert between("W", "V") > "W"


def test_between_neighbouring_digits_the_shortest_key_is_taken() -> None:
    assert between("A", "B5") == "B"
    assert "A" < between("A", "B") < "B"

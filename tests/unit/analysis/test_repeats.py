"""Notes that probably say the same."""

from __future__ import annotations

import pytest

from peerreview.analysis.repeats import likeness, repeated

MINE = "Six of eight pupils could explain how their fractions work builds on Year 2."


@pytest.mark.parametrize(
    "other",
    [
        "6 of the 8 pupils explained how fractions build on Year 2 work",
        "Pupils could explain that their fractions built on year 2; six of eight",
        MINE.upper(),
        f"{MINE} \U0001f600",
    ],
)
def test_the_same_from_memory_is_a_probable_repeat(other: str) -> None:
    assert repeated(other, [("other", "Calm corridors at lunch"), ("mine", MINE)]) == "mine"


@pytest.mark.parametrize(
    "other",
    [
        "Phonics pace differs between two classes in Year 2",
        "pupils",
        "",
        "\U0001f600",
        "Pupils could say what the reading record in each phase is for.",
    ],
)
def test_what_shares_little_is_none(other: str) -> None:
    assert repeated(other, [("mine", MINE)]) == ""


def test_likeness_is_the_same_both_ways_and_at_most_one() -> None:
    other = "Pupils explain their fractions work"
    assert likeness(MINE, other) == likeness(other, MINE) == 1.0
    assert likeness("", "") == 0.0

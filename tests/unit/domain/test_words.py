"""Words are counted the way a person counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.words import count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \t\n ", 0),
        ("Pupils read daily.", 3),
        ("a six-weekly check", 3),
        ("Leaders’ plans don’t overlap", 4),
        ("calm – kind — sure", 3),
        ("… * & -", 0),
        ("from 17% to 12% (P4)", 5),
        ("one\ntwo\u00a0three", 3),
        ("and/or", 1),
        ("Ŵyn yn dda", 3),
    ],
)
def test_runs_that_hold_a_letter_or_a_digit_are_words(text: str, words: int) -> None:
    assert count(text) == words


@given(st.text(), st.text())
def test_two_texts_with_a_space_between_have_the_words_of_both(one: str, two: str) -> None:
    assert count(f"{one} {two}") == count(one) + count(two)

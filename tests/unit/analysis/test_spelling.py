"""British spelling with the shipped dictionary, the words of schools, and words learned."""

from __future__ import annotations

import pytest

from peerreview.analysis.spelling import Spelling, load, words
from peerreview.config import paths


@pytest.fixture(scope="module")
def british() -> Spelling:
    return load(paths.resources() / "spelling")


def test_british_words_are_right_and_american_ones_are_not(british: Spelling) -> None:
    right = ["colour", "organise", "programme", "pupils’", "don’t", "headteacher's", "Wednesday", "practise", "learnt"]
    assert [word for word in right if not british.is_right(word.rstrip("’"))] == []
    assert [word for word in ("color", "organize", "recieve", "seperate", "asessment") if british.is_right(word)] == []


def test_words_of_schools_are_known(british: Spelling) -> None:
    school = "oracy SENCO Senco's EYFS phonics graphemes subitising Ofsted headteachers SENCOs triad decodable"
    assert [word for word in school.split() if not british.is_right(word)] == []


def test_what_was_learned_is_right_until_it_is_not(british: Spelling) -> None:
    assert not british.is_right("Quillbeck")
    british.learn(["Quillbeck Primary", "St Hild’s"])
    assert british.is_right("Quillbeck’s")
    assert british.is_right("Hild's")
    british.learn([])
    assert not british.is_right("Quillbeck")


def test_what_was_meant_comes_first_with_the_same_apostrophe(british: Spelling) -> None:
    assert british.suggestions("recieve")[0] == "receive"
    assert all("'" not in each for each in british.suggestions("did’nt"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Y4 and KS2 of p.lindqvist@quillbeck.sch.uk, www.site.uk/abc", ["and", "of"]),
        ("well-known 3D re-read", ["well", "known", "re", "read"]),
        ("SEND a I the MAT’s", ["the", "MAT’s"]),
        ("don’t ‘quote’ (brackets)", ["don’t", "quote", "brackets"]),
        ("שלום 👩🏽‍🏫 école", ["שלום", "école"]),
    ],
)
def test_only_words_are_judged(text: str, found: list[str]) -> None:
    assert [word for _, word in words(text)] == found
    assert all(text[start : start + len(word)] == word for start, word in words(text))

"""50,000 words pasted where 4,000 letters fit: explained, kept aside whole until somebody shortens it, nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.errors import UserFacingError
from peerreview.services import home, preparing, reviews, typing
from tests.integration.services.world import World

At = Callable[[str], World]
BOOK = " ".join(f"word{number}" for number in range(50_000))


def test_typed_into_the_report_it_is_kept_aside_whole_and_said_on_home(at: At) -> None:
    world = at("drafted")
    dele = world.desk("dele")
    before = reviews.open_review(*dele, world.review).report["headline"].text
    typing.keep(*dele, world.review, "report", "report", "headline", BOOK, ())
    typing.settle(*dele)
    assert reviews.open_review(*dele, world.review).report["headline"].text == before
    [kept] = typing.kept(*dele)
    assert kept.text == BOOK
    assert "longer than 4,000 characters" in kept.why
    assert "kept_typing" in {notice.code for notice in home.show(*dele).notices}
    world.close()
    dele = world.desk("dele")
    assert [each.text for each in typing.kept(*dele)] == [BOOK]  # also the next time
    typing.let_go(*dele, typing.kept(*dele)[0])
    assert typing.kept(*dele) == ()


def test_given_in_one_act_it_is_refused_in_words_and_nothing_changes(at: At) -> None:
    world = at("shared")
    tom = world.desk("tom")
    with pytest.raises(UserFacingError) as refused:
        preparing.own_view(*tom, world.review, "P2", "1", BOOK)
    assert "longer than 4,000 characters" in refused.value.happened
    assert "What you typed is still here." in refused.value.safe
    section = next(each for each in reviews.open_review(*tom, world.review).sections if each.code == "P2")
    assert section.grades is not None
    assert (section.grades.own.text, section.grades.own_words.text) == ("2", "Taught to a clear plan.")

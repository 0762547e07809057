"""Levels: views show least, full shows all."""

from __future__ import annotations

import pytest

from peerreview.domain.reviews import Level, Step


def test_levels_are_ranked_from_least_to_most() -> None:
    assert sorted(Level, key=lambda level: level.rank) == [Level.VIEWS, Level.SUMMARY, Level.FULL]


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (Level.VIEWS, {Level.VIEWS}),
        (Level.SUMMARY, {Level.VIEWS, Level.SUMMARY}),
        (Level.FULL, {Level.VIEWS, Level.SUMMARY, Level.FULL}),
    ],
)
def test_a_level_shows_what_a_lower_one_shows_and_no_more_than_its_own(level: Level, shown: set[Level]) -> None:
    assert {lowest for lowest in Level if level.shows(lowest)} == shown


def test_the_steps_of_a_review_stand_in_their_order() -> None:
    order = list(Step)
    assert order.index(Step.VISIT) < order.index(Step.DRAFT) < order.index(Step.CHECKED) < order.index(Step.SIGNED)
    assert (order[0], order[-1]) == (Step.SHARED, Step.CLOSED)

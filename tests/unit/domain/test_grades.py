"""Grades are compared and never averaged, whichever end of the scale is best."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN, Comparison, Direction, Point, Scale, same_view

DOWN = Scale("S3", (Point("1", "Strong"), Point("2", "Secure"), Point("3", "Support needed")), Direction.DOWN)
UP = Scale("S4", (Point("a", "Emerging"), Point("b", "Growing"), Point("c", "Leading")), Direction.UP)
NO_GRADES = (NOT_LOOKED_AT, NOT_SEEN, "", None, "4", "Strong")


@pytest.mark.parametrize(
    ("scale", "agreed", "own", "compared"),
    [
        (DOWN, "1", "2", Comparison.HIGHER),
        (DOWN, "1", "3", Comparison.HIGHER),
        (DOWN, "2", "2", Comparison.SAME),
        (DOWN, "3", "2", Comparison.LOWER),
        (UP, "c", "b", Comparison.HIGHER),
        (UP, "b", "b", Comparison.SAME),
        (UP, "a", "c", Comparison.LOWER),
    ],
)
def test_higher_means_better_in_either_direction(scale: Scale, agreed: str, own: str, compared: Comparison) -> None:
    assert scale.compare(agreed, own) is compared


@pytest.mark.parametrize("scale", [DOWN, UP])
@pytest.mark.parametrize("missing", NO_GRADES)
def test_what_is_no_grade_of_the_scale_is_not_compared(scale: Scale, missing: str | None) -> None:
    graded = scale.codes()[0]
    for agreed, own in ((missing, graded), (graded, missing), (missing, missing)):
        assert scale.compare(agreed, own) is Comparison.NONE


@given(st.sampled_from(["1", "2", "3"]), st.sampled_from(["1", "2", "3"]))
def test_turning_the_scale_or_the_question_round_turns_the_answer_round(agreed: str, own: str) -> None:
    opposite = {Comparison.HIGHER: Comparison.LOWER, Comparison.LOWER: Comparison.HIGHER}
    compared = DOWN.compare(agreed, own)
    turned = opposite.get(compared, compared)
    assert DOWN.compare(own, agreed) is turned
    assert replace(DOWN, direction=Direction.UP).compare(agreed, own) is turned


def test_the_weakest_point_is_at_the_end_that_the_direction_says() -> None:
    assert (DOWN.weakest.code, UP.weakest.code) == ("3", "a")


def test_points_are_found_by_their_codes() -> None:
    assert DOWN.codes() == ("1", "2", "3")
    assert DOWN.point("2") == Point("2", "Secure")
    assert [DOWN.point(code) for code in (NOT_LOOKED_AT, NOT_SEEN, "Secure")] == [None, None, None]


@pytest.mark.parametrize(
    ("grades", "same"),
    [
        (["2", "2"], True),
        (["2", "2", "2"], True),
        (["2", "3"], False),
        (["2", "2", "3"], False),
        (["2", "2", NOT_SEEN], True),
        (["2", NOT_SEEN], False),
        (["2", NOT_LOOKED_AT], False),
        ([NOT_SEEN, NOT_SEEN], False),
        (["2", None], False),
        (["2", ""], False),
        (["2"], False),
        ([], False),
    ],
)
def test_the_same_view_takes_two_who_saw_it(grades: list[str | None], same: bool) -> None:
    assert same_view(grades) is same

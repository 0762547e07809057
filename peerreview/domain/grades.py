"""Grades: a code on a scale, or one of two words that are not grades; compared, never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NOT_LOOKED_AT = "not_looked_at"
NOT_SEEN = "not_seen"


class Direction(StrEnum):
    """Which end of the scale is best: `down` means the first point is strongest."""

    DOWN = "down"
    UP = "up"


class Comparison(StrEnum):
    """The agreed grade against the school's own (HANDBOOK §0.5)."""

    HIGHER = "higher"
    SAME = "same"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True)
class Point:
    """One point of a scale. `symbol` is the mark shown beside the words, so that nothing rests on colour.

    `board` holds the words of the board's tables where they differ from `label`.
    """

    code: str
    label: str
    descriptor: str = ""
    symbol: str = ""
    board: str = ""


@dataclass(frozen=True)
class Scale:
    """Points in the order they are shown, and which way is better.

    `ends` says which end is which ("1 is strongest, ..."); `note` always stands under the scale.
    """

    code: str
    points: tuple[Point, ...]
    direction: Direction
    ends: str = ""
    note: str = ""

    @property
    def weakest(self) -> Point:
        """The point that asks for most support."""
        return self.points[-1 if self.direction is Direction.DOWN else 0]

    def codes(self) -> tuple[str, ...]:
        """The codes in the order shown."""
        return tuple(point.code for point in self.points)

    def point(self, code: str) -> Point | None:
        """The point with this code, or None (also for `not_looked_at` and `not_seen`)."""
        return next((point for point in self.points if point.code == code), None)

    def compare(self, agreed: str | None, own: str | None) -> Comparison:
        """Whether `agreed` is better or worse than `own`; NONE unless both are points of this scale."""
        codes = self.codes()
        if agreed not in codes or own not in codes:
            return Comparison.NONE
        steps = codes.index(own) - codes.index(agreed)
        if steps == 0:
            return Comparison.SAME
        better = steps > 0 if self.direction is Direction.DOWN else steps < 0
        return Comparison.HIGHER if better else Comparison.LOWER


def same_view(grades: Sequence[str | None]) -> bool:
    """Whether every reviewer who saw the section gave the same grade; at least two must have seen it."""
    seen = [grade for grade in grades if grade and grade not in (NOT_SEEN, NOT_LOOKED_AT)]
    return len(seen) >= 2 and len(set(seen)) == 1

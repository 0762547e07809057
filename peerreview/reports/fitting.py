"""Setting one side of paper so that it always fits: first smaller, then shorter; what is left is ruled for notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from reportlab.platypus import CondPageBreak, Spacer

from .flow import Cell, Grid, Row
from .style import HEIGHT, LINE, WIDTH, Styles
from .tagging import Element

RULE = 21.0
"""Points between ruled lines: room for handwriting."""

_ROOM = HEIGHT - 2
_SIZES = (10.6, 10.2, 9.8, 9.4, 9.0, 8.6, 8.2)  # points
_CUTS = ((300, 40), (180, 24), (120, 16), (90, 10), (70, 6), (60, 3), (50, 1), (30, 0))
"""Letters of one text and entries of one list, in the smallest size, until it fits."""

T = TypeVar("T")


@dataclass(frozen=True)
class Fit:
    """How a side is set: the size of its type, how much of texts and lists is printed, and ruled lines to share."""

    size: float
    letters: int = 0
    entries: int = 0
    lines: int = 0
    short: bool = False

    @cached_property
    def styles(self) -> Styles:
        """The paragraph styles of this size."""
        return Styles(self.size, 1.3)

    def cut(self, words: str) -> str:
        """The words, or as many of them as there is room for, ending with an ellipsis."""
        said = " ".join(words.split())
        if not self.short or len(said) <= self.letters:
            return said
        return said[: self.letters].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"

    def most(self, entries: Sequence[T], least: int = 0) -> Sequence[T]:
        """The entries of a list that are printed, `least` of them in any case."""
        return entries[: max(self.entries, least)] if self.short else entries

    def lines_for(self, places: int) -> int:
        """Ruled lines for each of so many places."""
        return self.lines // max(1, places)


def fitted(make: Callable[[Fit, Element], list[Any]], root: Element, keep: float = 0) -> list[Any]:
    """The story of one side as `make` sets it, in the largest size that leaves `keep` points free for handwriting.

    What is free in the end is given back to `make` as ruled lines. Its tags go under `root`.
    """
    fit = next((each for each in _fits() if _height(make(each, Element("Sect"))) <= _ROOM - keep), None)
    fit = fit or tuple(_fits())[-1]
    lines = max(0, int((_ROOM - _height(make(fit, Element("Sect")))) // RULE))
    part = Element("Sect")
    while _height(story := make(replace(fit, lines=lines), part)) > _ROOM and lines:
        lines -= 1
        part = Element("Sect")
    root.kids.append(part)
    return [each for each in story if not isinstance(each, CondPageBreak)]


def ruled(lines: int, width: float = WIDTH) -> list[Any]:
    """Lines to write on; none when there is no room."""
    return [Grid([width], [Row([Cell([Spacer(0, RULE)])], rule=LINE) for _ in range(lines)])] if lines else []


def _fits() -> Iterator[Fit]:
    return chain(
        (Fit(size) for size in _SIZES),
        (Fit(_SIZES[-1], letters, entries, short=True) for letters, entries in _CUTS),
    )


def _height(story: Sequence[Any]) -> float:
    items = [item for item in story if not isinstance(item, CondPageBreak)]
    return float(sum(item.getSpaceBefore() + item.wrap(WIDTH, 0)[1] for item in items))

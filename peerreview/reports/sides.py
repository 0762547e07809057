"""Setting the sides: in which size, where the first side ends, and how the space that is left is shared out.

A report is set in the largest size in which it stands on one side, while that is still comfortable to read (grades
alone: in any size), or else on two, parted where they weigh most alike. What is too long for two sides in the smallest
size is not squeezed: it is set in a comfortable size and runs on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from reportlab.platypus import CondPageBreak, PageBreak, Spacer

from peerreview.domain.report import ReportModel

from .fonts import PRESS, register
from .layout import blocks
from .style import HEIGHT, WIDTH, Styles
from .tagging import Element

MOST, LEAST = 11.0, 8.4  # points
COMFORTABLE = 9.4  # the least in which all of it stands on one side; what runs on is set in it
AIR = 1.1  # times the size: the most that is put between two blocks of a side that is not full
_ROOM: float = HEIGHT - 1
_STEP = 0.2
_GROWTH = 0.6  # half the text fits into the same space in about 2 ** 0.6 times the size


@dataclass(frozen=True)
class Sides:
    """A report ready to be drawn: the story of its sides, the styles it is set in, the structure tree it is tied to."""

    story: list[Any]
    styles: Styles
    root: Element


def set_sides(model: ReportModel) -> Sides:
    """The sides of a report, all but the annex."""
    largest = _Setting(model, MOST)
    for sides, least in ((1, COMFORTABLE if model.steps else LEAST), (2, LEAST)):
        setting = largest
        while (end := setting.end_of_first(sides)) is None:
            size = setting.smaller(sides)
            if size < least:
                break
            setting = _Setting(model, size)
        else:
            return Sides(setting.parted(end), setting.styles, setting.root)
    setting = _Setting(model, COMFORTABLE)
    return Sides(setting.running_on(), setting.styles, setting.root)


def length(model: ReportModel) -> float:
    """How many sides a report takes in the smallest size, without its annex: over 2, it runs on to a third.

    It is laid out for it, block by block, as it would be to be printed. Where the blocks part so that one side is
    fuller than the other, the fuller one counts twice.
    """
    with PRESS:
        register()
        return _Setting(model, LEAST).length


class _Setting:
    """A report set in one size: its blocks, which end with the foot, and the points that each of them takes."""

    def __init__(self, model: ReportModel, size: float) -> None:
        self.styles, self.root = Styles(size), Element("Document")
        self._blocks = blocks(model, self.styles, self.root)
        self._heights = list(map(_height, self._blocks))

    def end_of_first(self, sides: int) -> int | None:
        """How many blocks stand on side one when all stand on one side, or on two; None when they do not fit."""
        end, heavier = self._parting(sides)
        return end if heavier <= _ROOM else None

    @property
    def length(self) -> float:
        """The sides it takes in this size."""
        whole: float = sum(self._heights)
        if whole > _ROOM:
            whole = max(whole, 2 * self._parting(2)[1])
        return whole / _ROOM

    def smaller(self, sides: int) -> float:
        """The next smaller size that is worth a try."""
        _, heavier = self._parting(sides)
        likely: float = self.styles.size * (_ROOM / heavier) ** _GROWTH
        return round(min(likely, self.styles.size - _STEP), 1)

    def _parting(self, sides: int) -> tuple[int, float]:
        """The number of blocks on side one at which the sides weigh most alike, and the points of the heavier one."""
        whole = len(self._blocks)
        ends = [whole] if sides == 1 else range(1, whole)
        heavier = {end: max(sum(self._heights[:end]), sum(self._heights[end:])) for end in ends}
        return min(heavier.items(), key=itemgetter(1))

    def parted(self, end: int) -> list[Any]:
        """The story with the end of side one after so many blocks."""
        one, two = self._aired(0, end), self._aired(end, len(self._blocks))
        return [*one, PageBreak(), *two] if two else one

    def running_on(self) -> list[Any]:
        """The story on as many sides as it takes."""
        *most, foot = self._blocks
        return [*chain.from_iterable(most), CondPageBreak(self._heights[-1]), *foot]

    def _aired(self, start: int, stop: int) -> list[Any]:
        """The blocks of one side with what is left of it between them, and the foot at its foot."""
        side = list(zip(self._blocks, self._heights, strict=True))[start:stop]
        joints = len(side) - 1
        left = _ROOM - sum(height for _, height in side)
        air = min(left / joints, AIR * self.styles.size) if joints > 0 else 0
        story: list[Any] = []
        for block, _ in side:
            if story:
                rest = left - joints * air if block is self._blocks[-1] else 0
                story.append(Spacer(0, air + rest))
            story += [item for item in block if not isinstance(item, CondPageBreak)]
        return story


def _height(block: Sequence[Any]) -> float:
    """Points that a block takes on one endless page."""
    items = [item for item in block if not isinstance(item, CondPageBreak)]
    return float(sum(item.getSpaceBefore() + item.wrap(WIDTH, 0)[1] for item in items))

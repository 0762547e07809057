"""The pieces that pages flow from: tagged text, a grid of cells, and the box that a signature fills.

A grid is geometry only: its tags are those of the text in its cells, so it serves tables, tinted panels and words set
side by side alike. Rows split between pages, and a row taller than a page splits inside its cells.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from .fonts import markup
from .style import ACCENT, HEIGHT
from .tagging import Element, TaggedCanvas

PAD = 6.0  # points around the content of a cell that is set off
BAR = 2.0  # points, the width of an accent bar


class Text(Paragraph):  # type: ignore[misc]
    """A paragraph that is content of an element; both halves of a split one are. Without an element it is artifact."""

    element: Element | None = None
    _wrapped: float | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its size; lines are broken once for a width, and again when splitting threw them away."""
        if self._wrapped != available_width or not hasattr(self, "blPara"):
            super().wrap(available_width, available_height)
            self._wrapped = available_width
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Any]:
        """The halves on either side of a page's end."""
        parts: list[Any] = super().split(available_width, available_height)
        for part in parts:
            part.element = self.element
        return parts

    def draw(self) -> None:
        """Draw inside the element's marked content."""
        canvas: TaggedCanvas = self.canv
        with canvas.content(self.element):
            super().draw()


def text(words: str, style: ParagraphStyle, element: Element | None) -> Text:
    """`words`, exactly as written, as a paragraph of `element`."""
    return rich(markup(words), style, element)


def rich(marked_up: str, style: ParagraphStyle, element: Element | None) -> Text:
    """A paragraph in ReportLab's markup, for where one line mixes two cuts."""
    paragraph = Text(marked_up, style)
    paragraph.element = element
    return paragraph


@dataclass
class Cell:
    """What stands in one cell, over `span` columns; a `fill` with an accent bar at its left sets it off."""

    content: Sequence[Any]
    span: int = 1
    fill: Color | None = None
    heights: list[float] = field(default_factory=list)

    @property
    def bar(self) -> bool:
        """Whether an accent bar stands at its left."""
        return self.fill is not None

    @property
    def pad(self) -> float:
        """Points between the fill's edge and the content."""
        return PAD if self.fill else 0

    def wrap(self, width: float) -> float:
        """The height of the cell at `width`; its content is measured once."""
        if not self.heights:
            self.heights = [item.wrap(width - 2 * self.pad, HEIGHT)[1] for item in self.content]
        return sum(self.heights) + 2 * self.pad

    def split(self, width: float, height: float) -> tuple[Cell, Cell]:
        """What fits into `height`, and the rest."""
        self.wrap(width)
        room = height - 2 * self.pad
        fitting: list[Any] = []
        rest = list(self.content)
        while rest and self.heights[len(fitting)] <= room + 0.01:
            room -= self.heights[len(fitting)]
            fitting.append(rest.pop(0))
        parts = rest[0].split(width - 2 * self.pad, room) if rest else []
        if len(parts) > 1:
            fitting.append(parts[0])
            rest[:1] = parts[1:]
        return replace(self, content=fitting, heights=[]), replace(self, content=rest, heights=[])


@dataclass
class Row:
    """One row of a grid: its cells, the points above and below them, its fill and accent bar, the rule under it.

    One that `stays` is not parted from the row before it.
    """

    cells: Sequence[Cell]
    above: float = 0
    below: float = 0
    fill: Color | None = None
    bar: bool = False
    rule: Color | None = None
    rule_width: float = 0.6
    stays: bool = False


class Grid(Flowable):  # type: ignore[misc]
    """Rows of cells over fixed columns, `gutter` points apart, inset by `inset`; `head` rows come on every page."""

    def __init__(
        self, widths: Sequence[float], rows: Sequence[Row], *, head: int = 0, gutter: float = 8, inset: float = 0
    ) -> None:
        super().__init__()
        self._widths, self._rows, self._head = widths, rows, head
        self._gutter, self._inset = gutter, inset

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The size of all rows."""
        self.width = sum(self._widths)
        self.height = sum(map(self._height, self._rows))
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Grid]:
        """The rows that fit, and a grid of the rest under the same head, which there is an artifact."""
        room = available_height - sum(map(self._height, self._rows[: self._head]))
        rows = list(self._rows[self._head :])
        fitting: list[Row] = []
        while rows and self._height(rows[0]) <= room + 0.01:
            room -= self._height(rows[0])
            fitting.append(rows.pop(0))
        while len(fitting) > 1 and rows and rows[0].stays and self._height(rows[0]) < HEIGHT * 0.4:
            rows.insert(0, fitting.pop())
            room += self._height(rows[0])
        if rows and self._height(rows[0]) > HEIGHT * 0.6 and room > HEIGHT * 0.2:
            first, second = self._halves(rows[0], room)
            fitting.append(first)
            rows[0] = second
        if not fitting or not rows:
            return []
        head = self._rows[: self._head]
        return [self._like([*head, *fitting]), self._like([*map(_unmarked, head), *rows])]

    def draw(self) -> None:
        """Paint each row's ground, then its cells, from the top."""
        top = self.height
        for row in self._rows:
            height = self._height(row)
            self._paint(row, 0, top - height, self.width, height)
            left = self._inset
            for cell, width in zip(row.cells, self._cell_widths(row), strict=True):
                tall = cell.wrap(width)
                self._paint(cell, left, top - row.above - tall, width, tall)
                under = top - row.above - cell.pad
                for item, height_of_item in zip(cell.content, cell.heights, strict=True):
                    under -= height_of_item
                    item.drawOn(self.canv, left + cell.pad, under)
                left += width + self._gutter
            top -= height

    def _paint(self, part: Row | Cell, left: float, bottom: float, width: float, height: float) -> None:
        rule = part.rule if isinstance(part, Row) else None
        if part.fill is None and rule is None:
            return
        canvas: TaggedCanvas = self.canv
        with canvas.artifact("Layout"):
            if part.fill is not None:
                canvas.setFillColor(part.fill)
                canvas.rect(left, bottom, width, height, stroke=0, fill=1)
            if part.bar:
                canvas.setFillColor(ACCENT)
                canvas.rect(left, bottom, BAR, height, stroke=0, fill=1)
            if isinstance(part, Row) and rule is not None:
                canvas.setStrokeColor(rule)
                canvas.setLineWidth(part.rule_width)
                canvas.line(left, bottom, left + width, bottom)

    def _height(self, row: Row) -> float:
        tallest = max(cell.wrap(width) for cell, width in zip(row.cells, self._cell_widths(row), strict=True))
        return row.above + tallest + row.below

    def _cell_widths(self, row: Row) -> list[float]:
        """The width of each cell's content: its columns and the gutters between them, less the outer inset."""
        widths: list[float] = []
        column = 0
        for cell in row.cells:
            spanned = sum(self._widths[column : column + cell.span])
            column += cell.span
            last = column == len(self._widths)
            first = not widths
            widths.append(spanned - (self._inset if first else 0) - (self._inset if last else self._gutter))
        return widths

    def _halves(self, row: Row, room: float) -> tuple[Row, Row]:
        pairs = [
            cell.split(width, room - row.above) for cell, width in zip(row.cells, self._cell_widths(row), strict=True)
        ]
        first = replace(row, cells=[pair[0] for pair in pairs], below=0, rule=None)
        return first, replace(row, cells=[pair[1] for pair in pairs])

    def _like(self, rows: Sequence[Row]) -> Grid:
        return Grid(self._widths, rows, head=self._head, gutter=self._gutter, inset=self._inset)


class Place(Flowable):  # type: ignore[misc]
    """A place on the page, such as one that a signature field covers; the field is made when the file is finished."""

    def __init__(self, element: Element, width: float, height: float) -> None:
        super().__init__()
        self._element, self.width, self.height = element, width, height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The size it was given."""
        return self.width, self.height

    def draw(self) -> None:
        """Note the place: the ink is the field's own."""
        canvas: TaggedCanvas = self.canv
        canvas.place(self._element, self.width, self.height)


def _unmarked(row: Row) -> Row:
    """The same row as an artifact: a table's head is read once (PDF/UA-1 §7.5)."""
    return replace(
        row, cells=[replace(cell, content=[_without_element(item) for item in cell.content]) for cell in row.cells]
    )


def _without_element(paragraph: Any) -> Any:
    twin = copy.copy(paragraph)
    twin.element = None
    return twin

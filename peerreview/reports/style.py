"""How a page looks: the colours, the measures of an A4 side, and the paragraph styles at one size.

One accent colour, the same as the window's; every grey stands at 4.5:1 or more against white, and no meaning rests on
colour alone. Sizes hang on one number, so that a long report can be set a little smaller and still keep its rhythm.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from .fonts import BODY, BOLD, ITALIC

INK = HexColor("#1B2430")
MUTED = HexColor("#526070")
ACCENT = HexColor("#1F5FA8")
SOFT = HexColor("#EEF4FB")
NOTE = HexColor("#F4F6F9")
LINE = HexColor("#C9D2DC")
PAPER = HexColor("#FFFFFF")

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 18 * mm
TOP = 14 * mm
BOTTOM = 16 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
HEIGHT = PAGE_HEIGHT - TOP - BOTTOM


@dataclass(frozen=True)
class Styles:
    """Paragraph styles around a body size in points; `leading` is the line height as a multiple of the size."""

    size: float = 9.6
    leading: float = 1.36

    @property
    def gap(self) -> float:
        """The space between two blocks, in points."""
        return self.size * 1.1

    @cached_property
    def body(self) -> ParagraphStyle:
        """Running text."""
        return self._style("body", 1.0)

    @cached_property
    def strong(self) -> ParagraphStyle:
        """Running text that carries the point of its block."""
        return self._style("strong", 1.0, fontName=BOLD)

    @cached_property
    def small(self) -> ParagraphStyle:
        """Facts about the text: evidence, who, where."""
        return self._style("small", 0.9, textColor=MUTED)

    @cached_property
    def cell(self) -> ParagraphStyle:
        """A table's cell."""
        return self._style("cell", 0.9, leading=1.28)

    @cached_property
    def cell_strong(self) -> ParagraphStyle:
        """A table's cell that is read first."""
        return self._style("cell_strong", 0.9, leading=1.28, fontName=BOLD)

    @cached_property
    def cell_muted(self) -> ParagraphStyle:
        """A table's cell on what was not looked at."""
        return self._style("cell_muted", 0.9, leading=1.28, textColor=MUTED)

    @cached_property
    def column(self) -> ParagraphStyle:
        """The head of a table's column."""
        return self._style("column", 0.86, leading=1.2, fontName=BOLD, textColor=MUTED)

    @cached_property
    def note(self) -> ParagraphStyle:
        """Words that stand beside a paragraph."""
        return self._style("note", 0.9, leading=1.3, fontName=ITALIC)

    @cached_property
    def note_who(self) -> ParagraphStyle:
        """Whose words stand beside a paragraph."""
        return self._style("note_who", 0.84, leading=1.3, fontName=BOLD, textColor=ACCENT)

    @cached_property
    def title(self) -> ParagraphStyle:
        """The school's name."""
        return self._style("title", 2.3, leading=1.12, fontName=BOLD)

    @cached_property
    def lead(self) -> ParagraphStyle:
        """The line under the title."""
        return self._style("lead", 1.12, textColor=MUTED)

    @cached_property
    def right(self) -> ParagraphStyle:
        """Small words at the right edge."""
        return self._style("right", 0.9, textColor=ACCENT, fontName=BOLD, alignment=TA_RIGHT)

    @cached_property
    def fine(self) -> ParagraphStyle:
        """How to check a signature, and other small print."""
        return self._style("fine", 0.8, leading=1.3, textColor=MUTED)

    @cached_property
    def fine_right(self) -> ParagraphStyle:
        """Small print at the right edge."""
        return self._style("fine_right", 0.8, leading=1.3, textColor=MUTED, alignment=TA_RIGHT)

    @cached_property
    def heading(self) -> ParagraphStyle:
        """A section's heading."""
        return self._style("heading", 1.22, leading=1.25, fontName=BOLD, textColor=ACCENT, spaceBefore=self.gap)

    @cached_property
    def subheading(self) -> ParagraphStyle:
        """A heading inside a section."""
        return self._style("subheading", 1.04, leading=1.25, fontName=BOLD, spaceBefore=self.gap)

    @cached_property
    def word(self) -> ParagraphStyle:
        """A word to be copied letter by letter."""
        return self._style("word", 1.22, leading=1.1, fontName=BOLD)

    @cached_property
    def number(self) -> ParagraphStyle:
        """The number before a list's item."""
        return self._style("number", 1.22, leading=1.115, fontName=BOLD, textColor=ACCENT)

    def _style(self, name: str, scale: float, *, leading: float = 0, **options: object) -> ParagraphStyle:
        size = self.size * scale
        settings = {"fontName": BODY, "textColor": INK, "splitLongWords": 1, "allowWidows": 0, "allowOrphans": 0}
        return ParagraphStyle(
            name, fontSize=size, leading=size * (leading or self.leading), **(settings | options), bulletFontName=BODY
        )

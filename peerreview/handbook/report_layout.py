"""The layout of the report: which fields, in which order, at which level, and how long."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from peerreview.domain.reviews import Level


class Content(StrEnum):
    """What a field of the report is filled from (HANDBOOK §0.6, R1 to R12 in this order)."""

    FACTS = "facts"
    FOCUS = "focus"
    HEADLINE = "headline"
    VIEWS = "views"
    STRENGTHS = "strengths"
    NEXT_STEPS = "next_steps"
    PRACTICE = "practice"
    LAST_TIME = "last_time"
    SUPPORT = "support"
    ANNEX = "annex"
    COMMENT = "comment"
    STATEMENT = "statement"


@dataclass(frozen=True)
class ReportField:
    """A field of the report. It holds `at_least` to `at_most` entries of `words` words each.

    `level` is the lowest sharing level that shows it; an `annex` field stands outside the two sides and the budget.
    """

    code: str
    title: str
    content: Content
    level: Level
    words: int = 0
    at_least: int = 0
    at_most: int = 1
    annex: bool = False


@dataclass(frozen=True)
class ReportLayout:
    """The report: its title, its printed budget in words, its A4 sides without the annex, its fields in order.

    `statement` are the lines of R12 that say what the report is and is not.
    """

    title: str
    words: int
    pages: int
    fields: tuple[ReportField, ...]
    statement: tuple[str, ...] = ()

    def field(self, content: Content) -> ReportField | None:
        """The field filled from `content`, or None when the layout leaves it out."""
        return next((each for each in self.fields if each.content is content), None)

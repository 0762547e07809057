"""How long the report is: printed words against the budget. The sides it takes are measured where it is laid out.

Counted are the words that people wrote for the two sides (R2, R3, R5 to R9 of HANDBOOK §0.6). What fills itself in,
the annex, and words that stay beside a paragraph are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from peerreview.domain.release import Release, ReleasedBeside
from peerreview.domain.words import count
from peerreview.handbook.model import Handbook
from peerreview.handbook.report_layout import Content


@dataclass(frozen=True)
class Length:
    """Printed words against the budget; `beside` counts words outside it."""

    words: int
    budget: int
    beside: int

    @property
    def over(self) -> int:
        """Words too many; 0 when it fits."""
        return max(0, self.words - self.budget)


def measure(handbook: Handbook, release: Release) -> Length:
    """The length of a release on paper."""
    words = sum(map(count, _texts(handbook, release)))
    beside = sum(count(each.words) for each in besides(release))
    return Length(words, handbook.report.words, beside)


def _texts(handbook: Handbook, release: Release) -> Iterator[str]:
    for content in (Content.FOCUS, Content.HEADLINE, Content.PRACTICE, Content.LAST_TIME, Content.SUPPORT):
        field = handbook.report.field(content)
        if field is not None:
            yield release.paragraphs.get(field.code, "")
    yield from (point.text for point in release.strengths)
    for step in release.steps:
        yield from (step.text, step.first, step.owner, step.know)


def besides(release: Release) -> Iterator[ReleasedBeside]:
    """Everything that stays unresolved beside a paragraph or grade."""
    yield from chain.from_iterable(each.beside for each in release.views)
    yield from chain.from_iterable(each.beside for each in release.steps)
    yield from chain.from_iterable(each.beside for each in (*release.strengths, *release.others))
    yield from chain.from_iterable(release.beside.values())

"""How long the report is: printed words against the budget, and a quick reckoning of sides while somebody types.

Counted are the words that people wrote for the two sides (R2, R3, R5 to R9 of HANDBOOK §0.6). What fills itself in,
the annex, and words that stay beside a paragraph are not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from peerreview.domain.release import Release, ReleasedBeside
from peerreview.domain.words import count
from peerreview.handbook.model import Handbook
from peerreview.handbook.report_layout import Content

_CHARACTERS = 104  # in a line of body text
_LINES = 62  # on a side
_HEAD = 9  # lines of title, names and rules
_FOOT = 19  # lines of statement, signatures and how to check them
_HEADING = 2.2
_BESIDE = 3  # a narrow column has about a third of the characters


@dataclass(frozen=True)
class Length:
    """Printed words against the budget; `beside` counts words outside it, `sides` is the two sides' length in A4."""

    words: int
    budget: int
    beside: int
    sides: float

    @property
    def over(self) -> int:
        """Words too many; 0 when it fits."""
        return max(0, self.words - self.budget)


def measure(handbook: Handbook, release: Release) -> Length:
    """The length of a release on paper. `sides` is within a fifth of a side of what is printed, and costs nothing."""
    beside = [each.words for each in besides(release)]
    return Length(
        words=sum(map(count, _texts(handbook, release))),
        budget=handbook.report.words,
        beside=sum(map(count, beside)),
        sides=round(_lines(release, beside) / _LINES, 1),
    )


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


def _lines(release: Release, beside: list[str]) -> float:
    """Lines of body text that the two sides take."""
    lines: float = _HEAD + _FOOT + sum(_BESIDE * _wrapped(words) + 1 for words in beside)
    lines += sum(_HEADING + _wrapped(words) for words in release.paragraphs.values())
    lines += sum(1.3 * max(1, _wrapped(view.title) * 2.5) for view in release.views) + (
        _HEADING if release.views else 0
    )
    lines += _wrapped(release.overall_why) + 2
    lines += sum(_wrapped(point.text) + 0.4 for point in release.strengths) + (_HEADING if release.strengths else 0)
    for step in release.steps:
        lines += _wrapped(step.text) + 1.5 + 2.8 * max(map(_wrapped, (step.first, step.know)))
    return lines + (_HEADING if release.steps else 0)


def _wrapped(words: str) -> int:
    return math.ceil(len(words) / _CHARACTERS)

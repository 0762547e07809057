"""What one release says, as data: the JSON attached to the PDF is this, cut to its level (DESIGN §8).

The board's tables are made from it, so that nobody types a report again. Grades are codes of the handbook's scale;
dates are ISO texts. What a level does not show is empty. Reviewers' grades stand as Reviewer A, B at full level only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .grades import Comparison, Scale
from .reviews import Level

FORMAT = 1
"""Rises when a field of a release changes its meaning; a field that is added does not raise it."""


@dataclass(frozen=True)
class ReleasedPerson:
    """Somebody who was there; `role` is a `people.Role` value."""

    person: str
    name: str
    role: str
    organisation: str


@dataclass(frozen=True)
class ReleasedBeside:
    """A difference or comment that stays unresolved, and whose it is."""

    who: str
    words: str


@dataclass(frozen=True)
class ReleasedView:
    """The grades of one section; the overall grade's own row stands last.

    `ways` counts the kinds of evidence; `focus` says it was looked at this time; `scale` is the code of its scale.
    """

    section: str
    title: str
    own: str
    agreed: str
    compared: Comparison
    ways: int
    focus: bool
    reviewers: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[ReleasedBeside, ...] = ()
    scale: str = ""


@dataclass(frozen=True)
class ReleasedPoint:
    """A main point; `evidence` is its evidence line and `ways` the activity codes (full level only).

    `tag` is a `reviews.Tag`, or a code of the handbook's own.
    """

    code: str
    tag: str
    section: str
    text: str
    evidence: str = ""
    ways: tuple[str, ...] = ()
    beside: tuple[ReleasedBeside, ...] = ()


@dataclass(frozen=True)
class ReleasedStep:
    """A next step: what, first step, owner (a role), due, how we will know; `ways` as of a main point."""

    code: str
    section: str
    text: str
    first: str
    owner: str
    due: str
    know: str
    evidence: str = ""
    ways: tuple[str, ...] = ()
    beside: tuple[ReleasedBeside, ...] = ()


@dataclass(frozen=True)
class ReleasedQuestion:
    """A question that was worth asking; `code` is the handbook's where it came from its bank. Nobody is named."""

    text: str
    section: str = ""
    code: str = ""


@dataclass(frozen=True)
class KeptQuestion:
    """A question, and in how many reviews it was kept. `code` is the handbook's where it came from its bank."""

    text: str
    reviews: int
    code: str = ""


@dataclass(frozen=True)
class Release:
    """One review at one level. `paragraphs` maps report codes (R1: who was met; R2, R3, R7, R8, R9) to their words.

    `others` are the main points of the annex: areas to watch, questions, and what was not starred. `overall` is the
    overall grade, empty where the handbook gives none. `of_full` is the SHA-256 of the full PDF when
    this is an extract. `beside` maps report codes to what stays unresolved beside those paragraphs. `scales` say which
    end of each scale is which. `questions` are kept for the network: they travel in the data and are not printed.
    `format` is `FORMAT` as it was written in.
    """

    review: str
    number: int
    level: Level
    handbook: str
    handbook_version: str
    handbook_hash: str
    urn: str
    school: str
    phase: str
    pupils: int
    term: str
    visited: str
    people: tuple[ReleasedPerson, ...]
    views: tuple[ReleasedView, ...]
    overall: str = ""
    overall_why: str = ""
    rests_on: tuple[str, ...] = ()
    steps: tuple[ReleasedStep, ...] = ()
    strengths: tuple[ReleasedPoint, ...] = ()
    others: tuple[ReleasedPoint, ...] = ()
    paragraphs: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    reasons: tuple[str, ...] = ()
    of_full: str = ""
    beside: Mapping[str, tuple[ReleasedBeside, ...]] = field(default_factory=dict)
    scales: tuple[Scale, ...] = ()
    questions: tuple[ReleasedQuestion, ...] = ()
    format: int = FORMAT


@dataclass(frozen=True)
class Changed:
    """One place of a report: what the version before said (empty: it is new), and what it says now (empty: gone)."""

    title: str
    before: str
    after: str

"""The report: one model, from which the PDF, the Word twin, the preview and the attached data are made.

Fields are HANDBOOK §0.6 (R1-R12). Every text is already cut to the level; a renderer decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .reviews import Level


@dataclass(frozen=True)
class Beside:
    """Words that print beside a paragraph or grade: a comment or difference that stays unresolved."""

    who: str
    words: str


@dataclass(frozen=True)
class ReportPerson:
    """Somebody who was there. `signs` says whether a signature of theirs is expected; `meaning` its words."""

    person: str
    name: str
    role: str
    organisation: str
    signs: bool = True


@dataclass(frozen=True)
class ReportView:
    """One row of the views table (R4). Labels are as printed ("2 Secure, next steps clear").

    `section` is empty for the overall grade itself. `compared` is a `grades.Comparison` value, which the renderer puts
    into words and a symbol. `rests`: the overall grade rests on this section. `reviewers` travel in the attached data
    and are never printed.
    """

    section: str
    title: str
    own: str
    agreed: str
    compared: str
    ways: str
    rests: bool = False
    reviewers: tuple[tuple[str, str], ...] = ()
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class ReportPoint:
    """A strength, an area to watch or another main point (R5, R10)."""

    code: str
    text: str
    section: str
    evidence: str = ""
    ways: str = ""
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class ReportStep:
    """A next step (R6): what, the first step, who (a role), by when, how we will know."""

    code: str
    text: str
    first: str
    owner: str
    due: str
    know: str
    section: str = ""
    evidence: str = ""
    ways: str = ""
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class ReportParagraph:
    """A titled paragraph (R2, R3, R7-R9, R11)."""

    code: str
    title: str
    text: str
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class ReportModel:
    """One report at one level, ready to be laid out.

    `data` is canonical JSON of what this level shares (the attachment). `words` is the printed count against
    `word_budget`. `statement` is R12; `check` the lines that tell how to check the signatures. `reasons` are the
    points signed with a reason. `of_full` is the SHA-256 of the full PDF when this is an extract. `replaces` names the
    version it replaces, as printed ("version 1 of 3 December 2026"). `grade_word` is the pack's word, in the singular.
    `title` is the kind of review ("Triad review"); what Adobe says of signatures is the PDF's own line, not in `check`.
    """

    review: str
    number: int
    level: Level
    title: str
    network: str
    school: str
    urn: str
    phase: str
    visited: date
    made: date
    language: str
    scale_note: str
    direction_note: str
    people: tuple[ReportPerson, ...]
    met: str
    focus: ReportParagraph | None
    headline: ReportParagraph | None
    views: tuple[ReportView, ...]
    overall: str
    overall_why: str
    rests_on: str
    steps: tuple[ReportStep, ...]
    strengths: tuple[ReportPoint, ...]
    paragraphs: tuple[ReportParagraph, ...]
    annex: tuple[ReportPoint, ...]
    comment: ReportParagraph | None
    reasons: tuple[str, ...]
    statement: tuple[str, ...]
    check: tuple[str, ...]
    words: int
    word_budget: int
    data: bytes
    of_full: str = ""
    replaces: str = ""
    grade_word: str = "grade"

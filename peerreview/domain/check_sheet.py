"""The check for accuracy on paper: the draft's paragraphs numbered, three boxes and lines under each (USERS U26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SheetParagraph:
    """One numbered paragraph of the draft; `said` is what was said of it in an earlier round, oldest first."""

    number: int
    title: str
    text: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckSheet:
    """A check sheet for a host without the program, in Word or on paper; `due` is the last day for the answers.

    `title` is the kind of review ("Triad review"), `comment` the handbook's name for the host's comment.
    """

    school: str
    title: str
    network: str
    language: str
    visited: date
    made: date
    due: date | None
    host: str
    writer: str
    comment: str
    paragraphs: tuple[SheetParagraph, ...]

    @property
    def name(self) -> str:
        """What the sheet is called: Quillbeck Primary: check for accuracy."""
        return f"{self.school}: check for accuracy"

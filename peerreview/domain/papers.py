"""A document of the school's as it is shown inside the program: pages of a PDF, words and tables of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LARGEST = 20 * 1024 * 1024
"""The largest document that may be attached, in bytes."""


@dataclass(frozen=True)
class Words:
    """A paragraph, or a heading when it has a `level` (1 is the highest)."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Grid:
    """A table: rows of texts, all equally long."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PaperText:
    """What a Word document or a workbook says, in its order; `cut` says so when not all of it is here."""

    blocks: tuple[Words | Grid, ...]
    cut: str = ""


@dataclass(frozen=True)
class PaperPage:
    """One page of a PDF: a picture (PPM) and the words on it."""

    picture: bytes
    text: str


def level(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows, all made as long as the longest."""
    wide = max(map(len, rows), default=0)
    return tuple((*row, *[""] * (wide - len(row))) for row in rows)

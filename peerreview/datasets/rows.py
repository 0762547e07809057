"""Rows of a small table that somebody filled in, as an Excel workbook or a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from peerreview.config import drives
from peerreview.domain.sheets import Cell
from peerreview.errors import BadInput

from .workbook import read_workbook

LARGEST = 2 * 1024 * 1024
"""Bytes of a CSV file that people fill in by hand."""


def read_rows(source: Path) -> Sequence[Sequence[Cell]]:
    """The rows of the first sheet that has any; BadInput for what is neither an .xlsx workbook nor a CSV file."""
    if source.suffix.lower() != ".csv":
        return next((rows for rows in read_workbook(source).values() if rows), [])
    raw = drives.fetch(source, LARGEST)
    if len(raw) > LARGEST:
        raise _unreadable(source.name, "is larger than any list that is expected here")
    if b"\0" in raw:
        raise _unreadable(source.name, "is not a table")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    except csv.Error as error:
        raise _unreadable(source.name, "is damaged") from error


def _unreadable(name: str, why: str) -> BadInput:
    return BadInput(
        f"“{name}” {why}.",
        "Nothing here has changed.",
        "Save the table as an Excel workbook (.xlsx) or as CSV, and try again.",
        code="table_unreadable",
    )

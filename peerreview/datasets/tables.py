"""A workbook of the school's as tables of text, to be shown."""

from __future__ import annotations

from datetime import date, datetime, time

from peerreview.domain import dates
from peerreview.domain.papers import Grid, PaperText, Words, level
from peerreview.domain.sheets import Cell

from .workbook import read_workbook

ROWS, COLUMNS, SHEETS = 300, 30, 20
"""What is shown of a sheet, and how many sheets; a table that is longer is for a spreadsheet program."""


def read_tables(xlsx: bytes) -> PaperText:
    """Each sheet as a heading and a table; BadInput when it cannot be read."""
    sheets = read_workbook(xlsx, rows=ROWS + 1)
    blocks: list[Words | Grid] = []
    cut = len(sheets) > SHEETS
    for name, rows in list(sheets.items())[:SHEETS]:
        cut = cut or len(rows) > ROWS or any(len(row) > COLUMNS for row in rows)
        blocks.append(Words(name, 1))
        said = [tuple(map(_said, row[:COLUMNS])) for row in rows[:ROWS]]
        blocks.append(Grid(level(said)) if said else Words("This sheet is empty."))
    most = f"Shown are the first {ROWS} rows and {COLUMNS} columns of a sheet; the rest after saving it to a folder."
    return PaperText(tuple(blocks), most if cut else "")


def _said(cell: Cell) -> str:
    """A cell as a person reads it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, datetime):
        return dates.plain(cell) + (f", {cell:%H:%M}" if cell.time() != time() else "")
    if isinstance(cell, date):
        return dates.plain(cell)
    return f"{cell:%H:%M}" if isinstance(cell, time) else str(cell)

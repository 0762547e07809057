"""Workbooks (XLSX): one table a sheet, typed cells, a header that stays in view, and text that is never a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from peerreview.domain.sheets import Cell, Sheets

from .files import write
from .table import Field, Table, in_words

CELL_LIMIT = 32_767  # characters in one cell
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_CUT = " […]"
_WIDEST = 60  # characters


def make_workbook(tables: Sequence[Table], *, title: str, made: date) -> bytes:
    """A workbook with a sheet for each table, and a last one that says what every column means."""
    file = io.BytesIO()
    with _book(file, title, made) as book:
        for table, name in zip(tables, sheet_names([table.title for table in tables]), strict=True):
            _write(book, name, [[field.title for field in table.fields], *table.rows])
        _write(book, "About the columns", _about(tables))
    return file.getvalue()


def write_workbook(sheets: Sheets, path: Path) -> None:
    """Plain sheets as a workbook, such as an XLSForm: names and cells exactly as given, the first row the header.

    Raises EnvironmentFault when the file cannot be written.
    """
    file = io.BytesIO()
    with _book(file, "", None) as book:
        for name, rows in sheets.items():
            _write(book, name, rows)
    write(path, file.getvalue())


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that a workbook accepts: 31 characters, none of []:*?/\\, no two alike."""
    taken: set[str] = set()
    names = []
    for title in titles:
        plain = "".join(" " if character in "[]:*?/\\" else character for character in title).strip(" '")[:31].strip()
        name, number = plain, 1
        while name.lower() in taken:
            number += 1
            name = f"{plain[:27]} {number}"
        taken.add(name.lower())
        names.append(name)
    return names


def _book(file: io.BytesIO, title: str, made: date | None) -> Any:
    from xlsxwriter import Workbook

    book = Workbook(file, _SAFE)
    created = datetime.combine(made, time(), UTC) if made else datetime(2026, 1, 1, tzinfo=UTC)
    book.set_properties({"title": title, "author": "Peer Review", "created": created})
    return book


def _write(book: Any, name: str, rows: Sequence[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(name)
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"valign": "top"}),
        date: book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"}),
        datetime: book.add_format({"num_format": "d mmm yyyy hh:mm", "valign": "top", "align": "left"}),
    }
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            _cell(sheet, number, column, cell, styles["head"] if number == 0 else None, styles)
    if rows and rows[0]:
        for column in range(len(rows[0])):
            longest = max(len(str(row[column])) for row in rows if row[column] is not None)
            sheet.set_column(column, column, min(max(longest, 8), _WIDEST) + 2)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)


def _cell(sheet: Any, row: int, column: int, cell: Cell, style: Any, styles: Mapping[Any, Any]) -> None:
    """One cell as what it is; a time is told without its zone, which a workbook cannot hold."""
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, style or styles["number"])
    elif (isinstance(cell, int) and abs(cell) < 2**53) or isinstance(cell, float):
        sheet.write_number(row, column, cell, style or styles["number"])
    elif isinstance(cell, date):
        told = cell.astimezone(UTC).replace(tzinfo=None) if isinstance(cell, datetime) and cell.tzinfo else cell
        sheet.write_datetime(row, column, told, style or styles[type(cell)])
    else:
        text = in_words(cell)
        kept = text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(_CUT)] + _CUT
        sheet.write_string(row, column, kept, style or styles["text"])


def _about(tables: Sequence[Table]) -> list[list[Cell]]:
    def line(table: Table, field: Field) -> list[Cell]:
        return [table.title, field.title, field.type, field.description]

    return [["Sheet", "Column", "Kind", "What it means"], *(line(t, field) for t in tables for field in t.fields)]

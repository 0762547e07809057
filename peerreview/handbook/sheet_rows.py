"""Rows of a sheet by column name, as they are written and as people's spreadsheets give them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import zip_longest

from peerreview.domain.sheets import Cell

from . import building
from .problems import Fault

SURVEY, CHOICES, SETTINGS, EXTRA = NAMES = ("survey", "choices", "settings", "peerreview")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    SURVEY: (
        *("type", "name", "label", "hint", "relevant", "constraint", "constraint_message"),
        *("kind", "fills", "sees", "word_limit", "level", "scale", "evidence_min", "evidence", "evidence_note"),
        *("every_time", "source", "rows", "report_field", "at_least", "at_most", "annex"),
    ),
    CHOICES: ("list_name", "name", "label", "descriptor", "symbol", "board", "prefix"),
    SETTINGS: ("form_title", "form_id", "version", "default_language", "valid_from", "subject"),
    EXTRA: (
        *("part", "code", "label", "title", "text", "value", "stage", "sections", "grades"),
        *("audience", "usual", "least", "counted_from"),
        *("days", "months", "when", "who", "output", "start", "end", "activity", "stays", "direction", "ends", "note"),
        *("words", "pages", "clear_out", "notice"),
    ),
}

Row = dict[str, Cell]


@dataclass(frozen=True)
class SheetRow:
    """A row that says something: its number as the spreadsheet shows it, and its cells that are not blank."""

    number: int
    cells: Mapping[str, str | float]

    def text(self, column: str) -> str:
        """The text in a column, tidied; empty when it is blank."""
        return str(building.tidy(str(self.cells.get(column, ""))))


def to_rows(sheet: str, rows: Iterable[Row]) -> list[list[Cell]]:
    """The rows under a sheet's columns."""
    columns = COLUMNS[sheet]
    return [list(columns), *([row.get(column) for column in columns] for row in rows)]


def read_rows(cells: Sequence[Sequence[Cell]]) -> tuple[list[SheetRow], tuple[Fault, ...]]:
    """The rows that say something, and what is wrong with the columns' names."""
    if not cells:
        return [], (Fault((), "this sheet is missing", "begin from a workbook that the program wrote"),)
    names = [cell.strip() if isinstance(cell, str) else "" for cell in cells[0]]
    rows = []
    faults = [
        Fault((), f"the column “{name}” stands there twice", "keep one of them")
        for name in sorted(set(names))
        if name and names.count(name) > 1
    ]
    for number, row in enumerate(cells[1:], 2):
        said = {name: _text(cell) for name, cell in zip_longest(names, row, fillvalue="") if not _blank(cell)}
        if "" in said:
            faults.append(Fault((), f"row {number} goes beyond the named columns", "delete it, or name its column"))
        elif said:
            rows.append(SheetRow(number, said))
    return rows, tuple(faults)


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Cell) -> str | float:
    """The text that was meant; a broken number is left as it is, since 2026.1 may have been 2026.10."""
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float() if not cell.is_integer():
            return cell
        case float():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case time():
            return cell.strftime("%H:%M")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def cell(value: object) -> Cell:
    """A value of the model in one cell: lists in words side by side, nothing for what is empty."""
    match value:
        case True:
            return "yes"
        case tuple():
            return " ".join(str(each) for each in value) or None
        case int():
            return value if value is not False else None
        case date():
            return value.isoformat()
        case _:
            return str(value) if value else None


def whole(text: str | float) -> object:
    """The whole number in a cell, or else the text, which the schema then refuses by name."""
    try:
        return int(text) if isinstance(text, str) else text
    except ValueError:
        return text


def switch(text: str | float) -> object:
    """Yes or no, or else the text."""
    return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(str(text).lower(), text)


def listed(text: str | float) -> list[str]:
    """The codes in a cell."""
    return str(text).replace(",", " ").split()

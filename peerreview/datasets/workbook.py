"""Reading an XLSX workbook that somebody made or changed in a spreadsheet, as neutral sheets."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path

from peerreview.config import drives
from peerreview.domain.sheets import Cell, Sheets
from peerreview.errors import BadInput

LARGEST = 20 * 1024 * 1024
"""Bytes of a workbook as it lies on the disk."""
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes of what is in it."""
MOST_CELLS = 2_000_000
"""Cells and rows in all sheets together, blank ones included."""

_DAMAGE = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl lets out of a broken file; an XML parse error is a SyntaxError."""

_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")


def read_workbook(source: Path | bytes, *, rows: int = MOST_CELLS) -> Sheets:
    """Every sheet by name: rows without trailing blanks, values in place of formulas; of each the first `rows`.

    BadInput for what is no XLSX workbook, is locked with a password, or is larger than any of ours.
    """
    name = source.name if isinstance(source, Path) else "the workbook"
    if isinstance(source, Path):
        source = drives.fetch(source, LARGEST)
    if len(source) > LARGEST:
        raise _too_large(name)
    if source.startswith(_OLD_OR_LOCKED):
        raise _unreadable(name, "is locked with a password, or of the old kind (.xls)")
    _check_unpacked_size(source, name)
    return _sheets(source, name, rows)


def _check_unpacked_size(raw: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _unreadable(name, "is not an Excel workbook (.xlsx)") from error
    if size > LARGEST_UNPACKED:
        raise _too_large(name)


def _sheets(raw: bytes, name: str, most: int) -> Sheets:
    import openpyxl  # slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and validations, which say nothing here
        try:
            book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            left = MOST_CELLS
            sheets: dict[str, list[list[Cell]]] = {}
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
                rows = sheets[sheet.title] = []
                for row in islice(sheet.iter_rows(values_only=True), most):
                    left -= len(row) + 1
                    if left < 0:
                        raise _too_large(name)
                    rows.append(_trimmed([_cell(value) for value in row]))
                while rows and not rows[-1]:
                    rows.pop()
        except _DAMAGE as error:
            raise _unreadable(name, "is damaged, or not an Excel workbook (.xlsx)") from error
    return sheets


def _cell(value: object) -> Cell:
    """A time span (30:15 hours) and anything else that a sheet may hold becomes the text a person would see."""
    if value is None or isinstance(value, str | int | float | bool | datetime | date | time):
        return value
    return str(value)


def _trimmed(row: list[Cell]) -> list[Cell]:
    while row and row[-1] is None:
        row.pop()
    return row


def _unreadable(name: str, why: str) -> BadInput:
    return BadInput(
        f"“{name}” {why}.",
        "Nothing here has changed.",
        "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx) without a password.",
        code="workbook_unreadable",
    )


def _too_large(name: str) -> BadInput:
    return BadInput(
        f"“{name}” is larger than any workbook that is expected here.",
        "Nothing here has changed.",
        "Check that it is the right file.",
        code="workbook_too_large",
    )

"""Small tables that people fill in, and workbooks that are only shown."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from peerreview.datasets import rows, tables
from peerreview.datasets.rows import read_rows
from peerreview.datasets.tables import read_tables
from peerreview.domain.papers import Grid, Words
from peerreview.errors import BadInput


def bytes_of(*lines: list[object], more: int = 0) -> bytes:
    book = Workbook()
    book.active.title = "Attendance"
    for line in lines:
        book.active.append(line)
    for number in range(more):
        book.create_sheet(f"S{number}")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_workbook_is_told(raw: bytes) -> None:
    with pytest.raises(BadInput):
        read_tables(raw)


def test_a_list_that_is_no_table_or_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "steps.csv"
    path.write_bytes(b"\x89PNG\0\0")
    with pytest.raises(BadInput, match="not a table"):
        read_rows(path)
    path.write_text("step\n" * 100)
    monkeypatch.setattr(rows, "LARGEST", 50)
    with pytest.raises(BadInput, match="larger"):
        read_rows(path)


def test_each_sheet_is_a_heading_and_a_table_of_words() -> None:
    on = datetime(2026, 9, 1)  # noqa: DTZ001 - a workbook knows no zone
    raw = bytes_of(["Year", "Rate", "On"], [4, 94.25, on], [None, True, time(8, 30)], ["", 0.1 + 0.2, "x"], more=1)
    assert read_tables(raw).blocks == (
        Words("Attendance", 1),
        Grid((
            ("Year", "Rate", "On"),
            ("4", "94.25", "1 September 2026"),
            ("", "yes", "08:30"),
            ("", "0.3", "x"),
        )),
        Words("S0", 1),
        Words("This sheet is empty."),
    )  # fmt: skip
    assert read_tables(raw).cut == ""


def test_only_the_first_rows_columns_and_sheets_of_a_large_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = bytes_of(*[[1, 2, 3]] * 5, more=3)
    for name, value in (("ROWS", 3), ("COLUMNS", 2), ("SHEETS", 1)):
        monkeypatch.setattr(tables, name, value)
    found = read_tables(raw)
    assert found.blocks == (Words("Attendance", 1), Grid((("1", "2"),) * 3))
    assert "first 3 rows and 2 columns" in found.cut


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("code", ["utf-8-sig", "cp1252"])
def test_a_csv_file_of_any_program(tmp_path: Path, mark: str, code: str) -> None:
    path = tmp_path / "steps.CSV"
    path.write_text(f'Next step{mark}Outcome\r\n"Café, daily"{mark}Closed\r\n', encoding=code, newline="")
    assert read_rows(path) == [["Next step", "Outcome"], ["Café, daily", "Closed"]]


def test_the_first_sheet_that_has_rows(tmp_path: Path) -> None:
    path = tmp_path / "steps.xlsx"
    path.write_bytes(bytes_of(["Next step"], [date(2026, 9, 1)]))
    assert next(list(row) for row in read_rows(path)) == ["Next step"]

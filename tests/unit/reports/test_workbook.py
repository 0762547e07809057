"""Workbooks: cells are what they are, the header stays in view, and no text is ever run."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from peerreview.errors import EnvironmentFault
from peerreview.reports.table import Field, Table
from peerreview.reports.workbook import CELL_LIMIT, make_workbook, sheet_names, write_workbook

MADE = date(2026, 12, 3)
REVIEWS = Table(
    "reviews",
    "Reviews this term",
    (
        Field("urn", "URN", description="Register number"),
        Field("visited", "Visited", "date"),
        Field("words", "Words", "integer"),
        Field("share", "Share", "number"),
        Field("overall_agreed", "Overall agreed", "boolean"),
        Field("signed", "Signed", "datetime"),
        Field("remark", "Remark"),
    ),
    (
        ("900101", date(2026, 11, 17), 644, 0.5, True, datetime(2026, 12, 3, 16, 5, tzinfo=UTC), "=1+1"),
        ("900102", None, 10**17, 2.25, False, None, "http://example.org"),
    ),
)


def opened(raw: bytes) -> Workbook:
    """The workbook as a spreadsheet program reads it."""
    return load_workbook(io.BytesIO(raw))


def test_cells_are_typed_and_the_header_is_frozen() -> None:
    sheet = opened(make_workbook([REVIEWS], title="Board pack", made=MADE))["Reviews this term"]
    assert [cell.value for cell in sheet[1]] == [
        "URN",
        "Visited",
        "Words",
        "Share",
        "Overall agreed",
        "Signed",
        "Remark",
    ]
    signed = datetime(2026, 12, 3, 16, 5, tzinfo=UTC).replace(tzinfo=None)
    visited = datetime.combine(date(2026, 11, 17), time())
    assert [cell.value for cell in sheet[2]] == ["900101", visited, 644, 0.5, True, signed, "=1+1"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n", "n", "b", "d", "s"]
    assert sheet["C3"].value == "100000000000000000"  # longer than a workbook's numbers are exact
    assert sheet["B3"].value is None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"


@pytest.mark.parametrize(
    "typed", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "\t=1", "{=1}", "0123", "1e5", "mailto:a@b"]
)
def test_text_stays_text(typed: str) -> None:
    table = Table("t", "T", (Field("a", "A"),), ((typed,),))
    cell = opened(make_workbook([table], title="", made=MADE))["T"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)


def test_a_cell_that_is_too_long_says_that_it_is_cut() -> None:
    table = Table("t", "T", (Field("a", "A"),), (("x" * 40_000,),))
    value = opened(make_workbook([table], title="", made=MADE))["T"]["A2"].value
    assert len(value) == CELL_LIMIT
    assert value.endswith("x […]")


def test_the_last_sheet_tells_what_every_column_means() -> None:
    sheet = opened(make_workbook([REVIEWS], title="", made=MADE))["About the columns"]
    assert [cell.value for cell in sheet[2]] == ["Reviews this term", "URN", "string", "Register number"]
    assert sheet.max_row == 8


def test_the_same_tables_give_the_same_bytes() -> None:
    assert make_workbook([REVIEWS], title="a", made=MADE) == make_workbook([REVIEWS], title="a", made=MADE)


def test_sheet_names_are_what_a_workbook_accepts() -> None:
    long = "Next steps that are due before the end of the spring term"
    assert sheet_names(["A/B: [c]*?", long, long, long.upper(), "'Quoted'"]) == [
        "A B   c",
        "Next steps that are due before",
        "Next steps that are due bef 2",
        "NEXT STEPS THAT ARE DUE BEF 3",
        "Quoted",
    ]


def test_plain_sheets_are_written_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "handbook.xlsx"
    write_workbook({"survey": [["type", "name"], ["text", "=P1"], [None, 3]], "settings": [["form_title"]]}, path)
    book = opened(path.read_bytes())
    assert book.sheetnames == ["survey", "settings"]
    assert [[cell.value for cell in row] for row in book["survey"]] == [["type", "name"], ["text", "=P1"], [None, 3]]
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        write_workbook({"a": [["b"]]}, tmp_path / "missing" / "a.xlsx")
    assert fault.value.code == "cannot_write"

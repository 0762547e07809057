"""CSV and its description: tidy, typed, harmless in a spreadsheet, and the same text again when read."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from peerreview.reports.table import ESCAPE, Field, Table, make_csv, of_rows, write_tables

MADE = date(2026, 12, 3)
STEPS = Table(
    "next_steps",
    "Next steps",
    (
        Field("urn", "URN", "string", "Register number"),
        Field("step", "Next step"),
        Field("due", "By when", "date"),
        Field("place", "Place", "integer"),
        Field("share", "Share", "number"),
        Field("done", "Done", "boolean"),
        Field("signed", "Signed", "datetime"),
    ),
    (
        ("900101", "Read daily,\n\"together\"; Ŵyn", date(2027, 1, 29), 1, -0.5, True, None),
        ("900102", "=1+1", None, -2, 1.25, False, datetime(2026, 12, 3, 16, 5, tzinfo=UTC)),
        ("900103", "-", None, None, None, None, None),
    ),
)  # fmt: skip


def read(raw: bytes) -> list[list[str]]:
    """The rows as any CSV reader gives them."""
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def test_the_file_is_plain_csv() -> None:
    raw = make_csv(STEPS)
    assert raw.startswith(b"urn,step,due,place,share,done,signed\r\n")
    assert read(raw)[1] == ["900101", 'Read daily,\n"together"; Ŵyn', "2027-01-29", "1", "-0.5", "true", ""]
    assert read(raw)[2] == ["900102", "'=1+1", "", "-2", "1.25", "false", "2026-12-03T16:05:00Z"]


def test_frictionless_finds_every_value_as_described(tmp_path: Path) -> None:
    paths = write_tables(
        [STEPS], tmp_path, name="reed-triad", title="Reed triad", made=MADE, description="Autumn 2026."
    )
    assert [path.name for path in paths] == ["next_steps.csv", "datapackage.json"]
    package = Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    rows = package.resources[0].read_rows()
    assert rows[0]["due"] == date(2027, 1, 29)
    assert rows[0]["share"] == -0.5
    assert rows[1]["done"] is False
    assert rows[2]["place"] is None
    described = json.loads(paths[1].read_text())
    assert "apostrophe" in described["description"]
    assert described["resources"][0]["schema"]["fields"][0]["description"] == "Register number"


def test_a_description_that_lies_is_found_out(tmp_path: Path) -> None:
    write_tables([STEPS], tmp_path, name="reed-triad", title="Reed triad", made=MADE)
    with (tmp_path / "next_steps.csv").open("a") as file:
        file.write("900104,x,soon,,,,\r\n")
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠", "'"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    table = Table("t", "T", (Field("a", "A"),), ((f"{start}1+1",),))
    assert read(make_csv(table))[1] == [f"'{start}1+1"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1))
def test_reading_gives_back_exactly_what_was_written(texts: list[str]) -> None:
    table = Table("t", "T", (Field("n", "N", "integer"), Field("a", "A")), [(1, text) for text in texts])
    found = [row[1] for row in read(make_csv(table))[1:]]
    assert [text[1:] if text.startswith(ESCAPE) else text for text in found] == texts
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for text in found)


def test_columns_say_what_they_mean_under_their_titles() -> None:
    table = of_rows("grades", [["Year", "Schools"], ["2026/27", 6]], {"Year": "School year"})
    assert [field.description for field in table.fields] == ["School year", ""]


def test_plain_rows_become_a_typed_table() -> None:
    titles = ["School", "Words (all)", "When", "Share", "Mixed", "Starts"]
    first = ["Quillbeck", 644, date(2026, 11, 17), 1, 2, time(8, 45)]
    second = [None, 3, None, 0.5, "none", None]
    table = of_rows("by_school", [titles, first, second])
    assert table.title == "By school"
    assert [(field.name, field.type) for field in table.fields] == [
        ("school", "string"),
        ("words_all", "integer"),
        ("when", "date"),
        ("share", "number"),
        ("mixed", "string"),
        ("starts", "string"),
    ]
    assert [row[4:] for row in table.rows] == [["2", "08:45"], ["none", None]]

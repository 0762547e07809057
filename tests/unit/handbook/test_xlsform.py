"""Handbooks as sheets: there and back without loss, and plain words for what a spreadsheet did to them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.config import paths
from peerreview.domain.sheets import Cell, Sheets
from peerreview.handbook import reader
from peerreview.handbook.model import Handbook
from peerreview.handbook.problems import BadHandbook
from peerreview.handbook.xlsform import from_sheets, to_sheets
from tests.unit.handbook.generated import handbooks

Rows = dict[str, list[list[Cell]]]


@given(handbooks())
@settings(max_examples=20)
def test_there_and_back_loses_nothing(handbook: Handbook) -> None:
    again = from_sheets(to_sheets(handbook))
    assert again == handbook
    assert again.hash == handbook.hash


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return reader.load(paths.forms() / "triad-p")


@pytest.fixture
def sheets(handbook: Handbook) -> Rows:
    return {name: [list(row) for row in rows] for name, rows in to_sheets(handbook).items()}


def _cell(rows: Rows, sheet: str, name: str, column: str) -> tuple[int, int]:
    """The place of a cell: the row whose `name` or `code` this is, under a column."""
    header = rows[sheet][0]
    key = header.index("code" if sheet == "peerreview" else "name")
    row = next(number for number, row in enumerate(rows[sheet]) if row[key] == name)
    return row, header.index(column)


def _set(rows: Rows, sheet: str, name: str, column: str, value: Cell) -> int:
    row, at = _cell(rows, sheet, name, column)
    rows[sheet][row][at] = value
    return row + 1


def _problems(rows: Sheets) -> list[str]:
    with pytest.raises(BadHandbook) as refused:
        from_sheets(rows, "Our form.xlsx")
    return [str(problem) for problem in refused.value.problems]


def test_the_workbook_is_an_xlsform(sheets: Rows) -> None:
    survey = {row[1]: dict(zip(sheets["survey"][0], row, strict=True)) for row in sheets["survey"][1:]}
    assert survey["P1"]["type"] == "begin group"
    assert survey["P1.agreed"]["type"] == "select_one section.P1"
    assert survey["_P1.notes"]["type"] == "begin repeat"
    assert survey["A2"]["constraint"] == "count-selected(normalize-space(.)) <= 80"
    assert survey["R3"]["report_field"] == "headline"
    choices = [dict(zip(sheets["choices"][0], row, strict=True)) for row in sheets["choices"][1:]]
    descriptor = next(row["descriptor"] for row in choices if row["list_name"] == "section.P3" and row["name"] == "1")
    assert str(descriptor).startswith("Calm, kind and purposeful")


def test_a_spreadsheets_habits_do_no_harm(handbook: Handbook, sheets: Rows) -> None:
    for name, rows in sheets.items():
        width = len(rows[0])
        rows[:] = [[*row, None, None] for row in rows]
        rows.insert(2, [None] * width)
        rows.append(["   ", *[None] * (width - 1)])
        sheets[name] = rows
    row, at = _cell(sheets, "choices", "1", "name")
    sheets["choices"][row][at] = 1
    _set(sheets, "survey", "A2", "word_limit", 80.0)
    sheets["settings"][1][sheets["settings"][0].index("valid_from")] = datetime(2026, 9, 1)  # noqa: DTZ001 - as openpyxl gives it
    start = sheets["peerreview"][0].index("start")
    for row_cells in sheets["peerreview"]:
        if row_cells[start] == "08:30":
            row_cells[start] = time(8, 30)
    sheets["_scratch"] = [["mine"]]
    assert from_sheets(sheets) == handbook


def test_a_new_item_needs_only_what_xlsform_asks(sheets: Rows) -> None:
    header = sheets["survey"][0]
    row, _ = _cell(sheets, "survey", "A8", "name")
    new: dict[Cell, Cell] = {"type": "text", "name": "A9", "label": "Who else was asked", "fills": "host"}
    sheets["survey"].insert(row + 1, [new.get(column) for column in header])
    item = from_sheets(sheets).items["A9"]
    assert (item.kind, item.label) == ("text", "Who else was asked")


def test_a_changed_word_limit_and_its_constraint(sheets: Rows) -> None:
    _set(sheets, "survey", "A2", "word_limit", 60)
    _set(sheets, "survey", "A2", "constraint", "count-words(.) <= 60")
    _set(sheets, "survey", "A2", "constraint_message", None)
    assert from_sheets(sheets).items["A2"].words == 60


def _drop(sheet: str, name: str) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        row, _ = _cell(rows, sheet, name, "label")
        del rows[sheet][row]

    return change


def _last_group_open(rows: Rows) -> None:
    rows["survey"].pop()


def _version_as_number(rows: Rows) -> None:
    rows["settings"][1][rows["settings"][0].index("version")] = 2026.1


def _twice(rows: Rows) -> None:
    rows["survey"][0][rows["survey"][0].index("fills")] = "kind"


def _beyond(rows: Rows) -> None:
    rows["choices"][4].append("see me")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.pop("choices"), ["choices: this sheet is missing"]),
        (lambda rows: rows.update(Notes=[["x"]]), ["Notes: this sheet is not read", "begin its name with “_”"]),
        (_twice, ["survey: the column “kind” stands there twice"]),
        (_beyond, ["choices: row 5 goes beyond the named columns"]),
        (_version_as_number, ["settings, row 2, version: a number stands where text", "format the cell as text"]),
        (
            lambda rows: _set(rows, "survey", "A2", "word_limit", "sixty"),
            ["survey, row", "A2 › words: text stands where a whole number"],
        ),
        (
            lambda rows: _set(rows, "survey", "A2", "word_limit", 2.5),
            ["A2 › words: a number stands where a whole number"],
        ),
        (
            lambda rows: _set(rows, "survey", "A2", "word_limit", 60),
            ["column constraint: “count-selected(normalize-space(.)) <= 80” stands where “count-selected"],
        ),
        (
            lambda rows: _set(rows, "survey", "A2", "type", "decimal"),
            ["survey, row 9, column type: “decimal” stands where “text” is expected"],
        ),
        (
            lambda rows: _set(rows, "survey", "_P1.notes.place", "label", "Class"),
            ["column label: “Class” stands where “Year group or phase”", "change it back"],
        ),
        (lambda rows: _set(rows, "survey", "P1", "evidence", "DATA BOKS"), ["“BOKS” is not an activity"]),
        (lambda rows: _set(rows, "survey", "P1.own", "fills", "hots"), ["“hots” is not known", "did you mean “host”"]),
        (lambda rows: _set(rows, "survey", "A5", "kind", "geopoint"), ["“geopoint” is not known here"]),
        (lambda rows: _set(rows, "survey", "A5", "relevant", "${A99} = 1"), ["survey, row", "“${A99}” is not an item"]),
        (lambda rows: _set(rows, "survey", "O2", "label", None), ["O2: “label” is missing"]),
        (_drop("survey", "P2"), ["survey, row", "“P2.1” stands outside any section"]),
        (_last_group_open, ["“_report” has not ended here", "add a row “end repeat” or “end group”"]),
        (
            lambda rows: _set(rows, "choices", "BOOKS", "list_name", "list.activty"),
            ["choices, row", "the list “list.activty” belongs to nothing"],
        ),
        (
            lambda rows: _set(rows, "choices", "not_seen", "label", "Absent"),
            ["choices, row", "“Absent” stands where “Not seen” is expected"],
        ),
        (
            lambda rows: _set(rows, "peerreview", "draft", "days", "two"),
            ["peerreview, row", "draft › days: text stands"],
        ),
        (lambda rows: _set(rows, "peerreview", "draft", "part", "dedline"), ["“dedline” cannot stand here"]),
        (
            lambda rows: _set(rows, "peerreview", "shared", "stage", "dig"),
            ["peerreview, row", "shared › stage: “stage” is not known here"],
        ),
    ],
)
def test_what_is_wrong_is_said_plainly(sheets: Rows, change: Callable[[Rows], object], said: list[str]) -> None:
    change(sheets)
    problems = _problems(sheets)
    for words in said:
        assert any(words in problem and problem.startswith("Our form.xlsx, ") for problem in problems), problems


def test_the_row_named_is_the_spreadsheets_own(sheets: Rows) -> None:
    for rows in sheets.values():
        rows.insert(1, [None] * len(rows[0]))
    number = _set(sheets, "survey", "P4.own", "scale", "five")
    assert any(f"survey, row {number}," in problem for problem in _problems(sheets))


def test_dates_may_be_dates(handbook: Handbook, sheets: Rows) -> None:
    sheets["settings"][1][sheets["settings"][0].index("valid_from")] = date(2026, 9, 1)
    assert from_sheets(sheets) == handbook


odd_cells = (
    st.none()
    | st.floats(-9, 9)
    | st.booleans()
    | st.dates()
    | st.sampled_from(["", "_report", "begin group", "end group", "begin repeat", "column", "A3", "2026.1", "slot"])
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["survey", "choices", "settings", "peerreview"]),
            st.sampled_from(["delete", "double", "move", "write"]),
            st.integers(0, 200),
            st.integers(0, 30),
            odd_cells,
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40)
def test_whatever_was_done_to_the_workbook_it_is_read_or_refused(
    handbook: Handbook, changes: list[tuple[str, str, int, int, Cell]]
) -> None:
    sheets: Rows = {name: [list(row) for row in rows] for name, rows in to_sheets(handbook).items()}
    for sheet, change, row, column, cell in changes:
        rows = sheets[sheet] or [[None]]
        at = row % len(rows)
        if change == "delete":
            del rows[at : at + column]
        elif change == "double":
            rows.insert(at, list(rows[at]))
        elif change == "move":
            rows.append(rows.pop(at))
        else:
            rows[at][column % len(rows[at])] = cell
    with contextlib.suppress(BadHandbook):
        from_sheets(sheets)

"""Workbooks from other hands: what is read, and what is refused in plain words."""

from __future__ import annotations

import zipfile
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from peerreview.datasets import workbook
from peerreview.datasets.workbook import read_workbook
from peerreview.errors import BadInput


def _bytes(book: Workbook) -> bytes:
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


@pytest.fixture
def book() -> Workbook:
    made = Workbook()
    made.active.title = "survey"
    made.active.append(["name", "limit", "on", "at", "yes", None])
    made.active.append(["A2", 80, datetime(2026, 9, 1), time(8, 30), True])  # noqa: DTZ001 - a workbook knows no zone
    made.active.append([])
    made.active.append(["  =not a formula", 2.5, timedelta(hours=30, minutes=15)])
    made.create_sheet("choices")
    return made


def test_rows_as_they_are_without_trailing_blanks(book: Workbook, tmp_path: Path) -> None:
    book["survey"]["H40"] = "far out"
    book["survey"]["H40"] = None
    path = tmp_path / "form.xlsx"
    book.save(path)
    sheets = read_workbook(path)
    assert sheets == read_workbook(path.read_bytes())
    assert sheets == {
        "survey": [
            ["name", "limit", "on", "at", "yes"],
            ["A2", 80, datetime(2026, 9, 1), time(8, 30), True],  # noqa: DTZ001
            [],
            ["  =not a formula", 2.5, "1 day, 6:15:00"],
        ],
        "choices": [],
    }


def test_a_formula_reads_as_the_value_last_shown(book: Workbook) -> None:
    book["survey"]["A6"] = "=1+1"
    assert len(read_workbook(_bytes(book))["survey"]) == 4


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is not an Excel workbook"),
        (b"type,name,label\n", "is not an Excel workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "locked with a password"),
    ],
)
def test_what_is_no_workbook(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read_workbook(raw)
    assert refused.value.code == "workbook_unreadable"


def test_another_zip_is_no_workbook() -> None:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("mimetype", "text/plain")
    with pytest.raises(BadInput, match="damaged, or not an Excel workbook"):
        read_workbook(raw.getvalue())


_LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12))
_BOMB = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{_LAUGHS}]><worksheet>&a11;</worksheet>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("xml", ["", "<worksheet", _BOMB], ids=["empty", "broken", "bomb"])
def test_a_damaged_or_hostile_part_is_told(book: Workbook, part: str, xml: str) -> None:
    raw = BytesIO()
    with zipfile.ZipFile(BytesIO(_bytes(book))) as old, zipfile.ZipFile(raw, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == part else old.read(name))
    with pytest.raises(BadInput) as refused:
        read_workbook(raw.getvalue())
    assert refused.value.code == "workbook_unreadable"


def test_a_file_cut_short_is_told(book: Workbook) -> None:
    raw = _bytes(book)
    for length in range(1, len(raw), 97):
        with pytest.raises(BadInput):
            read_workbook(raw[:length])


def test_nothing_is_read_that_is_larger_than_expected(
    book: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = _bytes(book)
    path = tmp_path / "form.xlsx"
    path.write_bytes(raw)
    for name, most in (("LARGEST", len(raw) - 1), ("LARGEST_UNPACKED", len(raw)), ("MOST_CELLS", 10)):
        with monkeypatch.context() as patched:
            patched.setattr(workbook, name, most)
            for source in (path, raw):
                with pytest.raises(BadInput, match="larger than any workbook") as refused:
                    read_workbook(source)
                assert refused.value.code == "workbook_too_large"

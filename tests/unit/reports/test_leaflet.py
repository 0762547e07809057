"""Leaflets: plain Markdown as one tagged side, or as Word."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from peerreview.config import paths
from peerreview.reports.leaflet import Heading, Points, Table, make_docx, make_pdf, read
from peerreview.reports.preview import page_count
from tests.unit.reports.reading import page_texts, roles

LEAFLETS = sorted(path.stem for path in (paths.resources() / "leaflets").glob("*.md"))
MADE = date(2026, 11, 22)
PAGE = """# For the caretaker

Two lines
of one paragraph.

## Keys

- The hall
- The boiler
  room

| Door | Key |
| --- | --- |
| Hall | 4 |
"""


def test_a_page_is_headings_paragraphs_points_and_tables() -> None:
    title, words, heading, points, table = read(PAGE)
    assert (title, heading) == (Heading(1, "For the caretaker"), Heading(2, "Keys"))
    assert words.words == "Two lines of one paragraph."
    assert points == Points(("The hall", "The boiler room"))
    assert table == Table(("Door", "Key"), (("Hall", "4"),))


def test_it_is_read_aloud_in_order() -> None:
    found = roles(make_pdf(PAGE, MADE))
    assert [each for each in found if each in ("H1", "H2", "L", "LI", "Table", "TH", "TD")] == [
        "H1", "H2", "L", "LI", "LI", "Table", "TH", "TH", "TH", "TD",
    ]  # fmt: skip


def test_the_word_file_can_be_completed() -> None:
    document = docx.Document(io.BytesIO(make_docx(PAGE, MADE)))
    assert [each.text for each in document.paragraphs if each.style.name == "List Bullet"] == [
        "The hall",
        "The boiler room",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["Door", "Key"], ["Hall", "4"]]


@pytest.mark.parametrize("name", LEAFLETS)
def test_what_is_shipped_stays_on_one_side_and_shows_no_markup(name: str) -> None:
    pdf = make_pdf((paths.resources() / "leaflets" / f"{name}.md").read_text("utf-8"), MADE)
    assert page_count(pdf) == 1
    assert not {"*", "`", "#", "|"} & set("".join(page_texts(pdf)))

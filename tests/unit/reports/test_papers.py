"""Documents from any hand: shown page by page and word by word, or refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pikepdf
import pytest
from docx import Document
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from peerreview.domain.papers import Grid, Words
from peerreview.errors import BadInput
from peerreview.reports import papers
from peerreview.reports.papers import page, page_count, read_word


def pdf(pages: int) -> bytes:
    """Numbered pages."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Side {number} of the plan")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked() -> bytes:
    """A PDF that asks for a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1))) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return out.getvalue()


def plan() -> bytes:
    """An improvement plan in Word."""
    document = Document()
    document.add_heading("Improvement plan", 0)
    document.add_heading("Reading", 1)
    document.add_paragraph("Every class reads aloud daily.")
    document.add_paragraph("   ")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Action", "By when", "Buy books", "January"), strict=True):
        cell.text = words
    document.add_heading("Number", 2)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_body(xml: Callable[[str], str]) -> bytes:
    """The plan with another body."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plan())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, xml(raw.decode()) if name == "word/document.xml" else raw)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "damaged, or it is no PDF"),
        (b"%PDF-1.7 no", "damaged, or it is no PDF"),
        (pdf(3)[:400], "damaged, or it is no PDF"),
        (locked(), "locked with a password"),
    ],
)
def test_a_pdf_that_cannot_be_shown_is_told(raw: bytes, said: str) -> None:
    for read in (page_count, lambda raw: page(raw, 0, 96)):
        with pytest.raises(BadInput, match=said):
            read(raw)


def test_a_pdf_with_more_pages_than_any_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "PAGES", 2)
    with pytest.raises(BadInput, match="more than 2 pages"):
        page_count(pdf(3))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "damaged, or it is no Word file"),
        (b"PK\x03\x04 not quite", "damaged, or it is no Word file"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "locked with a password"),
        (with_body(lambda _: "<w:document"), "damaged"),
        (with_body(lambda _: "<x/>"), "damaged"),
    ],
)
def test_a_word_file_that_cannot_be_read_is_told(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as told:
        read_word(raw)
    assert told.value.code == "no_paper"


def test_a_word_file_cut_anywhere_is_told() -> None:
    raw = plan()
    for length in range(1, len(raw), 997):
        with pytest.raises(BadInput):
            read_word(raw[:length])


def test_a_word_file_that_unpacks_to_a_flood_is_not_unpacked() -> None:
    flood = with_body(lambda xml: xml.replace("Every", "Every" + " " * (papers.LARGEST_PART + 1)))
    assert len(flood) < 200_000
    with pytest.raises(BadInput, match="unpacks to far more"):
        read_word(flood)


def test_entities_that_multiply_and_cells_that_span_a_billion_columns_cost_nothing() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE w [<!ENTITY a0 "aaaaaaaaaa">{laughs}]>'
    said = with_body(lambda xml: xml.replace("?>", f"?>{bomb}", 1).replace("Every", "&a11;"))
    with suppress(BadInput):
        assert sum(len(each.text) for each in read_word(said).blocks if isinstance(each, Words)) < 200
    wide = with_body(lambda xml: xml.replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="999999999"/>'))
    assert [each.rows for each in read_word(wide).blocks if isinstance(each, Grid)] == [
        (("Action", "By when"), ("Buy books", "January"))
    ]


def test_a_long_word_file_says_that_not_all_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MOST_BLOCKS", 2)
    assert len(read_word(plan()).blocks) == 2
    assert "the rest" in read_word(plan()).cut
    monkeypatch.setattr(papers, "MOST_BLOCKS", 99)
    monkeypatch.setattr(papers, "MOST_CELLS", 2)
    assert read_word(plan()).blocks[-1] == Grid((("Action", "By when"),))
    assert read_word(plan()).cut


def test_headings_paragraphs_and_tables_of_a_word_file_in_order() -> None:
    assert read_word(plan()).blocks == (
        Words("Improvement plan", 1),
        Words("Reading", 1),
        Words("Every class reads aloud daily."),
        Grid((("Action", "By when"), ("Buy books", "January"))),
        Words("Number", 2),
    )
    assert read_word(plan()).cut == ""


def test_any_page_of_a_long_pdf_by_itself() -> None:
    long = pdf(200)
    assert page_count(long) == 200
    found = page(long, 199, 48)
    assert found.text == "Side 200 of the plan"
    assert Image.open(io.BytesIO(found.picture)).size == (397, 562)
    with pytest.raises(BadInput, match="Page 201"):
        page(long, 200, 48)

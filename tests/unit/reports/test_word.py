"""The Word twin: the same words, real headings, tables with header rows, in British English."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from peerreview.domain.report import ReportModel
from peerreview.reports.word import COPY, make_docx
from tests.unit.reports import quillbeck
from tests.unit.reports.reading import squeezed, strings
from tests.unit.reports.test_pdf import plain


def opened(model: ReportModel) -> WordDocument:
    """The twin as Word would read it."""
    return Document(io.BytesIO(make_docx(model)))


def words(document: WordDocument) -> str:
    """All its words, tables in their place."""
    parts = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts += [cell.text for row in block.rows for cell in row.cells]
    return " ".join(parts)


@pytest.mark.parametrize("model", [quillbeck.full_report(), quillbeck.summary_report(), quillbeck.views_report()])
def test_every_word_of_the_model_is_there(model: ReportModel) -> None:
    found = squeezed(words(opened(model)))
    assert [text for text in strings(plain(model)) if squeezed(text) not in found] == []
    assert "ReviewerA" not in found
    assert ("Annex" in found) is (model.level == "full")


def test_next_steps_stand_under_the_first_heading_and_headings_are_real() -> None:
    document = opened(quillbeck.full_report())
    heads = [(block.style.name, block.text) for block in document.paragraphs if "Head" in block.style.name]
    assert heads[:4] == [
        ("Heading 1", "Next steps"),
        ("Heading 1", "What colleagues found"),
        ("Heading 1", "Strengths"),
        ("Heading 1", "Focus and key questions"),
    ]
    assert ("Heading 2", "Signed with a reason, and notes on this version") in heads
    assert [block.text for block in document.paragraphs if block.style.name == "Title"] == ["Quillbeck Primary"]
    assert len([block for block in document.paragraphs if block.style.name == "List Number"]) == 3


def test_tables_have_header_rows_that_come_again() -> None:
    document = opened(quillbeck.full_report())
    assert len(document.tables) == 4
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_language_paper_and_properties() -> None:
    document = opened(quillbeck.full_report())
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert (round(document.sections[0].page_width.mm), round(document.sections[0].page_height.mm)) == (210, 297)
    assert document.core_properties.title == "Quillbeck Primary: Triad review, 17 November 2026"
    assert document.core_properties.created.date() == quillbeck.full_report().made
    assert COPY in words(document)


def test_what_xml_cannot_hold_is_left_out() -> None:
    full = quillbeck.full_report()
    assert full.headline
    typed = replace(full, headline=replace(full.headline, text="a\x07b\x0cc\ufffe <b> & ☃"))
    assert "abc <b> & ☃" in words(opened(typed))

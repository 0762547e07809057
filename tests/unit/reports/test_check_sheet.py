"""The check sheet: every paragraph numbered with three boxes and room to write, in Word and on paper alike."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

from docx import Document

from peerreview.domain.check_sheet import CheckSheet, SheetParagraph
from peerreview.reports.check_sheet import BOXES, make_pdf
from peerreview.reports.check_sheet_word import make_docx
from peerreview.reports.preview import page_count
from tests.unit.reports.reading import page_texts, roles

SHEET = CheckSheet(
    school="Quillbeck Primary",
    title="Triad review",
    network="Marram Vale",
    language="en-GB",
    visited=date(2026, 11, 17),
    made=date(2026, 11, 24),
    due=date(2026, 12, 2),
    host="Tom Ashdown-Reyes",
    writer="Dele Akintola",
    comment="Host school's comment",
    paragraphs=(
        SheetParagraph(1, "Next step 1", "Look again every six weeks at who receives reading support."),
        SheetParagraph(
            2,
            "Headline",
            "Quillbeck is a settled school & an honest one.",
            ("Tom: It reaches 18.", "Dele: Kept, because: we counted."),
        ),
    ),
)


def test_paper_has_every_paragraph_with_its_boxes_and_whom_to_give_it_to() -> None:
    pages = make_pdf(SHEET)
    said = " ".join(page_texts(pages)).replace("\r\n", " ")
    for words in ("1. Next step 1", "2. Headline", "an honest one.", "Dele: Kept, because: we counted."):
        assert words in " ".join(said.split())
    for box in BOXES:
        assert said.count(box) == len(SHEET.paragraphs)
    assert "Please give this sheet back by Wed 2 December 2026 to Dele Akintola" in said
    found = roles(pages)
    assert found[0] == "Document"
    assert found.count("H1") == 1
    assert found.count("LI") == 3 * len(SHEET.paragraphs) + 1
    assert pages == make_pdf(SHEET)


def test_a_paragraph_longer_than_a_page_still_prints_whole() -> None:
    words = " ".join(f"word{number}" for number in range(1500))
    long = replace(SHEET, paragraphs=(SheetParagraph(1, "Headline", words), SHEET.paragraphs[0]))
    pages = make_pdf(long)
    assert page_count(pages) > 1
    assert "word1499" in " ".join(page_texts(pages))
    assert make_docx(long).startswith(b"PK")


def test_word_has_the_same_words_real_headings_and_boxes_that_tick() -> None:
    data = make_docx(SHEET)
    document = Document(io.BytesIO(data))
    words = [paragraph.text for paragraph in document.paragraphs]
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 2"]
    assert headings == ["1.  Next step 1", "2.  Headline", "Host school's comment", "Name, date"]
    assert any("by Wed 2 December 2026 to Dele Akintola" in each for each in words)
    with ZipFile(io.BytesIO(data)) as parts:
        body = parts.read("word/document.xml").decode()
    assert body.count("<w14:checkbox>") == 3 * len(SHEET.paragraphs) + 1
    assert body.count('w:alias w:val="Factual correction"') == len(SHEET.paragraphs)
    assert len(document.tables) == len(SHEET.paragraphs) + 2  # a frame to write in under each, the comment, the name

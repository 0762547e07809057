"""LibreOffice opens the Word twin, the check sheet and the workbook and finds in them what was written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from peerreview.reports.check_sheet import ALL, BOXES
from peerreview.reports.check_sheet_word import make_docx as make_sheet
from peerreview.reports.table import Field, Table
from peerreview.reports.word import make_docx
from peerreview.reports.workbook import make_workbook
from tests.unit.reports import quillbeck
from tests.unit.reports.reading import squeezed, strings
from tests.unit.reports.test_check_sheet import SHEET
from tests.unit.reports.test_pdf import plain

pytestmark = pytest.mark.heavy

FORMULA = '=HYPERLINK("http://example.org","press me")'
TABLE = Table(
    "steps",
    "Next steps",
    (Field("school", "School"), Field("due", "Due", "date"), Field("words", "Words", "integer"), Field("note", "Note")),
    (("Quillbeck Primary", date(2027, 1, 29), 644, FORMULA),),
)


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The text of both files as LibreOffice prints them; it is started once."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice (LibreOffice) is not installed")
    folder = tmp_path_factory.mktemp("office")
    (folder / "twin.docx").write_bytes(make_docx(quillbeck.full_report()))
    (folder / "sheet.docx").write_bytes(make_sheet(SHEET))
    (folder / "board.xlsx").write_bytes(make_workbook([TABLE], title="Board", made=date(2026, 12, 3)))
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", folder, folder / "twin.docx", folder / "sheet.docx",
            folder / "board.xlsx",
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: _text(folder / f"{name}.pdf") for name in ("twin", "sheet", "board")}


def _text(path: Path) -> str:
    with PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_the_twin_holds_every_word(read: Mapping[str, str]) -> None:
    printed = squeezed(read["twin"])
    missing = [text for text in strings(plain(quillbeck.full_report())) if squeezed(text)[:60] not in printed]
    assert missing == []


def test_the_check_sheet_holds_every_paragraph_with_its_boxes(read: Mapping[str, str]) -> None:
    printed = squeezed(read["sheet"])
    for paragraph in SHEET.paragraphs:
        assert squeezed(f"{paragraph.number}. {paragraph.title}{paragraph.text}") in printed
    assert [printed.count(squeezed(box)) for box in BOXES] == [len(SHEET.paragraphs)] * 3
    assert printed.count("☐") == 3 * len(SHEET.paragraphs) + 1
    assert squeezed(ALL) in printed


def test_the_workbook_holds_its_cells_and_runs_nothing(read: Mapping[str, str]) -> None:
    printed = squeezed(read["board"])
    for words in ("QuillbeckPrimary", "29Jan2027", "644", squeezed(FORMULA)):
        assert words in printed

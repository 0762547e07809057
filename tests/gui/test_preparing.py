"""Getting ready in the window: documents read page by page, last time by the line, the call, paper by one button."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from peerreview.domain.papers import Grid, PaperPage, PaperText
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screens.document import DocumentDialog, PaperPages, WordsView
from peerreview.gui.screens.paper import PaperDialog
from peerreview.gui.screens.prepare_last_time import StepsDialog
from peerreview.gui.screens.sending import SendDialog
from peerreview.gui.widgets.sheets import SheetsView
from peerreview.services import documents, reviews
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.conftest import Desktop, QuietSession
from tests.gui.pages import page

Open = Callable[[str], Desktop]


def long_pdf(pages: int) -> bytes:
    """Numbered pages."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Side {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def button(root: QWidget, words: str) -> QPushButton:
    """The button that says this."""
    return next(each for each in root.findChildren(QPushButton) if each.text().strip() == words)


def said(root: QWidget) -> str:
    """What the labels say."""
    return "\n".join(each.text() for each in root.findChildren(QLabel))


@pytest.fixture
def read(open_desktop: Open, review: str, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., DocumentDialog]]:
    """Attach a document as the host and press its Read button."""

    def open_(name: str, raw: bytes) -> DocumentDialog:
        tom = open_desktop("tom")
        path = tmp_path / name
        path.write_bytes(raw)
        documents.attach(tom.profile.ports, tom.profile.signer, review, path)
        screen = tom.go(Target(Where.PREPARE, review))
        button(screen, "Read").click()
        dialog = next(each for each in screen.findChildren(DocumentDialog))
        qtbot.waitUntil(lambda: not tom.jobs.busy, timeout=15_000)
        qtbot.waitUntil(lambda: not tom.jobs.busy, timeout=15_000)
        return dialog

    yield open_
    for each in QApplication.topLevelWidgets():
        if isinstance(each, Dialog):
            each.reject()


def test_documents_are_attached_in_one_go_and_one_that_is_none_names_itself(
    open_desktop: Open, review: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tom = open_desktop("tom")
    screen = tom.go(Target(Where.PREPARE, review))
    for name in ("SEF.pdf", "Plan.pdf"):
        (tmp_path / name).write_bytes(long_pdf(1))
    (tmp_path / "Data.pdf").write_text("no PDF at all")
    chosen = [str(tmp_path / name) for name in ("SEF.pdf", "Plan.pdf", "Data.pdf")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    button(screen, "Attach documents …").click()
    tom.qtbot.waitUntil(lambda: "Data.pdf" in said(tom.shell), timeout=15_000)
    tom.settle()
    assert {each.title for each in screen.view.attachments} >= {"SEF", "Plan"}


def test_not_now_leaves_the_self_evaluation_unshared(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "prepare, host")
    qtbot.addWidget(screen)
    screen.show_view(replace(screen.view, steps=()))
    asked = session.asked
    button(screen, "Share with my reviewers …").click()
    dialog = screen.findChild(SendDialog)
    assert dialog is not None
    dialog.reject()
    assert session.asked == asked


def test_a_damaged_document_is_told_in_place_and_can_still_be_saved(
    read: Callable[..., DocumentDialog], qtbot: QtBot
) -> None:
    dialog = read("plan.pdf", b"%PDF-1.7 nothing more")
    qtbot.waitUntil(lambda: "damaged" in said(dialog), timeout=10_000)
    assert button(dialog, "Save a copy …").isEnabled()


def test_of_two_hundred_pages_only_those_that_are_looked_at_are_drawn(
    read: Callable[..., DocumentDialog], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = read("SEF.pdf", long_pdf(200))
    qtbot.waitUntil(lambda: dialog.findChild(PaperPages) is not None, timeout=10_000)
    pages = dialog.findChild(PaperPages)
    assert pages is not None
    assert pages.count == 200

    def words() -> str:
        return "".join(each.accessibleDescription() for each in pages.view.findChildren(QLabel))

    qtbot.waitUntil(lambda: words() == "Side 1", timeout=10_000)
    drawn: list[int] = []
    papers = dialog._session.ports.papers
    page = papers.page

    def counted(pdf: bytes, number: int, dpi: int) -> PaperPage:
        drawn.append(number)
        return page(pdf, number, dpi)

    monkeypatch.setattr(papers, "page", counted, raising=False)
    for _ in range(60):
        qtbot.keyClick(pages.edit, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: words() == "Side 61", timeout=10_000)
    assert len(drawn) < 60  # leafed past, never drawn
    pages.edit.setText("200")
    pages.edit.editingFinished.emit()
    qtbot.waitUntil(lambda: words() == "Side 200", timeout=10_000)
    assert not button(pages, "Next page").isEnabled()
    for wrong in ("0", "9999", "no"):
        pages.edit.setText(wrong)
        pages.edit.editingFinished.emit()
    assert pages.edit.text() in {"1", "200"}


def test_a_workbook_shows_a_sheet_at_a_time(read: Callable[..., DocumentDialog], qtbot: QtBot) -> None:
    book = Workbook()
    book.active.title = "Attendance"
    book.active.append(["Year", "Rate"])
    book.create_sheet("Results").append(["Reading", 71])
    out = io.BytesIO()
    book.save(out)
    dialog = read("data.xlsx", out.getvalue())
    qtbot.waitUntil(lambda: dialog.findChild(SheetsView) is not None, timeout=10_000)
    sheets = dialog.findChild(SheetsView)
    assert sheets is not None

    def cells() -> list[str]:
        model = sheets.table.model()
        return [model.index(0, column).data() for column in range(model.columnCount())]

    assert cells() == ["Year", "Rate"]
    sheets.show_sheet("Results")
    assert cells() == ["Reading", "71"]


def test_words_of_a_document_are_never_read_as_mark_up(read: Callable[..., DocumentDialog], qtbot: QtBot) -> None:
    from docx import Document

    document = Document()
    document.add_heading("Plan <b>for</b> all", 1)
    document.add_paragraph('<img src="file:///etc/passwd"> & more')
    out = io.BytesIO()
    document.save(out)
    dialog = read("plan.docx", out.getvalue())
    qtbot.waitUntil(lambda: dialog.findChild(WordsView) is not None, timeout=10_000)
    view = dialog.findChild(WordsView)
    assert view is not None
    assert view.browser.toPlainText().splitlines() == ["Plan <b>for</b> all", '<img src="file:///etc/passwd"> & more']


def test_next_steps_of_last_time_a_line_each(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    screen = tom.go(Target(Where.PREPARE, review))
    dialog = StepsDialog(screen)
    add = button(dialog, "Add them")
    assert not add.isEnabled()
    dialog.edit.setPlainText("Read aloud daily.\n\nJoin the hub.")
    add.click()
    tom.settle()
    view = reviews.open_review(tom.profile.ports, tom.profile.signer, review)
    assert {"Read aloud daily.", "Join the hub."} <= {each.text.text for each in view.last_time}


def test_the_paper_pack_is_one_button_and_saves_two_sides(
    open_desktop: Open, review: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.CALL, review))
    button(screen, "Paper pack …").click()
    dialog = next(each for each in screen.findChildren(PaperDialog))
    keep = button(dialog, "Save it to print it …")
    qtbot.waitUntil(keep.isEnabled, timeout=15_000)
    assert dialog.focusWidget() is keep
    qtbot.waitUntil(lambda: not miriam.jobs.busy, timeout=15_000)
    names = [name for each in dialog.view.findChildren(QLabel) if (name := each.accessibleName())]
    assert names == ["Page 1 of 2", "Page 2 of 2"]
    target = tmp_path / "pack.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr("peerreview.gui.screens.paper.QDesktopServices.openUrl", lambda _url: True)
    keep.click()
    miriam.settle()
    assert target.read_bytes().startswith(b"%PDF-")
    dialog.save(tmp_path / "pulled out" / "pack.pdf", b"%PDF-")
    qtbot.waitUntil(lambda: dialog._said.text().startswith("pack.pdf could not be written."), timeout=15_000)
    dialog.reject()


def test_the_call_reads_from_top_to_bottom(open_desktop: Open, review: str) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.CALL, review))
    order = (
        "Read it aloud",
        "What the school says",
        "Last time's next steps",
        "Key questions",
        "Who walks with whom",
        "whom to tell of a worry",
        "Who will see the report",
    )
    labels = screen.findChildren(QLabel)
    found = [next(each for each in labels if words in each.text()) for words in order]
    heights = [each.mapTo(screen, each.rect().topLeft()).y() for each in found]
    assert heights == sorted(heights)
    assert len(set(heights)) == len(order)


def test_a_document_of_one_huge_table_is_shown_in_lines_at_once(qtbot: QtBot) -> None:
    rows = tuple((f"Action {number}", "", "Reading leader") for number in range(6_000))
    view = WordsView(PaperText((Grid((("Action", "", "Who"),)), Grid(rows)), "Not all of it."), "Plan")
    qtbot.addWidget(view)
    text = view.browser.toPlainText()
    assert "Action 5999 | Reading leader" in text
    assert "Not all of it." in said(view)
    frames = view.browser.document().rootFrame().childFrames()
    assert len(frames) == 1  # only the small one is laid out as a table


def test_a_reviewer_reads_the_context_and_is_shown_no_field_of_the_host_s(open_desktop: Open, review: str) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.PREPARE, review))
    words = said(screen)
    assert "Quillbeck Primary\nOur network's list" in words
    assert "This is somebody else's to write" not in words
    assert not [key for key in screen.bound if key[1] in ("answer", "review")]

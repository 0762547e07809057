"""A document of the school's, read without leaving the program: a PDF page by page, the words and tables of the others.

Whatever is slow happens in the pool; of a PDF only the page that somebody looks at is drawn.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from peerreview.domain.papers import EXCEL, PDF, Grid, PaperText
from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Job
from peerreview.gui.screen import AnyScreen
from peerreview.gui.session import Session
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.card import Page
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.pdf_pages import PageView
from peerreview.gui.widgets.sheets import SheetsView
from peerreview.gui.widgets.text import label, muted
from peerreview.services import documents
from peerreview.services.review_views import AttachmentView

_DPI = 110

_TABLED = 400
"""Cells of a Word document that are laid out as tables."""


class DocumentDialog(Dialog):
    """Shows one attached document; what cannot be shown is told, and can still be saved."""

    def __init__(self, screen: AnyScreen, review: str, paper: AttachmentView) -> None:
        super().__init__(paper.title, screen, large=True)
        self._screen, self._review, self._paper = screen, review, paper
        self._session = screen.session
        self._said = muted("One moment …")
        self.add(self._said)
        self.button("Save a copy …", self._save)
        self.closes("Close")
        job = self._session.ask(lambda desk: documents.attached(desk.ports, desk.signer, review, paper.record)[1])
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self._read)

    def _read(self, data: bytes) -> None:
        papers, media = self._session.ports.papers, self._paper.media
        if media == PDF:
            counting: Job[int] = self._session.jobs.in_pool(lambda _job: papers.page_count(data))
            counting.quiet = True
            counting.failed.connect(self._failed)
            counting.then(self, lambda count: self.fill(PaperPages(self._session, self._paper.title, data, count)))
            return
        reading: Job[PaperText] = self._session.jobs.in_pool(lambda _job: documents.read(papers, media, data))
        reading.quiet = True
        reading.failed.connect(self._failed)
        reading.then(self, self._show)

    def _show(self, paper: PaperText) -> None:
        name = self._paper.title
        self.fill(SheetsView(paper, name) if self._paper.media == EXCEL else WordsView(paper, name))

    def _failed(self, error: BaseException) -> None:
        told = tell(error)
        self._said.setText(f"{told.happened} {told.rest}")

    def _save(self) -> None:
        review, record = self._review, self._paper.record
        folder = QFileDialog.getExistingDirectory(self, "Where should the copy go?")
        if folder:
            job = self._session.ask(
                lambda desk: documents.save(desk.ports, desk.signer, review, Path(folder), records=(record,))
            )
            job.then(self._screen, lambda saved: self._session.tell(saved.sentence))


class PaperPages(QWidget):
    """One page of a PDF at a time: next, previous, or the number that is typed."""

    def __init__(self, session: Session, title: str, data: bytes, count: int) -> None:
        super().__init__()
        self._session = session
        self._data, self.count, self.number = data, count, 0
        self._drawing = False
        self._wanted = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 0)
        self._previous = Button("Previous page", lambda: self.turn(self.number - 1), about="Ctrl+Page up")
        self._next = Button("Next page", lambda: self.turn(self.number + 1), about="Ctrl+Page down")
        self.edit = QLineEdit("1")
        self.edit.setAccessibleName(f"Page, of {count}")
        self.edit.setFixedWidth(self.fontMetrics().averageCharWidth() * 8)
        self.edit.editingFinished.connect(self._typed)
        self._of = label(f"of {count}", wrap=False)
        column.addLayout(Flow(label(title, "heading", wrap=False), self._previous, self.edit, self._of, self._next))
        self._page = Page()
        self.view = PageView()
        self._page.add(self.view)
        column.addWidget(self._page, 1)
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda by=by: self.turn(self.number + by))
        self.turn(0)

    def turn(self, number: int) -> None:
        """Go to a page (from 0); beyond either end nothing happens."""
        if not 0 <= number < self.count:
            self.edit.setText(str(self.number + 1))
            return
        self.number = self._wanted = number
        self.edit.setText(str(number + 1))
        self._previous.setEnabled(number > 0)
        self._next.setEnabled(number + 1 < self.count)
        if not self._drawing:
            self._draw()

    def _draw(self) -> None:
        """Draw the page that is wanted now; those that were leafed past are never drawn."""
        number, data, papers = self._wanted, self._data, self._session.ports.papers
        self._drawing = True

        def draw(_job: Job[tuple[QImage, str]]) -> tuple[QImage, str]:
            page = papers.page(data, number, _DPI)
            return QImage.fromData(page.picture), page.text

        job = self._session.jobs.in_pool(draw)
        job.quiet = True
        job.fails(self, lambda error: self._drawn(number, None, error))
        job.then(self, lambda page: self._drawn(number, page, None))

    def _drawn(self, number: int, page: tuple[QImage, str] | None, error: BaseException | None) -> None:
        self._drawing = False
        if number != self._wanted:
            self._draw()
        elif page is not None:
            image, words = page
            self.view.show_page(image, number + 1, self.count, words)
            self._page.verticalScrollBar().setValue(0)
        elif error is not None:
            told = tell(error)
            self.view.show_words(f"{told.happened} {told.rest}")

    def _typed(self) -> None:
        typed = self.edit.text().strip()
        wanted = int(typed) - 1 if typed.isdecimal() and len(typed) < 6 else self.number
        if wanted != self.number:
            self.turn(min(max(wanted, 0), self.count - 1))
        else:
            self.edit.setText(str(self.number + 1))


class WordsView(QWidget):
    """Headings, paragraphs and tables as one text to read and to copy from."""

    def __init__(self, paper: PaperText, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 8)
        column.addWidget(label(name, "heading"))
        if paper.cut:
            column.addWidget(muted(paper.cut))
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName(name)
        self.browser.setTabChangesFocus(True)
        self.browser.document().setDocumentMargin(24)
        self.browser.setHtml(_html(paper))
        column.addWidget(self.browser, 1)


def _html(paper: PaperText) -> str:
    """Only our own tags: every word of the document is escaped.

    Laying out tables is slow, so the first cells of a document stand in tables and the rest in lines, cell by cell.
    """
    parts: list[str] = []
    cells = 0
    for block in paper.blocks:
        if isinstance(block, Grid):
            cells += sum(map(len, block.rows))
            parts.append(_table(block) if cells <= _TABLED else _lines(block))
        else:
            tag = f"h{min(block.level + 1, 6)}" if block.level else "p"
            parts.append(f"<{tag}>{escape(block.text)}</{tag}>")
    return "".join(parts)


def _table(grid: Grid) -> str:
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in grid.rows)
    return f'<table border="1" cellspacing="0" cellpadding="4"><tr>{"</tr><tr>".join(rows)}</tr></table>'


def _lines(grid: Grid) -> str:
    return "".join(f"<p>{escape(' | '.join(filter(None, row)))}</p>" for row in grid.rows)

"""Paper for the visit: the two sides as they will print, saved as a PDF or printed, by one button."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from peerreview.gui import saving
from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.pdf_pages import PageView, images
from peerreview.gui.widgets.text import label, muted
from peerreview.services import printing
from peerreview.services.printing import Paper

if TYPE_CHECKING:
    from .review_frame import ReviewScreen

_DPI = 100


def pack_button(screen: ReviewScreen) -> Button:
    """The paper pack for everybody who walks."""
    about = "Contacts, timetable, questions, prompts and space for notes, on two sides of A4"
    return Button(
        "Paper pack …", lambda: PaperDialog(screen, "Paper pack", printing.pack).open(), icon="printer", about=about
    )


def reading_button(screen: ReviewScreen) -> Button:
    """The reviewer's reading."""
    about = "Claims, data, last time and questions, on two sides of A4"
    return quiet(
        "Print for reading …",
        lambda: PaperDialog(screen, "For reading", printing.reading).open(),
        icon="printer",
        about=about,
    )


class PaperDialog(Dialog):
    """The pages, and the button that saves them and opens them for printing."""

    def __init__(self, screen: ReviewScreen, title: str, make: printing.Maker) -> None:
        super().__init__(title, screen, large=True)
        self._session = screen.session
        self._paper: Paper | None = None
        self.add(muted("Two sides of A4. Print on both sides, one for each reviewer."))
        self.view = PageView()
        self._said = label("", tone="warn")
        self.add(self._said, self.view)
        self._keep = self.button("Save it to print it …", self._save, main=True)
        self._keep.setEnabled(False)
        self.closes("Close")
        review = screen.review
        job = self._session.ask(self._session.settled(lambda desk: make(desk.ports, desk.signer, review)))
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self._made)

    def _made(self, paper: Paper) -> None:
        self._paper = paper
        self._keep.setEnabled(True)
        self._keep.setFocus()  # until now there was nothing but Close
        reports = self._session.ports.reports
        job = self._session.jobs.in_pool(lambda _job: images(reports.pictures(paper[1], _DPI)))
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self.view.show_pages)

    def _failed(self, error: BaseException) -> None:
        told = tell(error)
        self.view.show_words(f"{told.happened} {told.rest}")

    def _save(self) -> None:
        if self._paper is None:
            return
        usual, pdf = self._paper
        name, _ = QFileDialog.getSaveFileName(self, "Save the paper", usual, "PDF files (*.pdf)")
        if name:
            self.save(Path(name), pdf)

    def save(self, path: Path, pdf: bytes) -> None:
        """Save the pages and show them."""

        def saved() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            self._session.tell(f"Saved as {path.name}.")

        saving.save(self._session, path, pdf, self, saved, partial(self.speak, self._said))

"""Board office: the reports that came, counted; tables for papers, each with its marking."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QTableWidget, QTableWidgetItem, QWidget

from peerreview.domain.dates import in_full
from peerreview.domain.release import Release
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, primary
from peerreview.gui.widgets.card import Card, Empty, IconMark, Page
from peerreview.gui.widgets.dates import read
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.text import label, muted, strong, title
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import board
from peerreview.services.board import BoardPage, Exported, Marking
from peerreview.services.views import FieldView
from peerreview.services.words import LEVEL_WORDS

from .kept_questions import kept_questions
from .progress_told import progress_told

_COLUMNS = ("School", "Term", "Visited", "Level", "Overall")
_MARKINGS = (
    Choice(Marking.PUBLIC, "Public: no school is named", "1"),
    Choice(Marking.CONFIDENTIAL, "Confidential to the Board (exempt)", "2"),
)


class BoardScreen(Screen[BoardPage]):
    """Bring in, look, export. Absence of a report is absence of information, never a concern."""

    def fetch(self, desk: Desk) -> BoardPage:
        return board.show(desk.ports, desk.signer)

    def build(self, view: BoardPage) -> QWidget:
        reports = view.reports
        page = Page(self)
        page.widen()
        page.add(title("Board office"), self._drop())
        card = Card("Reports here", f"{_many(len(reports))}, the newest version of each at the fullest level held.")
        if reports:
            card.add(self._table(reports))
        else:
            card.add(Empty("No reports yet. Drop them above, twenty at once if you like.", icon="inbox"))
        page.add(card)
        if reports:
            page.add(self._terms(reports))
        if view.progress:
            page.add(progress_told(view.progress))
        if view.questions:
            page.add(kept_questions(view.questions))
        if reports:
            page.add(self._export())
        return page

    def _drop(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("drop")
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(14)
        row.addWidget(IconMark("inbox", size=26))
        row.addWidget(
            label("Drop everything that came: reports, review files, requests to join. Problems are listed after."), 1
        )
        row.addWidget(Button("Choose files …", self._choose, about="Bring files in"))
        return frame

    def _table(self, view: tuple[Release, ...]) -> QTableWidget:
        table = QTableWidget(len(view), len(_COLUMNS))
        table.setAccessibleName("Reports here")
        table.setHorizontalHeaderLabels(list(_COLUMNS))
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        for row, release in enumerate(sorted(view, key=lambda each: (each.term, each.school))):
            cells = (release.school, release.term, _visited(release), LEVEL_WORDS[release.level], _overall(release))
            for column, words in enumerate(cells):
                table.setItem(row, column, QTableWidgetItem(str(words)))
        table.resizeColumnsToContents()
        table.resizeRowsToContents()
        table.horizontalHeader().setStretchLastSection(True)
        rows = sum(table.rowHeight(row) for row in range(min(12, table.rowCount())))
        table.setFixedHeight(rows + table.horizontalHeader().sizeHint().height() + 6)
        return table

    def _terms(self, view: tuple[Release, ...]) -> Card:
        card = Card("By term")
        for term, count in sorted(Counter(release.term for release in view).items()):
            card.add(label(f"{term}: {_many(count)}"))
        return card

    def _export(self) -> Card:
        card = Card("For papers", "Board and scrutiny papers may be public, so each export bears a marking.")
        card.buttons(primary("Export tables …", lambda: ExportDialog(self).open(), icon="download"))
        return card

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Bring files in")
        if names:
            self.session.files_wanted.emit(names)


def _many(reviews: int) -> str:
    return "1 review" if reviews == 1 else f"{reviews} reviews"


def _overall(release: Release) -> str:
    points = [point for scale in release.scales if (point := scale.point(release.overall))]
    return f"{points[0].code} {points[0].label}" if points else "none given"


def _visited(release: Release) -> str:
    on = read(release.visited)
    return in_full(on) if on else ""


class ExportDialog(Dialog):
    """Which marking, which form, and where to."""

    def __init__(self, screen: BoardScreen) -> None:
        super().__init__("Export tables", screen)
        self._screen = screen
        self._marking = Segmented("Marking", _MARKINGS, Marking.PUBLIC)
        self._marking.chosen.connect(lambda _value: self._ready())
        self._reason = TextField(
            FieldView("", "", "", "", "", (), True), "Reason for the marking, in one line", lines=1
        )
        self._reason.edit.textChanged.connect(self._ready)
        self.add(strong("Marking"), self._marking, self._reason)
        self.add(muted("Public tables hold counts only; named schools stand only in the confidential ones."))
        self._book = self.button("Workbook (XLSX) …", self._workbook, main=True)
        self._tables = self.button("Tables (CSV) …", self._csv)
        self.closes()
        self._ready()

    def _ready(self) -> None:
        confidential = self._marking.value == Marking.CONFIDENTIAL
        self._reason.setVisible(confidential)
        for button in (self._book, self._tables):
            button.setEnabled(self._marking.value is not None and (not confidential or bool(self._reason.text.strip())))

    def _workbook(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Workbook", "Peer reviews.xlsx", "Workbooks (*.xlsx)")
        if name:
            self.to_workbook(Path(name))

    def to_workbook(self, path: Path) -> None:
        """Write the workbook."""
        marking, reason = Marking(self._marking.value or Marking.PUBLIC), self._reason.text.strip()
        self.accept()
        job = self._screen.session.ask(
            lambda desk: board.export_workbook(desk.ports, desk.signer, path, marking=marking, reason=reason),
            "Writing the workbook",
        )
        job.then(self._screen, self._said)

    def _csv(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the tables go?")
        if folder:
            self.to_tables(Path(folder))

    def to_tables(self, folder: Path) -> None:
        """Write the CSV tables and their description."""
        marking, reason = Marking(self._marking.value or Marking.PUBLIC), self._reason.text.strip()
        self.accept()
        job = self._screen.session.ask(
            lambda desk: board.export_csv(desk.ports, desk.signer, folder, marking=marking, reason=reason),
            "Writing the tables",
        )
        job.then(self._screen, self._said)

    def _said(self, made: Exported) -> None:
        names = ", ".join(path.name for path in made.paths)
        self._screen.session.tell(f"{_many(made.reviews)} written to {names}.")

"""Last time on the Prepare page: next steps typed or brought from a list, and what became of each."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, rule
from peerreview.gui.widgets.choice_fields import PickField
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import muted
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import last_time
from peerreview.services.review_views import LastStepView, ReviewView

if TYPE_CHECKING:
    from .review_frame import ReviewScreen


def last_time_card(screen: ReviewScreen, view: ReviewView, host: bool) -> Card:
    """What became of last time's next steps."""
    card = Card("Last time's next steps", "What became of each. A reason only when it was dropped.")
    for index, step in enumerate(view.last_time):
        if index:
            card.add(rule())
        card.add(*_step(screen, view, step, host))
    if not view.last_time:
        card.add(muted("Nothing is here from last time. If there was a review before, type or bring its next steps."))
    if host:
        card.buttons(
            Button("Type next steps …", lambda: StepsDialog(screen).open(), icon="plus"),
            quiet("Bring them from a spreadsheet …", partial(_bring, screen), icon="file-up"),
            quiet("Save an empty list to fill in …", partial(_template, screen), icon="download"),
        )
    return card


def _step(screen: ReviewScreen, view: ReviewView, step: LastStepView, host: bool) -> list[QWidget]:
    outcomes = [("", "Not said yet"), *((each.code, each.label) for each in view.handbook.rules.last_time)]
    words = screen.bind(TextField(step.text.unexplained, "What was to be done", lines=1, named=False))
    off = [quiet("Take off the page", partial(_remove, screen, step.record), about=step.text.text)] if host else []
    parts: list[QWidget] = [
        SideBySide(words, *off, letters=70),
        screen.bind(PickField(step.outcome, "What became of it", outcomes, beside=True)),
    ]
    if step.asks or step.words.text:
        parts.append(screen.bind(TextField(step.words, step.asks or "In one line", lines=1)))
    return parts


def _remove(screen: ReviewScreen, record: str) -> None:
    screen.act(lambda desk: last_time.remove(desk.ports, desk.signer, screen.review, record))


def _bring(screen: ReviewScreen) -> None:
    name, _ = QFileDialog.getOpenFileName(screen, "Last time's next steps", "", "Spreadsheets (*.xlsx *.csv)")
    if name:
        screen.carry(
            lambda desk: last_time.bring(desk.ports, desk.signer, screen.review, Path(name), desk.turn),
            "Reading the list",
            lambda brought: screen.session.tell(brought.sentence),
            fetches=True,
        )


def _template(screen: ReviewScreen) -> None:
    name, _ = QFileDialog.getSaveFileName(screen, "Empty list", "Last time.xlsx", "Excel workbooks (*.xlsx)")
    if name:
        job = screen.session.ask(lambda desk: last_time.template(desk.ports, desk.signer, screen.review, Path(name)))
        job.then(screen, lambda _done: screen.session.tell(f"Saved as {Path(name).name}."))


class StepsDialog(Dialog):
    """Several next steps in one go, a line each."""

    def __init__(self, screen: ReviewScreen) -> None:
        super().__init__("Last time's next steps", screen)
        self._screen = screen
        self.add(muted("One line each, in the words they had. What became of them is asked afterwards."))
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName("Next steps of last time, one line each")
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(self.fontMetrics().lineSpacing() * 9)
        self.edit.textChanged.connect(self._ready)
        self.add(self.edit)
        self._add = self.button("Add them", self._done, main=True)
        self.closes()
        self._ready()

    def _ready(self) -> None:
        self._add.setEnabled(bool(self.edit.toPlainText().strip()))

    def _done(self) -> None:
        steps = self.edit.toPlainText().splitlines()
        screen = self._screen
        self.accept()
        screen.act(lambda desk: last_time.type_in(desk.ports, desk.signer, screen.review, steps))

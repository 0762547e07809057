"""The history of one field: who changed it, when, and what it said."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from peerreview.domain.dates import moment
from peerreview.services import history
from peerreview.services.views import FieldView, HistoryLine, HistoryView

from .dialogs import Dialog
from .session import Session
from .widgets.bound import key_of
from .widgets.card import rule
from .widgets.text import label, muted, strong


class HistoryDialog(Dialog):
    """Newest first. Words that were removed for good stay removed; that they were is shown."""

    def __init__(self, session: Session, field: FieldView, name: str, parent: QWidget) -> None:
        super().__init__(f"History of “{name}”", parent)
        self.closes("Close")
        job = session.ask(lambda desk: history.of_field(desk.ports, desk.signer, *key_of(field)))
        job.then(self, self.show_lines)

    def show_lines(self, view: HistoryView) -> None:
        """Show what happened to the field."""
        if not view.lines:
            self.add(muted("Nothing has been changed here."))
        if view.for_whom:
            self.add(muted(view.for_whom))
        for index, line in enumerate(view.lines):
            if index:
                self.add(rule())
            self.add(strong(f"{line.who}, {moment(line.at)}"), label(_said(line)))
            for mark in _marks(line):
                self.add(muted(mark))
        self.fit()


def _said(line: HistoryLine) -> str:
    if line.status == "disposed":
        when = f" on {moment(line.removed_at)}" if line.removed_at else ""
        return f"Removed for good{when}{f' by {line.removed_by}' if line.removed_by else ''}."
    if line.status == "withheld":
        return "Hidden until both are in."
    return line.said or "Emptied."


def _marks(line: HistoryLine) -> list[str]:
    marks = []
    if line.after_lock:
        marks.append("Written before this was locked.")
    if line.odd_time:
        marks.append("This time is earlier than what it builds on; the order shown is the right one.")
    if line.inert:
        marks.append(line.inert)
    return marks

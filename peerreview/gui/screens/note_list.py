"""The list of notes: newest first, narrowed by typing, put in another order by key or by dragging."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from peerreview.domain.dates import moment
from peerreview.gui.navigation import Navigation, Place
from peerreview.services.note_views import NoteView
from peerreview.services.review_views import ReviewView

_SHOWN = 200
"""How many notes the list holds at most; searching finds the rest."""

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class NoteList(Navigation):
    """`moved` carries a note and the notes between which it is put, in the order of the day (None: the end);
    `sorted_into` carries a note and the number of the section whose key was pressed."""

    moved = Signal(object, object, object)
    sorted_into = Signal(object, int)

    def __init__(self) -> None:
        super().__init__("Notes")
        self.notes: list[NoteView] = []
        self.setAccessibleDescription("Alt+Up and Alt+Down move a note, a number key puts it into that section")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def show_notes(self, view: ReviewView, notes: Sequence[NoteView], current: object) -> None:
        """Show these notes, which stand in the order of the day, with the latest first."""
        self.notes = list(reversed(notes))[:_SHOWN]
        self.show_places(
            [
                Place(note.text.text or "Removed for good", note.record, about(view, note), _icon(note), "accent")
                for note in self.notes
            ],
            current,
        )

    def bring_up(self, record: str) -> None:
        """Scroll so that a note is seen, wherever its time of day has put it."""
        row = next((row for row, note in enumerate(self.notes) if note.record == record), None)
        if row is not None:
            self.scrollToItem(self.item(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentRow(), event.key()
        if not 0 <= row < len(self.notes):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _STEPS:
            self._put(row, row + _STEPS[Qt.Key(key)])
        elif not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.sorted_into.emit(self.notes[row], key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A note was dragged: the list is shown anew once it is written, so nothing is moved here."""
        row, under = self.currentRow(), self.indexAt(event.position().toPoint()).row()
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        to = len(self.notes) if under < 0 else under + below
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self._put(row, to - (to > row))

    def _put(self, row: int, to: int) -> None:
        if not 0 <= row < len(self.notes) or not 0 <= to < len(self.notes) or row == to:
            return
        note = self.notes[row]
        others = [each for each in self.notes if each is not note]
        later = others[to - 1] if to else None
        earlier = others[to] if to < len(others) else None
        self.moved.emit(note, earlier, later)


def about(view: ReviewView, note: NoteView) -> str:
    """When, how, where, who: what is said of a note in one line."""
    activity = view.handbook.activity(note.activity)
    section = view.handbook.section(note.section)
    many = len(note.photos)
    parts = (
        moment(note.at) if note.at else "",
        activity.label if activity else "",
        note.place,
        f"{section.code} {section.title}" if section else "",
        "" if note.mine else note.who,
        "Only me" if note.private else "",
        f"typed by {note.typed_by}" if note.typed_by else "",
        "" if not many else "1 photo" if many == 1 else f"{many} photos",
    )
    return " · ".join(part for part in parts if part)


def _icon(note: NoteView) -> str:
    return "lock" if note.private else "star" if note.starred else "notebook-pen"

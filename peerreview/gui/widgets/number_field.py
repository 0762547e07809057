"""A whole number that is typed, written when it is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from peerreview.services.views import FieldView

from .bound import Typed
from .text import label as words_label


class NumberField(Typed):
    """A number of 0 or more; anything else is asked for again and not written."""

    def __init__(self, field: FieldView, name: str) -> None:
        super().__init__(field, name)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setFixedWidth(self.fontMetrics().averageCharWidth() * 12)
        self.edit.editingFinished.connect(self._finished)
        self.setFocusProxy(self.edit)
        if self.name_label:
            self.name_label.setBuddy(self.edit)
        self.said = words_label("Please write a whole number.", "muted", tone="warn")
        self.said.hide()
        self.column.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.said)
        self._show(field)
        self.show_below()

    def rebind(self, field: FieldView) -> None:
        super().rebind(field)
        if not self.edit.hasFocus() and not self.dirty:
            self._show(field)

    @property
    def text(self) -> str:
        return self.edit.text()

    @property
    def dirty(self) -> bool:
        return self.edit.isModified()

    @property
    def place(self) -> int:
        return self.edit.cursorPosition()

    def carry(self, text: str, place: int) -> None:
        self.edit.setText(text)
        self.edit.setModified(True)
        self.edit.setCursorPosition(place)

    def flush(self) -> None:
        """Nothing: a number is handed over when it is left, for half of one would be another number."""

    def has_focus(self) -> bool:
        return self.edit.hasFocus()

    def _show(self, field: FieldView) -> None:
        self.edit.setReadOnly(not field.editable)
        self.edit.setText("" if field.value is None else str(field.value))

    def _finished(self) -> None:
        typed = self.edit.text().strip()
        fits = not typed or (typed.isdecimal() and len(typed) <= 6)
        self.said.setVisible(not fits)
        value = int(typed) if typed and fits else None
        if fits and value != self.field.value:
            self.edit.setModified(False)
            self.chosen.emit(self.field, value)

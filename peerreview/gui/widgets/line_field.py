"""One line that means something only as a whole (a date, a number): it is read and handed over when it is left."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from peerreview.services.views import FieldView

from .bound import Typed
from .text import label as words_label


class LineField(Typed):
    """The line, as wide as `letters` of them, and under it what is `said` of a line that cannot be read."""

    def __init__(self, field: FieldView, name: str, *, letters: str, hint: str = "") -> None:
        super().__init__(field, name, hint=hint)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setFixedWidth(self.fontMetrics().horizontalAdvance(letters) + 36)
        self.edit.editingFinished.connect(self._finished)
        self.setFocusProxy(self.edit)
        if self.name_label:
            self.name_label.setBuddy(self.edit)
        self.said = words_label("", "muted", tone="warn")
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
        """Nothing is handed over before the line is left: half of it would mean something else."""

    def has_focus(self) -> bool:
        return self.edit.hasFocus()

    def ask_again(self, words: str) -> None:
        """Say what a line should look like that cannot be read; with no words, that all is well."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    @abstractmethod
    def _show(self, field: FieldView) -> None:
        """Put the field's value on the line."""

    @abstractmethod
    def _finished(self) -> None:
        """The line was left: read it, and emit `chosen` or ask again."""

"""Something folded away behind a button until it is wanted; what is inside is made only then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from .buttons import quiet


class Fold(QWidget):
    """`words` stand on the button while it is folded, `hide` while it is open. `turned` says which it is now."""

    turned = Signal(bool)

    def __init__(self, words: str, hide: str, make: Callable[[], QWidget], *, opened: bool = False) -> None:
        super().__init__()
        self._words, self._hide, self._make = words, hide, make
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.button = quiet(words, self.turn, icon="chevron-down")
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.inside: QWidget | None = None
        if opened:
            self._open()

    def turn(self) -> None:
        """Open or fold."""
        if self.inside is None:
            self._open()
        else:
            self.inside.hide()
            self.inside.deleteLater()
            self.inside = None
            self.button.setText(self._words)
            self.button.show_icon("chevron-down")
        self.turned.emit(self.inside is not None)

    def _open(self) -> None:
        self.inside = self._make()
        self.column.addWidget(self.inside)
        self.button.setText(self._hide)
        self.button.show_icon("chevron-up")

"""The 24 words of the emergency sheet, typed back: a word that cannot be right is marked and told while one types."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QShowEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from peerreview.domain import plain_text
from peerreview.gui.theme import tokens_of
from peerreview.services import typed_sheet
from peerreview.services.typed_sheet import TypedSheet

from .banner import announce
from .text import label, restyle

_LINES = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetWords(QPlainTextEdit):
    """Where the words are typed; `said`, to be put below, tells how they stand, and `looked` comes after each look.

    No dictionary is asked: these words are a secret. Enter calls `enter`.
    """

    looked = Signal()

    def __init__(self, enter: Callable[[], object]) -> None:
        super().__init__()
        self._enter = enter
        self.typed = TypedSheet(0, False, "")
        self.said = label("")
        self.setTabChangesFocus(True)
        self.setAccessibleName("The 24 words of your emergency sheet")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._look)

    def text(self) -> str:
        """What was typed."""
        return self.toPlainText()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        around = self.contentsMargins()
        frame = around.top() + around.bottom() + 2 * int(self.document().documentMargin())
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + frame + 4)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(plain_text.clean(source.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            event.accept()
            self._enter()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        before, self.typed = self.typed, typed_sheet.look(self.text())
        self.said.setText(self.typed.sentence)
        doubtful = bool(self.typed.wrong) or (self.typed.words >= typed_sheet.WORDS and not self.typed.whole)
        restyle(self.said, "tone", "ok" if self.typed.whole else "warn" if doubtful else "")
        self.setAccessibleDescription(self.typed.sentence)
        if self.typed.sentence and (self.typed.wrong, self.typed.whole) != (before.wrong, before.whole):
            announce(self, self.typed.sentence)
        self._mark()
        self.looked.emit()

    def _mark(self) -> None:
        found = list(re.finditer(r"\S+", self.text()))
        marks = []
        for place in self.typed.wrong:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(found[place - 1].start())
            mark.cursor.setPosition(found[place - 1].end(), QTextCursor.MoveMode.KeepAnchor)
            mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            mark.format.setUnderlineColor(QColor(tokens_of(self).bad))
            marks.append(mark)
        self.setExtraSelections(marks)

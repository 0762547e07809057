"""A field for words that never loses one: every 400 ms to the typing buffer, settled when it is left."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from peerreview.domain import plain_text
from peerreview.domain import words as counting
from peerreview.gui.spelling import speller
from peerreview.services.views import FieldView

from .bound import Typed
from .card import Page
from .text import label as words_label
from .text import restyle
from .text_spelling import Underliner, below, next_doubtful, spelling_menu, word_at
from .throttle import Throttle

_MOST_LINES = 16
_LONG = 20_000
"""Characters. The words of a longer text are counted when typing rests, not at every key."""

SPELLING_KEY = Qt.Key.Key_F7


class GrowingEdit(QPlainTextEdit):
    """Plain text that grows with what is in it, from `lines` lines up to a limit; Tab leaves it.

    What is pasted or dropped is made plain. Doubtful words get a wavy line; F7 goes to the next one.
    """

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("readOnly", False)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())
        self.cursorPositionChanged.connect(self._stay_in_sight)
        self._underliner = Underliner(self)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(plain_text.clean(source.text()))
        self.ensureCursorVisible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        self._underliner.look_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()
        self._underliner.look_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == SPELLING_KEY and not event.modifiers():
            self.go_to_doubtful()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        cursor = self.textCursor() if by_key else self.cursorForPosition(event.pos())
        self._menu(word_at(cursor), event.globalPos())

    def go_to_doubtful(self) -> None:
        """Go to the next doubtful word and offer what may have been meant."""
        found = next_doubtful(self) if not self.isReadOnly() else None
        if found is not None:
            self.setTextCursor(found)
            self._menu(found, below(self, found))

    def _menu(self, word: QTextCursor | None, where: QPoint) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if word is not None and not self.isReadOnly() and speller().doubts(word.selectedText()):
            spelling_menu(self, word, menu)
        menu.popup(where)

    def fit(self) -> None:
        """Take the height of what is written."""
        wanted = max(self._lines, min(_MOST_LINES, int(self.document().size().height())))
        line = ceil(QFontMetricsF(self.font()).lineSpacing())  # each is laid out on whole pixels
        tall = wanted * line + 26
        if tall != self.minimumHeight() or tall != self.maximumHeight():
            self.setFixedHeight(tall)

    def _stay_in_sight(self) -> None:
        above: QWidget | None = self if self.hasFocus() else None
        while above is not None and not isinstance(above, Page):
            above = above.parentWidget()
        if above is not None:
            above.follow(self)


class TextField(Typed):
    """One or more lines of text with a word count. `lines` 1 makes a single line; `words` 0 means no limit.

    `wall` writes it large, to be read by everybody round the table.
    """

    def __init__(
        self,
        field: FieldView,
        name: str,
        *,
        hint: str = "",
        lines: int = 3,
        words: int = 0,
        named: bool = True,
        placeholder: str = "",
        wall: bool = False,
    ) -> None:
        super().__init__(field, name, hint=hint, named=named)
        self._limit = words
        self.edit: QLineEdit | QPlainTextEdit = QLineEdit() if lines == 1 else GrowingEdit(lines)
        self.edit.setProperty("wall", wall)
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription(hint)
        self.edit.setPlaceholderText(placeholder)
        self.setFocusProxy(self.edit)
        if self.name_label:
            self.name_label.setBuddy(self.edit)
        self.column.addWidget(self.edit)
        self.meter: QLabel | None = None
        if words:
            self.meter = words_label("", "muted", wrap=False)
            if named:
                self.head.insertWidget(1, self.meter)
            else:
                self.column.addWidget(self.meter, 0, Qt.AlignmentFlag.AlignRight)
        self._dirty = False
        self._throttle = Throttle(self)
        self._throttle.due.connect(self._due)
        self._put(field)
        self.edit.textChanged.connect(self._stirred)
        self.edit.installEventFilter(self)
        self.show_below()

    @property
    def text(self) -> str:
        return self.edit.text() if isinstance(self.edit, QLineEdit) else self.edit.toPlainText()

    @property
    def dirty(self) -> bool:
        return self._dirty

    def rebind(self, field: FieldView) -> None:
        """Take over the new field unless other words are being typed: then what was seen when typing began stays."""
        if self._dirty and self.text != field.text:
            return
        self._put(field)
        super().rebind(field)

    def carry(self, text: str, place: int) -> None:
        if isinstance(self.edit, QLineEdit):
            self.edit.setText(text)
            self.edit.setCursorPosition(place)
            return
        self.edit.setPlainText(text)
        cursor = self.edit.textCursor()
        cursor.setPosition(min(place, len(text)), QTextCursor.MoveMode.MoveAnchor)
        self.edit.setTextCursor(cursor)

    @property
    def place(self) -> int:
        return self.edit.cursorPosition() if isinstance(self.edit, QLineEdit) else self.edit.textCursor().position()

    def flush(self) -> None:
        self._throttle.flush()

    def has_focus(self) -> bool:
        return self.edit.hasFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A menu over the field is not leaving it.
        left = (
            isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason
        )
        if left:
            self.leave()
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """The person went elsewhere: hand over what waits and ask for it to be settled."""
        self.flush()
        if self._dirty:
            self.left.emit(self.field)

    def _put(self, field: FieldView) -> None:
        self._dirty = False
        if self.text != field.text:
            blocked = self.edit.blockSignals(True)
            place = self.place
            self.carry(field.text, place)
            self.edit.blockSignals(blocked)
        restyle(self.edit, "readOnly", not field.editable)
        self._count()

    def _due(self) -> None:
        self.typed.emit(self.field, self.text)
        self._count()

    def _stirred(self) -> None:
        if isinstance(self.edit, QLineEdit):
            self._keep_to_one_line(self.edit)
        if self.field.editable:
            self._dirty = True
            self._throttle.stir()
            if self.meter and len(self.text) < _LONG:
                self._count()

    def _keep_to_one_line(self, edit: QLineEdit) -> None:
        """A line that was pasted may hold breaks and control characters."""
        text = edit.text()
        if not text.isprintable():
            before = plain_text.one_line(text[: edit.cursorPosition()])
            edit.setText(plain_text.one_line(text))
            edit.setCursorPosition(len(before))

    def _count(self) -> None:
        if not self.meter:
            return
        count = counting.count(self.text)
        over = count - self._limit
        self.meter.setText(f"{count} of {self._limit} words" if over <= 0 else f"{over} over {self._limit} words")
        restyle(self.meter, "tone", "warn" if over > 0 else "")

"""A field for words that never loses one: every 400 ms to the typing buffer, settled when it is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from peerreview.domain import words as counting
from peerreview.services.views import FieldView

from .bound import Typed
from .text import label as words_label
from .text import restyle
from .throttle import Throttle

_MOST_LINES = 16


class GrowingEdit(QPlainTextEdit):
    """Plain text that grows with what is in it, from `lines` lines up to a limit; Tab leaves it."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("readOnly", False)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height of what is written."""
        wanted = max(self._lines, min(_MOST_LINES, int(self.document().size().height())))
        tall = wanted * self.fontMetrics().lineSpacing() + 24
        if tall != self.minimumHeight() or tall != self.maximumHeight():
            self.setFixedHeight(tall)


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
        self._throttle.due.connect(lambda: self.typed.emit(self.field, self.text))
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
        self.edit.setReadOnly(not field.editable)
        restyle(self.edit, "readOnly", not field.editable)
        self._count()

    def _stirred(self) -> None:
        if self.field.editable:
            self._dirty = True
            self._throttle.stir()
            self._count()

    def _count(self) -> None:
        if not self.meter:
            return
        count = counting.count(self.text)
        over = count - self._limit
        self.meter.setText(f"{count} of {self._limit} words" if over <= 0 else f"{over} over {self._limit} words")
        restyle(self.meter, "tone", "warn" if over > 0 else "")

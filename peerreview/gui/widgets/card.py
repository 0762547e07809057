"""Cards, pages that scroll, and empty states: the calm white boxes everything stands in."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from peerreview.gui import icons
from peerreview.gui.theme import tokens_of

from .flow import Flow
from .text import muted, question

_SCROLLS = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End})
_MARGIN = 60
"""Pixels of the page that are shown above and below what is brought into sight."""
_GAP = 14
"""Pixels between what stands under each other."""
_SETTLED_MS = 2000
"""How long a page that was just made may go on growing; what grows later was typed."""
_LINE_LETTERS = 118
"""A page is no wider than this many average letters: longer lines are hard to read."""


class Card(QFrame):
    """A white box with a title and guidance; `add` puts what follows under each other."""

    def __init__(self, title: str = "", guidance: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 18)
        self.column.setSpacing(10)
        self.title: QLabel | None = None
        if title:
            self.title = question(title)
            self.column.addWidget(self.title)
        if guidance:
            self.column.addWidget(muted(guidance))

    def add(self, *items: QWidget | QLayout) -> None:
        """Widgets and layouts under each other."""
        for item in items:
            if isinstance(item, QWidget):
                self.column.addWidget(item)
            else:
                self.column.addLayout(item)

    def buttons(self, *widgets: QWidget) -> None:
        """A row of buttons that wraps."""
        self.column.addLayout(Flow(*widgets))


class Page(QScrollArea):
    """A page that scrolls down, never sideways, with a column of comfortable width.

    It is filled where it will stand: a full page that is given to another widget is styled anew, every part of it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sheet = QWidget()
        sheet.setObjectName("page")
        row = QHBoxLayout(sheet)
        row.setContentsMargins(28, 20, 28, 28)
        self._body = QWidget()
        self._body.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LINE_LETTERS)
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(_GAP)
        self.column.addStretch(1)  # a short page stays at the top instead of spreading
        row.addWidget(self._body, 1000)
        row.addStretch(1)
        self.setWidget(sheet)
        self._wanted: QWidget | None = None
        self._down = 0
        self._followed: QPlainTextEdit | None = None
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settling.timeout.connect(self._forget_place)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda *_: QTimer.singleShot(0, self, self._find_place))
        bar.actionTriggered.connect(lambda _action: self._forget_place())

    def bring_into_sight(self, widget: QWidget) -> None:
        """Scroll to `widget`, which has the keyboard; also when a page that was just made grows only after this."""
        self._wanted = widget
        self._settling.start()
        QTimer.singleShot(0, self, self._find_place)

    def go_down_to(self, down: int) -> None:
        """Scroll down so many pixels, or as far as the page goes; also when it grows only after this."""
        self._down = down
        self._settling.start()
        QTimer.singleShot(0, self, self._find_place)

    def bring_to_top(self, widget: QWidget) -> None:
        """Scroll so that the page begins with `widget`, as far as it goes."""
        sheet = self.widget()
        if sheet is not None:
            self.go_down_to(max(0, widget.mapTo(sheet, QPoint()).y() - _GAP))

    @property
    def settling(self) -> bool:
        """Whether the page still looks for the place it was sent to."""
        return self._settling.isActive()

    def shows(self, widget: QWidget, tall: int | None = None) -> bool:
        """Whether `widget`, or the line that is written in it, stands in the page's window, or did when that was `tall`
        pixels high."""
        line = widget.cursorRect() if isinstance(widget, QPlainTextEdit) else widget.rect()
        inside = widget.viewport() if isinstance(widget, QPlainTextEdit) else widget
        top = inside.mapTo(self.viewport(), line.topLeft()).y()
        return top >= 0 and top + line.height() <= (tall or self.viewport().height())

    def follow(self, edit: QPlainTextEdit) -> None:
        """Keep in sight where somebody types in `edit`, however it grows."""
        self._followed = edit
        self._to_the_cursor()

    def _to_the_cursor(self) -> None:
        edit, sheet = self._followed, self.widget()
        if edit is None or sheet is None or self.settling or not shiboken6.isValid(edit) or not edit.hasFocus():
            return
        cursor = edit.cursorRect()
        self.ensureVisible(0, edit.viewport().mapTo(sheet, cursor.center()).y(), 0, 2 * cursor.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A message that opens above the page takes room: what somebody works on stays in sight."""
        super().resizeEvent(event)
        focus, sheet = self.window().focusWidget(), self.widget()
        if focus is None or sheet is None or not sheet.isAncestorOf(focus):
            return
        if self.shows(focus, event.oldSize().height()):
            self.ensureVisible(0, focus.mapTo(sheet, focus.rect().bottomLeft()).y(), 0, _GAP)
            if isinstance(focus, QPlainTextEdit):
                self.follow(focus)

    def _find_place(self) -> None:
        bar = self.verticalScrollBar()
        if self._down:
            bar.setValue(min(self._down, bar.maximum()))
        wanted, focus = self._wanted, self.window().focusWidget()
        if (
            wanted is not None
            and shiboken6.isValid(wanted)
            and focus
            and (wanted is focus or wanted.isAncestorOf(focus))
        ):
            self.ensureWidgetVisible(wanted, 0, _MARGIN)
            if isinstance(wanted, QPlainTextEdit):  # of a text Qt shows no more than the line with the cursor
                self._show_whole(wanted)
        self._to_the_cursor()

    def _show_whole(self, edit: QPlainTextEdit) -> None:
        sheet, box = self.widget(), edit.rect()
        if sheet is not None and box.height() + 2 * _GAP <= self.viewport().height():
            for edge in (box.bottomLeft(), box.topLeft()):
                self.ensureVisible(0, edit.mapTo(sheet, edge).y(), 0, _GAP)

    def _forget_place(self) -> None:
        """Somebody scrolls by themselves, or the page stands: what grows now is what is typed."""
        self._settling.stop()
        self._wanted, self._down, self._followed = None, 0, None

    def scroll_by(self, event: QKeyEvent) -> bool:
        """Scroll by a key that nothing else on the page took, as somebody reads it without a mouse."""
        if event.key() not in _SCROLLS:
            return False
        QApplication.sendEvent(self.verticalScrollBar(), event)
        return True

    def widen(self) -> None:
        """Let the column take the whole window (for things side by side)."""
        self._body.setMaximumWidth(16_777_215)

    def add(self, *items: QWidget | QLayout) -> None:
        """Widgets and layouts under each other."""
        for item in items:
            if isinstance(item, QWidget):
                self.column.insertWidget(self.column.count() - 1, item)
            else:
                self.column.insertLayout(self.column.count() - 1, item)

    def buttons(self, *widgets: QWidget) -> None:
        """A row of buttons that wraps."""
        self.add(Flow(*widgets))


class IconMark(QLabel):
    """An icon as decoration beside words that say the same; silent for screen readers."""

    def __init__(self, name: str, colour: str = "muted", size: int = 0) -> None:
        super().__init__()
        self._name, self._colour = name, colour
        self._size = size or round(self.fontMetrics().height() * 1.05)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setFixedSize(QSize(self._size, self._size + 2))
        self.tint()

    def tint(self) -> None:
        """Draw it again in the colours of the present theme."""
        self.setPixmap(icons.pixmap(self._name, getattr(tokens_of(self), self._colour), self._size))


class Empty(QWidget):
    """Nothing here yet: what this place is for, and the one thing to do."""

    def __init__(self, text: str, *buttons: QWidget, icon: str = "inbox") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 8, 4, 8)
        row.setSpacing(12)
        row.addWidget(IconMark(icon), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(muted(text))
        if buttons:
            column.addLayout(Flow(*buttons))
        row.addLayout(column, 1)


def rule() -> QFrame:
    """A thin line between rows."""
    line = QFrame()
    line.setObjectName("rule")
    return line

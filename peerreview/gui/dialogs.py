"""Dialogs of one look: a title, what to know, buttons below; as tall as the screen allows and scrolling past that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLayout, QVBoxLayout, QWidget

from .shell import CONCERN_KEY, Shell
from .widgets.banner import announce
from .widgets.buttons import Button, primary
from .widgets.card import Page
from .widgets.flow import Flow
from .widgets.text import heading


class Dialog(QDialog):
    """A window-modal dialog; `letters` is how wide it is in average letters, unless it is as large as its window."""

    before_all = False
    """Whether no other dialog opens above it."""

    def __init__(self, title: str, parent: QWidget, *, letters: int = 92, large: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._letters, self._large = letters, large
        stop = QShortcut(QKeySequence(CONCERN_KEY), self)
        stop.setContext(Qt.ShortcutContext.ApplicationShortcut)  # as long as keys still come to the window under it
        stop.activated.connect(self._concern)
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 16)
        self.page = Page()
        whole.addWidget(self.page, 1)
        self.title = heading(title)
        self.page.add(self.title)
        self._buttons = Flow(gap=10)
        foot = QVBoxLayout()
        foot.setContentsMargins(28, 0, 28, 0)
        foot.addLayout(self._buttons)
        whole.addLayout(foot)

    def add(self, *items: QWidget | QLayout) -> None:
        """What the dialog says or asks, under each other; a button as wide as its words."""
        self.page.add(*(Flow(each) if isinstance(each, Button) else each for each in items))

    def fill(self, body: QWidget) -> None:
        """Let `body`, which scrolls by itself, stand for all that is above the buttons."""
        self._whole.replaceWidget(self.page, body)
        self.page.hide()

    def button(self, words: str, act: Callable[[], object], *, main: bool = False, about: str = "") -> Button:
        """A button at the foot; the `main` one answers Enter."""
        made = primary(words, act, about=about) if main else Button(words, act, about=about)
        if main:
            made.setDefault(True)
        self._buttons.addWidget(made)
        return made

    def closes(self, words: str = "Not now") -> Button:
        """The button that closes without doing anything (so does Esc)."""
        return self.button(words, self.reject)

    def speak(self, where: QLabel, words: str) -> None:
        """Say something in this dialog, to a screen reader too."""
        where.setText(words)
        announce(where, words)
        self.fit()
        self.page.ensureWidgetVisible(where)

    def _concern(self) -> None:
        """The safeguarding stop opens above whatever dialog is open."""
        above: QWidget | None = self
        while above is not None and not isinstance(above, Shell):
            above = above.parentWidget()
        if above is not None:
            above.concern.emit()

    def open(self) -> None:
        """Open above whatever is open; above the safeguarding stop nothing opens, and waits until that is closed."""
        above = QApplication.activeModalWidget()
        if isinstance(above, Dialog) and above.before_all:
            above.finished.connect(self.open)
        else:
            super().open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.page.scroll_by(event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """Take the size the content asks for, within the window this belongs to."""
        self._take_size()
        QTimer.singleShot(0, self, self._take_size)  # what was added to an open dialog is laid out a moment later

    def _take_size(self) -> None:
        parent = self.parentWidget()
        room = parent.window().size() if parent else self.screen().availableSize()
        if self._large:
            self.resize(room.width() - 48, room.height() - 48)
            return
        wide = min(self.fontMetrics().averageCharWidth() * self._letters, room.width() - 24)
        sheet = self.page.widget()
        layout = sheet.layout() if sheet else None
        bar = self.page.verticalScrollBar().sizeHint().width()  # one that was there once stays as long as it is needed
        wanted = layout.totalHeightForWidth(wide - bar) if layout else 0
        foot = self._buttons.heightForWidth(wide - 56) + 46
        self.resize(wide, min(max(wanted + foot, 180), room.height() - 24))
        if self.isVisible():  # what grew while it is open stays on the screen
            below = self.frameGeometry().bottom() - self.screen().availableGeometry().bottom()
            self.move(self.x(), self.y() - max(0, below))

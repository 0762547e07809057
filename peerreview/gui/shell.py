"""The window itself: places at the left, one screen, a line that says what is saved. Knows nothing of schools.

It is painted before anything heavy is imported; `workplace` moves in once the profile is open.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QWindow,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from .navigation import Navigation
from .widgets.banner import announce
from .widgets.buttons import Button
from .widgets.text import label

SAVED = "All saved on this computer."
CONCERN = "Worried about a child or an adult's conduct?"
CONCERN_KEY = "F8"
_SIZE = QSize(1366, 768)


class StopKey(QObject):
    """The key of the safeguarding stop, in every window of the program.

    It is seen where keys are announced to a window, to one for choosing a file as well: a shortcut needs a window that
    the desktop calls active, and between two dialogs there may be none. While a dialog opens, keys still come to
    the window under it, which is blocked already; then the dialog's own shortcut has it.
    """

    pressed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        """See the keys that come into this window."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.keyCombination().toCombined() == Qt.Key.Key_F8.value
        ):
            event.accept()  # then no shortcut is looked for
            self.pressed.emit()
            return True
        return super().eventFilter(watched, event)


class Shell(QMainWindow):
    """The frame of the window. `dropped` carries paths of files; `painted` comes once, after the first paint."""

    dropped = Signal(list)
    concern = Signal()
    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Peer Review")
        self.setAcceptDrops(True)
        self._painted = False
        self.screen_shown: QWidget
        self.before_close: Callable[[], bool] = lambda: True
        root = QWidget()
        root.setObjectName("page")
        rows = QVBoxLayout(root)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._side())
        middle.addLayout(self._stage(), 1)
        rows.addLayout(middle, 1)
        rows.addWidget(self._status())
        self.setCentralWidget(root)
        self.screen_shown.setFocus()  # or Qt gives the keyboard to the list at the left, and it stays there
        stop = StopKey(self)
        stop.pressed.connect(self.concern)

    def show_at(self, place: tuple[int, int, int, int] | None, *, full: bool) -> None:
        """Show the window where it stood; the first time as large as is useful, but never larger than the screen."""
        room = self.screen().availableGeometry()
        if place and room.intersects(QRect(*place)):
            self.setGeometry(*place)
        else:
            self.resize(min(_SIZE.width(), room.width()), min(_SIZE.height(), room.height()))
            full = full or room.width() <= _SIZE.width() or room.height() <= _SIZE.height()
        if full:
            self.showMaximized()
        else:
            self.show()

    def show_screen(self, screen: QWidget) -> None:
        """Put a screen on the stage; the one before goes, and leaves the keyboard to it if it had it."""
        old, focus = self.screen_shown, self.focusWidget()
        self.screen_shown = screen
        self._holder.addWidget(screen, 1)
        if focus in (None, old) or old.isAncestorOf(focus):
            screen.show()
            (screen.focusWidget() or screen).setFocus(Qt.FocusReason.OtherFocusReason)  # where the screen itself begins
        self._holder.removeWidget(old)
        old.hide()
        old.deleteLater()

    def show_banner(self, banner: QWidget) -> None:
        """A banner above the screen; only the newest stays."""
        self.clear_banners()
        self._banners.addWidget(banner)
        self._banners.addSpacing(8)
        text = getattr(banner, "text", "")
        if text:
            announce(banner, text)

    def clear_banners(self) -> None:
        """Take banners away."""
        while (item := self._banners.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()

    def add_panel(self, panel: QWidget) -> None:
        """A panel between the screen and the status line (progress)."""
        self._panels.addWidget(panel)

    def say(self, text: str, *, aloud: bool = False) -> None:
        """Show `text` in the status line; `aloud` lets a screen reader say it."""
        self.status.setText(text)
        if aloud:
            announce(self.status, text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_side()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_side()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.before_close())

    def _side(self) -> QFrame:
        self.side = QFrame()
        self.side.setObjectName("nav")
        column = QVBoxLayout(self.side)
        column.setContentsMargins(8, 12, 8, 10)
        column.setSpacing(8)
        self.navigation = Navigation("Places")
        self.concern_button = Button(
            _broken(CONCERN),
            self.concern.emit,
            kind="concern",
            about=f"Whom to tell now, in person. Key {CONCERN_KEY}",
        )
        self.concern_button.setAccessibleName(CONCERN)
        column.addWidget(self.navigation, 1)
        column.addWidget(self.concern_button)
        return self.side

    def _stage(self) -> QVBoxLayout:
        stage = QVBoxLayout()
        stage.setSpacing(0)
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(16, 10, 16, 0)
        stage.addLayout(self._banners)
        self._holder = QVBoxLayout()
        stage.addLayout(self._holder, 1)
        opening = label("Opening your reviews …", "muted")
        opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.screen_shown = opening
        self._holder.addWidget(self.screen_shown, 1)
        self._panels = QVBoxLayout()
        stage.addLayout(self._panels)
        return stage

    def _status(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("status")
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 6, 16, 6)
        self.status = label("", wrap=False)
        self.aside = label("", "muted", wrap=False)
        row.addWidget(self.status)
        row.addStretch(1)
        row.addWidget(self.aside)
        return frame

    def _size_side(self) -> None:
        wanted = self.fontMetrics().averageCharWidth() * 33
        self.side.setFixedWidth(min(wanted, int(self.width() * 0.36)))


def _broken(words: str) -> str:
    """The button's words on lines short enough for the side at any text size."""
    first, second = words[: len("Worried about a child")], words[len("Worried about a child ") :]
    return f"{first}\n{second}"

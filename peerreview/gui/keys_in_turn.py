"""Letters come before the shortcut that was pressed after them.

On Linux Qt holds each letter back until a screen reader has heard of it, but looks for a shortcut at once: pressed
within the same moment, Ctrl+4 would turn the page first, and the last letters would land on the next one.
"""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_HOLDS_BACK = ("xcb", "wayland")
_AT_MOST = 0.5
"""Seconds: five times as long as Qt waits for a screen reader. What has not come by then was part of a letter (an
accent), or the screen reader took it."""
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_Shift)
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class KeysInTurn(QObject):
    """Counts in every window the keys that were announced and have not come, and lets a shortcut wait for them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held = 0
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        if app.platformName() in _HOLDS_BACK:
            app.focusWindowChanged.connect(self._watch)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            self._let_them_come()
        elif isinstance(event, QKeyEvent) and event.key() not in _MODIFIERS:
            announced, command = event.type() == QEvent.Type.ShortcutOverride, _is_command(event)
            if announced and command:
                self._let_them_come()
            elif announced:
                self._held += 1
            elif event.type() == QEvent.Type.KeyPress and not command:
                self._held = max(self._held - 1, 0)
        return super().eventFilter(watched, event)

    def _let_them_come(self) -> None:
        end = monotonic() + _AT_MOST
        while self._held and monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 10)
        self._held = 0


def _is_command(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & _COMMANDING) or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35

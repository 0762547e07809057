"""The 400 ms between a keystroke and the disk: a throttle, never a timer that starts again with each key.

A restarting timer never fires while somebody types; with this one at most the last 400 ms can be lost.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL_MS = 400


class Throttle(QObject):
    """`stir` as often as you like; `due` comes at most every `interval` milliseconds, and at once on `flush`."""

    due = Signal()

    def __init__(self, parent: QObject, interval: int = INTERVAL_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self.due)

    @property
    def waiting(self) -> bool:
        """Whether something was stirred that is not yet due."""
        return self._timer.isActive()

    def stir(self) -> None:
        """Something changed."""
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Do it now, if anything waits."""
        if self._timer.isActive():
            self._timer.stop()
            self.due.emit()

"""Safe copies made by themselves while the window is open, and one more when it closes; typing never waits for them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from peerreview.services import regular_copies

from .session import Session

_FIRST_MS, _LOOK_MS = 20_000, 600_000
"""The first once the person is at work; then it is looked every so often whether one is due."""


class Copying(QObject):
    """Looks whether a safe copy is due; what stands in the way is kept by the service and shown where it belongs."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def look(self) -> None:
        """Make one if a folder was chosen and it is time."""
        self._session.carry(lambda desk: regular_copies.make_due(desk.ports, desk.signer, turn=desk.turn))

    def end(self) -> None:
        """The window closes: one of what is here now, unless the last is only minutes old."""
        self._timer.stop()
        at_the_end = regular_copies.AT_THE_END
        self._session.carry(lambda desk: regular_copies.make_due(desk.ports, desk.signer, at_the_end, turn=desk.turn))

"""A program for `test_kill`: the real window on a profile, and somebody who types notes into it until they are killed.

    at_the_keyboard.py PROFILE RING REVIEW SEED [FILE]

Tells what stands on the pad after each key, as lines `[monotonic seconds, record, text]` on its standard output. FILE
is opened as soon as the first word stands there, as if dropped on the window. A file beside RING, `ahead`, says by how
many seconds the clock is ahead: a computer that slept wakes up hours later. Needs the product on its path.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from ring import unlock

from peerreview import bootstrap
from peerreview.gui import app
from peerreview.gui.app import Opening
from peerreview.gui.screens.visit import VisitScreen
from peerreview.gui.workplace import Workplace
from peerreview.services.views import Screen, Target

SENTENCES = (
    "Y4 books show fractions built from Year 2, no gaps in the run",
    "Six pupils explained how they check an answer with a partner",
    "Adult time is moved to where the catch-up is",
    "Reading records differ between the two phases",
    "Pupils say £5 is ‘five pounds’ and read café aloud",
)
FASTEST_MS, SLOWEST_MS = 35, 130  # about twelve keys a second
LINE_CHANCE = 0.5


class Typist(QObject):
    """Somebody whose next key comes when it comes."""

    def __init__(self, screen: VisitScreen, seed: int) -> None:
        super().__init__(screen)
        self._screen = screen
        self._chance = random.Random(seed)
        self._left = ""
        self.press()

    def press(self) -> None:
        """Press one key, tell what stands there, and go on."""
        pad = self._screen.pad
        if self._left:
            letter, self._left = self._left[0], self._left[1:]
            press_and_release(pad.text.edit, letter)
            print(json.dumps([time.monotonic(), pad.record, pad.text.text]), flush=True)
        else:
            if pad.text.text and self._chance.random() < LINE_CHANCE:
                QTest.keyClick(pad.text.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            self._left = self._chance.choice(SENTENCES) + ". "
        QTimer.singleShot(self._chance.randint(FASTEST_MS, SLOWEST_MS), self.press)


def press_and_release(widget: QWidget, letter: str) -> None:
    """One key, as the keyboard sends it; QTest knows ASCII alone."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def begin(opening: Opening, review: str, seed: int, file: str) -> None:
    """Go to the notes of the review and type."""
    workplace = opening.workplace
    assert isinstance(workplace, Workplace)
    workplace.go(Target(Screen.NOTES, review))
    screen = workplace.screen
    assert isinstance(screen, VisitScreen)

    def shown(_view: object) -> None:
        screen.shown.disconnect(shown)
        QTimer.singleShot(0, partial(Typist, screen, seed))
        if file:
            QTimer.singleShot(200, lambda: workplace.open_files([file]))

    screen.shown.connect(shown)


def main(profile: str, ring: str, review: str, seed: str, file: str = "") -> int:
    """Open the window; the key comes from the file `ring` instead of the computer's own secret store."""
    ahead = Path(ring).with_name("ahead")

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(ahead.read_text()) if ahead.exists() else 0)

    bootstrap.open_profile = partial(  # type: ignore[assignment]
        bootstrap.open_profile, unlock=unlock(Path(ring)), sources=bootstrap.Sources(clock=clock)
    )
    return app.main(
        Path(profile),
        ready=lambda opening: opening.usable.connect(lambda: begin(opening, review, int(seed), file)),
    )


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.exit(main(*sys.argv[1:]))

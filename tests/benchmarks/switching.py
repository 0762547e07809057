"""A program for `test_switching`: the real window on a review, where one key after another turns to the next section.

    switching.py PROFILE RING REVIEW

Prints JSON: for the sections of the grades page and for the pages of the review, how long each change took from the
key until what it shows was painted, in seconds of the clock and of the window thread's own work.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from peerreview import bootstrap
from peerreview.gui import theme
from peerreview.gui.jobs import Jobs
from peerreview.gui.shell import Shell
from peerreview.gui.theme import Look, Theme
from peerreview.gui.window_state import WindowState
from peerreview.gui.workplace import Workplace
from peerreview.services.views import Screen, Target
from tests.integration.durability.ring import unlock

ROUNDS = 12
CTRL = Qt.KeyboardModifier.ControlModifier


def until(app: QApplication, ready: Callable[[], bool]) -> None:
    """Go on until it is so; a minute without it is a fault of this program."""
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end
        app.processEvents()
        time.sleep(0.0005)


def main(profile: str, ring: str, review: str) -> None:
    """Turn, and print."""
    app = QApplication([])
    theme.apply(app, Look(Theme.LIGHT))
    jobs, shell = Jobs(), Shell()
    shell.resize(1366, 768)
    shell.show()
    opened = bootstrap.open_profile(Path(profile), unlock(Path(ring)))
    place = Workplace(app, shell, jobs, opened, WindowState(theme="light"))

    def stands() -> bool:
        return place.screen is not None and place.screen.view is not None and not jobs.busy

    def measured(act: Callable[[], object], came: Callable[[], bool]) -> tuple[float, float]:
        clock, work = time.perf_counter(), time.thread_time()
        act()
        until(app, came)
        app.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        shell.repaint()
        return time.perf_counter() - clock, time.thread_time() - work

    def section() -> tuple[float, float]:
        screen = place.screen
        before = screen.section  # type: ignore[union-attr]
        focus = app.focusWidget() or screen
        return measured(
            lambda: QTest.keyClick(focus, Qt.Key.Key_PageDown, CTRL),
            lambda: screen.section != before,  # type: ignore[union-attr]
        )

    def page(where: Screen) -> tuple[float, float]:
        return measured(lambda: place.go(Target(where, review)), lambda: place.screen.view is not None)  # type: ignore[union-attr]

    place.go(Target(Screen.GRADES, review))
    until(app, stands)
    sections = [section() for _ in range(ROUNDS)]
    pages = [page(where) for _ in range(4) for where in (Screen.NOTES, Screen.POINTS, Screen.GRADES)]
    print(json.dumps({"the next section": sections[1:], "another page of the review": pages[3:]}), flush=True)
    os._exit(0)


main(*sys.argv[1:])

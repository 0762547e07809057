"""A program for `test_writing`: as many keys as ten minutes of typing, with autosave, spelling and the guard at work.

    writing.py PROFILE REVIEW

A person writes the headline of the report and takes notes, and pastes 50,000 words on the pad and goes on; meanwhile
everything is looked through for likely identifiers again and again. Prints seconds as JSON: for each part, the longest
time that the window's thread was not to be had, the most that it worked at a stretch, and how often it was asked for.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from peerreview.gui import theme
from peerreview.gui.collector import Collector
from peerreview.gui.jobs import Jobs
from peerreview.gui.shell import Shell
from peerreview.gui.spelling import speller
from peerreview.gui.theme import Look, Theme
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.window_state import WindowState
from peerreview.gui.workplace import Workplace
from peerreview.services import findings
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import world

KEYS = 1200  # of each part: together ten minutes at forty words a minute, without the waiting
SENTENCE = "Leaders recieve clear advise and govenors visit; Mrs Sunderby said that three pupils definately improved. "
BEAT_MS = 2


class Beats(QObject):
    """When the window's thread was to be had."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[tuple[float, float]] = []
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.at.append((time.perf_counter(), time.thread_time())))
        self._timer.start()

    def longest(self) -> tuple[float, float, int]:
        """The longest gap since the last time this was asked, the longest work of this thread in one (the computer may
        have given its time to others in the other), and of how many."""
        at, self.at = self.at, self.at[-1:]
        gaps = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(at)]
        return max((gap for gap, _ in gaps), default=0.0), max((work for _, work in gaps), default=0.0), len(at)


def main(profile: str, review: str) -> None:
    """Write, and print."""
    app = QApplication([])
    theme.apply(app, Look(Theme.LIGHT))
    jobs, shell = Jobs(), Shell()
    shell.resize(1366, 768)
    shell.show()
    opened = world.open_profile(Path(profile))
    place = Workplace(app, shell, jobs, opened, WindowState(theme="light"))
    place.learning.learn()
    until(app, lambda: not jobs.busy and speller().ready)
    gc.collect()
    Collector(jobs)
    gc.freeze()  # as the window does once it is loaded
    beats, found = Beats(), {}
    guarding = QTimer(interval=1000)
    guarding.timeout.connect(
        lambda: place.session.ask(lambda desk: findings.before_signing(desk.ports, desk.signer, review))
    )
    guarding.start()

    edit = go(app, place, Target(Where.REPORT, review), "headline")
    beats.longest()
    found["typing the headline"] = written(app, beats, edit)
    edit = go(app, place, Target(Where.NOTES, review), "text")
    beats.longest()
    found["typing notes"] = written(app, beats, edit)

    words = (SENTENCE * 4000).split()[:50_000]
    data = QMimeData()
    data.setText("\n".join(" ".join(words[at : at + 500]) for at in range(0, len(words), 500)))
    app.clipboard().setMimeData(data)
    settle(app, 0.1)
    beats.longest()
    edit.paste()
    settle(app, 1.0)
    found["pasting 50,000 words"] = beats.longest()
    assert len(edit.toPlainText().split()) >= len(words)
    edit.moveCursor(QTextCursor.MoveOperation.End)
    beats.longest()
    found["typing below them"] = written(app, beats, edit, KEYS // 4)
    print(json.dumps(found), flush=True)
    os._exit(0)


def until(app: QApplication, ready: Callable[[], bool]) -> None:
    """Go on until it is so."""
    while not ready():
        app.processEvents()
        time.sleep(0.001)


def settle(app: QApplication, seconds: float) -> None:
    """Let events pass for a while."""
    end = time.perf_counter() + seconds
    until(app, lambda: time.perf_counter() > end)


def go(app: QApplication, place: Workplace, target: Target, name: str) -> QPlainTextEdit:
    """Go to a screen and put the keyboard on its first field of this name."""
    place.go(target)
    until(app, lambda: place.screen is not None and place.screen.view is not None)
    settle(app, 1.0)
    assert place.screen is not None
    fields = [each for each in place.screen.findChildren(TextField) if isinstance(each.edit, QPlainTextEdit)]
    edit = next(each for each in fields if each.field.field == name and each.field.editable).edit
    assert isinstance(edit, QPlainTextEdit)
    edit.setFocus()
    settle(app, 0.5)
    return edit


def written(app: QApplication, beats: Beats, edit: QPlainTextEdit, keys: int = KEYS) -> tuple[float, float, int]:
    """Type so many keys, a hundred a second."""
    text = SENTENCE * (keys // len(SENTENCE) + 1)
    for key in text[:keys]:
        QTest.keyClicks(edit, key)
        settle(app, 0.008)
    return beats.longest()


main(*sys.argv[1:])

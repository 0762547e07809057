"""A program for `test_keystrokes`: words go from the throttle to the disk by the window's own path, and are timed.

    keystrokes.py PROFILE RING STREAM FILE

First with nothing else running, each beside a bare commit of the same bytes; then while FILE is brought in. Prints
seconds as JSON: lists "idle", "bare", "busy" and "late" (the window's own timer, meanwhile), and "import". Needs the
product and `ring` on its path.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from ring import unlock

from peerreview import bootstrap
from peerreview.gui.jobs import Jobs
from peerreview.gui.session import Session
from peerreview.journal.buffer import Entry
from peerreview.persistence.engine import connect
from peerreview.services import opening
from peerreview.services.ports import TypingStore
from peerreview.services.views import FieldView

EVERY_MS = 20  # twenty times as often as the throttle, so that an import meets hundreds
IDLE = 400
RECORD = "5" * 32
TEXT = "Pupils in Year 4 explain their thinking in whole sentences; their books show the same steps as the plan. " * 10


class Timed:
    """The typing store, noting when each keystroke is durable."""

    def __init__(self, store: TypingStore) -> None:
        self._store = store
        self.durable: list[float] = []

    def keep(self, entry: Entry) -> None:
        self._store.keep(entry)
        self.durable.append(time.perf_counter())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class Bare:
    """The least that there is to do: one commit of the same bytes into an encrypted file."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, bytes(32), create=True)
        self._connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)")
        self.took: list[float] = []

    def keep(self, text: str) -> None:
        began = time.perf_counter()
        self._connection.execute("INSERT OR REPLACE INTO entry VALUES (1, ?)", (text,))
        self.took.append(time.perf_counter() - began)


def type_until(
    app: QCoreApplication, keep: Callable[[str], object], over: Callable[[int], bool], bare: Bare | None = None
) -> list[float]:
    """Keep a text every 20 ms, in turn with `bare` if there is one; gives when each was handed over."""
    due: list[float] = []
    timer = QTimer(interval=EVERY_MS, timerType=Qt.TimerType.PreciseTimer)

    def fire() -> None:
        text = TEXT[: len(due) % len(TEXT)]
        if bare and len(bare.took) < len(due):
            bare.keep(text)
            return
        due.append(time.perf_counter())
        keep(text)
        if over(len(due)):
            timer.stop()
            QTimer.singleShot(1000, app.quit)  # the last one is durable by then

    timer.timeout.connect(fire)
    timer.start()
    app.exec()
    return due


def main(profile: str, ring: str, stream: str, file: str) -> None:
    """Measure, and print."""
    app = QCoreApplication([])
    field = FieldView(stream, "note", RECORD, "text", "", (), True)
    with bootstrap.open_profile(Path(profile), unlock(Path(ring))) as opened:
        timed = Timed(opened.ports.typing)
        session = Session(replace(opened.ports, typing=timed), opened.signer, Jobs())
        bare = Bare(Path(profile) / "bare.db")
        gc.freeze()  # as the window does once it is loaded

        def durations(over: Callable[[int], bool], beside: Bare | None = None) -> tuple[list[float], list[float]]:
            """From the throttle's firing until durable, and how late the window's own timer was."""
            timed.durable.clear()
            due = type_until(app, lambda text: session.keep(field, text), over, beside)
            late = [after - before - EVERY_MS / 1000 for before, after in pairwise(due)]
            return [done - handed for handed, done in zip(due, timed.durable, strict=True)], late

        idle, _ = durations(lambda count: count == IDLE, bare)
        took: list[float] = []
        began = time.perf_counter()
        job = session.ask(lambda desk: opening.bring_in(desk.ports, desk.signer, Path(file)))
        job.ended.connect(lambda: took.append(time.perf_counter() - began))
        busy, late = durations(lambda _count: bool(took))
        session.jobs.close()
    print(json.dumps({"idle": idle, "bare": bare.took, "busy": busy, "late": late, "import": took[0]}))


if __name__ == "__main__":
    main(*sys.argv[1:])

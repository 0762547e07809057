"""A program for `test_keystrokes`: words go from the throttle to the disk by the window's own path, and are timed.

    keystrokes.py PROFILE RING STREAM FILE SAME

First with nothing else running, each beside a bare commit of the same bytes; then while FILE is brought in, while SAME
(another file with the same changes) is, and while a file as large as FILE is written and read. Prints seconds as JSON:
lists "idle" and "bare", and for each of the "busy" times lists "typed" and "late" (the window's own timer, meanwhile)
and how long it "took". Needs the product and `ring` on its path.
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
from peerreview.gui.collector import Collector
from peerreview.gui.jobs import Jobs
from peerreview.gui.session import Session
from peerreview.journal.buffer import Entry
from peerreview.persistence.engine import connect
from peerreview.services import opening
from peerreview.services.ports import TypingStore, silent
from peerreview.services.start import identity_in
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


def main(profile: str, ring: str, stream: str, file: str, same: str) -> None:
    """Measure, and print."""
    app = QCoreApplication([])
    field = FieldView(stream, "note", RECORD, "text", "", (), True)
    with bootstrap.open_profile(Path(profile), unlock(Path(ring))) as opened:
        timed = Timed(opened.ports.typing)
        session = Session(replace(opened.ports, typing=timed), opened.signer, Jobs())
        bare = Bare(Path(profile) / "bare.db")
        Collector(session.jobs)
        gc.freeze()  # as the window does once it is loaded

        def durations(over: Callable[[int], bool], beside: Bare | None = None) -> tuple[list[float], list[float]]:
            """From the throttle's firing until durable, and how late the window's own timer was."""
            timed.durable.clear()
            due = type_until(app, lambda text: session.keep(field, text), over, beside)
            late = [after - before - EVERY_MS / 1000 for before, after in pairwise(due)]
            return [done - handed for handed, done in zip(due, timed.durable, strict=True)], late

        def during(work: Callable[[Any], object]) -> dict[str, object]:
            """The same while the session does something."""
            took: list[float] = []
            failures: list[object] = []
            began = time.perf_counter()
            job = session.ask(work)
            job.failed.connect(failures.append)
            job.ended.connect(lambda: took.append(time.perf_counter() - began))
            typed, late = durations(lambda count: bool(took) and count > 2)
            assert not failures, failures
            return {"typed": typed, "late": late, "took": took[0]}

        def bring(path: str) -> Callable[[Any], object]:
            return lambda desk: opening.bring_in(desk.ports, desk.signer, Path(path))

        def write_and_read(desk: Any) -> None:
            with desk.ports.store.begin() as work:
                ages = identity_in(work).ages
            contents = desk.ports.bundles.read(Path(file), ages, progress=silent).contents
            again = Path(profile) / "again.prb"
            desk.ports.bundles.write(contents, desk.signer, again, progress=silent)
            desk.ports.bundles.read(Path(same), ages, progress=silent)

        idle, _ = durations(lambda count: count == IDLE, bare)
        busy = {
            "an import": during(bring(file)),
            "the same once more": during(bring(same)),
            "writing and opening such files": during(write_and_read),
        }
        session.jobs.close()
    print(json.dumps({"idle": idle, "bare": bare.took, "busy": busy}))


if __name__ == "__main__":
    main(*sys.argv[1:])

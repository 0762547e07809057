"""A program for `test_start`: opens a window and tells when it stood, on the clock that all processes share.

    start.py                     the least that a window can be
    start.py PROFILE RING        the program's own, as `python -m peerreview` opens it, until its page can be worked on

Prints JSON: for "painted", and of our own also for "usable", when it was and how much of the processor's time it had
taken; and "memory", the MB that are resident by then. Imports stand where the program makes them: they are measured.
Needs the product and `ring` on its path.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def now() -> tuple[float, float]:
    """The clock, and the processor's time that this program has taken."""
    return time.monotonic(), time.process_time()


def bare() -> int:
    """A window with nothing in it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, _event: object) -> None:
            painted = now()
            QTimer.singleShot(0, lambda: (print(json.dumps({"painted": painted})), QApplication.quit()))

    app = QApplication([])
    window = Window()
    window.resize(1366, 768)
    window.show()
    return app.exec()


def ours(profile: Path, ring: Path) -> int:
    """The window on a profile; its key comes from the file `ring`, after the computer's own store was asked too."""
    from peerreview.gui import app

    told: dict[str, object] = {}

    class Opening(app.Opening):
        def begin(self) -> None:
            told["painted"] = now()
            self.usable.connect(self.moved_in)
            super().begin()

        def _open(self, job: object) -> object:
            from contextlib import suppress
            from functools import partial

            from ring import unlock

            from peerreview import bootstrap
            from peerreview.persistence.keyring_access import NoKeyring, system_keyring

            with suppress(NoKeyring):
                system_keyring()
            bootstrap.open_profile = partial(bootstrap.open_profile, unlock=unlock(ring))  # type: ignore[assignment]
            return super()._open(job)

        def moved_in(self) -> None:
            from PySide6.QtCore import QTimer

            self.workplace.screen.shown.connect(lambda _view: QTimer.singleShot(0, self.page_stands))

        def page_stands(self) -> None:
            told["usable"], told["memory"] = now(), resident()
            print(json.dumps(told), flush=True)
            self.shell.close()

    app.Opening = Opening  # type: ignore[misc]
    return app.main(profile)


def resident() -> float:
    """MB of this process that are in memory."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    sys.exit(ours(*map(Path, sys.argv[1:])) if sys.argv[1:] else bare())

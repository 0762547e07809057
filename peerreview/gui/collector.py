"""When Python looks through everything for what can be thrown away: while nobody works.

Such a round stops every thread: once a large review file has come in, for 60 to 300 ms in which no letter appears and
none is kept. The short rounds over what is new stay as they are.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from .jobs import Jobs

_LOADED_MS = 5000
"""From the first show until everything is surely loaded."""
REST_MS = 10_000
"""Nothing was asked of the program for so long: who types is heard of twice a second, a watched folder every 15."""
_NEVER = 1 << 30


def hold() -> None:
    """Throw nothing away while everything is loaded: the rounds would take a tenth of the start."""
    gc.disable()


def short_rounds_only() -> None:
    """From now on Python looks by itself only through what is new."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)


class Collector(QObject):
    """Lets the rounds begin once everything is loaded, and makes the long ones when `jobs` have rested for `rest`
    milliseconds."""

    def __init__(self, jobs: Jobs, rest: int = REST_MS) -> None:
        super().__init__(jobs)
        self._rest = QTimer(self, singleShot=True, interval=rest)
        self._rest.timeout.connect(gc.collect)
        jobs.begun.connect(self._rest.stop)
        jobs.rested.connect(self._rest.start)
        short_rounds_only()
        QTimer.singleShot(_LOADED_MS, self, _loaded)


def _loaded() -> None:
    """What was loaded stays: a round need not walk it again."""
    gc.freeze()
    gc.enable()

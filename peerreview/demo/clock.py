"""Time and chance of the play: a clock that the play moves, and ids that come again under the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

_STEP = timedelta(seconds=7)
"""How long an act takes somebody: every look at the clock finds it that much later."""


@dataclass(frozen=True, order=True)
class Cue:
    """When the next scene is played, by English clocks ("HH:MM"), whatever clock this computer keeps."""

    day: date
    hour: str

    @property
    def moment(self) -> datetime:
        """The aware time."""
        ahead = timedelta(hours=_last_sunday(self.day.year, 3) <= self.day < _last_sunday(self.day.year, 10))
        return datetime.combine(self.day, time.fromisoformat(self.hour), UTC) - ahead


class Clock:
    """The clock on every wall of the play. It goes forward only."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The time now (aware, UTC)."""
        self._now += _STEP
        return self._now

    def move(self, moment: datetime) -> None:
        """Go on to `moment`, unless it is later already."""
        self._now = max(self._now, moment)


def ids(seed: int, name: str) -> Callable[[], str]:
    """New ids (32 hex digits) for one person: the same ones again under the same seed."""
    chance = Random(f"{seed} {name}")
    return lambda: f"{chance.getrandbits(128):032x}"


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)

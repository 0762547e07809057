"""The long rounds of Python's collector: never while something is under way, and made when nothing is."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from peerreview.gui.collector import Collector
from peerreview.gui.jobs import Jobs


class Thing:
    """What only the collector can throw away: it holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    usual = gc.get_threshold()
    made = Jobs()
    yield made
    made.close()
    gc.set_threshold(*usual)


def old_thing() -> weakref.ref[Thing]:
    """One that has outlived the short rounds, so that only a long one finds it."""
    thing = Thing()
    gc.collect()
    return weakref.ref(thing)


def test_what_is_left_over_goes_once_nothing_is_under_way(jobs: Jobs, qtbot: QtBot) -> None:
    Collector(jobs, rest=1)
    left = old_thing()
    go_on = threading.Event()
    job = jobs.on_store(lambda _job: go_on.wait(20))
    other = jobs.on_typing(lambda _job: None)
    with qtbot.waitSignal(other.ended):
        pass
    assert left() is not None, "thrown away while an import was under way"
    with qtbot.waitSignal(job.ended):
        go_on.set()
    qtbot.waitUntil(lambda: left() is None)


def test_no_long_round_comes_by_itself(jobs: Jobs) -> None:
    Collector(jobs)
    rounds: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            rounds.append(info["generation"])

    gc.callbacks.append(note)
    try:
        kept = [Thing() for _ in range(300_000)]
    finally:
        gc.callbacks.remove(note)
    assert len(kept) == 300_000
    assert 1 in rounds
    assert 2 not in rounds

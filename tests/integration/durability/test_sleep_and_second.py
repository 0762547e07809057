"""A computer that falls asleep in mid-save, and a second window on the same data: nothing of what was typed is lost.

Both happen to a real process in which somebody is typing. Sleep is SIGSTOP, at a moment that the seed chooses, and a
clock that stands hours later when SIGCONT comes; while it sleeps, nobody else gets at the data.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from peerreview import bootstrap
from peerreview.services import pad
from tests.integration.durability.profiles import Desk
from tests.integration.durability.ring import unlock
from tests.integration.durability.test_kill import HALF_A_SECOND, Typed, assert_sound, kept

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="stops by signal"),
    pytest.mark.xdist_group("durability"),
]

_HERE = Path(__file__).parent
HOURS = timedelta(hours=9)


def environment() -> dict[str, str]:
    """For a window that nobody sees."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_HERE.parents[2])}


@contextmanager
def typist(desk: Desk, profile: Path, ring: Path, seed: int) -> Iterator[subprocess.Popen[str]]:
    """Somebody at the keyboard of a real window; the process ends with this."""
    command = [sys.executable, str(_HERE / "at_the_keyboard.py"), str(profile), str(ring), desk.review, str(seed)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment()
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def after_keys(child: subprocess.Popen[str], keys: int) -> list[Typed]:
    """What stood on the pad after each of the next so many keys."""
    assert child.stdout is not None
    return [Typed(*json.loads(child.stdout.readline())) for _ in range(keys)]


def second_window(profile: Path, ring: Path) -> dict[str, object] | None:
    """Start the program once more on the same data: whether it opened, and what it says; or it ended at once."""
    command = [sys.executable, str(_HERE / "second_window.py"), str(profile), str(ring)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environment(), timeout=60)
    told = ran.stdout.splitlines()
    return dict(json.loads(told[-1])) if told else None


def assert_refused(second: dict[str, object] | None) -> None:
    """The window says that the data are open elsewhere, and what to do."""
    assert second
    assert second["open"] is False
    said = " ".join(second["says"])  # type: ignore[call-overload]
    assert "Peer Review is already open with these data." in said
    assert "Go to the window that is open, or close it first." in said


def assert_all_here(desk: Desk, profile: Path, ring: Path, told: list[Typed], until: float) -> None:
    """The data are sound, and of each note everything that stood there half a second before `until` is kept."""
    (key,) = unlock(ring).holder(profile).keys()
    assert_sound(profile, key)
    here = list(kept(desk, profile, key))
    for typed in {typed.record: typed for typed in told if typed.at < until - HALF_A_SECOND}.values():
        assert any(record == typed.record and text.startswith(typed.text.rstrip()) for record, text in here), typed


@pytest.fixture
def at_work(desk: Desk, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the profile, and of the ring that opens it."""
    shutil.copytree(desk.profile, tmp_path / "miriam")
    shutil.copy(desk.ring, tmp_path / "ring.json")
    return tmp_path / "miriam", tmp_path / "ring.json"


@pytest.mark.parametrize("seed", range(2))
def test_a_computer_that_sleeps_in_mid_save_goes_on_where_it_was(
    desk: Desk, at_work: tuple[Path, Path], seed: int
) -> None:
    profile, ring = at_work
    chance = random.Random(seed)
    with typist(desk, profile, ring, seed) as child:
        told = after_keys(child, chance.randint(8, 20))
        time.sleep(chance.uniform(0, HALF_A_SECOND))  # somewhere between a key and its being saved
        child.send_signal(signal.SIGSTOP)
        assert_refused(second_window(profile, ring))  # asleep, it still holds its data
        ring.with_name("ahead").write_text(str(HOURS.total_seconds()))
        woke = datetime.now(UTC) + HOURS
        child.send_signal(signal.SIGCONT)
        told += after_keys(child, 40)
        killed = time.monotonic()
    assert_all_here(desk, profile, ring, told, killed)
    ring.with_name("ahead").unlink()  # opened on a computer whose clock is right again: the order is kept all the same
    with bootstrap.open_profile(profile, unlock(ring)) as app:
        assert app.recovered.kept == ()
        with app.ports.store.begin() as work:
            notes = work.stream(desk.reviewers).records("note")
        left = pad.of(app.ports, desk.review)
    made = [datetime.fromisoformat(note.at) for note in notes]
    assert made == sorted(made)
    assert (left and left.words) or any(at >= woke for at in made)


def test_a_second_start_on_the_same_data_leaves_word_with_the_first_which_goes_on(
    desk: Desk, at_work: tuple[Path, Path]
) -> None:
    profile, ring = at_work
    with typist(desk, profile, ring, 1) as child:
        told = after_keys(child, 5)
        assert second_window(profile, ring) is None  # the window that is open took the message and came to the front
        told += after_keys(child, 25)
        killed = time.monotonic()
    assert_all_here(desk, profile, ring, told, killed)
    third = second_window(profile, ring)  # now that the first is gone
    assert third
    assert third["open"] is True

"""Promise 1 at the real window: the computer stops at any moment, and what was typed half a second before is here.

A child opens a real profile in the real window and types into the note pad; SIGKILL comes at a random moment (the seed
is the test's name), while every other child also brings in a big review file.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from peerreview import bootstrap
from peerreview.gui import window_state
from peerreview.gui.jobs import Jobs
from peerreview.gui.screens.visit import VisitScreen
from peerreview.gui.shell import Shell
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.window_state import WindowState
from peerreview.gui.workplace import Workplace
from peerreview.journal.buffer import DRAFTS
from peerreview.persistence.engine import connect
from peerreview.persistence.store import open_store
from peerreview.persistence.typing import TYPING, TypingStore
from peerreview.services import pad
from peerreview.services.views import Screen
from tests.integration.durability.profiles import Desk
from tests.integration.durability.ring import unlock

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills by signal"),
    pytest.mark.xdist_group("durability"),
]

HALF_A_SECOND = 0.5
EVERYDAY, ALL = 6, 100
_PROGRAM = Path(__file__).with_name("at_the_keyboard.py")


@dataclass(frozen=True)
class Typed:
    """What stood on the pad after a key, by the clock that both processes share."""

    at: float
    record: str
    text: str


def type_until_killed(
    desk: Desk, profile: Path, seed: int, after: float, file: Path | None = None
) -> tuple[list[Typed], float]:
    """Start somebody at the keyboard and kill them `after` seconds from their first key; what they told, and when."""
    command = [sys.executable, str(_PROGRAM), str(profile), str(desk.ring), desk.review, str(seed)]
    killed = []

    def kill() -> None:
        killed.append(time.monotonic())
        child.kill()

    with subprocess.Popen(
        [*command, *([str(file)] if file else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_PROGRAM.parents[3])},
    ) as child:
        assert child.stdout is not None
        told = [Typed(*json.loads(child.stdout.readline()))]
        timer = threading.Timer(told[0].at + after - time.monotonic(), kill)
        timer.start()
        told += [Typed(*json.loads(line)) for line in child.stdout if line.endswith("\n")]
    assert child.returncode == -signal.SIGKILL
    return told, killed[0]


def assert_sound(profile: Path, key: bytes) -> None:
    """Both files are whole, page by page, and the store is what its truth says."""
    for file in (profile / TYPING, profile / "store.db"):
        connection = connect(file, key)
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()


def kept(desk: Desk, profile: Path, key: bytes) -> Iterator[tuple[str, str]]:
    """Every record and text that the typing, the pad and the store hold."""
    typing = TypingStore(profile, key)
    yield from ((entry.record, entry.text) for entry in typing.entries())
    typing.close()
    store = open_store(profile, key, bootstrap.record_table())
    assert store.check().problems == ()
    with store.begin() as unit:
        yield from json.loads(unit.setting(f"{DRAFTS}{desk.review}") or "{}").items()
        for note in unit.stream(desk.reviewers).records("note"):
            yield from ((note.id, str(version.value)) for version in note.state("text").heads)
    store.close()


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.heavy] if seed >= EVERYDAY else []) for seed in range(ALL)]
)
def test_what_was_typed_half_a_second_before_is_here(desk: Desk, seed: int, tmp_path: Path) -> None:
    profile = tmp_path / "miriam"
    shutil.copytree(desk.profile, profile)
    after = random.Random(seed).uniform(0.5, 2.5 if seed < EVERYDAY else 5)
    told, killed = type_until_killed(desk, profile, seed, after, desk.big_file if seed % 2 else None)
    (key,) = unlock(desk.ring).holder(profile).keys()
    assert_sound(profile, key)
    here = list(kept(desk, profile, key))
    long_ago = {typed.record: typed for typed in told if typed.at < killed - HALF_A_SECOND}
    for typed in long_ago.values():
        assert any(record == typed.record and text.startswith(typed.text.rstrip()) for record, text in here), typed
    last = max(told, key=lambda typed: typed.at).text
    with bootstrap.open_profile(profile, unlock(desk.ring)) as app:
        assert app.recovered.kept == ()
        if app.recovered.fields:
            assert "Everything up to then is here." in app.recovered.sentence
            assert app.recovered.words
        with app.ports.store.begin() as work:
            notes = work.stream(desk.reviewers).records("note")
        assert all(note.state("text").settled for note in notes)
        texts = {note.id: note.get("text") for note in notes}
        left = pad.of(app.ports, desk.review)
    assert last
    for typed in long_ago.values():
        words = typed.text.rstrip()
        assert texts.get(typed.record, "").startswith(words) or (left and words in left.words), typed


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
def test_the_next_start_says_what_was_recovered(desk: Desk, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    profile = tmp_path / "miriam"
    shutil.copytree(desk.profile, profile)
    told, _ = type_until_killed(desk, profile, seed=EVERYDAY, after=1.5)
    app = bootstrap.open_profile(profile, unlock(desk.ring))
    at = app.recovered.at
    assert at is not None
    shell = Shell()
    qtbot.addWidget(shell)
    assert window_state.read(profile).last == (Screen.NOTES, desk.review, "")  # it opens where it was
    workplace = Workplace(qapp, shell, Jobs(), app, WindowState(theme="light"))
    shell.show()
    (banner,) = (each for each in shell.findChildren(Banner) if each.isVisible())
    said = [label.text() for label in banner.findChildren(QLabel)]
    assert f"The computer stopped at {at.astimezone():%H:%M}. Everything up to then is here." in said
    assert any(typed.text.rstrip().endswith(app.recovered.words) for typed in told)
    assert f"Last words: “…{app.recovered.words}”." in said
    next(each for each in banner.findChildren(QPushButton) if each.text() == "Carry on").click()
    assert isinstance(workplace.screen, VisitScreen)
    qtbot.waitUntil(lambda: not workplace.jobs.busy, timeout=10_000)
    shell.close()

"""Promise 1 without any crash: what waits for its 400 ms on the note pad goes with whatever ends the page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peerreview import bootstrap
from peerreview.bootstrap import App
from peerreview.gui.jobs import Jobs
from peerreview.gui.screens.visit import VisitScreen
from peerreview.gui.shell import Shell
from peerreview.gui.window_state import WindowState
from peerreview.gui.workplace import Workplace
from peerreview.services import pad
from peerreview.services.views import Screen, Target
from tests.integration.durability.profiles import Desk
from tests.integration.durability.ring import unlock

pytestmark = [
    pytest.mark.qt_log_ignore("does not support propagateSizeHints"),  # the offscreen platform has no window manager
    pytest.mark.xdist_group("durability"),
]
WORDS = "Pupils read aloud to a partner; both could say wh"


@pytest.fixture
def notes(desk: Desk, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Workplace, VisitScreen]]:
    """The window on the notes of the review, with words typed a moment ago."""
    profile = tmp_path / "miriam"
    shutil.copytree(desk.profile, profile)
    shell = Shell()
    qtbot.addWidget(shell)
    state = WindowState(theme="light", last=(str(Screen.NOTES), desk.review, ""))
    workplace = Workplace(qapp, shell, Jobs(), bootstrap.open_profile(profile, unlock(desk.ring)), state)
    shell.show()
    screen = workplace.screen
    assert isinstance(screen, VisitScreen)
    qtbot.waitUntil(lambda: screen.view is not None and not workplace.jobs.busy, timeout=10_000)
    qtbot.keyClicks(screen.pad.text.edit, WORDS)
    yield workplace, screen
    shell.close()


def kept(profile: App, record: str) -> bool:
    """Whether the words are on the disk, as typing or as what stands on the pad of a review."""
    if any((entry.record, entry.text) == (record, WORDS) for entry in profile.ports.typing.entries()):
        return True
    with profile.ports.store.begin() as work:
        reviews = work.streams("review-")
    return pad.Draft(record, WORDS) in [pad.of(profile.ports, review) for review in reviews]


@pytest.mark.parametrize("end", [lambda place: place.go(Target(Screen.HOME)), lambda place: place.resize_text(1)])
def test_the_last_words_go_with_a_page_that_is_left_or_built_anew(
    end: Callable[[Workplace], None], notes: tuple[Workplace, VisitScreen], qtbot: QtBot
) -> None:
    workplace, screen = notes
    record = screen.pad.record
    end(workplace)
    qtbot.waitUntil(lambda: kept(workplace.profile, record), timeout=350)  # less than the throttle's 400 ms


def test_the_last_words_go_with_the_window(notes: tuple[Workplace, VisitScreen], desk: Desk) -> None:
    workplace, screen = notes
    record = screen.pad.record
    workplace.shell.close()
    with bootstrap.open_profile(workplace.profile.folder, unlock(desk.ring)) as profile:
        assert kept(profile, record)
        assert not profile.recovered.sentence  # a window that was closed has nothing to recover

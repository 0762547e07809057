"""The first minutes and every start after: a name is enough; without a secret store a phrase locks the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peerreview import bootstrap
from peerreview.bootstrap import Unlock
from peerreview.gui.app import Opening
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screens.first_run import FirstRun, PhraseDialog
from peerreview.gui.screens.home import HomeScreen
from peerreview.gui.unlock import UnlockDialog
from peerreview.gui.window_state import WindowState
from tests.gui.world import PHRASE


@pytest.fixture
def opening(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Opening]:
    """Begin to open the profile in a folder, on a computer without a secret store."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")

    def begin() -> Opening:
        made = Opening(qapp, tmp_path / "profile", WindowState(theme="light"))
        qtbot.addWidget(made.shell)
        made.shell.painted.connect(made.begin)
        made.shell.show()
        return made

    return begin


def dialog(qtbot: QtBot, kind: type[Dialog]) -> Dialog:
    """The dialog of a kind, once it is there."""

    def found() -> list[Dialog]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=15_000)
    return found()[0]


def home(qtbot: QtBot, opened: Opening) -> HomeScreen:
    """The home page, once it stands."""
    qtbot.waitUntil(lambda: opened.workplace is not None, timeout=15_000)
    screen = opened.workplace.screen  # type: ignore[union-attr]
    assert isinstance(screen, HomeScreen)
    qtbot.waitUntil(lambda: screen.view is not None, timeout=15_000)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=15_000)
    return screen


def test_a_name_and_a_phrase_are_enough_to_begin(opening: Callable[[], Opening], qtbot: QtBot) -> None:
    opened = opening()
    qtbot.waitUntil(lambda: isinstance(opened.shell.screen_shown, FirstRun), timeout=15_000)
    first = opened.shell.screen_shown
    assert isinstance(first, FirstRun)
    assert not first.begin.isEnabled()
    qtbot.keyClicks(first.name, "Carys Bevan-Holt")
    qtbot.keyClicks(first.school, "Ormery Lane Junior")
    first.begin.click()
    asked = dialog(qtbot, PhraseDialog)
    assert isinstance(asked, PhraseDialog)
    for edit in (asked._first, asked._second):
        qtbot.keyClicks(edit, PHRASE)
    asked._go.click()
    screen = home(qtbot, opened)
    assert screen.view
    assert (screen.view.name, screen.view.school) == ("Carys Bevan-Holt", "Ormery Lane Junior")
    opened.shell.close()


def test_the_phrase_opens_it_again_and_a_wrong_one_does_not(
    opening: Callable[[], Opening], qtbot: QtBot, tmp_path: Path
) -> None:
    bootstrap.create_profile(tmp_path / "profile", Unlock(PHRASE), name="Carys Bevan-Holt").close()
    opened = opening()
    first = dialog(qtbot, UnlockDialog)
    assert isinstance(first, UnlockDialog)
    qtbot.keyClicks(first._edit, "not the phrase at all")
    first._done()
    qtbot.waitUntil(lambda: first not in QApplication.topLevelWidgets() or not first.isVisible())
    again = dialog(qtbot, UnlockDialog)
    assert isinstance(again, UnlockDialog)
    qtbot.keyClicks(again._edit, PHRASE)
    again._done()
    assert home(qtbot, opened).view
    opened.shell.close()


def test_closing_instead_of_unlocking_leaves_everything_as_it_was(
    opening: Callable[[], Opening], qtbot: QtBot, tmp_path: Path
) -> None:
    bootstrap.create_profile(tmp_path / "profile", Unlock(PHRASE), name="Carys Bevan-Holt").close()
    opened = opening()
    dialog(qtbot, UnlockDialog).reject()
    qtbot.waitUntil(lambda: not opened.shell.isVisible(), timeout=5000)
    assert opened.workplace is None

"""Qt without a screen, and the invented network once for all tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peerreview.bootstrap import App
from peerreview.gui import theme
from peerreview.gui.jobs import Jobs
from peerreview.gui.shell import Shell
from peerreview.gui.theme import Look, Theme
from peerreview.gui.window_state import WindowState
from peerreview.gui.workplace import Workplace
from tests.gui import world

_HERE = Path(__file__).parent

_NOW = datetime(2026, 11, 17, 12, 24, tzinfo=UTC)

SIZE = (1366, 768)
"""The smallest screen that schools still have."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says that it has no window manager; every other message of Qt fails a test."""
    for item in items:
        if item.path.parent == _HERE:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


_worn: list[Look] = []


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[Callable[[Look], None]]:
    """The light theme at 100 %; the function given wears another look for one test."""

    def wear(chosen: Look) -> None:
        if not _worn or _worn[-1] != chosen or QApplication.font().pointSizeF() != chosen.scale.body:
            theme.apply(qapp, chosen)  # polishes every widget there is, so not without need
            _worn[:] = [chosen]

    wear(Look(Theme.LIGHT))
    yield wear
    wear(Look(Theme.LIGHT))


class _QuietJobs(QObject):
    failed = Signal(object, object)

    def on_store(self, *_: object) -> QuietSession._Job:
        return QuietSession._Job()

    on_typing = in_pool = on_store


class QuietSession(QObject):
    """A session that never answers: for pages whose view is handed to them."""

    wanted = Signal(object)
    files_wanted = Signal(list)
    saving = Signal(bool)
    told = Signal(str, str)
    made = Signal(object)
    arrived = Signal()
    look_wanted = Signal(object)

    class _Job(QObject):
        failed = Signal(object)
        done = Signal(object)

        def then(self, *_: object) -> QuietSession._Job:
            return self

        fails = then

    def __init__(self) -> None:
        super().__init__()
        self.signer = SimpleNamespace(person="m", name="Miriam Feldt")
        self.ports = SimpleNamespace(
            folder=Path("no-profile"), clock=lambda: datetime(2026, 11, 17, 12, 24, tzinfo=UTC)
        )
        self.jobs = _QuietJobs()
        self.look = Look(Theme.LIGHT)
        self.kept: list[tuple[object, str]] = []
        self.asked = 0

    def ask(self, *_: object) -> QuietSession._Job:
        self.asked += 1
        self.job = QuietSession._Job()
        return self.job

    def settled(self, work: object) -> object:
        return work

    def keep(self, field: object, text: str) -> None:
        self.kept.append((field, text))

    def go(self, target: object) -> None:
        self.wanted.emit(target)

    def tell(self, text: str, tone: str = "ok") -> None:
        self.told.emit(text, tone)

    def guests(self) -> tuple[object, ...]:
        return ()

    def farewell(self) -> None:
        """No colleague is here anyway."""

    def hush(self) -> None:
        self.told.emit("", "")


@pytest.fixture
def session() -> QuietSession:
    """See QuietSession."""
    return QuietSession()


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The network of `world`, played once: its folder and the review's stream."""
    root = tmp_path_factory.mktemp("network")
    return root, world.play(root)


class Desktop:
    """A real window over a copy of one of the played profiles."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, profile: App) -> None:
        self.qtbot = qtbot
        self.jobs = Jobs()
        self.shell = Shell()
        self.shell.resize(*SIZE)
        qtbot.addWidget(self.shell)
        with qtbot.waitExposed(self.shell):
            self.shell.show()
        self.profile = profile
        self.place = Workplace(qapp, self.shell, self.jobs, profile, WindowState(theme="light"))
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way and the page stands."""
        self.qtbot.waitUntil(lambda: not self.jobs.busy and self.screen.view is not None, timeout=60_000)
        QApplication.processEvents()  # what was laid out is now shown

    @property
    def screen(self):
        """The screen that stands there."""
        return self.place.screen

    def go(self, target: object):
        """Go to a screen and wait for it."""
        self.place.go(target)
        self.settle()
        return self.screen


@pytest.fixture
def open_desktop(
    qapp: QApplication, qtbot: QtBot, played: tuple[Path, str], tmp_path: Path
) -> Iterator[Callable[[str], Desktop]]:
    """Open the window of "miriam" (report writer) or "tom" (host)."""
    opened: list[Desktop] = []

    def open_(who: str) -> Desktop:
        shutil.copytree(played[0] / who, tmp_path / who)
        opened.append(Desktop(qapp, qtbot, world.open_profile(tmp_path / who)))
        return opened[-1]

    yield open_
    for desktop in opened:
        if desktop.jobs.running:
            desktop.shell.close()


@pytest.fixture
def review(played: tuple[Path, str]) -> str:
    """The stream of the review."""
    return played[1]

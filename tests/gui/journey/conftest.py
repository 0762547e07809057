"""A session bus and a home folder of their own for every journey, so that nothing of this machine leaks in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from peerreview.demo import player, script
from tests.gui.journey import good_day, reed
from tests.gui.journey.person import Person
from tests.integration.services.world import World

_HERE = Path(__file__).parent
_ROOT = Path(__file__).parents[3]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey that failed is played once more, which the closing line counts ("1 rerun").

    On a busy machine the accessibility bridge loses keys and answers; whatever the program does wrong, it does twice.
    """
    for item in items:
        if item.path.parent == _HERE:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Somebody at a screen of 1366 x 768."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))
    monkeypatch.setenv("PYTHONPATH", str(_ROOT))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    started = subprocess.run(
        ["dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1"],
        capture_output=True,
        text=True,
        check=True,
    )
    address, pid = started.stdout.split()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    try:
        with Person() as somebody:
            yield somebody
    finally:
        os.kill(int(pid), signal.SIGTERM)


@pytest.fixture
def open_window(person: Person) -> Callable[..., None]:
    """Start the program as somebody does who clicks on it: with no argument, a profile, or files."""

    def start(*arguments: str) -> None:
        person.start(sys.executable, "-m", "peerreview", *arguments)

    return start


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented network as it is made for somebody who tries it now; each test copies it."""
    folder = tmp_path_factory.mktemp("invented") / "profile"
    player.pretend(folder, now=datetime.now(UTC))
    reed.wear(folder)
    return folder


@pytest.fixture
def at_home(person: Person, open_window: Callable[..., None], invented: Path, tmp_path: Path) -> Person:
    """Somebody on Home in the invented network, just unlocked."""
    open_window("--profile", str(shutil.copytree(invented, tmp_path / "profile")))
    person.on("Unlock phrase")
    person.type(script.read().phrase)
    person.press("Return")
    person.says("Schools I am reviewing")
    return person


@pytest.fixture(scope="session")
def _planned(tmp_path_factory: pytest.TempPathFactory) -> World:
    return reed.triad(tmp_path_factory.mktemp("reed"))


@pytest.fixture
def triad(person: Person, _planned: World, tmp_path: Path) -> reed.Reed:
    """The Reed triad before anything is prepared, for one scenario."""
    return reed.Reed(person, _planned.copy(tmp_path / "laptops", tmp_path.name))


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> World:
    return reed.prepared(tmp_path_factory.mktemp("reed"))


@pytest.fixture
def shared(person: Person, _prepared: World, tmp_path: Path) -> reed.Reed:
    """The Reed triad on the eve of the visit, for one scenario."""
    return reed.Reed(person, _prepared.copy(tmp_path / "laptops", tmp_path.name))


@pytest.fixture(scope="session")
def _quillbeck(_planned: World, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], World]:
    built = {"": _planned}

    def stage(name: str) -> World:
        if name not in built:
            before = stage(("", *good_day.STAGES)[good_day.STAGES.index(name)])
            built[name] = getattr(good_day, name)(before.copy(tmp_path_factory.mktemp(name), name))
            built[name].close()
        return built[name]

    return stage


@pytest.fixture
def quillbeck(person: Person, _quillbeck: Callable[[str], World], tmp_path: Path) -> Callable[[str], reed.Reed]:
    """Gives the laptops of the good day as one of its scenes finds them."""
    return lambda stage: reed.Reed(person, _quillbeck(stage).copy(tmp_path / "laptops", tmp_path.name))

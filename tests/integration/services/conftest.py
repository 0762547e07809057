"""The invented network at its stages, built once and copied for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from peerreview.config import paths
from peerreview.handbook import reader
from tests.integration.services import world as play
from tests.integration.services.world import World

_STAGES = ("joined", "shared", "drafted", "signed")
_BUILT: dict[str, World] = {}


@pytest.fixture(scope="session")
def read_once() -> Iterator[None]:
    """Read each handbook pack once: every profile has a library of its own, and here are hundreds of profiles."""
    load, once = reader.load, cache(reader.load)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "load", lambda folder: (once if folder.parent == paths.forms() else load)(folder))
        yield


@pytest.fixture(scope="session")
def stages(read_once: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], World]:
    """Gives the closed template of a stage, playing up to it when it is first asked for."""

    def stage(name: str) -> World:
        if name not in _BUILT:
            folder = tmp_path_factory.mktemp(name)
            if name == "joined":
                made = play.joined(folder)
            else:
                before = stage(_STAGES[_STAGES.index(name) - 1])
                made = getattr(play, name)(before.copy(folder, name))
            made.close()
            _BUILT[name] = made
        return _BUILT[name]

    return stage


@pytest.fixture
def at(stages: Callable[[str], World], tmp_path: Path) -> Iterator[Callable[[str], World]]:
    """Gives a world of one's own at a stage."""
    opened: list[World] = []

    def own(stage: str) -> World:
        opened.append(stages(stage).copy(tmp_path / f"{stage}{len(opened)}", tmp_path.name))
        return opened[-1]

    yield own
    for each in opened:
        each.close()

"""The invented network at its stages, built once and copied for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.services import world as play
from tests.integration.services.world import World

_STAGES = ("joined", "shared", "drafted", "signed")


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], World]:
    """Gives the closed template of a stage, playing up to it when it is first asked for."""
    built: dict[str, World] = {}

    def stage(name: str) -> World:
        if name not in built:
            folder = tmp_path_factory.mktemp(name)
            if name == "joined":
                made = play.joined(folder)
            else:
                before = stage(_STAGES[_STAGES.index(name) - 1])
                made = getattr(play, name)(before.copy(folder, name))
            made.close()
            built[name] = made
        return built[name]

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

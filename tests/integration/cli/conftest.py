"""The command line on the invented network: what was said, what was printed, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from peerreview.cli.app import run
from tests.integration.services.conftest import at, read_once, stages
from tests.integration.services.world import UNLOCK, World

__all__ = ["at", "read_once", "stages"]


@dataclass(frozen=True)
class Ran:
    """One command's end."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)


Command = Callable[..., Ran]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[[World], Command]:
    """Gives, for a world, what runs `peerreview` as somebody of it: command(world)("tom", "review", "list")."""

    def of(world: World) -> Command:
        def ran(who: str, *arguments: object) -> Ran:
            world.close()
            capsys.readouterr()
            code = run(["--profile", str(world.folder / who), *map(str, arguments)], world.sources, UNLOCK)
            said = capsys.readouterr()
            return Ran(code, said.out, said.err)

        return ran

    return of

"""From the click until the window is painted, until its page can be worked on, and the memory it then takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from tests.benchmarks.stores import Profile, full_review, with_reviews

ROUNDS = 7
REVIEWS = 2_000
_PROGRAM = Path(__file__).with_name("start.py")
_PATH = f"{_PROGRAM.parents[2]}{os.pathsep}{_PROGRAM.parents[1] / 'integration' / 'durability'}"


@dataclass(frozen=True)
class Start:
    """Milliseconds from the click, and of the processor, until each point; `memory` in MB."""

    wall: dict[str, float]
    processor: dict[str, float]
    memory: float


def start(compiled: Path, *arguments: object) -> Start:
    """Start the program once; `compiled` keeps what Python has compiled, as an installed program has it."""
    environment = {**os.environ, "PYTHONPATH": _PATH, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    clicked = time.monotonic()
    ran = subprocess.run(
        [sys.executable, str(_PROGRAM), *map(str, arguments)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    memory = told.pop("memory", 0)
    return Start(
        {what: (at - clicked) * 1000 for what, (at, _) in told.items()},
        {what: took * 1000 for what, (_, took) in told.items()},
        memory,
    )


def tell(figure: Callable[..., None], profile: Profile, where: str) -> None:
    """Start some rounds, side by side with a bare window; the first of each only warms up."""
    compiled = profile.folder.with_name("compiled")
    rounds = [(start(compiled, profile.folder, profile.ring), start(compiled)) for _ in range(ROUNDS)][1:]
    for clock in ("wall", "processor"):
        name = "" if clock == "wall" else ", processor's time"
        bare = median(getattr(least, clock)["painted"] for _, least in rounds)
        painted, usable = (median(getattr(ours, clock)[what] for ours, _ in rounds) for what in ("painted", "usable"))
        figure(f"click to first painted window{name}", painted, against="a bare window", bare=bare, ratio=2)
        most = 1000 if clock == "wall" else None
        figure(f"click to {where}{name}", usable, against="a bare window", bare=bare, most=most)
    figure(f"memory of the open window, {where}", median(ours.memory for ours, _ in rounds), unit="MB", most=200)


@pytest.mark.benchmark
def test_start_with_two_thousand_reviews(tmp_path: Path, figure: Callable[..., None]) -> None:
    tell(figure, with_reviews(tmp_path / "many", REVIEWS), f"Home with {REVIEWS:,} reviews")


@pytest.mark.benchmark
def test_start_where_one_was_in_a_full_review(tmp_path: Path, figure: Callable[..., None]) -> None:
    profile = full_review(tmp_path)
    last = {"theme": "light", "percent": 100, "last": ["notes", profile.review, ""]}
    (profile.folder / "window.json").write_text(json.dumps(last))
    tell(figure, profile, "the notes of a full review")

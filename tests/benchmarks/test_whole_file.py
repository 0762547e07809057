"""A review file of 100,000 changes, opened as the window opens it, against `executemany` of the same rows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks.stores import big_files

FEW, MANY = 20_000, 100_000


def opened(folder: Path, changes: int) -> dict[str, float]:
    """What so many changes took, in a process of its own."""
    folder.mkdir()
    profile, files = big_files(folder, changes)
    program = Path(__file__).with_name("whole_file.py")
    path = f"{program.parents[2]}{os.pathsep}{program.parents[1] / 'integration' / 'durability'}"
    ran = subprocess.run(
        [sys.executable, str(program), str(profile.folder), str(profile.ring), *map(str, files)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found: dict[str, float] = json.loads(ran.stdout)
    return found


@pytest.mark.benchmark
def test_a_whole_file(tmp_path: Path, figure: Callable[..., None]) -> None:
    small, found = opened(tmp_path / "small", FEW), opened(tmp_path / "large", MANY)
    what, against = f"a file of {MANY:,} changes opened", f"executemany of the same {found['rows']:,.0f} rows"
    figure(what, found["first"], unit="s", against=against, bare=found["bare"], ratio=3)
    figure("another with the same", found["again"], unit="s", against="the first", bare=found["first"], ratio=0.1)
    figure(f"most memory: {what}", found["most"], "MB", f"one of {FEW:,}", small["most"], ratio=1.5, most=300)

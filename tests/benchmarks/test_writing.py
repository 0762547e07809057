"""Typing never waits: the longest pause of the window over ten minutes of keys with autosave, spelling and guard on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gui import world


@pytest.mark.benchmark
def test_the_longest_pause_while_writing(tmp_path: Path, figure: Callable[..., None]) -> None:
    review = world.play(tmp_path)
    program = Path(__file__).with_name("writing.py")
    ran = subprocess.run(
        [sys.executable, str(program), str(tmp_path / "miriam"), review],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(program.parents[2])},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    for part, (longest, work, beats) in json.loads(ran.stdout.splitlines()[-1]).items():
        assert beats > 100
        figure(f"longest pause, {part}", longest * 1000, most=50)
        figure(f"longest work of the window, {part}", work * 1000, most=50)

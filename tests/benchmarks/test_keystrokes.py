"""From the throttle's firing until the word is on the disk: alone, and while big files come in, and are made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.benchmarks.stores import big_files

CHANGES = 100_000


@pytest.mark.benchmark
def test_a_keystroke_until_it_is_durable(tmp_path: Path, figure: Callable[..., None]) -> None:
    profile, files = big_files(tmp_path, CHANGES)
    arguments = map(str, (profile.folder, profile.ring, profile.reviewers, *files))
    program = Path(__file__).with_name("keystrokes.py")
    path = f"{program.parents[2]}{os.pathsep}{program.parents[1] / 'integration' / 'durability'}"
    ran = subprocess.run(
        [sys.executable, str(program), *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    bare = median(found["bare"]) * 1000
    alone, busy = median(found["idle"]) * 1000, found["busy"]
    for when, took in (("alone", found["idle"]), *((f"during {what}", each["typed"]) for what, each in busy.items())):
        what = f"keystroke to durable, {when}"
        figure(f"{what}: median", median(took) * 1000, against="a bare commit", bare=bare, ratio=3)
        figure(what, median(took) * 1000, against="alone", bare=alone, ratio=1.1)
        figure(f"{what}: p99 of {len(took)}", quantiles(took, n=100)[98] * 1000, most=50)
        figure(f"{what}: worst", max(took) * 1000, most=500)
    for what, each in busy.items():
        figure(f"the window's longest pause during {what}", max(each["late"]) * 1000, most=100)
    first, again, _ = busy.values()
    figure(f"bringing in a file of {CHANGES:,} changes while typing", first["took"], unit="s")
    figure("another with the same", again["took"], unit="s", against="the first time", bare=first["took"], ratio=0.1)

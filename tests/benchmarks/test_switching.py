"""Turning to another section of a review of 400 notes and 40 attachments, in the window, from the key to the paint."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from peerreview.services import grading
from tests.benchmarks.stores import SECTIONS, Profile, full_review

Turns = dict[str, list[tuple[float, float]]]


def turned(profile: Profile) -> Turns:
    """What the program told, in seconds; every section has an agreed grade, so that each has its page."""
    with profile.open() as app:
        for section in SECTIONS:
            grading.agree(app.ports, app.signer, profile.review, section, "2")
    program = Path(__file__).with_name("switching.py")
    ran = subprocess.run(
        [sys.executable, str(program), str(profile.folder), str(profile.ring), profile.review],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(program.parents[2])},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout.splitlines()[-1]))


@pytest.mark.benchmark
def test_turning_to_another_section(tmp_path: Path, figure: Callable[..., None]) -> None:
    least = turned(full_review(tmp_path / "small", notes=4, attachments=0))
    for what, turns in turned(full_review(tmp_path / "full")).items():
        for which, name in enumerate(("", ", the window's own work")):
            ours, bare = (median(each[which] * 1000 for each in found) for found in (turns, least[what]))
            most = 100 if what == "the next section" else None
            figure(f"{what}{name}", ours, against="4 notes, no attachment", bare=bare, most=most)

"""No bytes from a stranger make a reader fail in any way but ours: fuzzed for a bounded time, and what it found kept.

`corpus/` holds inputs that reached code which the seeds alone do not reach; every run begins with them. To keep more,
run for longer (`PEERREVIEW_FUZZ_SECONDS=600`) and copy what is worth keeping from the folder that a failure or
`--basetemp` names.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz import seeds
from tests.fuzz.readers import READERS, refused

CORPUS = Path(__file__).with_name("corpus")
SECONDS = int(os.environ.get("PEERREVIEW_FUZZ_SECONDS", "20"))
SEED = 0 if "PEERREVIEW_FUZZ_SECONDS" in os.environ else 1
"""The same inputs in every everyday run; others (0: by the clock) for whoever goes looking for new ones."""


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, a folder for each reader."""
    folder = tmp_path_factory.mktemp("seeds")
    seeds.written(folder)
    return folder


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.filterwarnings("ignore")  # libraries warn about odd files; what counts is what they raise
def test_whatever_was_found_before_is_read_or_refused(reader: str, begun: Path, tally: Callable[..., None]) -> None:
    written = [path.read_bytes() for path in sorted((begun / reader).iterdir())]
    assert not any(refused(reader, data) for data in written), "a file of our own is refused"
    kept = [path.read_bytes() for path in sorted((CORPUS / reader).glob("*"))]
    tally("inputs kept from fuzzing", len(kept), refused=sum(refused(reader, data) for data in kept))


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="libFuzzer for Python is there for Linux only")
@pytest.mark.parametrize("reader", READERS)
def test_nothing_but_our_own_errors_escapes(
    reader: str, begun: Path, tmp_path: Path, tally: Callable[..., None]
) -> None:
    new = tmp_path / "new"
    new.mkdir()
    kept = [CORPUS / reader] if (CORPUS / reader).is_dir() else []
    program = Path(__file__).with_name("program.py")
    options = ["-max_len=50000", "-timeout=20", "-rss_limit_mb=2000", "-print_final_stats=1", f"-seed={SEED}"]
    command = [program, reader, new, *kept, begun / reader, f"-max_total_time={SECONDS}", *options]
    ran = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False, timeout=20 * SECONDS + 120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    runs, rate = (int(re.findall(rf"stat::{name}:\s+(\d+)", ran.stderr)[0]) for name in _FIGURES)
    tally(f"fuzzing: {reader}", runs, a_second=rate, found=len(list(new.iterdir())))


_FIGURES = ("number_of_executed_units", "average_exec_per_sec")

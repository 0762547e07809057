"""The one command that people type: what they name is meant from where they stand, in whatever folder that is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]


@pytest.mark.skipif(os.name != "posix", reason="the command of Linux")
def test_a_file_is_looked_for_where_the_person_stands(tmp_path: Path) -> None:
    there, tools, scripts = tmp_path / "my papers", tmp_path / "tools", tmp_path / "venv" / "bin"
    for folder in (there, tools, scripts):
        folder.mkdir(parents=True)
    shutil.copytree(HOUSE / "forms" / "triad-p", there / "our pack")
    (there / "json.py").write_text("raise SystemExit('a file of the person, not of the program')")
    _script(tools / "dpkg-query", "echo installed")
    _script(scripts / "python", f'exec "{sys.executable}" "$@"')
    lock = sha256((HOUSE / "packaging" / "requirements.txt").read_bytes()).hexdigest()[:16]
    version = ".".join(map(str, sys.version_info[:3]))
    (tmp_path / "venv" / ".requirements.txt").write_text(f"{lock}-{version}")  # nothing is to be installed
    told = subprocess.run(
        [HOUSE / "packaging" / "run", "handbook", "check", "our pack"],
        cwd=there,
        env={
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHON": sys.executable,
            "PEERREVIEW_VENV": str(tmp_path / "venv"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def _script(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)

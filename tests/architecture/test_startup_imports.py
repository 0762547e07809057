"""Before the first painted frame the program loads Qt and itself, and nothing else that is not Python's own.

The program is started as people start it (`python -m peerreview`); at its first paint it says what is loaded.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import json, os, runpy, sys
from peerreview.gui import app

def painted(self):
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

app.Opening.begin = painted
sys.argv = ["peerreview", "--profile", sys.argv[1]]
runpy.run_module("peerreview", run_name="__main__")
"""
_BARE = "import json, sys; from PySide6 import QtCore, QtGui, QtWidgets; print(json.dumps(sorted(sys.modules)))"
_MAY = {"PySide6", "peerreview", "platformdirs"}
_HEAVY = {
    "sqlalchemy",
    "alembic",
    "reportlab",
    "pikepdf",
    "pyhanko",
    "keyring",
    "cryptography",
    "pyrage",
    "yaml",
    "docx",
    "xlsxwriter",
    "openpyxl",
    "pypdfium2",
    "jsonschema",
    "holidays",
    "msgspec",
    "PIL",
    "typer",
    "asyncio",
    "ssl",
}
"""Libraries of the product, and of Python's own, that take long to load."""


def _loaded(code: str, *arguments: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_first_frame_waits_for_no_library(tmp_path: Path) -> None:
    loaded = _loaded(_PROGRAM, str(tmp_path))
    packages = {name.partition(".")[0] for name in loaded - _loaded(_BARE)}
    assert not packages & _HEAVY
    assert packages - sys.stdlib_module_names <= _MAY
    assert "peerreview.gui.shell" in loaded
    assert "peerreview.bootstrap" not in loaded
    assert not [name for name in loaded if name.startswith("peerreview.gui.screens")]

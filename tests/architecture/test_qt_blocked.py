"""Everything outside `gui` can be imported on a machine without Qt."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import importlib, pkgutil, sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError("Qt is blocked")

sys.meta_path.insert(0, Block())
import peerreview

names = [m.name for m in pkgutil.walk_packages(peerreview.__path__, "peerreview.", onerror=lambda name: None)
         if not m.name.startswith("peerreview.gui") and ".migrations" not in m.name]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_everything_outside_gui_imports_without_qt() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 50

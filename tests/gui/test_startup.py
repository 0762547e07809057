"""The window is painted first: nothing but Qt, the shell and the paths before it; the rest in one thread after it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

_SHELL = """
import json, sys, time
began = time.perf_counter()
sys.path.insert(0, {root!r})
from pathlib import Path
from PySide6.QtWidgets import QApplication
from peerreview.gui import app
def painted(opening):
    opening.shell.painted.disconnect(opening.begin)
    loaded = [name for name in sys.modules if name.count('.') <= 2]
    print(json.dumps([time.perf_counter() - began, loaded]), flush=True)
    QApplication.instance().quit()
app.main(Path({profile!r}), ready=painted)
"""

_BARE = """
import sys, time
began = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: (print(time.perf_counter() - began, flush=True), app.quit()))
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""

_ALLOWED = {
    "peerreview", "peerreview.errors", "peerreview.config", "peerreview.config.paths", "peerreview.gui",
}  # fmt: skip
_HEAVY = {"sqlalchemy", "alembic", "reportlab", "pikepdf", "pyhanko", "keyring", "cryptography", "pypdfium2", "yaml",
          "msgspec", "holidays", "docx", "xlsxwriter", "openpyxl", "pyrage"}  # fmt: skip


def _run(code: str) -> str:
    environment = {"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": "/tmp"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def _shell(profile: Path) -> tuple[float, set[str]]:
    root = str(Path(__file__).parents[2])
    seconds, loaded = json.loads(_run(_SHELL.format(root=root, profile=str(profile))))
    return seconds, set(loaded)


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    _, loaded = _shell(tmp_path)
    ours = {name for name in loaded if name.split(".")[0] == "peerreview" and not name.startswith("peerreview.gui")}
    assert ours <= _ALLOWED
    assert not loaded & _HEAVY
    assert "peerreview.gui.workplace" not in loaded
    assert not [name for name in loaded if name.startswith("peerreview.gui.screens")]


_FOLDER = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from PySide6.QtCore import QDir
from PySide6.QtWidgets import QApplication
from peerreview.gui import app
def painted(opening):
    opening.shell.painted.disconnect(opening.begin)
    print(QDir.currentPath(), opening.folder, *opening.files, flush=True)
    QApplication.instance().quit()
app.main(Path('profile'), ['report.pdf'], ready=painted)
"""


def test_dialogs_for_files_begin_among_the_documents_and_what_was_named_stays_where_it_was(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    environment = {"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    began = tmp_path / "programs"
    began.mkdir()

    def stands() -> list[str]:
        code = [sys.executable, "-c", _FOLDER.format(root=root)]
        done = subprocess.run(code, capture_output=True, text=True, timeout=60, env=environment, cwd=began, check=True)
        return done.stdout.split()

    named = [str(began / "profile"), str(began / "report.pdf")]
    assert stands() == [str(tmp_path), *named]  # a computer without such a folder
    (tmp_path / "Documents").mkdir()
    assert stands() == [str(tmp_path / "Documents"), *named]


@pytest.mark.benchmark
def test_the_first_paint_takes_at_most_twice_a_bare_window(tmp_path: Path) -> None:
    ours, bare = [], []
    for _ in range(5):
        bare.append(float(_run(_BARE)))
        ours.append(_shell(tmp_path)[0])
    ratio = median(ours) / median(bare)
    print(f"first paint: {median(ours) * 1000:.0f} ms, bare window {median(bare) * 1000:.0f} ms, ratio {ratio:.2f}")
    assert ratio <= 2.0

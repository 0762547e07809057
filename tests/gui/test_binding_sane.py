"""PySide6 6.12.0 on CPython before 3.12 gives away references to None and True and aborts in mid-use: keep the pin."""

from __future__ import annotations

import subprocess
import sys

CODE = """
from PySide6.QtCore import QCoreApplication, QObject, Signal
class Said(QObject):
    said = Signal()
app = QCoreApplication([])
said = Said()
said.said.connect(lambda: None)
for _ in range(30000):
    said.said.emit()
    said.setObjectName("x")
"""


def test_thirty_thousand_qt_calls_do_not_abort() -> None:
    assert subprocess.run([sys.executable, "-c", CODE], capture_output=True, timeout=60).returncode == 0

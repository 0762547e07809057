"""A file that is double-clicked while the window is open goes there: the second start leaves a message and ends.

The message is a small file in a folder of the profile, which the open window watches; no socket is opened. It names
the files, as the desktop gave them, and is gone as soon as it was read.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

_FOLDER = "to open"
_SUFFIX = ".json"


TAKEN_MS = 3000
"""A message that an open window has not taken by then was left where no window is open, only a command at work."""


def leave(profile: Path, files: Sequence[str]) -> Path:
    """Ask the window that is open on this profile to open these files; gives the message, gone once it was read."""
    folder = profile / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / f"{secrets.token_hex(8)}.part"
    part.write_text(json.dumps([str(Path(each).absolute()) for each in files]), "utf-8")
    return part.replace(part.with_suffix(_SUFFIX))


class SecondStarts(QObject):
    """Watches for them and brings the window to the front; `wanted` carries the files, if there are any."""

    wanted = Signal(list)

    def __init__(self, profile: Path, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self._folder = profile / _FOLDER
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for old in self._folder.iterdir():  # asked of a window that was closing: nobody waits for it now
            old.unlink(missing_ok=True)
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self.look)

    def look(self) -> None:
        """Read what was left."""
        for message in sorted(self._folder.glob(f"*{_SUFFIX}")):
            files: object = None
            with suppress(OSError, ValueError):
                files = json.loads(message.read_text("utf-8"))
            message.unlink(missing_ok=True)
            if isinstance(files, list) and all(isinstance(each, str) for each in files):
                self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
                self._window.activateWindow()
                if files:
                    self.wanted.emit(files)

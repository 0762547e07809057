"""Logging that cannot leak: the file is private and small, and what people typed appears only at debug level."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_MEBIBYTE = 1024 * 1024


def start(folder: Path, *, debug: bool = False) -> None:
    """Log to `folder`/peerreview.log from now on, readable by the owner alone and two mebibytes long at most."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "peerreview.log"
    path.touch(mode=0o600)
    path.chmod(0o600)
    handler = RotatingFileHandler(path, maxBytes=_MEBIBYTE, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("peerreview")
    for before in [each for each in root.handlers if isinstance(each, RotatingFileHandler)]:
        root.removeHandler(before)
        before.close()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)

"""Writing a finished file: whole under its name, or not at all."""

from __future__ import annotations

from pathlib import Path

from peerreview.config import drives


def write(path: Path, data: bytes) -> Path:
    """Write `data` beside `path` and give it the name when it is whole; raises EnvironmentFault when it cannot be."""
    drives.save(path, data)
    return path

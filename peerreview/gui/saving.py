"""Saving what was made where the person asked for it, off the window's thread: a stick is slow, a drive may hang."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from peerreview.config import drives

from .session import Session


def save(session: Session, path: Path, data: bytes, owner: QObject, saved: Callable[[], object]) -> None:
    """Write a file and call `saved`, unless `owner` has gone by then; what stood in the way is told."""
    session.jobs.in_pool(lambda _job: drives.save(path, data), "Saving").then(owner, lambda _done: saved())

"""Saving what was made where the person asked for it, off the window's thread: a stick is slow, a drive may hang."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject

from peerreview.config import drives

from .failures import tell
from .session import Session


def save(
    session: Session,
    path: Path,
    data: bytes,
    owner: QObject,
    saved: Callable[[], object],
    say: Callable[[str], object] | None = None,
) -> None:
    """Write a file and call `saved`, unless `owner` has gone by then; what stood in the way is told.

    A dialog, which lies above the window's banner, gives `say`: its own way of telling it.
    """
    job = session.jobs.in_pool(lambda job: drives.save(path, data, job.report), "Saving")
    job.then(owner, lambda _done: saved())
    if say is None:
        return

    def failed(error: BaseException) -> None:
        if shiboken6.isValid(owner):
            told = tell(error)
            say(f"{told.happened} {told.rest}")
        else:  # the dialog was closed in the meantime
            session.jobs.failed.emit(error, None)

    job.quiet = True
    job.failed.connect(failed)

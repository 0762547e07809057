"""The watched folder, looked at now and then while the window is open: what came whole is told, never brought in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from peerreview.services import inbox
from peerreview.services.inbox import State, Waiting

from .jobs import Job
from .session import Session
from .shell import Shell
from .widgets.banner import Banner
from .widgets.buttons import Button

T = TypeVar("T")

_EVERY_MS = 15_000


class Watcher(QObject):
    """Looks into the folder that the person chose in Settings; `open_files` brings in what they want."""

    def __init__(self, session: Session, shell: Shell, open_files: Callable[[list[str]], object]) -> None:
        super().__init__()
        self._session, self._shell, self._open = session, shell, open_files
        self._before: State = {}
        self._told: dict[str, tuple[int, int]] = {}
        self._busy = False
        self._under_way: Job[State | None] | Job[Waiting] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look once; not again while a look is under way."""
        if self._busy:
            return
        self._busy = True
        job = self._session.ask(lambda desk: inbox.watched(desk.ports))
        self._goes_on(job, self._list)

    def end(self) -> None:
        """The window closes: a folder that hangs is not waited for."""
        self._timer.stop()
        if self._under_way is not None:
            self._under_way.cancel()

    def _list(self, folder: Path | None) -> None:
        """Ask the folder itself beside the store: when it hangs, nothing else waits for it."""
        if folder is None:
            self._over()
            return
        self._under_way = job = self._session.jobs.in_pool(lambda job: inbox.listing(folder, job.report))
        self._goes_on(job, partial(self._judge, folder))

    def _judge(self, folder: Path, now: State | None) -> None:
        before, told = self._before, dict(self._told)
        self._under_way = job = self._session.fetch(
            lambda desk: inbox.judge(desk.ports, desk.signer, folder, now, before, told, desk.progress, desk.turn)
        )
        self._goes_on(job, self.show_waiting)
        job.ended.connect(self._over)

    def _goes_on(self, job: Job[T], then: Callable[[T], object]) -> None:
        job.quiet = True  # a folder that cannot be read now is looked at again
        job.failed.connect(self._over)
        job.cancelled.connect(self._over)
        job.then(self, then)

    def _over(self, _error: object = None) -> None:
        self._busy = False

    def show_waiting(self, found: Waiting) -> None:
        """Say what has come, once."""
        self._before = found.state
        for path, _ in found.ready:
            self._told[path.name] = found.state[path.name]
        if found.ready:
            files = [str(path) for path, _ in found.ready]
            words = " ".join(f"{path.name}: {said}" for path, said in found.ready)
            lead = (
                "A file has come into your folder."
                if len(files) == 1
                else f"{len(files)} files have come into your folder."
            )
            self._shell.show_banner(Banner(words, Button("Open", partial(self._open, files)), lead=lead, closes=True))

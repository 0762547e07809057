"""Work off the window's thread, with progress, cancel and one fate for each outcome.

Executors (DESIGN §3): one worker owns the store, one the typing buffer, a pool does PDF and crypto; one carries safe
copies and some fetch files, so that no other waits for a drive that hangs. A job's signals are always emitted on the
window's thread; never touch a widget inside the work itself.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from peerreview.errors import Cancelled

T = TypeVar("T")

SWITCH_SECONDS = 0.000_2
"""How long a thread may hold the interpreter: the window asks for it anew at every call from Qt into Python, dozens of
times in one laying out of a page, so with Python's usual 5 ms, or with 1, a PDF being made freezes it."""


class Job(QObject, Generic[T]):
    """One piece of work. Exactly one of `done`, `failed` and `cancelled` comes, and `ended` after it.

    `title` says what is being done, for the progress panel; empty for what is always quick. Whoever shows a failure
    by themselves sets `quiet`; `again` is how to try once more, to be offered where the failure is told.
    """

    progress = Signal(str, int, int)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _finished = Signal(str, object)

    def __init__(self, work: Callable[[Job[T]], T], title: str = "") -> None:
        super().__init__()
        self.title = title
        self.quiet = False
        self._teller: QObject | None = None
        self.again: Callable[[], object] | None = None
        self.waiting: Future[None] | None = None
        self._work = work
        self._stop = threading.Event()
        self._over = threading.Event()
        # Bound to this object, so that Qt carries the outcome over to the thread this object lives in.
        self._finished.connect(self._end)

    def cancel(self) -> None:
        """Ask it to stop: at its next report of progress, or at once where it still waits for its turn."""
        self._stop.set()
        if self.waiting is not None and self.waiting.cancel():
            self._over.set()
            self._finished.emit("cancelled", None)

    def report(self, what: str, done: int = 0, of: int = 0) -> None:
        """The services' progress callback; raises Cancelled when the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self.progress.emit(what, done, of)

    def then(self, owner: QObject, act: Callable[[T], object]) -> Job[T]:
        """Call `act` with the result, unless `owner` has gone by then."""
        self.done.connect(lambda result: act(result) if shiboken6.isValid(owner) else None)
        return self

    def fails(self, owner: QObject, act: Callable[[BaseException], object]) -> Job[T]:
        """Call `act` with what went wrong, unless `owner` has gone by then: the window tells it then, quiet or not."""
        self._teller = owner
        self.failed.connect(lambda error: act(error) if shiboken6.isValid(owner) else None)
        return self

    @property
    def told(self) -> bool:
        """Whether somebody who is still there shows a failure by themselves."""
        return self.quiet and (self._teller is None or shiboken6.isValid(self._teller))

    def wait(self) -> None:
        """Hold the calling worker until this job's work is over (never on the window's thread)."""
        self._over.wait()

    def run(self) -> None:
        """What the executor calls."""
        outcome: tuple[str, Any]
        try:
            if self._stop.is_set():
                raise Cancelled
            outcome = "done", self._work(self)
        except Cancelled:
            outcome = "cancelled", None
        except BaseException as error:
            outcome = "failed", error
        self._over.set()
        self._finished.emit(*outcome)

    def _end(self, how: str, result: object) -> None:
        if how == "done":
            self.done.emit(result)
        elif how == "failed":
            self.failed.emit(result)
        else:
            self.cancelled.emit()
        self.ended.emit()


class Jobs(QObject):
    """The executors. `started` tells of every job that has a title, `failed` of every failure not `quiet`, with
    the way to try again, if any; `begun` of every job, and `rested` that none is under way any more.

    `running` until it was closed.
    """

    begun = Signal()
    rested = Signal()
    started = Signal(object)
    failed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        sys.setswitchinterval(SWITCH_SECONDS)
        self._store = ThreadPoolExecutor(1, "store")
        self._typing = ThreadPoolExecutor(1, "typing")
        self._pool = ThreadPoolExecutor(2, "pages")
        self._copies = ThreadPoolExecutor(1, "copies")
        self._files = ThreadPoolExecutor(4, "files")  # a stick that hangs holds up no other
        self._live: set[Job[Any]] = set()
        self.running = True

    def on_store(self, work: Callable[[Job[T]], T], title: str = "") -> Job[T]:
        """Work with the store: one after another, in the order asked for."""
        return self._start(self._store, work, title)

    def on_typing(self, work: Callable[[Job[T]], T]) -> Job[T]:
        """Work with the typing buffer: never waits for an import."""
        return self._start(self._typing, work, "")

    def in_pool(self, work: Callable[[Job[T]], T], title: str = "") -> Job[T]:
        """Work that touches neither: pages, pictures, signatures of bytes already at hand."""
        return self._start(self._pool, work, title)

    def carrying(self, work: Callable[[Job[T]], T], title: str = "") -> Job[T]:
        """Carry safe copies to drives, one after another; the store is had in turns only."""
        return self._start(self._copies, work, title)

    def fetching(self, work: Callable[[Job[T]], T], title: str = "") -> Job[T]:
        """Fetch a file from its drive, and work with it; the store is had in turns only."""
        return self._start(self._files, work, title)

    def turn(self, work: Callable[[], T]) -> T:
        """What `work` gives with the store, once all that was typed is durable; for a worker that waits for drives."""
        self._typing.submit(lambda: None).result()
        return self._store.submit(work).result()

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._live)

    def close(self) -> None:
        """Let typing, store work and what has turns with the store finish, stop the rest, and end the threads."""
        self.running = False
        for job in list(self._live):
            if job.title:
                job.cancel()
        for executor in (self._copies, self._files, self._typing, self._store, self._pool):  # turns come to their end
            executor.shutdown(wait=True)

    def _start(self, executor: ThreadPoolExecutor, work: Callable[[Job[T]], T], title: str) -> Job[T]:
        job = Job(work, title)
        if not self.running:
            return job  # the window is closing: every word was handed over before
        job.waiting = executor.submit(job.run)  # first: what becomes of it is told on this thread, later
        self._live.add(job)
        job.failed.connect(lambda error: None if job.told else self.failed.emit(error, job.again))
        job.ended.connect(lambda: self._over(job))
        self.begun.emit()
        if title:
            self.started.emit(job)
        return job

    def _over(self, job: Job[Any]) -> None:
        self._live.discard(job)
        if not self._live:
            self.rested.emit()

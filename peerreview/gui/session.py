"""One open profile as the window works with it: asking services off the window's thread, keeping what is typed.

Screens get a `Session` and nothing else. `ask` hands the work a `Desk`, which holds all that a service asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from peerreview.config import right_of_way
from peerreview.identity.signer import Signer
from peerreview.services import typing
from peerreview.services.ports import Ports, Progress, Turn, at_once
from peerreview.services.posting import Sent
from peerreview.services.views import FieldView, Target

from .jobs import Job, Jobs
from .theme import Look
from .widgets.bound import FieldKey, key_of

AGAIN_MS = 5000
"""After so long, words that the disk did not take are handed over once more."""

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """What every service asks for: the ports, who acts, where progress goes, and how the store is had in turns."""

    ports: Ports
    signer: Signer
    progress: Progress
    turn: Turn = at_once


class Session(QObject):
    """The open profile. `wanted` asks the window for another screen, `told` for a sentence in a banner (text, tone).

    `made` carries what was made for people to be sent (`Sent`)."""

    wanted = Signal(object)
    files_wanted = Signal(list)
    saving = Signal(bool)
    told = Signal(str, str)
    made = Signal(object)
    arrived = Signal()
    look_wanted = Signal(object)

    def __init__(self, ports: Ports, signer: Signer, jobs: Jobs) -> None:
        super().__init__()
        self.ports = ports
        self.signer = signer
        self.jobs = jobs
        self.look = Look()
        self._unsaved = 0
        self._unkept: dict[FieldKey, tuple[FieldView, str]] = {}
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._keep_again)
        self._guests: dict[str, Signer] = {}

    def welcome(self, guest: Signer) -> None:
        """A colleague opened their key file on this laptop: their hand is here until they hand it back."""
        self._guests[guest.person] = guest

    def guests(self) -> tuple[Signer, ...]:
        """The colleagues whose hands are here."""
        return tuple(self._guests.values())

    def farewell(self) -> None:
        """The laptop is back with its owner: no colleague's hand stays."""
        self._guests.clear()

    def ask(self, work: Callable[[Desk], T], title: str = "") -> Job[T]:
        """Run `work` with the store, after everything typed so far is durable and settled into it."""
        typed = self.jobs.on_typing(lambda _job: None)

        def run(job: Job[T]) -> T:
            typed.wait()
            return work(Desk(self.ports, self.signer, job.report))

        return self.jobs.on_store(run, title)

    def carry(self, work: Callable[[Desk], T], title: str = "") -> Job[T]:
        """Run `work`, which waits for a drive and has the store in turns only: pages are not held up."""
        return self.jobs.carrying(lambda job: work(Desk(self.ports, self.signer, job.report, self.jobs.turn)), title)

    def fetch(self, work: Callable[[Desk], T], title: str = "") -> Job[T]:
        """Run `work`, which fetches a file from its drive: pages are not held up. It has the store in turns, each after
        typing was turned into changes."""
        return self.jobs.fetching(
            lambda job: work(Desk(self.ports, self.signer, job.report, self._settled_turn)), title
        )

    def _settled_turn(self, act: Callable[[], T]) -> T:
        def run() -> T:
            typing.settle(self.ports, self.signer)
            return act()

        return self.jobs.turn(run)

    def settled(self, work: Callable[[Desk], T]) -> Callable[[Desk], T]:
        """`work`, after typing was turned into changes: what it reads then holds every word."""

        def run(desk: Desk) -> T:
            typing.settle(desk.ports, desk.signer)
            return work(desk)

        return run

    def keep(self, field: FieldView, text: str) -> Job[None]:
        """Make typed words durable at once, whatever else runs. What the disk does not take is handed over again."""
        where, words = key_of(field), (field, text)
        self._unkept[where] = words
        right_of_way.claim()

        def work(_job: Job[None]) -> None:
            try:
                typing.keep(self.ports, self.signer, *where, text, field.saw)
            finally:
                right_of_way.release()

        job = self.jobs.on_typing(work)
        job.done.connect(lambda _none: self._unkept.pop(where) if self._unkept.get(where) is words else None)
        job.ended.connect(self._ended)
        self._unsaved += 1
        self.saving.emit(True)
        return job

    @property
    def all_kept(self) -> bool:
        """Whether the disk took everything that was handed over to it."""
        return not self._unkept

    def unkept(self) -> tuple[str, ...]:
        """The words that the disk does not take, also when they are handed over once more; waits for it."""
        self._keep_again()
        if self.jobs.running:
            self.jobs.on_typing(lambda _job: None).wait()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)  # what became of each
        return tuple(text for _, text in self._unkept.values())

    def let_go(self) -> None:
        """The person can do without the words that the disk does not take."""
        self._unkept.clear()

    def go(self, target: Target) -> None:
        """Ask the window for another screen."""
        self.wanted.emit(target)

    def tell(self, text: str, tone: str = "ok") -> None:
        """Say something above the screen."""
        self.told.emit(text, tone)

    def tell_sent(self, sent: Sent) -> None:
        """Say above the screen what was made to be sent, with the message that goes with it."""
        self.made.emit(sent)

    def hush(self) -> None:
        """What was said is past: the person does the next thing."""
        self.told.emit("", "")

    def _ended(self) -> None:
        self._unsaved -= 1
        if not self._unsaved:
            self.saving.emit(False)
            if not self.all_kept:
                self._again.start()

    def _keep_again(self) -> None:
        for field, text in tuple(self._unkept.values()):
            self.keep(field, text).quiet = True  # it was told the first time

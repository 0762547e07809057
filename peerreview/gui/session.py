"""One open profile as the window works with it: asking services off the window's thread, keeping what is typed.

Screens get a `Session` and nothing else. `ask` hands the work a `Desk`, which holds all that a service asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from peerreview.identity.signer import Signer
from peerreview.services import typing
from peerreview.services.ports import Ports, Progress
from peerreview.services.posting import Sent
from peerreview.services.views import FieldView, Target

from .jobs import Job, Jobs
from .theme import Look

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """What every service asks for: the ports, who acts, and where progress goes."""

    ports: Ports
    signer: Signer
    progress: Progress


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

    def settled(self, work: Callable[[Desk], T]) -> Callable[[Desk], T]:
        """`work`, after typing was turned into changes: what it reads then holds every word."""

        def run(desk: Desk) -> T:
            typing.settle(desk.ports, desk.signer)
            return work(desk)

        return run

    def keep(self, field: FieldView, text: str) -> None:
        """Make typed words durable at once, whatever else runs."""
        self._unsaved += 1
        self.saving.emit(True)
        where = (field.stream, field.kind, field.record, field.field)
        job = self.jobs.on_typing(lambda _job: typing.keep(self.ports, self.signer, *where, text, field.saw))
        job.ended.connect(self._kept)

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

    def _kept(self) -> None:
        self._unsaved -= 1
        if not self._unsaved:
            self.saving.emit(False)

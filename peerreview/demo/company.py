"""The people of the play, each with a real profile of their own, open from their first day to the last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from peerreview.bootstrap import App, Sources, Unlock, create_profile
from peerreview.identity.signer import Signer
from peerreview.services import start
from peerreview.services.ports import Ports

from . import clock
from .clock import Clock


@dataclass(frozen=True)
class Member:
    """Somebody of the play."""

    name: str
    app: App

    @property
    def slug(self) -> str:
        """The name as files bear it: tom-ashdown-reyes."""
        return slug(self.name)

    @property
    def ports(self) -> Ports:
        """What this person's services work with."""
        return self.app.ports

    @property
    def signer(self) -> Signer:
        """This person's hand."""
        return self.app.signer

    @property
    def id(self) -> str:
        """This person's id."""
        return self.app.signer.person


class Company:
    """Everybody, by name. Closing it closes their profiles."""

    def __init__(self, folder: Path, phrase: str, seed: int, now: Clock) -> None:
        self.folder = folder
        self.phrase = phrase
        self._seed = seed
        self._clock = now
        self._members: dict[str, Member] = {}
        self._open = ExitStack()

    def __getitem__(self, name: str) -> Member:
        return self._members[name]

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members.values())

    def begin(self, name: str, school: str, urn: str = "") -> Member:
        """Somebody's first day: they give their name and school, and their profile says that it is pretend."""
        sources = Sources(clock=self._clock, ids=clock.ids(self._seed, name))
        unlock = Unlock(phrase=self.phrase)
        app = create_profile(self.folder / slug(name), unlock, name=name, school=school, urn=urn, sources=sources)
        self._open.callback(app.close)
        start.pretend(app.ports)
        self._members[name] = Member(name, app)
        return self._members[name]

    def close(self) -> None:
        """Close every profile."""
        self._open.close()


def slug(name: str) -> str:
    """A name as files bear it."""
    return "-".join(name.casefold().split())

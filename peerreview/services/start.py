"""The first minutes: who somebody is, before any network knows them; and coming back after the computer stopped.

Work begins at once: preparing and taking notes need no membership, only sending does (USERS §2.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peerreview.analysis.review import text
from peerreview.domain import dates
from peerreview.errors import BadInput, EnvironmentFault
from peerreview.identity import keyfile, keys
from peerreview.identity.keys import Identity
from peerreview.identity.signer import Signer

from . import typing
from .moments import moment
from .ports import Ports, Turn, UnitOfWork, at_once
from .views import KeptEntry


@dataclass(frozen=True)
class Recovered:
    """What the typing held when the program was opened: nothing, usually.

    `words` are the last ones typed, and `stream` where: the review, when they were notes on it. `day` is when it
    was, unless that is today.
    """

    fields: int
    at: datetime | None = None
    words: str = ""
    stream: str = ""
    day: str = ""
    kept: tuple[KeptEntry, ...] = ()

    @property
    def sentence(self) -> str:
        """What to say; empty when there is nothing to say."""
        if self.at is None:
            return ""
        on = f" on {self.day}" if self.day else ""
        return f"The computer stopped at {self.at.astimezone():%H:%M}{on}. Everything up to then is here."


def introduce(ports: Ports, *, name: str, school: str = "", urn: str = "") -> Signer:
    """Say who you are: makes the keys that will sign. The person id is one's own until an invitation gives one."""
    if not name.strip():
        raise BadInput("Please give your name.", code="no_name")
    with ports.store.begin() as work:
        identity = keys.new_identity(ports.ids(), name.strip(), ports.clock())
        work.keep_identity(identity.to_bytes())
        for key, value in (("school", school.strip()), ("urn", urn.strip())):
            work.set_setting(key, value)
        work.commit()
        return identity.signer()


def signer(ports: Ports) -> Signer:
    """The hand of this profile's owner, as membership has it now."""
    with ports.store.begin() as work:
        return identity_in(work).signer()


def guest(path: Path, phrase: str) -> Signer:
    """The hand of a colleague who opens their own key file here; nothing of it is kept."""
    return keyfile.open_key_file(path, phrase).signer(guest=True)


def make_key_file(ports: Ports, path: Path, phrase: str, turn: Turn = at_once) -> str:
    """Put the owner's key file on their stick, so that they can sign on a colleague's computer; gives what to say."""

    def own() -> keys.Identity:
        with ports.store.begin() as work:
            return identity_in(work)

    identity = turn(own)
    return f"Saved as {path.name}.{keyfile.kept_beside(keyfile.save_over(identity, phrase, path))}"


def recover(ports: Ports, signer: Signer) -> Recovered:
    """Turn what the typing still held into changes, and say what it was."""
    entries = ports.typing.entries()
    settled = typing.settle(ports, signer)
    left = set(ports.typing.entries())
    gone = [entry for entry in entries if entry not in left and entry.text.strip()]  # a field just emptied is no loss
    if not gone:
        return Recovered(0, kept=settled.kept)
    last = max(gone, key=lambda entry: entry.at)
    words = " ".join(last.text.split()[-8:])
    on = moment(last.at).astimezone().date()
    day = "" if on == ports.clock().astimezone().date() else dates.short(on)
    return Recovered(len(gone), moment(last.at), words, _review_of(ports, last.stream), day, settled.kept)


def _review_of(ports: Ports, stream: str) -> str:
    """The review that a reviewers' stream is about; any other stream itself."""
    with ports.store.begin() as work:
        about = work.stream(stream).record("reviewers", "reviewers")
        return text(about, "review") if about else stream


def pretend(ports: Ports) -> None:
    """Mark this profile as the invented network's, so that every screen says so."""
    with ports.store.begin() as work:
        work.set_setting("pretend", "yes")
        work.commit()


def identity_in(work: UnitOfWork) -> Identity:
    """The owner's keys."""
    data = work.identity()
    if data is None:
        raise EnvironmentFault(
            "Nobody has begun to work in this profile yet.",
            "Nothing was changed.",
            "Give your name first.",
            code="no_identity",
        )
    return keys.from_bytes(data)

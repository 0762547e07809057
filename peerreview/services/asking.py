"""Who asks to join, until the office decides; each request rests on a slip, a first device, or a telephone call."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from peerreview.errors import Refused
from peerreview.identity import joining as files
from peerreview.identity.joining import Request
from peerreview.identity.signer import Signer

from .ports import Ports, UnitOfWork
from .start import identity_in

_WAITING, _OWN, _SLIPS = "requests", "own devices", "slips"


@dataclass(frozen=True)
class RequestView:
    """A request that waits: whose, the check words to compare by telephone, and since when.

    `slip`: it was made with the words of that person's printed slip, so that nothing needs comparing. `own` (another
    computer of a member, vouched for by the first) needs nothing either.
    """

    person: str
    name: str
    school: str
    check_words: tuple[str, ...]
    at: datetime
    actor: str
    slip: bool = False
    own: bool = False


def waiting(ports: Ports, signer: Signer) -> tuple[RequestView, ...]:
    """Requests that were brought in and wait for the office."""
    with ports.store.begin() as work:
        slips = slips_in(work)
        return tuple(_view(each, slips) for each in waiting_in(work))


def own(ports: Ports, signer: Signer) -> tuple[RequestView, ...]:
    """Computers of one's own that ask this one for its word."""
    with ports.store.begin() as work:
        return tuple(_view(each, {}) for each in own_in(work))


def waiting_in(work: UnitOfWork) -> list[Request]:
    """The requests that wait for the office."""
    return [files.decode_request(raw) for raw in _raws(work, _WAITING)]


def own_in(work: UnitOfWork) -> list[Request]:
    """The computers of one's own that ask for this one's word."""
    return [files.decode_request(raw, vouched=False) for raw in _raws(work, _OWN)]


def keep(work: UnitOfWork, raw: bytes) -> Request:
    """Keep a request until it is decided; the caller commits. One that asks another device for its word is refused."""
    asked = files.decode_request(raw, vouched=False)
    if asked.vouched:
        keep_waiting(work, [*(each for each in waiting_in(work) if each.actor != asked.actor), asked])
        return asked
    me = identity_in(work)
    if (asked.person, asked.first_device) != (me.person, me.actor):
        raise Refused(
            f"{asked.name} asks another computer of theirs for its word, not this one.",
            "Nothing was brought in.",
            "Open this file on the computer that made the joining file.",
            code="not_this_device",
        )
    keep_own(work, [*(each for each in own_in(work) if each.actor != asked.actor), asked])
    return asked


def keep_waiting(work: UnitOfWork, requests: Iterable[Request]) -> None:
    """Let these be the requests that wait; the caller commits."""
    work.set_setting(_WAITING, " ".join(b64encode(each.raw).decode() for each in requests))


def keep_own(work: UnitOfWork, requests: Iterable[Request]) -> None:
    """Let these be one's own computers that wait; the caller commits."""
    work.set_setting(_OWN, " ".join(b64encode(each.raw).decode() for each in requests))


def slips_in(work: UnitOfWork) -> dict[str, str]:
    """The words of each printed slip that is not used up, by person id."""
    return msgspec.json.decode(work.setting(_SLIPS) or "{}", type=dict[str, str])


def keep_slips(work: UnitOfWork, slips: Mapping[str, str]) -> None:
    """Remember whose slip says what; the caller commits."""
    work.set_setting(_SLIPS, msgspec.json.encode(slips).decode())


def _view(asked: Request, slips: Mapping[str, str]) -> RequestView:
    words = slips.get(asked.person, "")
    slip = bool(words and asked.slip) and hmac.compare_digest(files.slip_proof(words, asked.actor), asked.slip)
    return RequestView(
        asked.person, asked.name, asked.school, asked.check_words, asked.at, asked.actor, slip, bool(asked.first_device)
    )


def _raws(work: UnitOfWork, setting: str) -> list[bytes]:
    return [b64decode(raw) for raw in (work.setting(setting) or "").split()]

"""Who asks to join, until the office decides; each request rests on a slip, a first device, or a telephone call."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from peerreview.domain import dates
from peerreview.domain.exchange import BundleKind, Receipt, Recipient
from peerreview.domain.network import Network
from peerreview.domain.people import Card, Person
from peerreview.errors import Refused
from peerreview.identity import joining as files
from peerreview.identity.joining import Request
from peerreview.identity.signer import Signer

from . import membership
from .ports import Ports, Progress, UnitOfWork
from .posting import Made, Sent, made_in, post_in
from .start import identity_in
from .words import hat

_WAITING, _OWN, _SLIPS = "requests", "own devices", "slips"


@dataclass(frozen=True)
class RequestView:
    """A request that waits: whose, the check words to compare by telephone, and since when.

    `slip`: it was made with the words of that person's printed slip, so that nothing needs comparing. `own` (another
    computer of a member, vouched for by one that is listed) needs nothing either. `doubt` says what to look out for.
    """

    person: str
    name: str
    school: str
    check_words: tuple[str, ...]
    at: datetime
    actor: str
    slip: bool = False
    own: bool = False
    doubt: str = ""


def waiting(ports: Ports, signer: Signer) -> tuple[RequestView, ...]:
    """Requests that were brought in and wait for the office."""
    with ports.store.begin() as work:
        slips, net = slips_in(work), membership.network(work)
        return tuple(_view(each, slips, net) for each in waiting_in(work))


def own(ports: Ports, signer: Signer) -> tuple[RequestView, ...]:
    """Computers of one's own that ask this one for its word."""
    with ports.store.begin() as work:
        return tuple(_view(each, {}, membership.network(work)) for each in own_in(work))


def told(work: UnitOfWork, asked: Request) -> tuple[bool, str]:
    """Whether a listed computer vouches for a request; and who asks for what, and what to do about it."""
    net, words = membership.network(work), f"Check words: {' '.join(asked.check_words)}."
    if not asked.vouched:
        return True, (
            f"Another computer of yours asks this one for its word. {words} If it shows the same, pass it on under Our "
            "network, My computers."
        )
    view, person = _view(asked, {}, net), net.person(asked.person) if net else None
    name = f"{person.name}, {_where(net, person)}," if net and person else asked.name
    first = net.card(asked.first_device) if net else None
    if view.own and first:
        return True, (
            f"{name} asks for another computer. The one listed since {dates.short(first.since)} vouches for it, so "
            "nothing needs comparing: admit it under Our network."
        )
    if view.doubt:
        return False, f"{name} asks for another computer. {view.doubt} {words}"
    return False, f"{asked.name} asks to join. {words}"


def waiting_in(work: UnitOfWork) -> list[Request]:
    """The requests that wait for the office."""
    return [files.decode_request(raw) for raw in _raws(work, _WAITING)]


def own_in(work: UnitOfWork) -> list[Request]:
    """The computers of one's own that ask for this one's word."""
    return [files.decode_request(raw, vouched=False) for raw in _raws(work, _OWN)]


def keep(work: UnitOfWork, raw: bytes, at: datetime) -> Request:
    """Keep a request that came `at` until it is decided; the caller commits. It is the answer to our invitations of
    that person. One that asks another device for its word is refused."""
    asked = files.decode_request(raw, vouched=False)
    if asked.vouched:
        _answers(work, asked, at)
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
    _answers(work, asked, at)
    keep_own(work, [*(each for each in own_in(work) if each.actor != asked.actor), asked])
    return asked


def post(
    ports: Ports,
    work: UnitOfWork,
    signer: Signer,
    raw: bytes,
    to: Sequence[Recipient],
    describes: str,
    target: Path,
    progress: Progress,
) -> Sent:
    """Put a request into a file for those who may open it, and remember which key it asks for; the caller commits."""
    made = Made("request", actor=files.decode_request(raw, vouched=False).actor)
    return post_in(
        ports, work, signer, BundleKind.REQUEST, to,
        extra={"request.json": raw}, describes=describes, target=target, progress=progress, made=made,
    )  # fmt: skip


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


def _answers(work: UnitOfWork, asked: Request, at: datetime) -> None:
    """Remember of our invitations of this person that they arrived; one that is listed already asked before."""
    net = membership.network(work)
    if net and net.card(asked.actor):
        return
    for sending in work.sendings():
        made = made_in(work, sending.bundle) if sending.kind == BundleKind.INVITATION else None
        if made and asked.person in made.people:
            work.add_receipt(Receipt(sending.bundle, asked.person, at))


def _view(asked: Request, slips: Mapping[str, str], net: Network | None) -> RequestView:
    words = slips.get(asked.person, "")
    slip = bool(words and asked.slip) and hmac.compare_digest(files.slip_proof(words, asked.actor), asked.slip)
    first = net.card(asked.first_device) if net and asked.first_device else None
    own = first is not None and first.until is None and first.person == asked.person
    return RequestView(
        asked.person, asked.name, asked.school, asked.check_words, asked.at, asked.actor, slip, own,
        "" if own else _doubt(asked, first, net),
    )  # fmt: skip


def _doubt(asked: Request, first: Card | None, net: Network | None) -> str:
    """What speaks against taking a request for what it says: a lost laptop can still sign."""
    if asked.first_device and first and first.until:
        return f"The one that vouches for it was cancelled on {dates.short(first.until)}: ring them and compare words."
    if asked.vouched and net and asked.person in net.members:
        return "They are a member already, and no computer of theirs vouches for it: ring them before going further."
    return ""


def _where(net: Network, person: Person) -> str:
    school = net.school(person.school)
    return ", ".join(filter(None, (hat(person).lower(), school.name if school else person.organisation)))


def _raws(work: UnitOfWork, setting: str) -> list[bytes]:
    return [b64decode(raw) for raw in (work.setting(setting) or "").split()]

"""Which of the changes that arrive are taken into the graph (DESIGN §4), and why the others are set aside.

One rule: a change is admitted when a seal of its own author covers it and, if that card is no longer listed, a seal of
a listed card too; and when everything it rests on is admitted. So nobody, however trusted, puts words into another's
mouth: a colleague's seal bears witness that a change was there before its author left, and does not replace theirs.
What is set aside stays outside the graph until such a seal arrives. For somebody who left, whoever leads may bear
witness by name; the record of that travels, so that everybody admits the same.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections import deque
from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from functools import cache

import msgspec

from peerreview.domain.people import Listing

from .change import StoredChange
from .compose import Edit
from .seal import Seal, payload
from .stream import Stream
from .table import LET_IN
from .value import Value


class Reason(StrEnum):
    """Why a change is set aside."""

    UNKNOWN_SENDER = "unknown sender"
    OTHER_NAME = "written in another person's name"
    UNSEALED = "not sealed by its author"
    FORMER_MEMBER = "written by somebody who left, and sealed by no member"
    WAITING = "waiting for an earlier file"
    RESTS_ON_SET_ASIDE = "rests on something set aside"


class Admission(msgspec.Struct, frozen=True):
    """The changes to take in, ancestors first, and those to set aside, each with the reason."""

    admitted: tuple[StoredChange, ...]
    set_aside: tuple[tuple[StoredChange, Reason], ...]


Cards = Callable[[str], Listing | None]
"""From an actor to its listing; None for a key that the network has never listed."""

Verify = Callable[[str, bytes, bytes], bool]
"""Whether (actor, payload, DER signature) is a valid signature of that key."""


def admit(
    stream: Stream,
    incoming: Iterable[StoredChange],
    seals: Iterable[Seal],
    *,
    cards: Cards,
    verify: Verify,
    granted: Collection[str] = (),
    values: Iterable[Value] = (),
) -> Admission:
    """Sort incoming changes, in whatever order they come, into admitted and set aside. The stream stays as it is.

    Give everything set aside before once more, and every seal known: then the outcome does not depend on the order
    of arrival. `granted` are ids of changes that this device's own store vouches for: made here, or admitted before.
    `values` that came along tell who may let a change in by name, where the stream does not hold them yet.
    """
    fresh = {stored.id: stored for stored in incoming if stored.id not in stream and stored.change.stream == stream.id}
    ordered, waiting = _ordered(stream, fresh)
    listing = cache(cards)
    signers = _signers(stream.id, fresh, ordered, seals, listing, verify)
    values = tuple(values)
    named = _let_in(stream)
    while True:
        admission = _sort(stream, ordered, waiting, signers, listing, granted, named)
        names = _let_in_by(stream, admission.admitted, values)
        if names <= named:
            return admission
        named |= names


def let_in_edit(change_id: str, reason: str) -> Edit:
    """The edit by which whoever leads bears witness for a change that its author sealed and then left: everybody who
    holds it admits that change."""
    return Edit(LET_IN, change_id, "reason", reason)


def _ordered(stream: Stream, fresh: dict[str, StoredChange]) -> tuple[list[StoredChange], list[StoredChange]]:
    """The changes whose ancestors are all at hand, ancestors first, and the others."""
    resting: dict[str, list[StoredChange]] = {}
    count: dict[str, int] = {}
    for stored in fresh.values():
        deps = [dep for dep in stored.change.deps if dep not in stream]
        count[stored.id] = len(deps)
        for dep in deps:
            resting.setdefault(dep, []).append(stored)
    ready = deque(stored for stored in fresh.values() if count[stored.id] == 0)
    ordered = []
    while ready:
        stored = ready.popleft()
        ordered.append(stored)
        for other in resting.get(stored.id, ()):
            count[other.id] -= 1
            if count[other.id] == 0:
                ready.append(other)
    return ordered, [stored for stored in fresh.values() if count[stored.id] > 0]


def _signers(
    stream_id: str,
    fresh: dict[str, StoredChange],
    ordered: list[StoredChange],
    seals: Iterable[Seal],
    listing: Cards,
    verify: Verify,
) -> dict[str, frozenset[str]]:
    """For each change the keys (actors) on any card, standing or ended, whose seals cover it."""
    signers: dict[str, frozenset[str]] = {}
    for seal in seals:
        if seal.stream != stream_id or listing(seal.actor) is None or not any(tip in fresh for tip in seal.tips):
            continue
        if _is_signed(seal, verify):
            for tip in seal.tips:
                signers[tip] = signers.get(tip, frozenset()) | {seal.actor}
    for stored in reversed(ordered):
        above = signers.get(stored.id)
        if above:
            for dep in stored.change.deps:
                signers[dep] = signers.get(dep, frozenset()) | above
    return signers


def _is_signed(seal: Seal, verify: Verify) -> bool:
    try:
        signature = b64decode(seal.sig, validate=True)
    except binascii.Error:
        return False
    return verify(seal.actor, payload(seal.stream, seal.tips, seal.at), signature)


def _sort(
    stream: Stream,
    ordered: list[StoredChange],
    waiting: list[StoredChange],
    signers: dict[str, frozenset[str]],
    listing: Cards,
    granted: Collection[str],
    named: Collection[str],
) -> Admission:
    admitted: dict[str, StoredChange] = {}
    set_aside: list[tuple[StoredChange, Reason]] = []
    for stored in ordered:
        above = map(listing, signers.get(stored.id, frozenset()))
        reason = None if stored.id in granted else _doubt(stored, [card for card in above if card], listing, named)
        if reason is None and not all(dep in admitted or dep in stream for dep in stored.change.deps):
            reason = Reason.RESTS_ON_SET_ASIDE
        if reason is None:
            admitted[stored.id] = stored
        else:
            set_aside.append((stored, reason))
    set_aside.extend((stored, Reason.WAITING) for stored in waiting)
    return Admission(tuple(admitted.values()), tuple(set_aside))


def _doubt(stored: StoredChange, signers: list[Listing], listing: Cards, named: Collection[str]) -> Reason | None:
    """Why a change is not believed on the word of these cards, or None when it is."""
    card = listing(stored.change.actor)
    if card is None:
        return Reason.UNKNOWN_SENDER
    if stored.change.author != card.person and stored.change.author not in card.aliases:
        return Reason.OTHER_NAME
    if not any(signer.person == card.person and (signer.listed or not card.listed) for signer in signers):
        return Reason.UNSEALED
    witnessed = stored.id in named or any(signer.listed for signer in signers)
    return None if witnessed else Reason.FORMER_MEMBER


def _let_in(stream: Stream) -> set[str]:
    return {record.id for record in stream.all_records(LET_IN)}


def _let_in_by(stream: Stream, admitted: tuple[StoredChange, ...], values: Iterable[Value]) -> set[str]:
    """The changes that the stream would let in by name once these are taken in."""
    if not any(op.kind == LET_IN for stored in admitted for op in stored.change.ops):
        return set()
    trial = stream.clone()
    for value in values:
        trial.put_value(value)
    for stored in admitted:
        trial.add(stored)
    return _let_in(trial)

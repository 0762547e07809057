"""Whose keys this computer works with: its own, or those of the computer that a safe copy was made on (DESIGN §6).

A computer on which a safe copy was brought back is a new one to the network. It goes on with the keys in the copy until
the office lists keys of its own; the list of members that does so puts them in place, whichever file it came with.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from peerreview.domain import dates
from peerreview.domain.network import Network
from peerreview.identity import checkwords, keys
from peerreview.identity.keys import Identity

from . import membership
from .moments import moment, stamp
from .ports import UnitOfWork
from .start import identity_in

_COPIED, _NEXT, _ASKED = "keys out of a safe copy", "next keys", "next keys asked"


class Whose(StrEnum):
    """Whose the keys are that this computer works with."""

    OWN = "own"
    COPIED = "copied"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class OwnKeys:
    """Where this computer stands. Only one whose keys are its own has nothing to do.

    `ended` and `reason` say since when and why its keys are cancelled; `asked` when the office was asked to list new
    ones, and `words` are their check words. `others`: another computer of the owner's is listed, and can vouch for
    this one.
    """

    whose: Whose = Whose.OWN
    ended: date | None = None
    reason: str = ""
    asked: datetime | None = None
    words: tuple[str, ...] = ()
    others: bool = False


@dataclass(frozen=True)
class Computer:
    """One of a member's computers: its key, the check words that tell it from another, and since when it is listed."""

    actor: str
    words: tuple[str, ...]
    since: date

    @property
    def name(self) -> str:
        """How it is called by telephone: the first two of its words."""
        return " ".join(self.words[:2])

    @property
    def sentence(self) -> str:
        """Since when it is listed, and all its words."""
        return f"Listed since {dates.plain(self.since)}: {' '.join(self.words)}"


@dataclass(frozen=True)
class Vouched:
    """Computers that stand on the word of another, its own or that of one it vouched for; and those of which an earlier
    version did not record on whose word they stand, though they were listed after it."""

    its: tuple[Computer, ...] = ()
    unknown: tuple[Computer, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What to look at before that other one is cancelled."""
        said = ["It vouched for these. Ask whether they are theirs, and cancel any that is not:"] if self.its else []
        said += [each.sentence for each in self.its]
        if self.unknown:
            said.append("It is not known which computer vouched for these. Ask whether they are theirs:")
        return (*said, *(each.sentence for each in self.unknown))


def computers(network: Network, person: str) -> tuple[Computer, ...]:
    """Somebody's computers that are listed now."""
    return tuple(
        Computer(card.actor, checkwords.words(card.actor), card.since)
        for card in network.cards_of(person)
        if card.until is None
    )


def vouched(network: Network, person: str, actor: str) -> Vouched:
    """Which of somebody's listed computers rest on the word of one (its key), and of which that is not known."""
    its, perhaps = {actor}, set[str]()
    after = False
    for card in network.cards_of(person):  # in the order in which they were listed
        if card.voucher in its:
            its.add(card.actor)
        elif card.voucher in perhaps or (after and card.voucher is None):
            perhaps.add(card.actor)
        after = after or card.actor == actor
    found = [each for each in computers(network, person) if each.actor != actor]
    return Vouched(
        tuple(each for each in found if each.actor in its),
        tuple(each for each in found if each.actor in perhaps),
    )


def mark_copied(work: UnitOfWork) -> None:
    """Remember that the keys here came out of a safe copy made on another computer; the caller commits."""
    work.set_setting(_COPIED, identity_in(work).actor)
    _forget_next(work)


def show_in(work: UnitOfWork) -> OwnKeys:
    """Where this computer stands; nothing to do before its keys were ever listed."""
    network, identity = membership.network(work), identity_in(work)
    card = network.card(identity.actor) if network else None
    if network is None or card is None or (card.until is None and work.setting(_COPIED) != identity.actor):
        return OwnKeys()
    asked, following = work.setting(_ASKED), next_in(work)
    return OwnKeys(
        Whose.COPIED if card.until is None else Whose.CANCELLED,
        card.until,
        card.ended,
        moment(asked) if asked else None,
        checkwords.words(following.actor) if following else (),
        any(each.actor != identity.actor for each in computers(network, card.person)),
    )


def next_in(work: UnitOfWork) -> Identity | None:
    """The keys that the office was asked to list for this computer."""
    raw = work.setting(_NEXT)
    return keys.from_bytes(b64decode(raw)) if raw else None


def keep_next(work: UnitOfWork, following: Identity, at: datetime) -> None:
    """Keep the keys that the office is asked to list, until it does; the caller commits.

    What is encrypted to them opens from now on: the list that names them may come in such a file.
    """
    identity = identity_in(work)
    ages = tuple(dict.fromkeys((*identity.ages, *following.ages)))
    work.keep_identity(replace(identity, ages=ages).to_bytes())
    work.set_setting(_NEXT, b64encode(following.to_bytes()).decode())
    work.set_setting(_ASKED, stamp(at))


def take_up(work: UnitOfWork, network: Network) -> Identity:
    """The keys to work with under a list of members: the next ones, once it lists them. The caller keeps them."""
    identity, following = identity_in(work), next_in(work)
    card = network.card(following.actor) if following else None
    if following is None or card is None or card.until is not None:
        return identity
    work.set_setting(_COPIED, "")
    _forget_next(work)
    return following


def _forget_next(work: UnitOfWork) -> None:
    for name in (_NEXT, _ASKED):
        work.set_setting(name, "")

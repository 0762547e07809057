"""Whom to believe: the cards that the held network documents list, and what they say of a sender (DESIGN §6)."""

from __future__ import annotations

import unicodedata
from base64 import b64decode
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, lru_cache

from cryptography.hazmat.primitives.asymmetric import ec

from peerreview.domain.exchange import Recipient
from peerreview.domain.network import Network
from peerreview.domain.people import Card, Listing, Person

from . import certificates
from .verdict import CmsVerdict


class Standing(StrEnum):
    """What the network says of whoever made a file."""

    MEMBER = "member"
    FORMER = "former"
    NOT_YET_KNOWN = "not_yet_known"  # the root gave a membership that no document held here lists yet
    MISNAMED = "misnamed"  # it names somebody whose membership it was not made with
    STRANGER = "stranger"


@dataclass(frozen=True)
class Sender:
    """The judgement on a sender. `person` and `name` are the network's where it knows them, else what the file says.

    `until` and `reason` tell when and why a former member's card ended.
    """

    standing: Standing
    person: str
    name: str
    until: date | None = None
    reason: str = ""

    @property
    def believed(self) -> bool:
        """Whether what they send may be brought in; from a former member, only what somebody listed vouches for."""
        return self.standing in (Standing.MEMBER, Standing.FORMER)


@dataclass(frozen=True)
class CardBook:
    """The cards of one or more accepted networks (the newest document of each).

    What it answers follows from the documents alone, never from this computer's clock: every device that holds them
    answers the same. `old_roots` are certificates (DER) of replaced roots: what they signed stays trusted in documents
    that are held already, and in nothing that arrives, since a root may have been replaced because it was stolen.
    """

    networks: tuple[Network, ...]
    old_roots: tuple[bytes, ...] = ()

    @cached_property
    def roots(self) -> tuple[bytes, ...]:
        """The certificates (DER) that the chain of what arrives may lead to."""
        return tuple(b64decode(network.root_certificate) for network in self.networks)

    @cached_property
    def held_roots(self) -> tuple[bytes, ...]:
        """The certificates (DER) that the chain of what is held already may lead to."""
        return tuple(dict.fromkeys(self.roots + self.old_roots))

    def listing(self, actor: str) -> Listing | None:
        """What the networks say of a signing key, or None when no card names it.

        A card counts when it stood on the day its network document was issued.
        """
        held = self._cards.get(actor)
        if held is None:
            return None
        card, stands = held
        return Listing(card.person, stands, card.until, card.ended, self._people[card.person].aliases)

    def verify(self, actor: str, payload: bytes, signature: bytes) -> bool:
        """Whether `signature` (ECDSA, DER) over `payload` is that of a key on any card, standing or ended."""
        held = self._cards.get(actor)
        return held is not None and certificates.verifies(_key(held[0].certificate), payload, signature)

    def trusts(self, verdict: CmsVerdict) -> bool:
        """Whether a checked signature is a member's at its claimed time: by listing, or by chain for a newcomer."""
        listing = self.listing(verdict.actor)
        if listing is None or verdict.at is None:
            return verdict.trusted
        return verdict.intact and not _over(listing, verdict.at)

    def person(self, person_id: str) -> Person | None:
        """The person with this id or alias, or None."""
        return self._people.get(person_id)

    def recipients(self, person_id: str) -> tuple[Recipient, ...]:
        """Everything to encrypt to for a person: one age recipient for each device with a standing card."""
        person = self.person(person_id)
        if person is None:
            return ()
        cards = (card for card, stands in self._cards.values() if stands)
        ages = {card.recipient for card in cards if self._people[card.person].id == person.id}
        return tuple(Recipient(person.id, person.name, age) for age in sorted(ages))

    def judge(self, certificate: bytes, sender: str, name: str, at: datetime) -> Sender:
        """Who made a file: `certificate` (DER) signed it at the claimed time `at`; it names a `sender` (person id).

        The card decides, whatever name the file shows, unless that name or id is somebody else's.
        """
        listing = self.listing(certificates.actor(certificate))
        claimed = self.person(sender)
        if listing is None:
            return self._unlisted(certificate, claimed, sender, name)
        owner = self._people[listing.person]
        if (claimed and claimed.id != owner.id) or self._is_another(name, owner):
            return Sender(Standing.MISNAMED, sender, name)
        gone = not listing.listed or _over(listing, at)
        standing = Standing.FORMER if gone else Standing.MEMBER
        return Sender(standing, owner.id, owner.name, listing.until, listing.reason)

    def _unlisted(self, certificate: bytes, claimed: Person | None, sender: str, name: str) -> Sender:
        """A key without a card: issued by a root all the same, or unknown, and perhaps under a borrowed name."""
        bound = certificates.person_id(certificate), _plain(certificates.common_name(certificate))
        if any(certificates.issued_by(certificate, root) for root in self.roots):
            own = bound == (sender, _plain(name))
            return Sender(Standing.NOT_YET_KNOWN if own else Standing.MISNAMED, sender, name)
        taken = claimed is not None or _plain(name) in self._names
        return Sender(Standing.MISNAMED if taken else Standing.STRANGER, sender, name)

    def _is_another(self, name: str, owner: Person) -> bool:
        return _plain(name) != _plain(owner.name) and _plain(name) in self._names

    @cached_property
    def _cards(self) -> dict[str, tuple[Card, bool]]:
        """For each key the card that counts, a standing one before an ended one, and whether it stands."""
        found = [
            (card, card.listed_on(network.issued))
            for network in sorted(self.networks, key=lambda network: network.id)
            for card in network.cards
        ]
        return {card.actor: (card, stands) for card, stands in sorted(found, key=lambda pair: pair[1])}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {
            known_as: person
            for network in sorted(self.networks, key=lambda network: network.id)
            for person in network.people
            for known_as in (person.id, *person.aliases)
        }

    @cached_property
    def _names(self) -> set[str]:
        return {_plain(person.name) for person in self._people.values()}


def _over(listing: Listing, at: datetime) -> bool:
    return listing.until is not None and listing.until <= at.date()


@lru_cache(maxsize=4096)
def _key(certificate: str) -> ec.EllipticCurvePublicKey:
    """The public key in a certificate (DER, base64); seals are many and cards few."""
    return certificates.public_key(b64decode(certificate))


def _plain(name: str) -> str:
    """A name as two people would take it for the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

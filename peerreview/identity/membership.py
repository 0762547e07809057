"""Giving cards, ending them, and handing a network on to a new root.

Every function returns a changed network and leaves its number alone: who publishes it numbers it, and
`network_document.sign` signs it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from peerreview.domain.network import Network
from peerreview.domain.people import Card, Person
from peerreview.errors import Refused

from . import certificates
from .joining import Request
from .keys import Identity
from .root import Root

_SAFE = "No card has been given."


@dataclass(frozen=True)
class Admitted:
    """What came of a pile of requests: the network with the new cards, and who was refused and why."""

    network: Network
    cards: tuple[Card, ...]
    refused: tuple[tuple[Request, Refused], ...]


def admit(root: Root, network: Network, request: Request, at: datetime) -> Card:
    """The card for a request, with a certificate issued by the root; the network is not changed.

    The name on the certificate is the network's for that person, not the request's. Raises Refused with the code
    `root_other`, `request_elsewhere`, `request_unknown_person`, `request_listed`, `request_not_vouched` (the person
    has a standing card and none of its keys vouched) or `request_alias` (an id claimed is somebody else's).
    """
    person = _asking(root, network, request, at.date())
    return Card(
        person=person.id,
        actor=request.actor,
        certificate=b64encode(root.issue(person, request.public_key)).decode(),
        recipient=request.recipient,
        since=at.date(),
        voucher=request.first_device if request.first_device in _standing(network, person, at.date()) else "",
    )


def admit_all(root: Root, network: Network, requests: Iterable[Request], at: datetime) -> Admitted:
    """Admit whoever can be, in the order given; one refusal does not hold up the others."""
    cards: list[Card] = []
    refused: list[tuple[Request, Refused]] = []
    for request in requests:
        try:
            card = admit(root, network, request, at)
        except Refused as reason:
            refused.append((request, reason))
            continue
        cards.append(card)
        people = tuple(_known_as(person, request) for person in network.people)
        network = replace(network, people=people, cards=(*network.cards, card))
    return Admitted(network, tuple(cards), tuple(refused))


def drop(network: Network, actors: Collection[str], on: date, reason: str) -> Network:
    """The network with these keys' cards ended on a day (a lost laptop, or somebody who left).

    Raises Refused when one of them has no standing card.
    """
    standing = {card.actor for card in network.cards if card.until is None}
    if not actors or not standing.issuperset(actors):
        raise Refused(
            "There is no standing card to end.", "Nothing has been changed.", "Look at the list of members.",
            code="card_not_standing",
        )  # fmt: skip
    cards = tuple(
        replace(card, until=max(on, card.since), ended=reason) if card.actor in actors else card
        for card in network.cards
    )
    return replace(network, cards=cards)


def succeed(root: Root, network: Network) -> Network:
    """The network under a new root: every standing card gets a certificate from it, with the same key.

    Members accept the document that the new root then signs by comparing its check words.
    """
    cards = tuple(_reissued(root, network, card) if card.until is None else card for card in network.cards)
    certificate = b64encode(root.certificate).decode()
    return replace(network, root=root.actor, root_certificate=certificate, cards=cards)


def collect(identity: Identity, network: Network) -> Identity:
    """The identity with the certificate that the network lists for its key; unchanged when it lists none."""
    card = network.card(identity.actor)
    if card is None:
        return identity
    return identity.admitted(b64decode(card.certificate), b64decode(network.root_certificate))


def _asking(root: Root, network: Network, request: Request, day: date) -> Person:
    """The person who asks, when nothing stands against it."""
    if root.actor != network.root:
        raise _refused("This is another network's stamp.", "Open the stamp of this network.", "root_other")
    if request.network != network.id:
        raise _refused("This request is for another network.", "Send it to that network's office.", "request_elsewhere")
    person = network.person(request.person)
    if person is None:
        raise _refused("This person was not invited.", "Add them to the network first.", "request_unknown_person")
    if network.card(request.actor):
        raise _refused(
            f"The device that {person.name} asks for is already in the list of members.",
            "A cancelled device joins again with new keys.",
            "request_listed",
        )
    standing = _standing(network, person, day)
    if standing and request.first_device not in standing:
        raise _refused(
            f"{person.name} is a member already, and this request was not made from that membership.",
            "Ring them: a computer of theirs that is listed adds it (Our network, My computers). Cancel a lost one.",
            "request_not_vouched",
        )
    others = {id_ for other in network.people if other is not person for id_ in (other.id, *other.aliases)}
    if not others.isdisjoint(request.aliases):
        raise _refused("This request claims to be two people.", f"Ring {person.name}.", "request_alias")
    return person


def _standing(network: Network, person: Person, day: date) -> set[str]:
    """The keys of somebody that count on a day."""
    return {card.actor for card in network.cards_of(person.id) if card.listed_on(day)}


def _known_as(person: Person, request: Request) -> Person:
    """The person with the ids that the request says they wrote under."""
    if person.id != request.person:
        return person
    new = tuple(alias for alias in request.aliases if alias not in (person.id, *person.aliases))
    return replace(person, aliases=person.aliases + new)


def _reissued(root: Root, network: Network, card: Card) -> Card:
    person = network.person(card.person)
    if person is None:
        raise ValueError("a card is nobody's")
    key = certificates.public_key(b64decode(card.certificate))
    return replace(card, certificate=b64encode(root.issue(person, key)).decode())


def _refused(happened: str, todo: str, code: str) -> Refused:
    return Refused(happened, _SAFE, todo, code=code)

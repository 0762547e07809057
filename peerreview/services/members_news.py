"""What a newer list of members says otherwise: who joined, who left, and whose computer came or went."""

from __future__ import annotations

from collections.abc import Iterator

from peerreview.analysis.wording import listed
from peerreview.domain import dates
from peerreview.domain.network import Network
from peerreview.domain.people import Card, Person
from peerreview.identity.signer import Signer

from .words import hat

_FEW = 3
"""People named; more are counted."""


def since(before: Network, after: Network, signer: Signer, now: Signer) -> tuple[str, ...]:
    """What changed between two lists of members, a sentence each; only another computer of one's own asks for a look.

    `signer` is the owner's hand before, `now` under the newer list.
    """
    return tuple(_since(before, after, signer, now))


def _since(before: Network, after: Network, signer: Signer, now: Signer) -> Iterator[str]:
    if now.actor != signer.actor:
        yield "This computer has keys of its own now. Your next safe copy puts the new signing key on your stick."
    me = after.person(signer.person)
    others = [person for person in after.people if me is None or person.id != me.id]
    joined = [each for each in others if each.id in after.members - before.members]
    left = [each for each in others if each.id in before.members - after.members]
    if joined:
        names = _named(after, joined)
        yield f"New: {names}."
    if left:
        yield f"No longer {'a member' if len(left) == 1 else 'members'}: {_named(after, left)}."
    both = [each for each in after.people if each.id in before.members & after.members]
    came = [(each, card) for each in both for card in _came(before, after, each)]
    went = [(each, card) for each in both for card in _went(before, after, each)]
    for person, card in came:
        if card.actor != now.actor:
            own = me is not None and person.id == me.id
            todo = "If it is not yours, ring your office now." if own else "There is nothing to do."
            yield (
                f"{'You have' if own else f'{person.name} has'} another computer in the network since "
                f"{dates.short(card.since)}; what is sent from now on opens on both. {todo}"
            )
    for person, card in went:
        whose = "Your computer" if me and person.id == me.id else f"{person.name}'s computer"
        yield f"{whose} listed since {dates.short(card.since)} is cancelled ({card.ended})."


def _came(before: Network, after: Network, person: Person) -> list[Card]:
    known = {card.actor for card in before.cards}
    return [card for card in after.cards_of(person.id) if card.actor not in known and card.until is None]


def _went(before: Network, after: Network, person: Person) -> list[Card]:
    stood = {card.actor for card in before.cards_of(person.id) if card.until is None}
    return [card for card in after.cards_of(person.id) if card.actor in stood and card.until is not None]


def _named(network: Network, people: list[Person]) -> str:
    if len(people) > _FEW:
        return f"{len(people)} people"
    return listed([_with_place(network, each) for each in people])


def _with_place(network: Network, person: Person) -> str:
    school = network.school(person.school)
    where = school.name if school else person.organisation
    return f"{person.name} ({', '.join(filter(None, (hat(person).lower(), where)))})"

"""Admitting, ending and handing on: who gets a card, who does not, and what a network says afterwards."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from peerreview.errors import Refused
from peerreview.identity import certificates, joining, membership
from peerreview.identity.joining import Request
from peerreview.identity.keys import Identity, new_identity
from peerreview.identity.root import Root
from peerreview.identity.signer import Signer

if TYPE_CHECKING:
    from .conftest import World

AT = datetime(2026, 9, 8, 10, 0, tzinfo=UTC)
TOM, MIRIAM, GWEN = "1" * 32, "2" * 32, "4" * 32


def _request(world: World, identity: Identity, *, network: str = "", first: Signer | None = None) -> Request:
    return joining.decode_request(joining.make_request(identity, network or world.network.id, "", AT, first=first))


def _refusal(world: World, request: Request, root: Root | None = None) -> str:
    with pytest.raises(Refused) as caught:
        membership.admit(root or world.root, world.network, request, AT)
    return caught.value.code


def test_an_admitted_person_gets_a_certificate_in_the_networks_name_for_them(world: World) -> None:
    gwen = new_identity(GWEN, "Gwen (my laptop)", AT)
    card = membership.admit(world.root, world.network, _request(world, gwen), AT)
    assert (card.person, card.actor, card.recipient) == (GWEN, gwen.actor, gwen.recipient)
    assert (card.since, card.until, card.ended) == (AT.date(), None, "")
    issued = b64decode(card.certificate)
    assert (certificates.common_name(issued), certificates.person_id(issued)) == ("Gwen Hathersage", GWEN)
    assert certificates.issued_by(issued, world.root.certificate)


def test_who_gets_no_card(world: World, other_root: Root) -> None:
    gwen = new_identity(GWEN, "Gwen Hathersage", AT)
    assert _refusal(world, _request(world, gwen), other_root) == "root_other"
    assert _refusal(world, _request(world, gwen, network="c" * 32)) == "request_elsewhere"
    assert _refusal(world, _request(world, new_identity("9" * 32, "Gwen Hathersage", AT))) == "request_unknown_person"
    assert _refusal(world, _request(world, world.tom)) == "request_listed"


def test_a_second_device_needs_the_first(world: World) -> None:
    second = new_identity(TOM, "Tom Ashdown-Reyes", AT)
    assert _refusal(world, _request(world, second)) == "request_not_vouched"
    assert _refusal(world, _request(world, second, first=world.miriam.signer())) == "request_not_vouched"
    card = membership.admit(world.root, world.network, _request(world, second, first=world.tom.signer()), AT)
    assert (card.person, card.actor, card.voucher) == (TOM, second.actor, world.tom.actor)


def test_a_lost_laptop_is_cancelled_and_the_new_one_admitted(world: World) -> None:
    new = world.tom.renewed(AT)
    dropped = membership.drop(world.network, [world.tom.actor], AT.date(), "Lost laptop")
    card = dropped.card(world.tom.actor)
    assert card
    assert (card.until, card.ended) == (AT.date(), "Lost laptop")
    assert not card.listed_on(AT.date())
    assert card.listed_on(date(2026, 9, 7))
    alone = membership.admit(world.root, dropped, _request(world, new), AT)
    assert (alone.person, alone.voucher) == (TOM, "")
    cancelled = membership.admit(world.root, dropped, _request(world, new, first=world.tom.signer()), AT)
    assert cancelled.voucher == ""  # the office compared words: the word of a cancelled one counts for nothing
    again = _request(world, world.tom)
    with pytest.raises(Refused) as caught:
        membership.admit(world.root, dropped, again, AT)
    assert caught.value.code == "request_listed"


def test_a_cancelled_device_vouches_for_nothing(world: World) -> None:
    second = new_identity(TOM, "Tom Ashdown-Reyes", AT)
    with_second = membership.admit_all(
        world.root, world.network, [_request(world, second, first=world.tom.signer())], AT
    ).network
    dropped = membership.drop(with_second, [world.tom.actor], AT.date(), "Lost laptop")
    third = _request(world, new_identity(TOM, "Tom Ashdown-Reyes", AT), first=world.tom.signer())
    with pytest.raises(Refused) as caught:
        membership.admit(world.root, dropped, third, AT)
    assert caught.value.code == "request_not_vouched"


def test_an_id_from_before_the_invitation_becomes_an_alias(world: World) -> None:
    gwen = new_identity("7" * 32, "Gwen", AT).invited_as(GWEN, "Gwen Hathersage", AT)
    network = membership.admit_all(world.root, world.network, [_request(world, gwen)], AT).network
    person = network.person(GWEN)
    assert person
    assert person.aliases == ("7" * 32,)


def test_nobody_takes_another_persons_id_as_an_alias(world: World) -> None:
    gwen = new_identity(MIRIAM, "Gwen", AT).invited_as(GWEN, "Gwen Hathersage", AT)
    assert _refusal(world, _request(world, gwen)) == "request_alias"


def test_a_joining_table_admits_whom_it_can(world: World) -> None:
    gwen = new_identity(GWEN, "Gwen Hathersage", AT)
    requests = [
        _request(world, new_identity("9" * 32, "Nobody", AT)),
        _request(world, gwen),
        _request(world, gwen),
        _request(world, new_identity(GWEN, "Gwen Hathersage", AT), first=gwen.signer()),
    ]
    admitted = membership.admit_all(world.root, world.network, requests, AT)
    assert [card.person for card in admitted.cards] == [GWEN, GWEN]
    assert [request for request, _ in admitted.refused] == [requests[0], requests[2]]
    assert [reason.code for _, reason in admitted.refused] == ["request_unknown_person", "request_listed"]
    assert admitted.network.cards == (*world.network.cards, *admitted.cards)
    assert admitted.network.number == world.network.number


def test_only_a_standing_card_can_be_ended(world: World) -> None:
    dropped = membership.drop(world.network, [world.tom.actor], AT.date(), "Left")
    for network, actors in ((dropped, [world.tom.actor]), (world.network, ["0" * 64]), (world.network, [])):
        with pytest.raises(Refused) as caught:
            membership.drop(network, actors, AT.date(), "Left")
        assert caught.value.code == "card_not_standing"


def test_a_card_never_ends_before_it_began(world: World) -> None:
    dropped = membership.drop(world.network, [world.tom.actor], date(2020, 1, 1), "Never joined")
    card = dropped.card(world.tom.actor)
    assert card
    assert card.until == card.since
    assert not card.listed_on(card.since)


def test_a_new_root_reissues_standing_cards_only(world: World, other_root: Root) -> None:
    dropped = membership.drop(world.network, [world.dele.actor], AT.date(), "Left")
    handed_on = membership.succeed(other_root, dropped)
    by_old, by_new = world.root.certificate, other_root.certificate
    for identity, issuer in ((world.tom, by_new), (world.miriam, by_new), (world.dele, by_old)):
        card = handed_on.card(identity.actor)
        assert card
        assert certificates.issued_by(b64decode(card.certificate), issuer)
        assert certificates.actor(b64decode(card.certificate)) == identity.actor


def test_somebody_not_yet_listed_collects_nothing(world: World) -> None:
    gwen = new_identity(GWEN, "Gwen Hathersage", AT)
    assert membership.collect(gwen, world.network) is gwen
    assert world.tom.chain == (world.root.certificate,)
    assert replace(world.tom, certificate=b"") != world.tom

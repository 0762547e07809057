"""The network document: the same after a journey, refused when it is not what the root signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.domain.exchange import DocumentKind
from peerreview.domain.network import Network, School
from peerreview.domain.people import Card, Person, Role
from peerreview.errors import BadInput, Refused
from peerreview.identity import certificates, checkwords, membership, network_document
from peerreview.identity.network_document import Edition
from peerreview.identity.root import Root

if TYPE_CHECKING:
    from .conftest import World

AT = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "Nd", "Zs")), min_size=1, max_size=40).filter(
    str.isprintable
)
IDS = st.text("0123456789abcdef", min_size=32, max_size=32)


def test_a_network_comes_back_as_it_was(world: World) -> None:
    raw = network_document.encode(world.network)
    assert network_document.decode(raw) == world.network
    assert raw == world.document.body == network_document.encode(network_document.decode(raw))
    assert world.network.issued == date(2026, 9, 7)


@given(
    schools=st.lists(TEXTS, max_size=4, unique=True),
    people=st.dictionaries(IDS, TEXTS, max_size=6),
    days=st.lists(st.dates(), max_size=3),
    number=st.integers(1, 10**6),
)
@settings(max_examples=40)
def test_any_network_comes_back_as_it_was(
    world: World, schools: list[str], people: dict[str, str], days: list[date], number: int
) -> None:
    import unicodedata

    def nfc(text: str) -> str:
        return unicodedata.normalize("NFC", text)

    network = replace(
        world.network,
        number=number,
        schools=tuple(
            School(f"9{place:05}", nfc(name), closure_days=tuple(days)) for place, name in enumerate(schools)
        ),
        groups=(),
        people=tuple(Person(id_, nfc(name), Role.HEAD) for id_, name in people.items()),
        cards=(),
        closure_days=tuple(days),
    )
    assert network_document.decode(network_document.encode(network)) == network


def test_a_member_reads_what_the_known_root_signed(world: World) -> None:
    reading = network_document.read(world.document, [world.root.certificate])
    assert (reading.network, reading.root_known, reading.check_words) == (world.network, True, ())


def test_an_unknown_root_gives_the_words_to_compare(world: World, other_root: Root) -> None:
    reading = network_document.read(world.document, [other_root.certificate])
    assert not reading.root_known
    assert reading.check_words == checkwords.words(world.root.actor)


def test_a_new_root_takes_over_and_members_compare_words(world: World, other_root: Root) -> None:
    """A lost or stolen root: same people, same keys, new certificates under the new root."""
    handed_on = replace(membership.succeed(other_root, world.network), number=4)
    document = network_document.sign(other_root, handed_on, AT)
    assert network_document.edition(document, world.document) is Edition.NEWER
    reading = network_document.read(document, [world.root.certificate])
    assert not reading.root_known
    assert reading.check_words == checkwords.words(other_root.actor)
    tom = membership.collect(world.tom, reading.network)
    assert tom.actor == world.tom.actor
    assert certificates.issued_by(tom.certificate, other_root.certificate)
    assert tom.chain == (other_root.certificate,)
    assert network_document.read(document, [world.root.certificate, other_root.certificate]).root_known


def _edited(world: World, edit: Callable[[dict[str, Any]], object]) -> bytes:
    plain = json.loads(world.document.body)
    edit(plain["network"])
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_nothing_changed_afterwards_is_believed(world: World, other_root: Root) -> None:
    body = _edited(world, lambda network: network["people"][0].update(role="officer"))
    own = network_document.sign(other_root, membership.succeed(other_root, world.network), AT)
    for forged in (
        replace(world.document, body=body),
        replace(world.document, signature=own.signature),
        replace(world.document, signature=b""),
        replace(world.document, signature=world.tom.signer().sign_cms(world.document.body, AT)),
        replace(world.document, number=9),
        replace(world.document, id="c" * 32),
        replace(world.document, kind=DocumentKind.HANDBOOK),
    ):
        with pytest.raises(Refused) as caught:
            network_document.read(forged, [world.root.certificate])
        assert caught.value.code == "network_tampered"


def test_a_stranger_cannot_sign_under_the_networks_root(world: World, other_root: Root) -> None:
    """The document names the true root and is signed by another of the same name."""
    forged = replace(world.document, signature=other_root.signer().sign_cms(world.document.body, AT))
    with pytest.raises(Refused):
        network_document.read(forged, [world.root.certificate, other_root.certificate])


def test_editions(world: World) -> None:
    other = replace(world.document, body=world.document.body + b" ")
    assert network_document.edition(world.document, None) is Edition.NEWER
    assert network_document.edition(world.document, world.document) is Edition.SAME
    assert network_document.edition(other, world.document) is Edition.DIFFERENT
    assert network_document.edition(replace(world.document, number=2), world.document) is Edition.OLDER
    assert network_document.edition(replace(world.document, number=4), world.document) is Edition.NEWER


@pytest.mark.parametrize(
    "edit",
    [
        lambda network: network.update(number=0),
        lambda network: network.update(name=""),
        lambda network: network.update(id="A" * 32),
        lambda network: network.update(root="0" * 64),
        lambda network: network.update(root_certificate="!"),
        lambda network: network.update(least={"board": "x" * 5000}),
        lambda network: network["schools"].append(network["schools"][0]),
        lambda network: network["people"].append(network["people"][0]),
        lambda network: network["people"][0].update(aliases=["2" * 32]),
        lambda network: network["people"][0].update(name=""),
        lambda network: network["people"][0].update(name="Tom\u202e"),
        lambda network: network["people"][0].update(name="Zoe\u0308"),
        lambda network: network["people"][0].update(role="emperor"),
        lambda network: network["people"][0].update(school="999999"),
        lambda network: network["groups"][0].update(schools=["999999"]),
        lambda network: network["groups"][0].update(lead="9" * 32),
        lambda network: network["cards"][0].update(person="9" * 32),
        lambda network: network["cards"][0].update(actor="0" * 64),
        lambda network: network["cards"][0].update(recipient="age1nobody"),
        lambda network: network["cards"][0].update(until="2020-01-01"),
        lambda network: network["cards"].append(network["cards"][0]),
        lambda network: network["cards"][0].pop("certificate"),
        lambda network: network["cards"][0].update(voucher="0" * 64),
        lambda network: network["cards"][0].update(voucher=network["cards"][0]["actor"]),
        lambda network: network["cards"][1].update(voucher=network["cards"][0]["actor"]),
        lambda network: [
            card.update(person=network["cards"][0]["person"], voucher=other["actor"])
            for card, other in zip(network["cards"][:2], network["cards"][1::-1], strict=True)
        ],
        lambda network: network["cards"][0].update(voucher=7),
        lambda network: network.update(issued="yesterday"),
    ],
)
def test_a_network_that_contradicts_itself_is_refused(world: World, edit: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(BadInput) as caught:
        network_document.decode(_edited(world, edit))
    assert caught.value.code == "network_unreadable"


def test_the_office_cannot_sign_a_contradiction(world: World) -> None:
    broken = replace(world.network, cards=(*world.network.cards, Card("9" * 32, "0" * 64, "", "", AT.date())))
    with pytest.raises(BadInput):
        network_document.sign(world.root, broken, AT)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"format":1}',
        b'{"format": 1,"network":{}}',
        b'{"format":1,"format":1,"network":{}}',
        b" " * (network_document.LIMIT + 1),
    ],
)
def test_other_bytes_are_no_network(raw: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        network_document.decode(raw)
    assert caught.value.code == "network_unreadable"


def test_a_newer_format_asks_for_a_newer_app() -> None:
    with pytest.raises(BadInput) as caught:
        network_document.decode(b'{"format":2,"network":{}}')
    assert caught.value.code == "network_newer"


def test_what_a_newer_app_adds_within_the_format_is_passed_over(world: World) -> None:
    raw = _edited(world, lambda network: network.update(tea_rota=["Pat Lindqvist"]))
    assert network_document.decode(raw) == world.network


def test_a_document_from_before_photos_had_a_rule_is_read(world: World) -> None:
    plain = json.loads(world.document.body)
    del plain["network"]["photos"]
    raw = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert network_document.decode(raw) == replace(world.network, photos=None)


def test_a_document_from_before_it_was_recorded_who_vouched_is_read_and_stays_as_it_was_signed(world: World) -> None:
    plain = json.loads(world.document.body)
    for card in plain["network"]["cards"]:
        del card["voucher"]
    raw = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    signed = replace(world.document, body=raw, signature=world.root.signer().sign_cms(raw, AT))
    network = network_document.read(signed, [world.root.certificate]).network
    assert [card.voucher for card in network.cards] == [None, None, None]
    assert network_document.edition(signed, signed) is Edition.SAME
    again = network_document.sign(world.root, replace(network, number=network.number + 1), AT)
    known = network_document.decode(again.body)
    assert [card.voucher for card in known.cards] == [None, None, None]  # not that nobody vouched


@given(st.data())
@settings(max_examples=60)
def test_no_flipped_bit_is_believed(world: World, data: st.DataObject) -> None:
    body = bytearray(world.document.body)
    body[data.draw(st.integers(0, len(body) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((BadInput, Refused)):
        network_document.read(replace(world.document, body=bytes(body)), [world.root.certificate])


def test_five_thousand_people_fit(world: World) -> None:
    many = tuple(Person(f"{number:032x}", f"Head {number}", Role.HEAD, "900101") for number in range(1, 5001))
    cards = tuple(replace(world.network.cards[0], person=person.id) for person in many[:1])
    network: Network = replace(world.network, people=many, groups=(), cards=cards)
    assert len(network_document.encode(network)) + 5000 * len(repr(cards[0])) < network_document.LIMIT

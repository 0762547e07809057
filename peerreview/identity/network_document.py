"""The network document on the wire: canonical JSON signed by the network's root, judged before it is believed."""

from __future__ import annotations

import binascii
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import msgspec

from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.domain.network import Network
from peerreview.domain.people import Card
from peerreview.errors import BadInput, Refused

from . import age, certificates, checkwords
from .cms import verify_detached
from .root import Root

FORMAT = 1
LIMIT = 8 * 1024 * 1024  # bytes; 5,000 people with their cards are under 6 MiB
TEXT_LIMIT = 4096  # characters of any one text; a certificate has about 800
NAME_LIMIT = 200  # characters of a name: a review file says for whom it is, in no more
_ENCODER = msgspec.json.Encoder(order="sorted")
_ID = re.compile(r"[0-9a-f]{32}")


class Edition(StrEnum):
    """How a numbered document stands to the one that is held."""

    NEWER = "newer"
    SAME = "same"
    OLDER = "older"
    DIFFERENT = "different"


@dataclass(frozen=True)
class NetworkReading:
    """A network document whose signature is its own root's.

    `root_known`: that root is one this member has accepted. If not, `check_words` are the six words to compare with
    the office by telephone before accepting it.
    """

    network: Network
    root_known: bool
    check_words: tuple[str, ...] = ()


class _Whole(msgspec.Struct):
    format: int
    network: Network


def encode(network: Network) -> bytes:
    """The canonical bytes. Raises BadInput when the network contradicts itself, as `decode` would."""
    _check(network)
    return _ENCODER.encode(_Whole(FORMAT, network))


def decode(raw: bytes) -> Network:
    """The network in these bytes; raises BadInput when they are too many, not canonical, newer, or contradictory."""
    if len(raw) > LIMIT:
        raise _unreadable("it is too large")
    try:
        plain = msgspec.json.decode(raw)
        if _ENCODER.encode(plain) != raw:
            raise _unreadable("it is not in the form that the app writes")
        if isinstance(plain, dict) and isinstance(plain.get("format"), int) and plain["format"] > FORMAT:
            raise BadInput(
                "This network file was made by a newer version of the app.",
                "Nothing here has changed.",
                "Ask your office for the new version; the file will wait here.",
                code="network_newer",
            )
        _check_texts(plain)
        network = msgspec.json.decode(raw, type=_Whole).network
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise _unreadable("its parts are not what they should be") from None
    _check(network)
    return network


def sign(root: Root, network: Network, at: datetime) -> SignedDocument:
    """The document as the root issues it at `at`: day of issue and root filled in, detached CAdES beside it."""
    certificate = b64encode(root.certificate).decode()
    network = replace(network, issued=at.date(), root=root.actor, root_certificate=certificate)
    body = encode(network)
    signature = root.signer().sign_cms(body, at)
    return SignedDocument(DocumentKind.NETWORK, network.id, network.number, network.name, body, signature)


def read(document: SignedDocument, roots: Collection[bytes]) -> NetworkReading:
    """The network that a document holds, and whether its root is among `roots` (certificates, DER).

    `roots` are those that count now. A replaced root must not be among them: it may be a thief who signs with it.
    Raises BadInput when the body cannot be read, Refused when it is not what its root signed.
    """
    network = decode(document.body)
    own = b64decode(network.root_certificate)
    verdict = verify_detached(document.body, document.signature, (own,))
    stated = (DocumentKind.NETWORK, network.id, network.number)
    if not verdict.trusted or verdict.actor != network.root or (document.kind, document.id, document.number) != stated:
        raise Refused(
            "This network file is not what the network's office signed.",
            "Nothing here has changed.",
            "Ask the office to send it again.",
            code="network_tampered",
        )
    known = network.root in {certificates.actor(root) for root in roots}
    return NetworkReading(network, known, () if known else checkwords.words(network.root))


def edition(document: SignedDocument, held: SignedDocument | None) -> Edition:
    """How a document stands to the one held of the same id: only a newer one is applied, the others are shown."""
    if held is None or document.number > held.number:
        return Edition.NEWER
    if document.number < held.number:
        return Edition.OLDER
    return Edition.SAME if document.body == held.body else Edition.DIFFERENT


def _unreadable(reason: str) -> BadInput:
    return BadInput(
        f"This network file cannot be read: {reason}.",
        "Nothing here has changed.",
        "Ask the office to send it again.",
        code="network_unreadable",
    )


def _require(fact: bool, reason: str) -> None:
    if not fact:
        raise _unreadable(reason)


def _check(network: Network) -> None:
    """Refuse what contradicts itself: every id well formed and once, every reference to something in the document."""
    urns = [school.urn for school in network.schools]
    people = [person.id for person in network.people]
    names = people + [alias for person in network.people for alias in person.aliases]
    groups = [group.id for group in network.groups]
    _require(network.number > 0 and bool(network.name), "it has no number or name")
    _require(all(map(_ID.fullmatch, [network.id, *names, *groups])), "an id is malformed")
    called = [network.name, *(school.name for school in network.schools), *(group.name for group in network.groups)]
    called += [person.name for person in network.people]
    _require(all(len(name) <= NAME_LIMIT for name in called), "a name is too long")
    for what, ids in (("school", urns), ("person", names), ("group", groups)):
        _require(len(set(ids)) == len(ids) and all(ids), f"a {what} is in it twice")
    _require(all(person.name for person in network.people), "a person has no name")
    _require(
        _known((person.school for person in network.people if person.school), urns), "a person's school is missing"
    )
    _require(_known((urn for group in network.groups for urn in group.schools), urns), "a group's school is missing")
    _require(_known((group.lead for group in network.groups if group.lead), people), "a group's lead is missing")
    _require(_known((card.person for card in network.cards), people), "a card is nobody's")
    actors = [card.actor for card in network.cards]
    _require(len(set(actors)) == len(actors), "a key is listed twice")
    _require(all(map(_sound, network.cards)), "a card is not sound")
    _require(_vouched(network.cards), "a card's voucher is not one of the person's earlier ones")
    _require(_actor(network.root_certificate) == network.root, "its root is not the one it names")


def _known(ids: Iterable[str], all_ids: Collection[str]) -> bool:
    return set(ids) <= set(all_ids)


def _sound(card: Card) -> bool:
    ends = card.until is None or card.since <= card.until
    return ends and age.is_recipient(card.recipient) and _actor(card.certificate) == card.actor


def _vouched(cards: Iterable[Card]) -> bool:
    """Whether every key that vouched stands before the one it vouched for, of the same person: so none in a circle."""
    before: set[tuple[str, str]] = set()
    for card in cards:
        if card.voucher and (card.person, card.voucher) not in before:
            return False
        before.add((card.person, card.actor))
    return True


def _actor(certificate: str) -> str:
    """The actor id of a certificate in base64, or nothing when it is none."""
    try:
        return certificates.actor(b64decode(certificate, validate=True))
    except (ValueError, binascii.Error):
        return ""


def _check_texts(plain: object) -> None:
    for text in _texts(plain):
        _require(len(text) <= TEXT_LIMIT and unicodedata.is_normalized("NFC", text), "a text is too long or malformed")
        _require(text.isprintable(), "a text holds control characters")


def _texts(plain: object) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield key
            yield from _texts(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _texts(value)

"""Joining a network in three files: invitation, request, and the network document that lists the new card.

Here are their contents as typed values and canonical bytes; `bundles` wraps them. An invitation is secret only by the
phrase it travels under, and serves everybody it names. A request proves that its maker holds the keys it asks a card
for; one for a second device is vouched for by the first device's key.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeVar

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.domain.people import Person
from peerreview.errors import BadInput

from . import age, certificates, checkwords, network_document
from .keys import Identity
from .network_document import NetworkReading
from .signer import Signer

FORMAT = 1
LIMIT = 64 * 1024  # bytes of a request
TEXT_LIMIT = 200  # characters of a name
_PURPOSE = b"peerreview-request-1\n"
_ENCODER = msgspec.json.Encoder(order="sorted")
_ID = re.compile(r"[0-9a-f]{32}")
W = TypeVar("W", bound=msgspec.Struct)


@dataclass(frozen=True)
class Invitation:
    """The network document as it stands, and the person ids that are invited (all in the document)."""

    network: SignedDocument
    invited: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """Somebody's wish for a card, its signatures checked.

    `network` is the network's id; `recipient` an age recipient; `actor` the id of the new signing key. `aliases` are
    person ids that this key wrote under before it knew `person`. `first_device` is the actor id of the key that
    vouched for this one (or, while `vouched` is False, is asked to), or empty. `slip` proves the words of a printed
    slip (`slip_proof`), or is empty. `public_key` is the new signing key's public half, `raw` the exact bytes.
    """

    network: str
    person: str
    name: str
    school: str
    actor: str
    recipient: str
    at: datetime
    aliases: tuple[str, ...]
    first_device: str
    slip: str
    vouched: bool
    public_key: ec.EllipticCurvePublicKey = field(repr=False, compare=False)
    raw: bytes = field(repr=False)

    @property
    def check_words(self) -> tuple[str, ...]:
        """Six words that both sides read to each other before the card is given."""
        return checkwords.words(self.actor)


class _Format(msgspec.Struct):
    format: int


class _InvitationWire(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    invited: list[str]
    network: bytes
    signature: bytes


class _Wish(msgspec.Struct, forbid_unknown_fields=True):
    aliases: list[str]
    at: datetime
    certificate_request: bytes
    name: str
    network: str
    person: str
    recipient: str
    school: str
    first_device: bytes = b""  # its public key as a certificate
    slip: str | msgspec.UnsetType = msgspec.UNSET  # only where there was one: a request without it is as it always was


class _RequestWire(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    signature: bytes
    vouching: bytes
    wish: _Wish


def encode_invitation(invitation: Invitation) -> bytes:
    """The canonical bytes of an invitation."""
    document = invitation.network
    return _ENCODER.encode(_InvitationWire(FORMAT, sorted(invitation.invited), document.body, document.signature))


def decode_invitation(raw: bytes) -> Invitation:
    """An invitation; raises BadInput when the bytes are none. Its network is judged by `open_invitation`."""
    wire = _decode(raw, _InvitationWire, 2 * network_document.LIMIT)
    network = network_document.decode(wire.network)
    document = SignedDocument(
        DocumentKind.NETWORK, network.id, network.number, network.name, wire.network, wire.signature
    )
    if not {*wire.invited} <= {person.id for person in network.people}:
        raise _unreadable("it invites people who are not in the network")
    return Invitation(document, tuple(wire.invited))


def open_invitation(invitation: Invitation, roots: Collection[bytes]) -> tuple[NetworkReading, tuple[Person, ...]]:
    """The network as its root signed it, and the people who are invited, for the joiner to find their own name.

    Raises Refused when the document is not what its root signed. A root not in `roots` is the usual case: the phrase
    vouches for it.
    """
    reading = network_document.read(invitation.network, roots)
    return reading, tuple(person for person in reading.network.people if person.id in invitation.invited)


def slip_proof(words: str, actor: str) -> str:
    """What a request for a key holds in place of the words on somebody's slip: nobody can use it for another key."""
    tidy = " ".join(words.split()).casefold()
    return hmac.new(tidy.encode(), actor.encode(), sha256).hexdigest()


def make_request(
    identity: Identity,
    network: str,
    school: str,
    at: datetime,
    *,
    first: Signer | None = None,
    asks: bytes = b"",
    slip: str = "",
) -> bytes:
    """The bytes of a request for `identity`'s keys; `first` is the hand of the person's first device, if any.

    That hand may be elsewhere: then `asks` is its certificate (DER), and it `vouch`es later. `slip` are the words of a
    printed slip.
    """
    subject = certificates.subject(identity.name, identity.person)
    asked = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(identity.key, SHA256())
    wish = _Wish(
        aliases=list(identity.aliases),
        at=at.astimezone(UTC),
        certificate_request=asked.public_bytes(Encoding.DER),
        name=identity.name,
        network=network,
        person=identity.person,
        recipient=identity.recipient,
        school=school,
        first_device=first.certificate if first else asks,
        slip=slip_proof(slip, identity.actor) if slip.strip() else msgspec.UNSET,
    )
    payload = _PURPOSE + _ENCODER.encode(wish)
    vouching = first.sign(payload) if first else b""
    return _ENCODER.encode(_RequestWire(FORMAT, identity.signer().sign(payload), vouching, wish))


def vouch(raw: bytes, first: Signer) -> bytes:
    """The request of one's own second device with the first device's word for it; raises BadInput for any other."""
    asked = decode_request(raw, vouched=False)
    if asked.vouched or asked.person != first.person or asked.first_device != first.actor:
        raise _unreadable("it does not ask this device for its word")
    wire = msgspec.json.decode(raw, type=_RequestWire)
    wire.vouching = first.sign(_PURPOSE + _ENCODER.encode(wire.wish))
    return _ENCODER.encode(wire)


def decode_request(raw: bytes, *, vouched: bool = True) -> Request:
    """A request whose maker holds the keys it names; raises BadInput when it is malformed or not signed by them.

    With `vouched` False, one that still asks for the first device's word is read too.
    """
    wire = _decode(raw, _RequestWire, LIMIT)
    wish = wire.wish
    payload = _PURPOSE + _ENCODER.encode(wish)
    try:
        key = certificates.p256(certificates.load_request(wish.certificate_request))
        proven = certificates.verifies(key, payload, wire.signature)
        if wish.first_device and (vouched or wire.vouching):
            first = certificates.public_key(wish.first_device)
            proven = proven and certificates.verifies(first, payload, wire.vouching)
    except ValueError:
        raise _unreadable("its keys cannot be read") from None
    if not proven:
        raise _unreadable("it was not made with the keys it names")
    _check_wish(wish)
    return Request(
        wish.network,
        wish.person,
        wish.name,
        wish.school,
        certificates.actor_of(key),
        wish.recipient,
        wish.at,
        tuple(wish.aliases),
        certificates.actor(wish.first_device) if wish.first_device else "",
        wish.slip or "",
        bool(wire.vouching) or not wish.first_device,
        key,
        raw,
    )


def _check_wish(wish: _Wish) -> None:
    texts = (wish.name, wish.school)
    if not wish.name or any(len(text) > TEXT_LIMIT or not text.isprintable() for text in texts):
        raise _unreadable("a name in it is missing, too long or malformed")
    if not all(map(_ID.fullmatch, (wish.network, wish.person, *wish.aliases))):
        raise _unreadable("an id in it is malformed")
    if not age.is_recipient(wish.recipient) or wish.at.tzinfo is None:
        raise _unreadable("its recipient or time is malformed")


def _decode(raw: bytes, kind: type[W], limit: int) -> W:
    """The wire value; raises BadInput when the bytes are too many, not canonical, or of a newer format."""
    if len(raw) > limit:
        raise _unreadable("it is too large")
    try:
        if msgspec.json.decode(raw, type=_Format).format > FORMAT:
            raise BadInput(
                "This joining file was made by a newer version of the app.",
                "Nothing here has changed.",
                "Ask your office for the new version; the file will wait here.",
                code="joining_newer",
            )
        wire = msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise _unreadable("its parts are not what they should be") from None
    if _ENCODER.encode(wire) != raw:
        raise _unreadable("it is not in the form that the app writes")
    return wire


def _unreadable(reason: str) -> BadInput:
    return BadInput(
        f"This joining file cannot be read: {reason}.",
        "Nothing here has changed.",
        "Ask for it to be sent again.",
        code="joining_unreadable",
    )

"""A person's keys on one device: the signing key with its certificate, and the age identities, old ones for ever."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from peerreview.errors import EnvironmentFault

from . import age, certificates
from .signer import Signer

_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True)
class Identity:
    """Who somebody is on this device. Its bytes are a row inside the encrypted store, and nowhere else.

    `certificate` (DER) is self-signed until the root issues one; then `chain` holds the root's. `ages` are age
    identities, the present one first; older ones stay, so that older review files still open. `aliases` are person
    ids that this key wrote under before the invitation came.
    """

    person: str
    name: str
    key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)
    certificate: bytes = field(repr=False)
    ages: tuple[str, ...] = field(repr=False)
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    aliases: tuple[str, ...] = ()

    @cached_property
    def actor(self) -> str:
        """SHA-256 of the public key (SPKI), in hex."""
        return certificates.actor_of(self.key.public_key())

    @property
    def recipient(self) -> str:
        """The age recipient that others encrypt to."""
        return age.recipient_of(self.ages[0])

    def signer(self, *, guest: bool = False) -> Signer:
        """The hand that signs as this person."""
        return Signer(self.person, self.name, self.actor, self.certificate, self.key, self.chain, guest)

    def invited_as(self, person: str, name: str, at: datetime) -> Identity:
        """The same keys under the person id that the invitation gives; the id used so far becomes an alias."""
        aliases = self.aliases if person == self.person else (*self.aliases, self.person)
        own = certificates.self_signed(self.key, name, person, at)
        return replace(self, person=person, name=name, certificate=own, chain=(), aliases=aliases)

    def admitted(self, certificate: bytes, root_certificate: bytes) -> Identity:
        """The same keys with the certificate that the root issued; raises ValueError when it is for another key."""
        if certificates.actor(certificate) != self.actor:
            raise ValueError("the certificate is for another key")
        name = certificates.common_name(certificate)
        return replace(self, name=name, certificate=certificate, chain=(root_certificate,))

    def renewed(self, at: datetime) -> Identity:
        """New keys for the same person, as after a lost laptop; old age identities are kept."""
        new = new_identity(self.person, self.name, at)
        return replace(new, ages=new.ages + self.ages, aliases=self.aliases)

    def to_bytes(self) -> bytes:
        """Canonical JSON with everything, the secrets too: only for the encrypted store."""
        private = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        row = _Row(
            1, self.person, self.name, private, self.certificate, list(self.ages), list(self.chain), list(self.aliases)
        )
        return _ENCODER.encode(row)


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    person: str
    name: str
    key: bytes
    certificate: bytes
    ages: list[str]
    chain: list[bytes]
    aliases: list[str]


def new_identity(person: str, name: str, at: datetime) -> Identity:
    """New keys for a person, with a certificate of their own making that counts until the root issues one."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Identity(
        person, name, key, certificates.self_signed(key, name, person, at), ages=(age.identity_beside(key),)
    )


def from_bytes(data: bytes) -> Identity:
    """The identity that `Identity.to_bytes` wrote; raises EnvironmentFault when the row is damaged."""
    try:
        row = msgspec.json.decode(data, type=_Row)
        key = load_der_private_key(row.key, None)
        if row.format != 1 or not row.ages or not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("not an identity")
        if certificates.actor(row.certificate) != certificates.actor_of(key.public_key()):
            raise ValueError("the certificate is for another key")
    except (ValueError, TypeError, UnsupportedAlgorithm):  # msgspec's errors are ValueErrors; none may show the row
        raise EnvironmentFault(
            "Your keys in this profile cannot be read.",
            "Nothing has been changed.",
            "Bring back the newest safe copy with your emergency sheet.",
            code="keys_damaged",
        ) from None
    return Identity(row.person, row.name, key, row.certificate, tuple(row.ages), tuple(row.chain), tuple(row.aliases))

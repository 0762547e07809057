"""age X25519 keys (C2SP age v1): their text forms, and the one that belongs to a signing key or a recovery kit."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import IdentityError, RecipientError, x25519

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_PREFIX = "age-secret-key-"


def identity_of(secret: bytes) -> str:
    """The age identity `AGE-SECRET-KEY-1...` of 32 secret bytes: Bech32 (BIP 173), upper case as age writes it."""
    if len(secret) != 32:
        raise ValueError("an X25519 secret is 32 bytes")
    bits = int.from_bytes(secret, "big") << 4  # 256 bits, padded to 52 groups of five
    data = [bits >> shift & 31 for shift in range(255, -1, -5)]
    return f"{_PREFIX}1{''.join(_LETTERS[five] for five in data + _checksum(data))}".upper()


def identity_beside(key: EllipticCurvePrivateKey) -> str:
    """The age identity that goes with a signing key, so that one PKCS#12 file carries both.

    HKDF-SHA256 (RFC 5869) over the private scalar: it gives nothing away about the signing key.
    """
    scalar = key.private_numbers().private_value.to_bytes(32, "big")
    return identity_of(HKDF(SHA256(), 32, salt=None, info=b"peerreview age identity 1").derive(scalar))


def recipient_of(identity: str) -> str:
    """The age recipient `age1...` of an identity; raises ValueError when the text is not an identity."""
    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except IdentityError as fault:
        raise ValueError("not an age identity") from fault


def is_recipient(text: str) -> bool:
    """Whether the text is an age X25519 recipient."""
    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def _checksum(data: list[int]) -> list[int]:
    prefix = [ord(letter) >> 5 for letter in _PREFIX] + [0] + [ord(letter) & 31 for letter in _PREFIX]
    sum_ = 1
    for five in [*prefix, *data, 0, 0, 0, 0, 0, 0]:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ five
        for place, generator in enumerate(_GENERATOR):
            if top >> place & 1:
                sum_ ^= generator
    sum_ ^= 1
    return [sum_ >> 5 * (5 - place) & 31 for place in range(6)]

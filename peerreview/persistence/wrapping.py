"""A store key under a phrase: AES-256-GCM (NIST SP 800-38D) with a key from Argon2id (RFC 9106)."""

from __future__ import annotations

import os
import unicodedata

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from peerreview.errors import Refused

from .faults import Damaged

_FORMAT = b"peerreview-key-1"
_MOST_MEMORY = 1024 * 1024  # kibibytes; a file that asks for more was not written by us


class Wrapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wrapped key as it lies in the file. `memory` is in kibibytes."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    iterations: int = 3
    lanes: int = 4
    memory: int = 64 * 1024


class WrongPhrase(Refused):
    """The phrase does not open this key."""

    def __init__(self) -> None:
        super().__init__(
            "This is not the unlock phrase of these data.",
            "Nothing was changed.",
            "Type it again; if it is lost, use your emergency sheet.",
            code="wrong_phrase",
        )


def wrap(key: bytes, phrase: str) -> Wrapped:
    """`key` under `phrase`, with a new salt."""
    salt, nonce = os.urandom(16), os.urandom(12)
    plan = Wrapped(salt, nonce, b"")
    return msgspec.structs.replace(plan, sealed=AESGCM(_derive(plan, phrase)).encrypt(nonce, key, _FORMAT))


def unwrap(wrapped: Wrapped, phrase: str) -> bytes:
    """The key; raises WrongPhrase, or Damaged when the numbers in the file cannot be ours."""
    if not (1 <= wrapped.iterations <= 64 and 1 <= wrapped.lanes <= 64 and 8 * 64 <= wrapped.memory <= _MOST_MEMORY):
        raise Damaged("The file that holds the key to your data is damaged.")
    try:
        return AESGCM(_derive(wrapped, phrase)).decrypt(wrapped.nonce, wrapped.sealed, _FORMAT)
    except InvalidTag:
        raise WrongPhrase from None
    except ValueError as error:  # a salt or nonce of another length
        raise Damaged("The file that holds the key to your data is damaged.") from error


def _derive(wrapped: Wrapped, phrase: str) -> bytes:
    derivation = Argon2id(
        salt=wrapped.salt,
        length=32,
        iterations=wrapped.iterations,
        lanes=wrapped.lanes,
        memory_cost=wrapped.memory,
    )
    return derivation.derive(unicodedata.normalize("NFC", phrase).encode())

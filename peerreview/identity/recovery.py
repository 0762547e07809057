"""The emergency sheet: a 256-bit secret as 24 words, and the phrases that the app makes for printed slips."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from peerreview.errors import BadInput

from . import age, wordlist

WORDS = 24  # 256 bits and 8 bits of checksum
_SAFE = "Nothing has been changed."


@dataclass(frozen=True)
class Doubt:
    """A typed word that is not on the list: its place on the sheet (from 1), and the words that may be meant."""

    place: int
    meant: tuple[str, ...]


def doubts(typed: Sequence[str]) -> tuple[Doubt, ...]:
    """The words, as somebody types them back, that cannot stand on any sheet; what was typed is not repeated."""
    return tuple(
        Doubt(place, wordlist.like(word)) for place, word in enumerate(typed, 1) if wordlist.place(word) is None
    )


def new_secret() -> bytes:
    """32 random bytes for a new emergency sheet."""
    return secrets.token_bytes(32)


def words_of(secret: bytes) -> tuple[str, ...]:
    """The 24 words of a secret; the last eight bits are the start of its SHA-256."""
    if len(secret) != 32:
        raise ValueError("a recovery secret is 32 bytes")
    return wordlist.spell(int.from_bytes(secret + sha256(secret).digest()[:1], "big"), WORDS)


def secret_of(text: str) -> bytes:
    """The secret of 24 typed words; case, spacing, and letters after a word's fourth do not matter.

    Raises BadInput that says which word is not on the list (`kit_word`), how many there are (`kit_count`), or that
    they do not belong together (`kit_checksum`); never what was typed.
    """
    typed = text.split()
    if len(typed) != WORDS:
        raise BadInput(
            f"The emergency sheet has {WORDS} words; {len(typed)} were typed.",
            _SAFE,
            "Type them all.",
            code="kit_count",
        )
    if wrong := doubts(typed):
        raise BadInput(
            f"Word {wrong[0].place} is not one of the words on the sheet.", _SAFE, "Look at it again.", code="kit_word"
        )
    number = 0
    for word in typed:
        number = number << wordlist.BITS | (wordlist.place(word) or 0)
    raw = number.to_bytes(33, "big")
    if sha256(raw[:32]).digest()[:1] != raw[32:]:
        raise BadInput(
            "These words do not belong together.",
            _SAFE,
            "One is mistyped or out of order: compare them with the sheet.",
            code="kit_checksum",
        )
    return raw[:32]


def age_identity(secret: bytes) -> str:
    """The age identity that opens what is encrypted to the emergency sheet."""
    return age.identity_of(secret)


def age_recipient(secret: bytes) -> str:
    """The age recipient that stands for the emergency sheet."""
    return age.recipient_of(age_identity(secret))


def check_code(recipient: str) -> str:
    """Eight hex digits that tell one sheet from another and give nothing of it away: A1B2-C3D4."""
    digits = sha256(b"peerreview-emergency-sheet\n" + recipient.encode()).hexdigest()[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def new_phrase(count: int = 4) -> str:
    """A phrase for a printed slip: four words are 44 random bits, behind a slow key derivation."""
    return " ".join(wordlist.spell(secrets.randbits(wordlist.BITS * count), count))


def tidy_phrase(text: str) -> str:
    """A typed phrase as keys are derived from it: NFC, single spaces; lower case when it is of our words only."""
    whole = " ".join(unicodedata.normalize("NFC", text).split())
    lower = whole.lower()
    return lower if set(lower.split()) <= set(wordlist.words()) else whole

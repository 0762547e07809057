"""Six words for a key, compared over the telephone before somebody is believed (66 bits of its SHA-256)."""

from __future__ import annotations

from . import wordlist

COUNT = 6


def words(actor: str) -> tuple[str, ...]:
    """The check words of an actor id (64 hex digits, the SHA-256 of the public key)."""
    return wordlist.spell(int(actor, 16) >> 256 - wordlist.BITS * COUNT, COUNT)

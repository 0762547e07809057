"""The 2,048 words that heads read to each other over the telephone.

They are our own choice: plain, cheerful, 3 to 8 letters; the first four letters tell any two apart, and no two differ
by a single letter. Words that sound like others were left out.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from peerreview.config import paths

BITS = 11  # of one word


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """All words, in order."""
    return tuple((paths.resources() / "words.txt").read_text("ascii").split())


@lru_cache(maxsize=1)
def places() -> dict[str, int]:
    """The place of each word, by its first four letters."""
    return {word[:4]: place for place, word in enumerate(words())}


def place(word: str) -> int | None:
    """The place of a word that somebody typed, forgiving what comes after its fourth letter, or None."""
    return places().get(word.strip().lower()[:4])


def like(word: str) -> tuple[str, ...]:
    """The words of the list, three at most, that somebody may have meant by one that is not on it."""
    return tuple(get_close_matches(word.strip().lower(), words(), 3, 0.7))


def spell(number: int, count: int) -> tuple[str, ...]:
    """`count` words for a number below 2^(11 x count), most significant first."""
    return tuple(words()[number >> BITS * shift & 2047] for shift in range(count - 1, -1, -1))

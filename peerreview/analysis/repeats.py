"""Whether two notes probably say the same, as when one was written again from memory (USERS S3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_TELLING = 4
"""Letters of a word that tells something; shorter ones are in every sentence."""

_STEM = 5
"""Letters by which two forms of a word are known as one."""

_SHARED = 3
_LIKENESS = 0.6


def likeness(one: str, other: str) -> float:
    """The share of the shorter text's telling words that the other has too, 0 to 1; 0 when too few tell anything."""
    first, second = _telling(one), _telling(other)
    shared = len(first & second)
    return shared / min(len(first), len(second)) if shared >= _SHARED else 0.0


def repeated(words: str, others: Iterable[tuple[str, str]]) -> str:
    """Of (name, text) pairs the name of the text that these words probably repeat; empty when none does."""
    best = max(((likeness(words, text), name) for name, text in others), default=(0.0, ""))
    return best[1] if best[0] >= _LIKENESS else ""


def _telling(words: str) -> frozenset[str]:
    return frozenset(
        word[:_STEM] for word in _WORD.findall(words.casefold()) if len(word) >= _TELLING or word.isdigit()
    )

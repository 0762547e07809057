"""A word that is being kept goes before long work.

Python runs one thread at a time, and a thread that never pauses is made to stop only when another has waited for a
while, anew for each of the steps by which a word gets onto the disk. So long work asks, item by item, whether a word
is on its way, and stands still until it is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

MOST_SECONDS = 0.05
"""A word that takes longer waits for its drive, not for the interpreter: then the work goes on beside it."""

_free = threading.Event()
_free.set()


def claim() -> None:
    """A word is on its way to the disk."""
    _free.clear()


def release() -> None:
    """It is kept."""
    _free.set()


def giving_way(items: Iterable[T]) -> Iterator[T]:
    """The items, each once no word is on its way."""
    for item in items:
        if not _free.is_set() and not _free.wait(MOST_SECONDS):
            _free.set()
        yield item

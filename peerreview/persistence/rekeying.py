"""Changing the key of a profile so that a kill at any moment locks nobody out.

First both keys are held, then each file is encrypted anew and renamed whole, last the old key is forgotten. Whatever
was reached when the computer stopped, one of the two keys opens each file, and `settled_key` goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import safekeeping
from .keyholder import KeyHolder
from .safekeeping import STORE
from .store import BACKUPS, Store
from .typing import TYPING, TypingStore


def change_key(
    folder: Path,
    holder: KeyHolder,
    store: Store,
    typing: TypingStore,
    key: bytes,
    *,
    phrase: str | None = None,
    recipient: str | None = None,
) -> None:
    """Bring an open profile under a new key. `phrase` and `recipient` are as for `KeyHolder.prepare`.

    A change that failed half-way is finished first: a key that opens one of the files must not be forgotten.
    """
    for unfinished in holder.keys(phrase=phrase)[1:]:
        _finish(folder, holder, store, typing, unfinished)
    holder.prepare(key, phrase=phrase, recipient=recipient)
    _finish(folder, holder, store, typing, key)


def settled_key(folder: Path, holder: KeyHolder, keys: Sequence[bytes]) -> bytes:
    """The key that opens the profile, finishing a change of key that was interrupted.

    `keys` are what the holder gave: one, or the present and the next. Call it before anything is opened.
    """
    if len(keys) == 1:
        holder.settle()
        return keys[0]
    present, following = keys
    for path in (folder / STORE, folder / TYPING):
        if path.exists():
            safekeeping.encrypt_anew(path, present, following)
    safekeeping.encrypt_copies_anew(folder / BACKUPS, present, following)
    safekeeping.renew_kits(folder, folder / BACKUPS)
    holder.settle()
    return following


def _finish(folder: Path, holder: KeyHolder, store: Store, typing: TypingStore, key: bytes) -> None:
    store.rekey(key)
    typing.rekey(key)
    safekeeping.renew_kits(folder, folder / BACKUPS)
    holder.settle()

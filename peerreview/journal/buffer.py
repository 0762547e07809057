"""The typing buffer: what is being typed, before it is a change (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from .compose import Edit


class Entry(msgspec.Struct, frozen=True):
    """A field being typed in. `saw` are the ids of the versions its author had before them when typing began; they
    are what the typing replaces, whatever has arrived since. `at` is when the last key was pressed."""

    stream: str
    kind: str
    record: str
    field: str
    author: str
    saw: tuple[str, ...]
    text: str
    at: str


def edits(entries: Iterable[Entry]) -> tuple[Edit, ...]:
    """The edits that turn entries of one stream and author into a change, in the order in which they were typed.

    Two entries for one field become two versions: neither saw the other.
    """
    ordered = sorted(entries, key=lambda entry: (entry.at, entry.kind, entry.record, entry.field))
    return tuple(Edit(entry.kind, entry.record, entry.field, entry.text, entry.saw) for entry in ordered)

"""The typing buffer: what is being typed, before it is a change (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from .compose import Edit
from .stream import Stream

DRAFT = "draft"
"""The kind of an entry that is no field of the journal yet: what stands on the note pad of a review (its stream)."""

DRAFTS = "pad "
"""How the settings begin under which a store keeps what stood on a pad; it has to go with words removed for good."""

MY_WORDS = "my words"
"""The setting under which a store keeps the words that a person added to the dictionary; as above."""


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


def seen(stream: Stream, entry: Entry, actor: str) -> tuple[str, ...]:
    """What the author of an entry has seen: `saw`, and what this device has made of the same typing meanwhile.

    Typing goes on while it is settled. What its author's key (`actor`) wrote from what they saw is no other version.
    """
    record = stream.record(entry.kind, entry.record)
    heads = record.state(entry.field).heads if record else ()
    return tuple(sorted({*entry.saw, *(head.op for head in heads if _grew_from(stream, head.op, entry, actor))}))


def _grew_from(stream: Stream, head: str, entry: Entry, actor: str) -> bool:
    """Whether every op from what the author saw up to this one is by that key."""
    pending = [head]
    while pending:
        placed = stream.op(pending.pop())
        if placed is None or (placed.author, placed.node.stored.change.actor) != (entry.author, actor):
            return False
        if entry.saw and not placed.op.pred:
            return False  # it began beside what they saw
        pending += (before for before in placed.op.pred if before not in entry.saw)
    return True


def edits(entries: Iterable[Entry]) -> tuple[Edit, ...]:
    """The edits that turn entries of one stream and author into a change, in the order in which they were typed.

    Two entries for one field become two versions: neither saw the other. A field left empty is cleared.
    """
    ordered = sorted(entries, key=lambda entry: (entry.at, entry.kind, entry.record, entry.field))
    return tuple(Edit(entry.kind, entry.record, entry.field, entry.text or None, entry.saw) for entry in ordered)

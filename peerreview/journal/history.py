"""The history of a field: everything that was ever written in it, by whom and when, in one order for everybody."""

from __future__ import annotations

import msgspec

from .authority import Inert
from .canonical import JsonValue
from .record import Status
from .stream import Stream


class Removal(msgspec.Struct, frozen=True):
    """That a value was removed for good: by whom, when, and by which op. What it said is nowhere any more."""

    by: str
    at: str
    op: str


class HistoryEntry(msgspec.Struct, frozen=True):
    """One op of the field. `replaces` are the ops it took the place of.

    `earlier_than_ancestor`: its time is before that of something its author knew, so a clock was wrong.
    `inert_reason`: why it had no effect, or None when it had.
    """

    at: str
    author: str
    actor: str
    change: str
    op: str
    status: Status
    value: JsonValue
    replaces: tuple[str, ...]
    earlier_than_ancestor: bool
    after_lock: bool
    inert_reason: Inert | None
    removal: Removal | None


def history(stream: Stream, kind: str, record: str, field: str, *, viewer: str = "") -> tuple[HistoryEntry, ...]:
    """Everything written in a field: by depth in the graph, then by the time claimed, then by id."""
    placed = [
        one for one in stream.ops() if (one.op.record, one.op.field, one.op.kind) == (record, field, kind)
    ]  # fmt: skip
    entries = []
    for one in sorted(placed, key=lambda one: one.order):
        version = stream.version(one, viewer=viewer)
        by = stream.removal(one)
        entries.append(
            HistoryEntry(
                at=version.at,
                author=version.author,
                actor=version.actor,
                change=version.change,
                op=version.op,
                status=version.status,
                value=version.value,
                replaces=one.op.pred,
                earlier_than_ancestor=version.at < one.node.latest,
                after_lock=version.after_lock,
                inert_reason=stream.inert.get(one.id),
                removal=Removal(by.author, by.node.stored.change.at, by.id) if by else None,
            )
        )
    return tuple(entries)

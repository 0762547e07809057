"""Making changes: what a person did, as one change on the present tips, refused when it is not theirs to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from peerreview.errors import Refused

from .authority import Inert, stream_id
from .canonical import JsonValue, normal
from .change import Change, Op, StoredChange, build_change
from .stream import Stream
from .table import Table
from .value import Value, make_value

Salts = Callable[[], bytes]
"""Gives 16 fresh random bytes at each call."""


class Edit(msgspec.Struct, frozen=True):
    """A field given a value. `pred` are the ops it replaces: None for the present versions, otherwise those that the
    author had seen when they began to write."""

    kind: str
    record: str
    field: str
    value: JsonValue
    pred: tuple[str, ...] | None = None


class Composed(msgspec.Struct, frozen=True):
    """A change ready to be kept, and the values that go beside it."""

    change: StoredChange
    values: tuple[Value, ...]


_WORDS = {
    Inert.NOT_UNDERSTOOD: ("This version of the app cannot write that here.", "Ask your office for the new version."),
    Inert.NOT_BEGUN: ("The first change must say who begins it.", "Begin it again as its host."),
    Inert.NOT_THEIRS: ("This part is somebody else's to write.", "Ask the person whose part it is."),
    Inert.NOT_IN_OWN_NAME: ("This can only be written by the person it is about.", "Let them write it themselves."),
    Inert.NOT_FIRST_AUTHOR: ("Only the person who wrote this first may change it.", "Write your own beside it."),
    Inert.LOCKED: ("Your views are already put in and can no longer change.", "Say what you see differently instead."),
    Inert.TOO_EARLY: ("This waits until the draft has been shared.", "Write it once the draft is there."),
}


class MayNotWrite(Refused):
    """The author may not write one of the fields; `edit` says which and `reason` why."""

    def __init__(self, reason: Inert, kind: str, record: str, field: str) -> None:
        happened, todo = _WORDS[reason]
        super().__init__(happened, "Nothing was changed, and what you typed is kept.", todo, code="may_not_write")
        self.reason = reason
        self.kind = kind
        self.record = record
        self.field = field


def compose(
    stream: Stream, edits: Iterable[Edit], *, author: str, actor: str, at: str, salts: Salts
) -> Composed | None:
    """The change that makes `edits`, all at once; None when they change nothing. The stream stays as it is.

    Texts are brought into NFC with LF. `MayNotWrite` when the author lacks the authority for one of them; `BadValue`
    when a field does not admit its value; KeyError for a kind or field the table does not know.
    """
    ops = []
    values = []
    for edit in edits:
        value = normal(edit.value)
        stream.table.check(edit.kind, edit.field, value)
        if _changes_nothing(stream, edit, value):
            continue
        made = make_value(value, salts())
        values.append(made)
        ops.append(Op(edit.record, edit.kind, edit.field, made.digest, _replaced(stream, edit)))
    if not ops:
        return None
    stored = build_change(Change(stream.id, actor, author, stream.tips, at, tuple(ops)))
    for index, reason in stream.judge(stored, values).items():
        raise MayNotWrite(reason, ops[index].kind, ops[index].record, ops[index].field)
    return Composed(stored, tuple(values))


def begin(
    stream_type: str,
    table: Table,
    edits: Iterable[Edit],
    *,
    author: str,
    actor: str,
    at: str,
    nonce: str,
    salts: Salts,
) -> tuple[Stream, Composed]:
    """A new stream with its first change taken in. `nonce` is 64 fresh random hex digits; with the author it makes
    the stream's id. `MayNotWrite` when the first change lacks what its type asks for (a review names its host)."""
    begins = table.streams[stream_type].begins
    stream = Stream(stream_id(stream_type, author, nonce), table)
    first = Edit(begins, begins, "nonce", nonce)
    composed = compose(stream, (first, *edits), author=author, actor=actor, at=at, salts=salts)
    assert composed is not None  # an empty stream has no nonce yet
    for value in composed.values:
        stream.put_value(value)
    stream.add(composed.change)
    return stream, composed


def _replaced(stream: Stream, edit: Edit) -> tuple[str, ...]:
    if edit.pred is None:
        return tuple(sorted(_heads(stream, edit)))
    field = (edit.kind, edit.record, edit.field)
    # What was seen may have been taken out again since; it cannot be replaced any more.
    seen = (stream.op(name) for name in set(edit.pred))
    return tuple(sorted(op.id for op in seen if op and (op.op.kind, op.op.record, op.op.field) == field))


def _heads(stream: Stream, edit: Edit) -> tuple[str, ...]:
    record = stream.record(edit.kind, edit.record)
    return () if record is None else tuple(version.op for version in record.state(edit.field).heads)


def _changes_nothing(stream: Stream, edit: Edit, value: JsonValue) -> bool:
    """Whether the field already says this, or the author left it as they had found it."""
    heads = _heads(stream, edit)
    if (not heads or edit.pred == ()) and value in (None, ""):
        return True
    record = stream.record(edit.kind, edit.record)
    if edit.field == "gone" and record is not None and record.contested:
        return False  # removing it once more, now knowing of the edit, is the choice that was asked for
    return any(seen and all(_says(stream, op, value) for op in seen) for seen in (heads, edit.pred))


def _says(stream: Stream, op_id: str, value: JsonValue) -> bool:
    placed = stream.op(op_id)
    said = stream.values.get(placed.op.digest) if placed else None
    return said is not None and said.value == value

"""Taking back what somebody did: the edits that put fields back as they stood before one's own last changes.

Nothing leaves the journal: taking back is one more change. It is refused where somebody else has written since, and
for what others rest on: signatures, locks, what was shared or removed for good.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from peerreview.errors import Refused

from .canonical import JsonValue
from .compose import Edit
from .graph import PlacedOp
from .stream import Stream
from .table import STEP

_Key = tuple[str, str, str]
_GONE = "gone"


class Stays(StrEnum):
    """Why something cannot be taken back."""

    FINAL = "final"
    SIGNED = "signed"
    ELSEWHERE = "elsewhere"
    CHANGED = "changed"
    CHOSEN = "chosen"
    REMOVED = "removed"


_WORDS = {
    Stays.FINAL: ("This counts from the moment it was done and cannot be taken back.", "Write what has changed since."),
    Stays.SIGNED: ("The report was signed since.", "Change it on its page: that asks for a new version."),
    Stays.ELSEWHERE: ("Somebody else has written here since.", "Theirs would go with yours: change it on its page."),
    Stays.CHANGED: ("You have changed it again since.", "Look in its history."),
    Stays.CHOSEN: ("You chose between two versions here.", "Both are in its history: copy the other one back."),
    Stays.REMOVED: ("What stood here before was removed for good.", "It cannot come back."),
}  # fmt: skip


class CannotUndo(Refused):
    """An act that cannot be taken back: `reason`, and `by` who wrote there since, where somebody did."""

    def __init__(self, reason: Stays, by: str = "") -> None:
        happened, todo = _WORDS[reason]
        super().__init__(happened, "Nothing was taken back.", todo, code=f"cannot_undo_{reason}")
        self.reason = reason
        self.by = by


def inverse(stream: Stream, changes: Iterable[str], author: str) -> tuple[Edit, ...]:
    """The edits by which `author` takes back these changes of theirs in this stream, as if they were one act.

    A record that they made goes; every other field says again what it said before them. `CannotUndo` when one of the
    fields can no longer be put back.
    """
    act = [each for each in changes if each in stream]
    _require_not_signed(stream, act)
    first, last = _written(stream, act)
    made = _made(stream, {key[:2] for key in first}, set(act))
    edits = []
    for kind, record in made:
        _require_untouched(stream, kind, record, author)
        edits.append(Edit(kind, record, _GONE, True))
    for key, placed in first.items():
        _require_not_final(stream, placed)
        _require_standing(stream, last[key], author)
        if key[:2] not in made:
            edits.append(Edit(*key, _before(stream, placed)))
    return tuple(edits)


def _written(stream: Stream, act: Iterable[str]) -> tuple[dict[_Key, PlacedOp], dict[_Key, PlacedOp]]:
    """The first and the last op of the act in each field, of those that count."""
    first: dict[_Key, PlacedOp] = {}
    last: dict[_Key, PlacedOp] = {}
    for change in act:
        for index in range(len(stream.change(change).change.ops)):
            placed = stream.op(f"{change}:{index}")
            if placed is not None and placed.id not in stream.inert:
                key = (placed.op.kind, placed.op.record, placed.op.field)
                first.setdefault(key, placed)
                last[key] = placed
    return first, last


def _made(stream: Stream, records: set[tuple[str, str]], act: set[str]) -> list[tuple[str, str]]:
    """The records that begin with the act and can go again."""
    begun: dict[tuple[str, str], str] = {}
    for placed in stream.ops():
        key = (placed.op.kind, placed.op.record)
        if key in records:
            begun.setdefault(key, placed.node.stored.id)
    kinds = stream.table.kinds
    return [key for key, change in begun.items() if change in act and _GONE in kinds[key[0]].fields]


def _before(stream: Stream, placed: PlacedOp) -> JsonValue:
    """What the field said before this op."""
    replaced = [stream.op(name) for name in placed.op.pred]
    values = []
    for each in replaced:
        said = stream.values.get(each.op.digest) if each else None
        if said is None:
            raise CannotUndo(Stays.REMOVED)
        values.append(said.value)
    if any(value != values[0] for value in values):
        raise CannotUndo(Stays.CHOSEN)
    return values[0] if values else None


def _require_standing(stream: Stream, placed: PlacedOp, author: str) -> None:
    """The field says what the act left there, and nobody else has written it."""
    record = stream.record(placed.op.kind, placed.op.record, viewer=author)
    heads = record.state(placed.op.field).heads if record else ()
    for head in heads:
        if head.author != author:
            raise CannotUndo(Stays.ELSEWHERE, head.author)
    said = stream.values.get(placed.op.digest)
    if said is None:
        raise CannotUndo(Stays.REMOVED)
    if any(head.value != said.value for head in heads):
        raise CannotUndo(Stays.CHANGED)


def _require_untouched(stream: Stream, kind: str, record: str, author: str) -> None:
    """Nobody else has written anything into a record that would go."""
    found = stream.record(kind, record)
    for state in found.fields.values() if found else ():
        for head in state.heads:
            if head.author != author:
                raise CannotUndo(Stays.ELSEWHERE, head.author)


def _require_not_final(stream: Stream, placed: PlacedOp) -> None:
    op = placed.op
    right = stream.table.rights(stream.type.name).get((op.kind, op.field))
    if right is None or right.kind.final or (right.weighty and not _is_plain_step(stream, op.kind, op.record)):
        raise CannotUndo(Stays.FINAL)


def _is_plain_step(stream: Stream, kind: str, record: str) -> bool:
    """Whether it is a step that no right rests on."""
    opens = {each.after for each in stream.table.kinds.values()} | {stream.type.settled_by}
    return kind == STEP and record not in opens


def _require_not_signed(stream: Stream, act: Iterable[str]) -> None:
    step = stream.record(STEP, stream.type.settled_by) if stream.type.settled_by else None
    if step is None or step.get("on") is None:
        return
    signings = [head.change for head in step.state("on").heads]
    if any(not stream.knows(change, signing) for change in act for signing in signings):
        raise CannotUndo(Stays.SIGNED)

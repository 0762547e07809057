"""What the ops of a stream amount to: for each field the ops that nothing has replaced, and what may be shown of them.

Everything here depends on the set of ops, not on the order in which they came: an op that arrives after the one that
replaces it never stands, and a disposal or reveal counts for an op that arrives after it.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from .authority import Authority
from .canonical import JsonValue
from .graph import Graph, Node, Past, PlacedOp
from .record import FieldState, Record, Status, Version
from .table import DISPOSAL, LOCK, REVEAL, STEP, Right, StreamType, Table
from .value import Value

_LEAD = "lead_reviewer"


class _Cell(msgspec.Struct, eq=False, gc=False):
    """One record as it grows. `owner` is the fold that may write into it; another makes itself a copy first."""

    first: PlacedOp
    heads: dict[str, tuple[PlacedOp, ...]]
    owner: object


class Fold:
    """The records of one stream. Only ops with authority are given to it."""

    def __init__(
        self, stream_type: StreamType, table: Table, values: dict[str, Value], graph: Graph, authority: Authority
    ) -> None:
        self._type = stream_type
        self._table = table
        self._rights = table.rights(stream_type.name)
        self._values = values
        self._graph = graph
        self._authority = authority
        self._owner = object()
        self._cells: dict[str, dict[str, _Cell]] = {}
        self._replaced_early: dict[str, tuple[PlacedOp, ...]] = {}  # op id not here yet -> the ops that replace it
        self._disposals: dict[str, tuple[PlacedOp, ...]] = {}  # op id -> the disposals that name it
        self._reveals: dict[str, tuple[PlacedOp, ...]] = {}  # op id -> the reveals that name it
        self._settling: tuple[PlacedOp, ...] = ()
        self._locks: dict[str, tuple[PlacedOp, ...]] = {}  # person -> their locks

    def clone(self, values: dict[str, Value], graph: Graph, authority: Authority) -> Fold:
        """A copy that goes on by itself, on these."""
        other = Fold(self._type, self._table, values, graph, authority)
        self._owner = object()  # from here on both of them copy a cell before they write into it
        other._cells = {kind: cells.copy() for kind, cells in self._cells.items()}
        other._replaced_early = self._replaced_early.copy()
        other._disposals = self._disposals.copy()
        other._reveals = self._reveals.copy()
        other._settling = self._settling
        other._locks = self._locks.copy()
        return other

    # --- taking in ------------------------------------------------------------------------------------------

    def take(self, placed: PlacedOp, right: Right) -> None:
        """Let an op stand in its field, in place of those it replaces."""
        op = placed.op
        cells = self._cells.get(op.kind)
        if cells is None:
            cells = self._cells[op.kind] = {}
        cell = cells.get(op.record)
        if cell is None:
            cell = cells[op.record] = _Cell(placed, {}, self._owner)
        else:
            if cell.owner is not self._owner:
                cell = cells[op.record] = _Cell(cell.first, cell.heads.copy(), self._owner)
            if placed.node.depth <= cell.first.node.depth and placed.order < cell.first.order:
                cell.first = placed
        heads = cell.heads.get(op.field, ())
        if op.pred:
            named = frozenset(op.pred)
            heads = tuple([head for head in heads if head.id not in named or not _may_replace(placed, head, right)])
            for before in op.pred:
                if before[:64] not in self._graph.nodes:
                    self._replaced_early[before] = (*self._replaced_early.get(before, ()), placed)
        if not self._replaced_early or not self._is_replaced(placed, right):
            heads = (*heads, placed)
        cell.heads[op.field] = heads

    def _is_replaced(self, placed: PlacedOp, right: Right) -> bool:
        return any(_may_replace(later, placed, right) for later in self._replaced_early.get(placed.id, ()))

    def heed(self, placed: PlacedOp) -> Iterator[PlacedOp]:
        """Note a step, lock, reveal or disposal; yields the ops that look different for it."""
        op = placed.op
        if op.kind == STEP and op.record == self._type.settled_by:
            self._settling = (*self._settling, placed)
        elif op.kind == LOCK:
            self._locks[op.record] = (*self._locks.get(op.record, ()), placed)
        elif op.kind in (DISPOSAL, REVEAL):
            named = self._disposals if op.kind == DISPOSAL else self._reveals
            for name in self._listed(placed):
                named[name] = (*named.get(name, ()), placed)
                target = self._graph.op(name)
                if target is not None:
                    yield target

    def _listed(self, placed: PlacedOp) -> tuple[str, ...]:
        status, value = self._shown(placed)
        listed = value if status is Status.PRESENT and isinstance(value, list | tuple) else ()
        return tuple(dict.fromkeys(str(name) for name in listed))

    # --- what may be shown ----------------------------------------------------------------------------------

    def removal(self, placed: PlacedOp) -> PlacedOp | None:
        """The first disposal that counts for this op: by its own author, or by who clears out. None otherwise."""
        named = self._disposals.get(placed.id)
        if named is None:
            return None
        right = self._rights.get((placed.op.kind, placed.op.field))
        if right is not None and right.weighty:
            return None  # who was what, and when, cannot be taken back: what rests on it would fall
        counting = [by for by in named if by.author == placed.author or self.clears(by.node, by.author)]
        return min(counting, key=lambda by: by.order, default=None)

    def clears(self, past: Node | Past, person: str) -> bool:
        """Whether this person may remove what others wrote: the lead reviewer, once the report is signed where the
        stream tells of it."""
        settled = not self._type.settled_by or any(past.knows(step.node) for step in self._settling)
        return settled and _LEAD in self._authority.roles(past, person)

    def is_withheld(self, placed: PlacedOp) -> bool:
        """Whether the op's value is hidden and its author's reveal of it is not in the stream."""
        kind = self._table.kind(placed.op.kind)
        if kind is None or not kind.hidden:
            return False
        return all(by.author != placed.author for by in self._reveals.get(placed.id, ()))

    def version(self, placed: PlacedOp, viewer: str = "") -> Version:
        """An op as a version of its field, for the eyes of `viewer`."""
        stored = placed.node.stored
        change = stored.change
        status, value = self._shown(placed, viewer)
        after_lock = bool(self._settling or self._locks) and self._is_after_lock(placed)
        return Version(placed.id, stored.id, change.author, change.actor, change.at, status, value, after_lock)

    def _shown(self, placed: PlacedOp, viewer: str = "") -> tuple[Status, JsonValue]:
        op = placed.op
        if self._disposals and self.removal(placed) is not None:
            return Status.DISPOSED, None
        right = self._rights.get((op.kind, op.field))
        value = self._values.get(op.digest)
        hidden = right is not None and right.kind.hidden and placed.author != viewer
        if value is None or (hidden and self.is_withheld(placed)):
            return Status.WITHHELD, None
        if right is None or right.field.check(value.value):
            return Status.NOT_UNDERSTOOD, None
        return Status.PRESENT, value.value

    def _is_after_lock(self, placed: PlacedOp) -> bool:
        kind = self._table.kind(placed.op.kind)
        locks = self._locks.get(placed.author, ()) if kind and kind.lock else ()
        return any(placed.node.beside(mark.node) for mark in (*self._settling, *locks))

    # --- records --------------------------------------------------------------------------------------------

    def record(self, kind: str, record_id: str, viewer: str) -> Record | None:
        """One record; None when nobody has written it."""
        cell = self._cells.get(kind, {}).get(record_id)
        return None if cell is None else self._record(kind, record_id, cell, viewer)

    def records(self, kind: str, viewer: str, *, branched: bool = False) -> tuple[Record, ...]:
        """Every record of a kind, removed ones too, in their order and then as they were made; if `branched`, only
        those with a field of several versions or that somebody removed."""
        cells = self._cells.get(kind, {})
        if branched:
            cells = {
                name: cell
                for name, cell in cells.items()
                if "gone" in cell.heads or any(len(heads) > 1 for heads in cell.heads.values())
            }
        told = self._table.kind(kind)
        order = told.order if told else ""

        def place(record: Record) -> tuple[bool, str, tuple[int, str, str, int]]:
            key = record.get(order) if order else None
            return key is None, key or "", cells[record.id].first.order

        return tuple(sorted((self._record(kind, name, cell, viewer) for name, cell in cells.items()), key=place))

    def _record(self, kind: str, record_id: str, cell: _Cell, viewer: str) -> Record:
        fields: dict[str, FieldState] = {}
        for field, heads in cell.heads.items():
            ordered = heads if len(heads) < 2 else sorted(heads, key=lambda placed: placed.order)
            fields[field] = FieldState(tuple([self.version(placed, viewer) for placed in ordered]))
        contested = any(len(state.heads) > 1 and not state.settled for state in fields.values())
        removals = fields["gone"].heads if "gone" in fields else ()
        removers = [self._graph.nodes[version.change] for version in removals if version.value is True]
        if removers and not contested:
            seen = Past(removers)
            contested = any(not seen.knows(placed.node) for heads in cell.heads.values() for placed in heads)
        first = cell.first
        return Record(kind, record_id, fields, first.author, first.node.stored.change.at, bool(removers), contested)


def _may_replace(later: PlacedOp, earlier: PlacedOp, right: Right) -> bool:
    """Whether an op that names another takes it out of its field: it must be of the same one. In a record that only
    its first author may change, nobody replaces another's words, whoever claims to have been first."""
    return (later.op.kind, later.op.record, later.op.field) == (
        earlier.op.kind,
        earlier.op.record,
        earlier.op.field,
    ) and (not right.kind.author or later.author == earlier.author)

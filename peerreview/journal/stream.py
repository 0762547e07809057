"""A stream: its changes taken in one by one, ancestors first, and the records they amount to.

What the stream shows depends only on which changes and values it holds, never on the order in which they came.
Give a change's values before the change itself: a value that decides who may write what, coming late, has everything
judged again.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from peerreview.errors import Refused

from .authority import Authority, Heads, Inert
from .canonical import BadChange, JsonValue
from .change import Change, Op, StoredChange
from .graph import Graph, MissingAncestors, Node, PlacedOp
from .record import FieldState, Record, Status, Version
from .table import DISPOSAL, LOCK, REVEAL, STEP, Right, Table
from .value import Value

__all__ = ["Applied", "FieldState", "Inert", "MissingAncestors", "Record", "Status", "Stream", "Version"]

_LEAD = "lead_reviewer"


class Applied(msgspec.Struct, frozen=True):
    """What taking a change in did: whether it was new, and the records it may have altered, as (kind, id)."""

    new: bool
    records: frozenset[tuple[str, str]]


_NOTHING = Applied(False, frozenset())


class _Cell:
    """One record as it grows: for each field the ops that none has replaced, and the first op in history's order."""

    __slots__ = ("first", "heads")

    def __init__(self, first: PlacedOp, heads: dict[str, tuple[PlacedOp, ...]]) -> None:
        self.first = first
        self.heads = heads


class Stream:
    """The changes of one stream and what they amount to. `heads` judges a new head's claim (`authority`)."""

    def __init__(self, stream_id: str, table: Table, *, heads: Heads | None = None) -> None:
        self.id = stream_id
        self.table = table
        self.type = table.stream_type(stream_id)
        self._heads_of = heads
        self._rights = table.rights(self.type.name)
        self._values: dict[str, Value] = {}
        self._clear()

    def _clear(self) -> None:
        self._graph = Graph()
        self._authority = Authority(self.id, self.table, self._values, self._heads_of)
        self._cells: dict[str, dict[str, _Cell]] = {}
        self._bearers: dict[str, tuple[PlacedOp, ...]] = {}  # digest -> the ops that bear it
        self._inert: dict[str, Inert] = {}
        self._replaced_early: dict[str, tuple[PlacedOp, ...]] = {}  # op id not here yet -> the ops that replace it
        self._disposals: dict[str, tuple[PlacedOp, ...]] = {}  # op id -> the disposals that name it
        self._reveals: dict[str, tuple[PlacedOp, ...]] = {}  # op id -> the reveals that name it
        self._settling: list[PlacedOp] = []
        self._locks: dict[str, tuple[PlacedOp, ...]] = {}  # person -> their locks
        self._unread: set[str] = set()  # digests of values that decide something and are not here
        self._stale = False

    # --- taking in ------------------------------------------------------------------------------------------

    def put_value(self, value: Value) -> bool:
        """Keep a value. True when it decides something for changes taken in before it: then anything may differ.

        Its digest is taken as true (`decode_value` and `make_value` see to that); a disposed one is let go.
        """
        digest = value.digest
        if digest in self._values or self._is_discarded(digest):
            return False
        self._values[digest] = value
        if digest not in self._unread:
            return False
        self._unread.discard(digest)
        self._stale = True
        return True

    def add(self, stored: StoredChange) -> Applied:
        """Take a change in; `MissingAncestors` when what it rests on is not here. Twice is the same as once."""
        self._catch_up()
        if stored.id in self._graph.nodes:
            return _NOTHING
        if stored.change.stream != self.id:
            raise BadChange("a change of another stream")
        node = self._graph.place(stored)
        inert = self._authority.judge(node)
        self._graph.add(node)
        values, bearers = self._values, self._bearers
        touched = set()
        for placed in node.ops:
            op = placed.op
            touched.add((op.kind, op.record))
            bearers[op.digest] = (*bearers[op.digest], placed) if op.digest in bearers else (placed,)
            right = self._rights.get((op.kind, op.field))
            if right is not None and right.weighty and op.digest not in values:
                self._unread.add(op.digest)
            reason = inert.get(placed.index)
            if reason is None and right is not None:
                self._take(placed, right)
                self._authority.took(placed, right)
                if right.weighty:
                    touched.update(self._heed(placed))
            elif reason is not None:
                self._inert[placed.id] = reason
            if self._disposals and placed.id in self._disposals:
                self._discard(placed)
        return Applied(True, frozenset(touched))

    def _take(self, placed: PlacedOp, right: Right) -> None:
        """Let an op with authority stand in its field, in place of those it replaces."""
        op = placed.op
        cells = self._cells.setdefault(op.kind, {})
        cell = cells.get(op.record)
        if cell is None:
            cell = cells[op.record] = _Cell(placed, {})
        elif placed.node.depth <= cell.first.node.depth and placed.order < cell.first.order:
            cell.first = placed
        heads = cell.heads.get(op.field, ())
        if op.pred:
            heads = tuple(head for head in heads if not _replaces(placed, head, right))
            for before in op.pred:
                if before[:64] not in self._graph.nodes:
                    self._replaced_early[before] = (*self._replaced_early.get(before, ()), placed)
        early = self._replaced_early.get(placed.id, ()) if self._replaced_early else ()
        if not any(_replaces(later, placed, right) for later in early):
            heads = (*heads, placed)
        cell.heads[op.field] = heads

    def _heed(self, placed: PlacedOp) -> Iterator[tuple[str, str]]:
        """Do what a disposal, reveal, lock or step says; yields the records that look different for it."""
        op = placed.op
        if op.kind == STEP and op.record == self.type.settled_by:
            self._settling.append(placed)
        elif op.kind == LOCK:
            self._locks[op.record] = (*self._locks.get(op.record, ()), placed)
        elif op.kind in (DISPOSAL, REVEAL):
            named = self._disposals if op.kind == DISPOSAL else self._reveals
            for name in self._listed(placed):
                named[name] = (*named.get(name, ()), placed)
                target = self.op(name)
                if target is not None:
                    yield target.op.kind, target.op.record
                    self._discard(target)

    def _listed(self, placed: PlacedOp) -> Collection[str]:
        right = self._rights[placed.op.kind, placed.op.field]
        value = self._values.get(placed.op.digest)
        if value is None or right.field.check(value.value) or not isinstance(value.value, list | tuple):
            return ()
        return dict.fromkeys(str(name) for name in value.value)

    def _discard(self, placed: PlacedOp) -> None:
        if self._is_discarded(placed.op.digest):
            self._values.pop(placed.op.digest, None)

    def _is_discarded(self, digest: str) -> bool:
        # Every op that bears the digest: who copies another's digest cannot have the other's words removed.
        bearers = self._bearers.get(digest, ())
        return bool(bearers) and all(self.removal(placed) is not None for placed in bearers)

    def _catch_up(self) -> None:
        if self._stale:
            changes = self.changes
            self._clear()
            for stored in changes:
                self.add(stored)

    # --- the graph ------------------------------------------------------------------------------------------

    def __contains__(self, change_id: str) -> bool:
        return change_id in self._graph.nodes

    def __len__(self) -> int:
        return len(self._graph.nodes)

    @property
    def changes(self) -> tuple[StoredChange, ...]:
        """Every change, ancestors first."""
        return tuple(node.stored for node in self._graph)

    @property
    def tips(self) -> tuple[str, ...]:
        """The ids of the changes on which none rests, in ascending order."""
        return tuple(sorted(self._graph.tips))

    def change(self, change_id: str) -> StoredChange:
        """The change with this id; KeyError when it is not here."""
        return self._graph.nodes[change_id].stored

    def op(self, op_id: str) -> PlacedOp | None:
        """The op with this id, or None."""
        change_id, _, index = op_id.partition(":")
        node = self._graph.nodes.get(change_id)
        if node is None or not index.isdecimal() or int(index) >= len(node.ops):
            return None
        placed = node.ops[int(index)]
        return placed if placed.id == op_id else None

    def ops(self) -> Iterator[PlacedOp]:
        """Every op, with authority or without, ancestors first."""
        return (placed for node in self._graph for placed in node.ops)

    def knows(self, change_id: str, other: str) -> bool:
        """Whether the change `other` is `change_id` itself or among its ancestors; KeyError when one is not here."""
        return self._graph.nodes[change_id].knows(self._graph.nodes[other])

    # --- values ---------------------------------------------------------------------------------------------

    @property
    def values(self) -> Mapping[str, Value]:
        """Every value held here, by digest: also hidden ones, which only `hidden.may_travel` lets out."""
        return MappingProxyType(self._values)

    @property
    def needs_values(self) -> frozenset[str]:
        """The digests of values that are neither here nor removed for good."""
        self._catch_up()
        return frozenset(
            digest for digest in self._bearers if digest not in self._values and not self._is_discarded(digest)
        )

    def bearers(self, digest: str) -> tuple[PlacedOp, ...]:
        """The ops that bear this digest: one, unless somebody copied it."""
        return self._bearers.get(digest, ())

    def removal(self, placed: PlacedOp) -> PlacedOp | None:
        """The first disposal that counts for this op: by its own author, or by the lead reviewer. None otherwise."""
        named = self._disposals.get(placed.id)
        if named is None:
            return None
        right = self._rights.get((placed.op.kind, placed.op.field))
        if right is not None and right.weighty:
            return None  # who was what, and when, cannot be taken back: what rests on it would fall
        counting = [by for by in named if by.author == placed.author or _LEAD in self._roles_in(by.node, by.author)]
        return min(counting, key=lambda by: by.order, default=None)

    def is_withheld(self, placed: PlacedOp) -> bool:
        """Whether the op's value is hidden and its author's reveal of it is not in the stream."""
        kind = self.table.kind(placed.op.kind)
        if kind is None or not kind.hidden:
            return False
        return all(by.author != placed.author for by in self._reveals.get(placed.id, ()))

    # --- people ---------------------------------------------------------------------------------------------

    @property
    def founder(self) -> str:
        """The person who began the stream, or "" while its first change is not here."""
        self._catch_up()
        return self._authority.standing(self._present()).founder

    @property
    def people(self) -> Mapping[str, frozenset[str]]:
        """Everybody with a role at the present tips, and their roles."""
        self._catch_up()
        return MappingProxyType(self._authority.standing(self._present()).roles)

    def roles(self, person: str, at_change: str | None = None) -> frozenset[str]:
        """A person's roles at the present tips, or as they were known at a change (it included)."""
        self._catch_up()
        if at_change is not None:
            return self._roles_in(self._graph.nodes[at_change], person)
        return self.people.get(person, frozenset())

    def _roles_in(self, node: Node, person: str) -> frozenset[str]:
        return self._authority.standing(node.mask).roles.get(person, frozenset())

    def _present(self) -> int:
        mask = 0
        for node in self._graph.tips.values():
            mask |= node.mask
        return mask

    def may_write(self, person: str, kind: str, record: str, field: str) -> bool:
        """Whether an op by this person on the present tips would have authority."""
        trial = Change(self.id, "", person, self.tips, "", (Op(record, kind, field, "", ()),))
        return not self.judge(StoredChange("", b"", trial))

    def judge(self, stored: StoredChange, values: Iterable[Value] = ()) -> Mapping[int, Inert]:
        """Which ops of a change that is not in the stream yet would be inert, by index, and why.

        `values` are the change's own, which need not be in the stream either.
        """
        self._catch_up()
        said = ChainMap({value.digest: value for value in values}, self._values)
        return self._authority.clone(said).judge(self._graph.place(stored))

    @property
    def inert(self) -> Mapping[str, Inert]:
        """The ops without authority, by id, and why."""
        self._catch_up()
        return MappingProxyType(self._inert)

    # --- records --------------------------------------------------------------------------------------------

    def record(self, kind: str, record_id: str) -> Record | None:
        """One record, gone or not; None when no op with authority has written it."""
        self._catch_up()
        cell = self._cells.get(kind, {}).get(record_id)
        return None if cell is None else self._record(kind, record_id, cell)

    def records(self, kind: str) -> tuple[Record, ...]:
        """The records of a kind in their order, then as they were made. A removed one is left out unless somebody
        edited it beside the removal: then there is something to choose (`Record.contested`)."""
        return tuple(record for record in self.all_records(kind) if record.contested or not record.gone)

    def all_records(self, kind: str) -> tuple[Record, ...]:
        """The records of a kind, removed ones too."""
        self._catch_up()
        told = self.table.kind(kind)
        order = told.order if told else ""

        def place(record: Record) -> tuple[bool, str, tuple[int, str, str, int]]:
            key = record.get(order) if order else None
            return key is None, key or "", self._cells[kind][record.id].first.order

        found = [self._record(kind, record_id, cell) for record_id, cell in self._cells.get(kind, {}).items()]
        return tuple(sorted(found, key=place))

    def _record(self, kind: str, record_id: str, cell: _Cell) -> Record:
        fields = {}
        for field, heads in cell.heads.items():
            ordered = heads if len(heads) < 2 else sorted(heads, key=lambda placed: placed.order)
            fields[field] = FieldState(tuple([self.version(placed) for placed in ordered]))
        removers = [
            self._graph.nodes[version.change]
            for version in fields.get("gone", FieldState(())).heads
            if version.value is True
        ]
        contested = any(len(state.heads) > 1 and not state.settled for state in fields.values())
        if removers and not contested:
            written = (placed.node for heads in cell.heads.values() for placed in heads)
            contested = any(not any(remover.knows(node) for remover in removers) for node in written)
        first = cell.first
        return Record(kind, record_id, fields, first.author, first.node.stored.change.at, bool(removers), contested)

    def version(self, placed: PlacedOp) -> Version:
        """An op as a version of its field."""
        change = placed.node.stored.change
        status, value = self._shown(placed)
        return Version(
            placed.id, placed.node.stored.id, change.author, change.actor, change.at, status, value,
            self._is_after_lock(placed),
        )  # fmt: skip

    def _shown(self, placed: PlacedOp) -> tuple[Status, JsonValue]:
        op = placed.op
        if self._disposals and self.removal(placed) is not None:
            return Status.DISPOSED, None
        value = self._values.get(op.digest)
        if value is None or self.is_withheld(placed):
            return Status.WITHHELD, None
        right = self._rights.get((op.kind, op.field))
        if right is None or right.field.check(value.value):
            return Status.NOT_UNDERSTOOD, None
        return Status.PRESENT, value.value

    def _is_after_lock(self, placed: PlacedOp) -> bool:
        if any(placed.node.beside(step.node) for step in self._settling):
            return True
        locks = self._locks.get(placed.author)
        kind = self.table.kind(placed.op.kind)
        if not locks or kind is None or not kind.lock:
            return False
        return any(placed.node.beside(lock.node) for lock in locks)

    # --- copies ---------------------------------------------------------------------------------------------

    def clone(self) -> Stream:
        """A copy for trying something out; it shares what never changes."""
        self._catch_up()
        other = object.__new__(Stream)
        other.__dict__.update(self.__dict__)
        other._values = self._values.copy()
        other._graph = self._graph.clone()
        other._authority = self._authority.clone(other._values)
        other._cells = {
            kind: {record: _Cell(cell.first, cell.heads.copy()) for record, cell in cells.items()}
            for kind, cells in self._cells.items()
        }
        other._bearers = self._bearers.copy()
        other._inert = self._inert.copy()
        other._replaced_early = self._replaced_early.copy()
        other._disposals = self._disposals.copy()
        other._reveals = self._reveals.copy()
        other._settling = self._settling.copy()
        other._locks = self._locks.copy()
        other._unread = self._unread.copy()
        return other

    def at(self, tips: Iterable[str]) -> Stream:
        """The stream as it was known at `tips`; `MissingAncestors` when one of them is not here.

        Values removed for good since then are not there either.
        """
        names = tuple(tips)
        missing = tuple(name for name in names if name not in self)
        if missing:
            raise MissingAncestors(missing)
        nodes = [self._graph.nodes[name] for name in names]
        return self._only(node for node in self._graph if any(tip.knows(node) for tip in nodes))

    def without(self, change_ids: Collection[str]) -> Stream:
        """The stream as if these changes had never come; `Refused` when another change rests on one of them."""
        leaving = set(change_ids)
        staying = [node for node in self._graph if node.stored.id not in leaving]
        if any(dep in leaving for node in staying for dep in node.stored.change.deps):
            raise Refused(
                "This can no longer be taken out: something has been written since.",
                "Nothing here has changed.",
                "Correct or remove the single entries instead.",
                code="built-upon",
            )
        return self._only(staying)

    def _only(self, nodes: Iterable[Node]) -> Stream:
        other = Stream(self.id, self.table, heads=self._heads_of)
        changes = [node.stored for node in nodes]
        for stored in changes:
            for op in stored.change.ops:
                if op.digest in self._values:
                    other.put_value(self._values[op.digest])
        for stored in changes:
            other.add(stored)
        return other


def _replaces(later: PlacedOp, earlier: PlacedOp, right: Right) -> bool:
    """Whether an op takes another out of their field. Of a record that only its first author may change, nobody
    replaces another's words, whoever claims to have been first."""
    if earlier.id not in later.op.pred:
        return False
    if later is not earlier and (later.op.kind, later.op.record, later.op.field) != (
        earlier.op.kind, earlier.op.record, earlier.op.field,
    ):  # fmt: skip
        return False
    return not right.kind.author or later.author == earlier.author

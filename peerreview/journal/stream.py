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
from .canonical import BadChange
from .change import Change, Op, StoredChange
from .fold import Fold
from .graph import Graph, MissingAncestors, Node, Past, PlacedOp
from .record import FieldState, Record, Status, Version
from .table import Table
from .value import Value

__all__ = ["Applied", "FieldState", "Inert", "MissingAncestors", "Record", "Status", "Stream", "Version"]


class Applied(msgspec.Struct, frozen=True):
    """What taking a change in did. `new`: it was not here before. `also` are ops of earlier changes that look
    different for it: revealed, or removed for good."""

    new: bool
    ops: tuple[Op, ...] = ()
    also: tuple[Op, ...] = ()

    @property
    def records(self) -> frozenset[tuple[str, str]]:
        """The records it may have altered, as (kind, id)."""
        return frozenset((op.kind, op.record) for op in (*self.ops, *self.also))


_NOTHING = Applied(False)


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
        self._fold = Fold(self.type, self.table, self._values, self._graph, self._authority)
        self._bearers: dict[str, PlacedOp] = {}  # digest -> the op that bears it
        self._copiers: dict[str, tuple[PlacedOp, ...]] = {}  # digest -> other ops that bear it too
        self._removed: dict[str, set[str]] = {}  # digest -> the ops that bear it and are removed for good
        self._inert: dict[str, Inert] = {}
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
        change = stored.change
        if change.stream != self.id:
            raise BadChange("a change of another stream")
        node = self._graph.place(stored)
        judged = self._authority.judge(node)
        self._graph.add(node)
        also: list[Op] = []
        for placed, verdict in zip(node.ops, judged, strict=True):
            digest = placed.op.digest
            if self._bearers.setdefault(digest, placed) is not placed:
                self._copiers[digest] = (*self._copiers.get(digest, ()), placed)
            if isinstance(verdict, Inert):
                self._inert[placed.id] = verdict
                right = self._rights.get((placed.op.kind, placed.op.field))
            else:
                right = verdict
                self._fold.take(placed, right)
                if right.noted:
                    self._authority.took(placed, right)
                if right.weighty:
                    for target in self._fold.heed(placed):
                        also.append(target.op)
                        self._discard(target)
            if right is not None and right.weighty and digest not in self._values:
                self._unread.add(digest)
            self._discard(placed)
        return Applied(True, change.ops, tuple(also))

    def _discard(self, placed: PlacedOp) -> None:
        digest = placed.op.digest
        if self._fold.removal(placed) is not None:
            self._removed.setdefault(digest, set()).add(placed.id)
            if self._is_discarded(digest):
                self._values.pop(digest, None)

    def _is_discarded(self, digest: str) -> bool:
        # In every op that bears it: who copies another's digest cannot have the other's words removed.
        removed = self._removed.get(digest)
        return removed is not None and len(removed) == len(self._copiers.get(digest, ())) + 1

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
        return self._graph.op(op_id)

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

    @property
    def discarded(self) -> frozenset[str]:
        """The digests of the values that are removed for good."""
        self._catch_up()
        return frozenset(digest for digest in self._removed if self._is_discarded(digest))

    def bearers(self, digest: str) -> tuple[PlacedOp, ...]:
        """The ops that bear this digest: one, unless somebody copied it."""
        first = self._bearers.get(digest)
        return () if first is None else (first, *self._copiers.get(digest, ()))

    def removal(self, placed: PlacedOp) -> PlacedOp | None:
        """The disposal by which this op's value was removed for good, or None."""
        self._catch_up()
        return self._fold.removal(placed)

    def is_withheld(self, placed: PlacedOp) -> bool:
        """Whether the op's value is hidden and its author's reveal of it is not in the stream."""
        self._catch_up()
        return self._fold.is_withheld(placed)

    # --- people ---------------------------------------------------------------------------------------------

    @property
    def founder(self) -> str:
        """The person who began the stream, or "" while its first change is not here."""
        self._catch_up()
        return self._authority.founder(self._present())

    @property
    def people(self) -> Mapping[str, frozenset[str]]:
        """Everybody with a role at the present tips, and their roles."""
        self._catch_up()
        return MappingProxyType(self._authority.people(self._present()))

    def roles(self, person: str, at_change: str | None = None) -> frozenset[str]:
        """A person's roles at the present tips, or as they were known at a change (it included)."""
        self._catch_up()
        if at_change is not None:
            return self._authority.roles(self._graph.nodes[at_change], person)
        return self._authority.roles(self._present(), person)

    def _present(self) -> Past:
        return Past(self._graph.tips.values())

    def may_write(self, person: str, kind: str, record: str, field: str) -> bool:
        """Whether an op by this person on the present tips would have authority."""
        return self.why_not(person, kind, record, field) is None

    def why_not(self, person: str, kind: str, record: str, field: str) -> Inert | None:
        """Why an op by this person on the present tips would be inert; None when it would have authority."""
        trial = Change(self.id, "", person, self.tips, "", (Op(record, kind, field, "", ()),))
        return self.judge(StoredChange("", b"", trial)).get(0)

    def writers(self, kind: str, field: str) -> frozenset[str]:
        """The roles that may write a field; none for one that is not known here."""
        right = self._rights.get((kind, field))
        return right.field.write if right else frozenset()

    def judge(self, stored: StoredChange, values: Iterable[Value] = ()) -> Mapping[int, Inert]:
        """Which ops of a change that is not in the stream yet would be inert, by index, and why.

        `values` are the change's own, which need not be in the stream either.
        """
        self._catch_up()
        said = {value.digest: value for value in values}
        authority = self._authority.clone(ChainMap(said, self._values)) if said else self._authority
        judged = authority.judge(self._graph.place(stored))
        return {index: verdict for index, verdict in enumerate(judged) if isinstance(verdict, Inert)}

    @property
    def inert(self) -> Mapping[str, Inert]:
        """The ops without authority, by id, and why."""
        self._catch_up()
        return MappingProxyType(self._inert)

    def may_clear(self, person: str) -> bool:
        """Whether a removal by this person on the present tips would count for what others wrote."""
        self._catch_up()
        return self._fold.clears(self._present(), person)

    # --- records --------------------------------------------------------------------------------------------

    def record(self, kind: str, record_id: str, *, viewer: str = "") -> Record | None:
        """One record, gone or not; None when no op with authority has written it.

        `viewer` is the person at the screen: they see their own hidden values before the reveal, nobody else does.
        """
        self._catch_up()
        return self._fold.record(kind, record_id, viewer)

    def records(self, kind: str, *, viewer: str = "") -> tuple[Record, ...]:
        """The records of a kind in their order, then as they were made. A removed one is left out unless somebody
        edited it beside the removal: then there is something to choose (`Record.contested`)."""
        return tuple(record for record in self.all_records(kind, viewer=viewer) if record.contested or not record.gone)

    def branched(self, kind: str) -> tuple[Record, ...]:
        """Those of `records` with a field of several versions, which may still say the same."""
        self._catch_up()
        found = self._fold.records(kind, "", branched=True)
        return tuple(record for record in found if record.contested or not record.gone)

    def all_records(self, kind: str, *, viewer: str = "") -> tuple[Record, ...]:
        """The records of a kind, removed ones too."""
        self._catch_up()
        return self._fold.records(kind, viewer)

    def version(self, placed: PlacedOp, *, viewer: str = "") -> Version:
        """An op of this stream as a version of its field."""
        self._catch_up()
        return self._fold.version(placed, viewer)

    # --- copies ---------------------------------------------------------------------------------------------

    def clone(self) -> Stream:
        """A copy for trying something out; it shares what never changes."""
        self._catch_up()
        other = object.__new__(Stream)
        other.__dict__.update(self.__dict__)
        other._values = self._values.copy()
        other._graph = self._graph.clone()
        other._authority = self._authority.clone(other._values)
        other._fold = self._fold.clone(other._values, other._graph, other._authority)
        other._bearers = self._bearers.copy()
        other._copiers = self._copiers.copy()
        other._removed = {digest: ops.copy() for digest, ops in self._removed.items()}
        other._inert = self._inert.copy()
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
        past = Past(self._graph.nodes[name] for name in names)
        return self._only(node for node in self._graph if past.knows(node))

    def without(self, change_ids: Collection[str]) -> Stream:
        """The stream as if these changes had never come; `Refused` when another change rests on one of them."""
        self.require_unbuilt(change_ids)
        leaving = set(change_ids)
        return self._only(node for node in self._graph if node.stored.id not in leaving)

    def require_unbuilt(self, change_ids: Collection[str]) -> None:
        """`Refused` when another change rests on one of these."""
        leaving = set(change_ids)
        staying = (node.stored for node in self._graph if node.stored.id not in leaving)
        if any(dep in leaving for stored in staying for dep in stored.change.deps):
            raise Refused(
                "This can no longer be taken out: something has been written since.",
                "Nothing here has changed.",
                "Correct or remove the single entries instead.",
                code="built_upon",
            )

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

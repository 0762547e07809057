"""Who may write what: a pure function of a change, its own ancestors, the record table and the values they name.

What counts of the ancestors is a handful of *marks*: ops that name somebody, steps, locks. They are kept by what they
are about; which of them a change stands on is asked of the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from hashlib import sha256

from .canonical import JsonValue
from .change import Op
from .graph import Node, Past, PlacedOp
from .table import LOCK, STEP, Right, StreamType, Table
from .value import Value

Heads = Callable[[str, str, Collection[str]], Collection[str]]
"""From the digest of a network document, a school, and the digests of those cited before: the persons whom the first
names as the school's head; nobody when one cited before is newer, for who was head once is not head for ever."""

_NOBODY: frozenset[str] = frozenset()


class Inert(StrEnum):
    """Why an op has no effect: it replaces nothing and shows nothing, but is kept, relayed and listed."""

    NOT_UNDERSTOOD = "not understood here"
    NOT_BEGUN = "not the beginning of what it belongs to"
    NOT_THEIRS = "not theirs to write"
    NOT_IN_OWN_NAME = "written in somebody else's name"
    NOT_FIRST_AUTHOR = "only whoever wrote it first may change it"
    LOCKED = "written after they had put in their views"
    TOO_EARLY = "written before its time"


class Authority:
    """Judges the changes of one stream, in the order in which they are taken in."""

    def __init__(self, stream_id: str, table: Table, values: Mapping[str, Value], heads: Heads | None) -> None:
        self._stream_id = stream_id
        self._type: StreamType = table.stream_type(stream_id)
        self.rights = table.rights(self._type.name)
        self._values = values
        self._heads = heads
        self._marks: dict[tuple[str, str, str], tuple[PlacedOp, ...]] = {}  # by kind, record, field
        self._writers: dict[tuple[str, str], tuple[Node, ...]] = {}

    def clone(self, values: Mapping[str, Value]) -> Authority:
        """A copy that goes on by itself, reading `values`."""
        other = object.__new__(Authority)
        other.__dict__.update(self.__dict__)
        other._values = values
        other._marks = self._marks.copy()
        other._writers = self._writers.copy()
        return other

    def judge(self, node: Node) -> list[Right | Inert]:
        """For each op of a change the right by which it was written, or why it is inert."""
        change = node.stored.change
        roles = self.roles(node, change.author) if change.deps else self._genesis(node)
        if roles is None:
            return [Inert.NOT_BEGUN] * len(change.ops)
        found: list[Right | Inert] = []
        for op in change.ops:
            right = self.rights.get((op.kind, op.field))
            if right is None or right.shape.fullmatch(op.record) is None:
                found.append(Inert.NOT_UNDERSTOOD)
            elif right.plain:
                found.append(Inert.NOT_THEIRS if roles.isdisjoint(right.field.write) else right)
            else:
                found.append(self._judge_closely(node, op, right, roles) or right)
        return found

    def _judge_closely(self, node: Node, op: Op, right: Right, roles: frozenset[str]) -> Inert | None:
        author = node.stored.change.author
        kind = right.kind
        if roles.isdisjoint(right.field.write) and not (right.people and self._cited(node, op.record)):
            return Inert.NOT_THEIRS
        if kind.own and op.record.rpartition(".")[2] != author:
            return Inert.NOT_IN_OWN_NAME
        if kind.author and self._is_anothers(node, kind.name, op.record):
            return Inert.NOT_FIRST_AUTHOR
        if kind.lock and self._known(node, (LOCK, author, "views")):
            return Inert.LOCKED
        if kind.after and not self._known(node, (STEP, kind.after, "on")):
            return Inert.TOO_EARLY
        return None

    def _is_anothers(self, node: Node, kind: str, record: str) -> bool:
        """Whether somebody else wrote this record first, as far as this change's author could know."""
        writers = self._writers.get((kind, record))
        if writers is None:
            return False
        known = {writer.stored.change.author for writer in writers if node.knows(writer)}
        return bool(known) and node.stored.change.author not in known

    def _cited(self, node: Node, record: str) -> bool:
        """Whether the change cites, for this person's record, a network document that lists its author as the head."""
        if self._heads is None:
            return False
        change = node.stored.change
        cited = [
            self._value(op.digest)
            for op in change.ops
            if op.kind == self._type.people and op.record == record and op.field == "network"
        ]
        before = self._cited_before(node)
        return any(
            isinstance(network, str) and change.author in self._heads(network, school, before)
            for network in cited
            for school in self._said(node, (self._type.begins, self._type.begins, "school"))
        )

    def _cited_before(self, node: Node) -> set[str]:
        """The network documents that the people named so far were named by."""
        people = [about for about in self._marks if about[0] == self._type.people and about[2] == "network"]
        values = (self._value(placed.op.digest) for about in people for placed in self._known(node, about))
        return {value for value in values if isinstance(value, str)}

    def took(self, placed: PlacedOp, right: Right) -> None:
        """Note an op found to have authority, for what it means to later changes."""
        node = placed.node
        if right.mark:
            about = placed.op.kind, placed.op.record, placed.op.field
            self._marks[about] = (*self._marks.get(about, ()), placed)
        if right.kind.author:
            key = placed.op.kind, placed.op.record
            writers = self._writers.get(key)
            if writers is None:
                self._writers[key] = (node,)
            elif writers[-1] is not node and not any(_first_of_same(writer, node) for writer in writers):
                self._writers[key] = (*writers, node)

    def _genesis(self, node: Node) -> frozenset[str] | None:
        """The roles that a root change gives its author; None when it does not begin this stream."""
        change = node.stored.change
        begins = self._type.begins
        nonces = [
            self._value(op.digest) for op in change.ops if (op.kind, op.record, op.field) == (begins, begins, "nonce")
        ]
        if not any(
            isinstance(nonce, str) and stream_id(self._type.name, change.author, nonce) == self._stream_id
            for nonce in nonces
        ):
            return None
        named = {
            role
            for op in change.ops
            if (op.kind, op.record, op.field) == (self._type.people, change.author, "role")
            and isinstance(role := self._value(op.digest), str)
        }
        if self._type.named and self._type.founder not in named:
            return None
        return frozenset(named | {self._type.founder})

    def founder(self, past: Node | Past) -> str:
        """Who began the stream, or "" when its first change is not in `past`."""
        begins = self._type.begins
        nonces = self._known(past, (begins, begins, "nonce"))
        return next((placed.author for placed in nonces if not placed.node.stored.change.deps), "")

    def roles(self, past: Node | Past, person: str) -> frozenset[str]:
        """A person's roles by what is in `past`."""
        if any(self._value(gone.op.digest) is True for gone in _unreplaced(self._of(past, person, "gone"))):
            return _NOBODY  # gone for one, still here for another: gone until they agree
        named = self._of(past, person, "role")
        if not named and person and person == self.founder(past):
            return frozenset({self._type.founder})
        return frozenset(self._said(past, (self._type.people, person, "role")))

    def people(self, past: Node | Past) -> dict[str, frozenset[str]]:
        """Everybody with a role by what is in `past`."""
        named = (record for kind, record, field in self._marks if (kind, field) == (self._type.people, "role"))
        found = {person: self.roles(past, person) for person in (self.founder(past), *named)}
        return {person: roles for person, roles in found.items() if roles}

    def _of(self, past: Node | Past, person: str, field: str) -> list[PlacedOp]:
        return self._known(past, (self._type.people, person, field))

    def _known(self, past: Node | Past, about: tuple[str, str, str]) -> list[PlacedOp]:
        """The marks of one field of one record that are in `past`."""
        return [placed for placed in self._marks.get(about, ()) if past.knows(placed.node)]

    def _said(self, past: Node | Past, about: tuple[str, str, str]) -> set[str]:
        """The texts that stand in that field."""
        values = (self._value(placed.op.digest) for placed in _unreplaced(self._known(past, about)))
        return {value for value in values if isinstance(value, str)}

    def _value(self, digest: str) -> JsonValue:
        value = self._values.get(digest)
        return None if value is None else value.value


def stream_id(stream_type: str, author: str, nonce: str) -> str:
    """The id that a stream of this type has when `author` begins it with this nonce (64 hex digits)."""
    return f"{stream_type}-{sha256((author + nonce).encode()).hexdigest()[:32]}"


def _unreplaced(marks: list[PlacedOp]) -> list[PlacedOp]:
    """Those of the marks of one field that none of the others replaces."""
    replaced = {before for mark in marks for before in mark.op.pred}
    return [mark for mark in marks if mark.id not in replaced]


def _first_of_same(writer: Node, node: Node) -> bool:
    return writer.stored.change.author == node.stored.change.author and node.knows(writer)

"""Who may write what: a pure function of a change, its own ancestors, the record table and the values they name.

What counts of the ancestors is a handful of *marks* (who was named what, steps, locks). Each change carries the set
of marks at or below it as the bits of one number; the standing that follows from a set is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from .canonical import JsonValue
from .change import Op
from .graph import Node, PlacedOp
from .table import LOCK, STEP, Right, StreamType, Table
from .value import Value

Heads = Callable[[str, str], Collection[str]]
"""From the digest of a network document and a school: the persons whom that document names as the school's head."""

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


@dataclass
class Standing:
    """What a set of marks amounts to."""

    founder: str = ""
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    schools: set[str] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)


class Authority:
    """Judges the changes of one stream, in the order in which they are taken in."""

    def __init__(self, stream_id: str, table: Table, values: Mapping[str, Value], heads: Heads | None) -> None:
        self._stream_id = stream_id
        self._type: StreamType = table.stream_type(stream_id)
        self.rights = table.rights(self._type.name)
        self._values = values
        self._heads = heads
        self._marks: list[PlacedOp] = []
        self._standings: dict[int, Standing] = {0: Standing()}
        self._writers: dict[tuple[str, str], tuple[Node, ...]] = {}

    def clone(self, values: Mapping[str, Value]) -> Authority:
        """A copy that goes on by itself, reading `values`."""
        other = object.__new__(Authority)
        other.__dict__.update(self.__dict__)
        other._values = values
        other._marks = self._marks.copy()
        other._standings = self._standings.copy()
        other._writers = self._writers.copy()
        return other

    def judge(self, node: Node) -> list[Right | Inert]:
        """For each op of a change the right by which it was written, or why it is inert."""
        change = node.stored.change
        standing = self.standing(node.mask) if change.deps else self._genesis(node)
        if standing is None:
            return [Inert.NOT_BEGUN] * len(change.ops)
        roles = standing.roles.get(change.author, _NOBODY)
        found: list[Right | Inert] = []
        for op in change.ops:
            right = self.rights.get((op.kind, op.field))
            if right is None or right.shape.fullmatch(op.record) is None:
                found.append(Inert.NOT_UNDERSTOOD)
            elif right.plain:
                found.append(Inert.NOT_THEIRS if roles.isdisjoint(right.field.write) else right)
            else:
                found.append(self._judge_closely(node, op, right, standing, roles) or right)
        return found

    def _judge_closely(
        self, node: Node, op: Op, right: Right, standing: Standing, roles: frozenset[str]
    ) -> Inert | None:
        author = node.stored.change.author
        kind = right.kind
        if roles.isdisjoint(right.field.write) and not (right.people and self._cited(node, op.record, standing)):
            return Inert.NOT_THEIRS
        if kind.own and op.record.rpartition(".")[2] != author:
            return Inert.NOT_IN_OWN_NAME
        if kind.author and self._is_anothers(node, kind.name, op.record):
            return Inert.NOT_FIRST_AUTHOR
        if kind.lock and author in standing.locked:
            return Inert.LOCKED
        if kind.after and kind.after not in standing.steps:
            return Inert.TOO_EARLY
        return None

    def _is_anothers(self, node: Node, kind: str, record: str) -> bool:
        """Whether somebody else wrote this record first, as far as this change's author could know."""
        writers = self._writers.get((kind, record))
        if writers is None:
            return False
        known = {writer.stored.change.author for writer in writers if node.knows(writer)}
        return bool(known) and node.stored.change.author not in known

    def _cited(self, node: Node, record: str, standing: Standing) -> bool:
        """Whether the change cites, for this person's record, a network document that lists its author as the head."""
        if self._heads is None:
            return False
        change = node.stored.change
        cited = [
            self._value(op.digest)
            for op in change.ops
            if op.kind == self._type.people and op.record == record and op.field == "network"
        ]
        return any(
            isinstance(network, str) and change.author in self._heads(network, school)
            for network in cited
            for school in standing.schools
        )

    def took(self, placed: PlacedOp, right: Right) -> None:
        """Note an op found to have authority, for what it means to later changes; a mark is set on its node."""
        node = placed.node
        if right.mark:
            node.mask |= 1 << len(self._marks)
            self._marks.append(placed)
        if right.kind.author:
            key = placed.op.kind, placed.op.record
            writers = self._writers.get(key)
            if writers is None:
                self._writers[key] = (node,)
            elif writers[-1] is not node and not any(_first_of_same(writer, node) for writer in writers):
                self._writers[key] = (*writers, node)

    def _genesis(self, node: Node) -> Standing | None:
        """The standing in which a root change is judged; None when it does not begin this stream."""
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
        return Standing(change.author, {change.author: frozenset(named | {self._type.founder})})

    def roles(self, mask: int, person: str) -> frozenset[str]:
        """A person's roles by the marks in `mask`."""
        return self.standing(mask).roles.get(person, _NOBODY)

    def standing(self, mask: int) -> Standing:
        """What the marks in `mask` amount to."""
        found = self._standings.get(mask)
        if found is None:
            found = self._standings[mask] = self._fold(mask)
        return found

    def _fold(self, mask: int) -> Standing:
        standing = Standing()
        said: dict[str, list[PlacedOp]] = {"role": [], "gone": []}
        schools = []
        for bit, placed in enumerate(self._marks):
            op = placed.op
            if not mask >> bit & 1:
                continue
            if op.kind == STEP:
                standing.steps.add(op.record)
            elif op.kind == LOCK:
                standing.locked.add(op.record)
            elif op.kind == self._type.people:
                said[op.field].append(placed)
            elif op.field == "school":
                schools.append(placed)
            elif not placed.node.stored.change.deps:
                standing.founder = placed.author
        standing.schools = {school for placed in _unreplaced(schools) if isinstance(school := self._of(placed), str)}
        standing.roles = self._roles(standing.founder, said["role"], said["gone"])
        return standing

    def _roles(self, founder: str, named: list[PlacedOp], gone: list[PlacedOp]) -> dict[str, frozenset[str]]:
        roles: dict[str, set[str]] = {founder: {self._type.founder}} if founder else {}
        if any(placed.op.record == founder for placed in named):
            roles[founder] = set()
        for placed in _unreplaced(named):
            role = self._of(placed)
            if isinstance(role, str):
                roles.setdefault(placed.op.record, set()).add(role)
        for placed in _unreplaced(gone):
            if self._of(placed) is True:  # gone for one, still here for another: gone until they agree
                roles.pop(placed.op.record, None)
        return {person: frozenset(held) for person, held in roles.items() if held}

    def _of(self, placed: PlacedOp) -> JsonValue:
        return self._value(placed.op.digest)

    def _value(self, digest: str) -> JsonValue:
        value = self._values.get(digest)
        return None if value is None else value.value


def stream_id(stream_type: str, author: str, nonce: str) -> str:
    """The id that a stream of this type has when `author` begins it with this nonce (64 hex digits)."""
    return f"{stream_type}-{sha256((author + nonce).encode()).hexdigest()[:32]}"


def _unreplaced(placed: list[PlacedOp]) -> list[PlacedOp]:
    """Those that none of the others replaces. An op names only ops of its own field."""
    replaced = {(other.op.record, before) for other in placed for before in other.op.pred}
    return [one for one in placed if (one.op.record, one.id) not in replaced]


def _first_of_same(writer: Node, node: Node) -> bool:
    return writer.stored.change.author == node.stored.change.author and node.knows(writer)

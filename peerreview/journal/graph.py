"""The graph of changes, and who knew what: one question, "is this change among that one's ancestors?", in O(1).

Changes are laid in chains: a change goes on top of a chain of its own key (`actor`) when it knows that chain's top,
else it opens a chain. Each node keeps, for every other chain, the highest place it knows; knowing a place means
knowing everything below it in that chain. So there are about as many chains as devices; a restored copy opens one
more. A key that forks for ever gets no more chains: what it writes stands *loose*, and each node keeps a bit for every
loose one it knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from peerreview.errors import Refused

from .change import Op, StoredChange, op_id

NOWHERE = -1
LOOSE = -1
_MOST_CHAINS = 16  # of one key


class MissingAncestors(Refused):
    """A change rests on changes that are not here; `missing` are their ids."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            "Something in this file rests on an earlier file that has not arrived.",
            "Nothing here has changed.",
            "Bring in the earlier file, or ask the sender for a new one.",
            code="missing_ancestors",
        )
        self.missing = missing


class Node(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A change in its place: its chain and the place in it, or LOOSE and its bit in `loose`.

    `depth` counts the longest way to a root; `latest` is the latest `at` in it or below it.
    """

    stored: StoredChange
    depth: int
    latest: str
    chain: int
    place: int
    clock: Mapping[int, int]
    loose: int

    @property
    def ops(self) -> tuple[PlacedOp, ...]:
        """The change's ops in their place, made anew: a node that held them would stand in a circle with them, and
        the collector of circles, whose rounds stop the thread that keeps what is typed, would have to walk them all.
        """
        stored = self.stored
        return tuple([PlacedOp(op_id(stored.id, index), index, op, self) for index, op in enumerate(stored.change.ops)])

    def knows(self, other: Node) -> bool:
        """Whether `other` is this node or one of its ancestors."""
        if other.chain == LOOSE:
            return bool(self.loose >> other.place & 1)
        known = self.place if other.chain == self.chain else self.clock.get(other.chain, NOWHERE)
        return other.place <= known

    def beside(self, other: Node) -> bool:
        """Whether neither knew of the other."""
        return not (self.knows(other) or other.knows(self))


class PlacedOp(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An op in its place in the graph."""

    id: str
    index: int
    op: Op
    node: Node

    @property
    def author(self) -> str:
        """The person whose op it is."""
        return self.node.stored.change.author

    @property
    def order(self) -> tuple[int, str, str, int]:
        """History's order: depth in the graph, then the claimed time, then the id. The same on every device."""
        stored = self.node.stored
        return self.node.depth, stored.change.at, stored.id, self.index


class Past:
    """What some nodes know between them, they included."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.clock: dict[int, int] = {}
        self.loose = 0
        clock = self.clock
        for node in nodes:
            if node.loose and node.loose != self.loose:
                self.loose |= node.loose
            for chain, place in node.clock.items():
                if place > clock.get(chain, NOWHERE):
                    clock[chain] = place
            if node.chain != LOOSE and node.place > clock.get(node.chain, NOWHERE):
                clock[node.chain] = node.place

    def knows(self, other: Node) -> bool:
        """Whether one of them is `other` or descends from it."""
        if other.chain == LOOSE:
            return bool(self.loose >> other.place & 1)
        return other.place <= self.clock.get(other.chain, NOWHERE)


class Graph:
    """The changes of one stream, ancestors first."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.tips: dict[str, Node] = {}
        self._tops: list[Node] = []
        self._chains: dict[str, tuple[int, ...]] = {}  # actor -> its chains
        self._loose = 0

    def clone(self) -> Graph:
        """A copy that grows on its own; nodes never change once they stand."""
        other = Graph()
        other.nodes, other.tips, other._tops = self.nodes.copy(), self.tips.copy(), self._tops.copy()
        other._chains, other._loose = self._chains.copy(), self._loose
        return other

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    def op(self, name: str) -> PlacedOp | None:
        """The op with this id, or None."""
        change_id, _, number = name.partition(":")
        node = self.nodes.get(change_id)
        if node is None or not number.isdecimal():
            return None
        index, ops = int(number), node.stored.change.ops
        if index >= len(ops) or op_id(change_id, index) != name:
            return None
        return PlacedOp(name, index, ops[index], node)

    def place(self, stored: StoredChange) -> Node:
        """The node that `stored` would be; `MissingAncestors` when a dep is not here. The graph is unchanged."""
        change = stored.change
        try:
            deps = [self.nodes[dep] for dep in change.deps]
        except KeyError:
            raise MissingAncestors(tuple(dep for dep in change.deps if dep not in self.nodes)) from None
        depth = max((dep.depth for dep in deps), default=-1) + 1
        latest = max((dep.latest for dep in deps), default=change.at)
        latest = max(latest, change.at)
        if len(deps) == 1 and self._goes_on(deps[0], change.actor):
            (under,) = deps
            return Node(stored, depth, latest, under.chain, under.place + 1, under.clock, under.loose)
        past = Past(deps)
        for chain in self._chains.get(change.actor, ()):
            place = self._tops[chain].place
            if past.clock.get(chain) == place:
                return Node(stored, depth, latest, chain, place + 1, past.clock, past.loose)
        if len(self._chains.get(change.actor, ())) < _MOST_CHAINS:
            return Node(stored, depth, latest, len(self._tops), 0, past.clock, past.loose)
        return Node(stored, depth, latest, LOOSE, self._loose, past.clock, past.loose | 1 << self._loose)

    def add(self, node: Node) -> None:
        """Let a node stand that `place` has just made."""
        actor = node.stored.change.actor
        if node.chain == LOOSE:
            self._loose += 1
        elif node.chain == len(self._tops):
            self._tops.append(node)
            self._chains[actor] = (*self._chains.get(actor, ()), node.chain)
        else:
            self._tops[node.chain] = node
        for dep in node.stored.change.deps:
            self.tips.pop(dep, None)
        self.nodes[node.stored.id] = node
        self.tips[node.stored.id] = node

    def _goes_on(self, dep: Node, actor: str) -> bool:
        """Whether `dep` is the top of a chain of this key."""
        return dep.chain != LOOSE and self._tops[dep.chain] is dep and dep.stored.change.actor == actor

"""The graph of changes, and who knew what: one question, "is this change among that one's ancestors?", in O(1).

Changes are laid in chains: a change goes on top of the chain of one of its deps when that dep is still its top, else
it opens a chain. Each node keeps, for every other chain, the highest place it knows; knowing a place means knowing
everything below it in that chain. People who take turns make a handful of chains; a restored copy opens one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from peerreview.errors import Refused

from .change import Op, StoredChange, op_id

NOWHERE = -1


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


class Node(msgspec.Struct, eq=False, gc=False):
    """A change in its place. `depth` counts the longest way to a root; `latest` is the latest `at` in it or below it.

    `mask` has a bit for each mark (an op that decides what later changes may do) in it or below it.
    """

    stored: StoredChange
    depth: int
    latest: str
    mask: int
    chain: int
    place: int
    clock: Mapping[int, int]

    @property
    def ops(self) -> tuple[PlacedOp, ...]:
        """The change's ops in their place, made anew: a node that held them would stand in a circle with them, and
        the collector of circles, whose rounds stop the thread that keeps what is typed, would have to walk them all.
        """
        stored = self.stored
        return tuple([PlacedOp(op_id(stored.id, index), index, op, self) for index, op in enumerate(stored.change.ops)])

    def knows(self, other: Node) -> bool:
        """Whether `other` is this node or one of its ancestors."""
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


class Graph:
    """The changes of one stream, ancestors first."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.tips: dict[str, Node] = {}
        self._tops: list[Node] = []

    def clone(self) -> Graph:
        """A copy that grows on its own; nodes never change once they stand."""
        other = Graph()
        other.nodes, other.tips, other._tops = self.nodes.copy(), self.tips.copy(), self._tops.copy()
        return other

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    def op(self, name: str) -> PlacedOp | None:
        """The op with this id, or None."""
        change_id, _, _ = name.partition(":")
        node = self.nodes.get(change_id)
        return next((placed for placed in node.ops if placed.id == name), None) if node else None

    def place(self, stored: StoredChange) -> Node:
        """The node that `stored` would be; `MissingAncestors` when a dep is not here. The graph is unchanged."""
        change = stored.change
        try:
            deps = [self.nodes[dep] for dep in change.deps]
        except KeyError:
            raise MissingAncestors(tuple(dep for dep in change.deps if dep not in self.nodes)) from None
        if not deps:
            return Node(stored, 0, change.at, 0, len(self._tops), 0, {})
        mask = 0
        depth = 0
        latest = change.at
        under: Node | None = None
        for dep in deps:
            mask |= dep.mask
            depth = max(depth, dep.depth)
            latest = max(latest, dep.latest)
            # On one's own chain if one can: then there are about as many chains as devices.
            if self._tops[dep.chain] is dep and (under is None or dep.stored.change.actor == change.actor):
                under = dep
        clock = under.clock if len(deps) == 1 and under is not None else _merged(deps)
        chain, place = (len(self._tops), 0) if under is None else (under.chain, under.place + 1)
        return Node(stored, depth + 1, latest, mask, chain, place, clock)

    def add(self, node: Node) -> None:
        """Let a node stand that `place` has just made."""
        if node.chain == len(self._tops):
            self._tops.append(node)
        else:
            self._tops[node.chain] = node
        for dep in node.stored.change.deps:
            self.tips.pop(dep, None)
        self.nodes[node.stored.id] = node
        self.tips[node.stored.id] = node


def _merged(deps: Iterable[Node]) -> dict[int, int]:
    clock: dict[int, int] = {}
    for dep in deps:
        for chain, place in dep.clock.items():
            if place > clock.get(chain, NOWHERE):
                clock[chain] = place
        if dep.place > clock.get(dep.chain, NOWHERE):
            clock[dep.chain] = dep.place
    return clock

"""Removing for good: an op that names ops, whose values every holder then discards (DESIGN §4).

The value's own author may, and the lead reviewer under the retention rule, which counts from the last signature: before
it, where that is recorded, nobody removes another's words. That something was removed, when and by
whom stays, and every hash in the graph still verifies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from peerreview.errors import Refused

from .compose import Edit
from .stream import Stream
from .table import DISPOSAL

_OPS = "ops"


class MayNotRemove(Refused):
    """Somebody else's words, or what others' rights rest on."""

    def __init__(self) -> None:
        super().__init__(
            "You cannot remove this for good: somebody else wrote it, or it says who may write what.",
            "Nothing was removed.",
            "Ask whoever wrote it, or the report writer.",
            code="may_not_remove",
        )


def disposed(stream: Stream) -> frozenset[str]:
    """The digests of the values that are removed for good: to be discarded wherever they lie."""
    return stream.discarded


def ops_of(stream: Stream, kind: str, record: str, author: str) -> tuple[str, ...]:
    """Every op ever written in a record, replaced ones too: what has to go for its words to be nowhere.

    What somebody else than `author` wrote there without the right to is left out: it keeps nobody from removing.
    """
    return tuple(
        placed.id
        for placed in stream.ops()
        if (placed.op.record, placed.op.kind) == (record, kind)
        and (placed.author == author or placed.id not in stream.inert)
    )


def own_ops_of(stream: Stream, kind: str, record: str, author: str) -> tuple[str, ...]:
    """What `author` wrote in a record that others wrote in too: their ops stay, and so do those that give rights."""
    rights = stream.table.rights(stream.type.name)
    return tuple(
        placed.id
        for placed in stream.ops()
        if (placed.op.record, placed.op.kind, placed.author) == (record, kind, author)
        and not ((right := rights.get((kind, placed.op.field))) and right.weighty)
    )


def edits_to_dispose(stream: Stream, ops: Iterable[str], *, author: str, ids: Callable[[], str]) -> tuple[Edit, ...]:
    """The edits by which `author` removes the values of these ops for good; none for what is removed already.

    `ids` gives a fresh record id (32 hex digits) at each call. `MayNotRemove` unless all of them may go.
    """
    clears = stream.may_clear(author)
    rights = stream.table.rights(stream.type.name)
    naming = []
    for name in dict.fromkeys(ops):
        placed = stream.op(name)
        right = rights.get((placed.op.kind, placed.op.field)) if placed else None
        if placed is None or (right is not None and right.weighty) or not (clears or placed.author == author):
            raise MayNotRemove
        if stream.removal(placed) is None:
            naming.append(name)
    at_once = stream.table.kinds[DISPOSAL].fields[_OPS].max or 1
    return tuple(
        Edit(DISPOSAL, ids(), _OPS, naming[start : start + at_once]) for start in range(0, len(naming), at_once)
    )

"""Removing values for good: the rows, the photos nothing else names, and the words in the search index."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from . import projecting, schema
from .rows import where_in

_NAMING = re.compile(rb'"value":"([0-9a-f]{64})"\}$')
_NAMING_LENGTH = len('{"digest":"","salt":"","value":""}') + 64 + 32 + 64


@dataclass(frozen=True)
class Discarded:
    """What went: the streams that held one of the values, and the blobs that one of them named."""

    streams: frozenset[str]
    blobs: frozenset[str]


def discard(connection: sa.Connection, digests: Collection[str], stream_id: str | None = None) -> Discarded:
    """Delete these values, in one stream or in all, and the blobs that only they named. `secure_delete` overwrites."""
    touched: set[str] = set()
    blobs: set[str] = set()
    value = schema.value.c
    for some in where_in(value.digest, digests):
        mine = some if stream_id is None else sa.and_(some, value.stream == stream_id)
        for row in connection.execute(sa.select(value.stream, value.line).where(mine)):
            touched.add(row.stream)
            blobs.update(named_blob(row.line))
        connection.execute(sa.delete(schema.value).where(mine))
    if touched:
        projecting.forget_texts(connection, digests, touched)
    drop_unnamed(connection, blobs)
    return Discarded(frozenset(touched), frozenset(blobs))


def named_blob(line: bytes) -> tuple[str, ...]:
    """The digest that is the whole of a value, if it is one."""
    found = _NAMING.search(line)
    return (found[1].decode(),) if found else ()


def drop_unnamed(connection: sa.Connection, blobs: Iterable[str]) -> None:
    """Delete those of the blobs that no value names (any more)."""
    unnamed = set(blobs)
    if not unnamed:
        return
    lines = connection.execute(
        sa.select(schema.value.c.line).where(sa.func.length(schema.value.c.line) == _NAMING_LENGTH)
    ).scalars()
    for line in lines:
        unnamed.difference_update(named_blob(line))
    for some in where_in(schema.blob.c.digest, unnamed):
        connection.execute(sa.delete(schema.blob).where(some))

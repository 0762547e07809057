"""What the parts of a unit of work have in common: one connection, and writing many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from peerreview.config.right_of_way import giving_way

from .faults import explained

_NAMED = 5_000
"""Names in one statement: SQLite takes some thirty thousand."""


class Rows:
    """A part of a unit of work, on the unit's connection."""

    connection: sa.Connection


def write_rows(
    connection: sa.Connection, table: sa.Table, columns: Sequence[str], rows: Iterable[tuple[object, ...]]
) -> None:
    """Insert rows, leaving alone those whose key is already there.

    The driver gets the tuples as they are, one by one: binding each row through SQLAlchemy costs as much again as
    writing it, and an import's memory stays flat.
    """
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT OR IGNORE INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
    cursor = driver(connection)  # it takes one row at a time from any iterable
    with explained():
        cursor.executemany(statement, giving_way(rows))


def driver(connection: sa.Connection) -> Any:
    """A cursor of the driver's own, within the connection's transaction: outside of one it would keep each row at
    once, whatever becomes of the unit."""
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.cursor()


def where_in(column: sa.ColumnElement[str], wanted: Collection[str]) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions that together cover `wanted`, each short enough for one statement."""
    names = iter(wanted)
    while some := list(islice(names, _NAMED)):
        yield column.in_(some)


def time_text(at: datetime) -> str:
    """A time as the tables hold it: UTC, RFC 3339 with milliseconds, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

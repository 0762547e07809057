"""What the parts of a unit of work have in common: one connection, and writing many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

import sqlalchemy as sa

T = TypeVar("T")

BATCH = 5_000
"""Rows bound at once: enough for speed, few enough that an import's memory stays flat."""


class Rows:
    """A part of a unit of work, on the unit's connection."""

    connection: sa.Connection


def write_rows(
    connection: sa.Connection, table: sa.Table, columns: Sequence[str], rows: Iterable[tuple[object, ...]]
) -> None:
    """Insert rows, leaving alone those whose key is already there.

    The driver gets the tuples as they are: binding each row through SQLAlchemy costs as much again as writing it.
    """
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT OR IGNORE INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
    for batch in batches(rows, BATCH):
        connection.exec_driver_sql(statement, batch)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def where_in(column: sa.ColumnElement[str], wanted: Collection[str]) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions that together cover `wanted`, each short enough for one statement."""
    for batch in batches(wanted, BATCH):
        yield column.in_(batch)


def time_text(at: datetime) -> str:
    """A time as the tables hold it: UTC, RFC 3339 with milliseconds, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

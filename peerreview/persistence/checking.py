"""Judging a store, and working everything out anew from truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

import sqlalchemy as sa

from peerreview.domain.ledger import StoreReport
from peerreview.errors import UserFacingError
from peerreview.journal.canonical import BadChange
from peerreview.journal.change import decode_change
from peerreview.journal.seal import decode_seal
from peerreview.journal.value import decode_value

from . import projecting, schema
from .membership import Membership
from .rows import write_rows

_SEARCH = "fts5: "  # the index to search in, which is worked out, though the database checks it with the pages
_SHOWN = 3  # faults of one sort that are told one by one


def check(unit: Membership) -> StoreReport:
    """Every page against its code, every row of truth against its digest, everything worked out against truth."""
    connection = unit.connection
    problems: list[str] = []
    streams = changes = 0
    whole = False
    try:
        problems += _pages(connection)
        problems += _truth(connection)
        whole = all(_SEARCH in problem for problem in problems)
        held = connection.execute(sa.select(schema.stream.c.id)).scalars().all()
        streams = len(held)
        changes = connection.execute(sa.select(sa.func.count()).select_from(schema.change)).scalar_one()
        for stream_id in held:
            problems += _worked_out(unit, stream_id)
        problems += _strays(connection, frozenset(held))
    except UserFacingError as fault:  # what cannot be read ends the reading; what was found so far is told
        whole = False
        problems.append(fault.happened)
    return StoreReport(streams, changes, tuple(problems), whole)


def rebuild(unit: Membership) -> None:
    """Empty every projection and fill it again from truth."""
    connection = unit.connection
    for table in reversed(schema.metadata.sorted_tables):
        if table.info["standing"] == "projection":
            connection.execute(sa.delete(table))
    connection.exec_driver_sql(f"DROP TABLE {schema.NOTE_TEXT}")
    for statement in schema.NOTE_TEXT_DDL:
        connection.exec_driver_sql(statement)
    for stream_id in connection.execute(sa.select(schema.stream.c.id)).scalars().all():
        stream, admission = unit.from_truth(stream_id)
        write_rows(
            connection, schema.admitted, ("change", "stream"), ((stored.id, stream_id) for stored in stream.changes)
        )
        unit.write_set_aside(stream_id, admission.set_aside)
        projecting.show(connection, stream)


def _pages(connection: sa.Connection) -> Iterator[str]:
    flipped = [found for (found,) in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    if flipped:  # the database's own check would say in a hundred lines what follows from these
        yield f"The file is damaged: {_some(flipped)}."
        return
    torn = [found for (found,) in connection.exec_driver_sql("PRAGMA integrity_check") if found != "ok"]
    if torn:
        yield f"The file is damaged: {_some(torn)}."
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"A row of {row[0]} belongs to something that is not there."


def _some(found: Sequence[str]) -> str:
    more = len(found) - _SHOWN
    return "; ".join(found[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _truth(connection: sa.Connection) -> Iterator[str]:
    change, value, seal = schema.change.c, schema.value.c, schema.seal.c
    for row in connection.execute(sa.select(change.id, change.raw)):
        try:
            sound = decode_change(row.raw).id == row.id
        except BadChange:
            sound = False
        if not sound:
            yield f"Change {row.id} is not what was written."
    for row in connection.execute(sa.select(value.digest, value.line)):
        try:
            sound = decode_value(row.line).digest == row.digest
        except BadChange:
            sound = False
        if not sound:
            yield f"The words with the check code {row.digest} are not what was written."
    for row in connection.execute(sa.select(seal.id, seal.line)):
        try:
            decode_seal(row.line)
        except BadChange:
            yield f"Seal {row.id} cannot be read."
    document, blob = schema.document.c, schema.blob.c
    for kind, name, digest, body in connection.execute(
        sa.select(document.kind, document.id, document.digest, document.body)
    ):
        if sha256(body).hexdigest() != digest:
            yield f"Document {kind} {name} is not what was received."
    for digest, data in connection.execute(sa.select(blob.digest, blob.data)):
        if sha256(data).hexdigest() != digest:
            yield f"Attachment {digest} is not what was kept."


def _worked_out(unit: Membership, stream_id: str) -> Iterator[str]:
    """Work a stream out from truth beside what is stored, and compare."""
    connection = unit.connection
    stream, admission = unit.from_truth(stream_id)
    admitted = connection.execute(sa.select(schema.admitted.c.change).where(schema.admitted.c.stream == stream_id))
    if frozenset(admitted.scalars()) != {stored.id for stored in stream.changes}:
        yield f"What is admitted to {stream_id} does not follow from its seals."
    aside = schema.set_aside.c
    rows = connection.execute(
        sa.select(aside.change, aside.author, aside.actor, aside.reason).where(aside.stream == stream_id)
    )
    if {tuple(row) for row in rows} != {
        (stored.id, stored.change.author, stored.change.actor, reason) for stored, reason in admission.set_aside
    }:
        yield f"What is set aside of {stream_id} does not follow from its seals."
    told, found = projecting.stored(connection, stream_id), projecting.worked_out(stream)
    for what, stands, should in (
        ("The fields", told.heads, found.heads),
        ("The words to search", told.notes, found.notes),
        ("The line on Home", told.line, found.line),
    ):
        if stands != should:
            yield f"{what} of {stream_id} differ from what its changes say."


def _strays(connection: sa.Connection, held: frozenset[str]) -> Iterator[str]:
    for table in (schema.admitted, schema.set_aside, schema.head, schema.review_line):
        for stream_id in connection.execute(sa.select(table.c.stream).distinct()).scalars():
            if stream_id not in held:
                yield f"A row of {table.name} belongs to something that is not there."
    texts = connection.exec_driver_sql(
        f"SELECT count(*) FROM {schema.NOTE_TEXT} WHERE rowid NOT IN (SELECT id FROM head)"
    ).scalar_one()
    if texts:
        yield "There are words to search that belong to no note."

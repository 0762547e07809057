"""What is worked out from a stream so that lists and searches are quick: heads, note texts, the line on Home.

Everything here is a function of the stream. `show` writes it for the records that changed; `worked_out` gives all of
it, for rebuilding and for checking. `stored` reads what is there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from peerreview.config.right_of_way import giving_way
from peerreview.domain.ledger import NoteHit, ReviewLine
from peerreview.domain.reviews import Step
from peerreview.journal.stream import Record, Stream
from peerreview.journal.value import decode_value

from . import schema
from .rows import Rows, write_rows

_NOTES = ("note", "private_note")
_LINE_KINDS = {"review", "cast", "step", "version"}
_HEAD_COLUMNS = ("id", "stream", "kind", "record", "field", "op", "digest")
_WORD = re.compile(r"[^\W_]+")
_SEARCH = f"""
WITH best AS MATERIALIZED
  (SELECT rowid AS id, rank AS fit FROM {schema.NOTE_TEXT} WHERE {schema.NOTE_TEXT} MATCH ? ORDER BY fit, id LIMIT ?)
SELECT head.stream, head.kind, head.record,
  (SELECT value.line FROM head AS about JOIN value ON value.stream = about.stream AND value.digest = about.digest
   WHERE about.stream = head.stream AND about.kind IN ('reviewers', head.kind)
     AND about.record IN ('reviewers', head.record) AND about.field = 'review'),
  snippet({schema.NOTE_TEXT}, 0, '«', '»', '…', 16)
FROM {schema.NOTE_TEXT} CROSS JOIN best ON best.id = +{schema.NOTE_TEXT}.rowid CROSS JOIN head ON head.id = best.id
WHERE {schema.NOTE_TEXT} MATCH ? ORDER BY best.fit, best.id"""
"""The notes that fit best, with the value that says which review each is about: its journal's own, or a private note's.
A snippet is made for those alone that are given: making one for every note that fits takes ten times as long."""

_ROLES = msgspec.json.Decoder(tuple[tuple[str, str], ...])
_STEPS = [step.value for step in Step]

Head = tuple[str, str, str, str, str]
"""kind, record, field, op id, digest."""


@dataclass(frozen=True)
class Projection:
    """Everything that is worked out from one stream. `notes` maps the op of a note's text to the text."""

    heads: frozenset[Head]
    notes: Mapping[str, str]
    line: ReviewLine | None


def worked_out(stream: Stream) -> Projection:
    """The projection of a whole stream."""
    heads: list[Head] = []
    notes: dict[str, str] = {}
    for record in _all_records(stream):
        heads += _heads(stream, record)
        notes.update(_note_texts(record))
    return Projection(frozenset(heads), notes, review_line(stream))


def stored(connection: sa.Connection, stream_id: str) -> Projection:
    """The projection of a stream as the tables have it."""
    table = schema.head.c
    rows = connection.execute(
        sa.select(table.kind, table.record, table.field, table.op, table.digest).where(table.stream == stream_id)
    )
    notes = connection.exec_driver_sql(
        f"SELECT head.op, {schema.NOTE_TEXT}.text FROM {schema.NOTE_TEXT} "
        f"JOIN head ON head.id = {schema.NOTE_TEXT}.rowid WHERE head.stream = ?",
        (stream_id,),
    )
    line = connection.execute(sa.select(schema.review_line).where(schema.review_line.c.stream == stream_id)).first()
    return Projection(
        frozenset((row.kind, row.record, row.field, row.op, row.digest) for row in rows),
        {row.op: row.text for row in notes},
        None if line is None else _line(line),
    )


def show(connection: sa.Connection, stream: Stream, records: Collection[tuple[str, str]] | None = None) -> None:
    """Bring the projection of a stream up to date for `records`, given as (kind, id); for all of them without."""
    if records is None:
        hide(connection, stream.id)
        records = tuple((record.kind, record.id) for record in _all_records(stream))
    elif _is_shown(connection, stream.id):
        _hide_records(connection, stream.id, records)
    next_id = connection.execute(sa.select(sa.func.coalesce(sa.func.max(schema.head.c.id), 0))).scalar_one() + 1
    heads: list[tuple[object, ...]] = []
    texts: list[tuple[object, ...]] = []
    for kind, record in giving_way(records):
        found = stream.record(kind, record)
        if found is None:
            continue
        notes = _note_texts(found)
        for head in _heads(stream, found):
            if head[3] in notes:
                texts.append((next_id, notes[head[3]]))
            heads.append((next_id, stream.id, *head))
            next_id += 1
    write_rows(connection, schema.head, _HEAD_COLUMNS, heads)
    if texts:
        connection.exec_driver_sql(f"INSERT INTO {schema.NOTE_TEXT} (rowid, text) VALUES (?, ?)", texts)
    if any(kind in _LINE_KINDS for kind, _ in records):
        _write_line(connection, stream)


def hide(connection: sa.Connection, stream_id: str) -> None:
    """Remove the projection of a stream."""
    connection.exec_driver_sql(
        f"DELETE FROM {schema.NOTE_TEXT} WHERE rowid IN "
        "(SELECT id FROM head WHERE stream = ? AND kind IN ('note', 'private_note') AND field = 'text')",
        (stream_id,),
    )
    connection.execute(sa.delete(schema.head).where(schema.head.c.stream == stream_id))
    connection.execute(sa.delete(schema.review_line).where(schema.review_line.c.stream == stream_id))


def forget_texts(connection: sa.Connection, digests: Collection[str], stream_ids: Collection[str]) -> None:
    """Remove note texts with these digests from the index, whatever their streams still say."""
    connection.exec_driver_sql(
        f"DELETE FROM {schema.NOTE_TEXT} WHERE rowid IN (SELECT id FROM head WHERE stream = ? AND digest = ?)",
        [(stream_id, digest) for stream_id in stream_ids for digest in digests],
    )


def review_line(stream: Stream) -> ReviewLine | None:
    """One review as the lists know it; None for another kind of stream, or one that has not begun."""
    review = stream.record("review", "review")
    if review is None:
        return None
    reached = {record.id for record in stream.records("step") if record.get("on") is not None}
    visited = review.get("visit_date")
    return ReviewLine(
        stream=stream.id,
        school=str(review.get("school", "")),
        school_name=str(review.get("school_name", "")),
        handbook=str(review.get("handbook", "")),
        term=str(review.get("term", "")),
        visit_date=date.fromisoformat(visited) if isinstance(visited, str) else None,
        step=next((step for step in reversed(_STEPS) if step in reached), ""),
        roles=tuple(sorted((cast.id, str(cast.get("role", ""))) for cast in stream.records("cast"))),
        version=max((record.id for record in stream.records("version")), key=int, default=""),
    )


def _all_records(stream: Stream) -> Iterator[Record]:
    for kind in stream.table.kinds_of(stream.type.name):
        yield from stream.all_records(kind.name)


def _heads(stream: Stream, record: Record) -> Iterator[Head]:
    for field, state in record.fields.items():
        for version in state.heads:
            yield record.kind, record.id, field, version.op, _digest(stream, version.op)


def _digest(stream: Stream, op: str) -> str:
    placed = stream.op(op)
    assert placed is not None
    return placed.op.digest


def _note_texts(record: Record) -> Mapping[str, str]:
    """The texts of a note that can be found, by op: none once it is gone."""
    if record.kind not in _NOTES or (record.gone and not record.contested):
        return {}
    return {version.op: version.value for version in record.state("text").heads if isinstance(version.value, str)}


def _is_shown(connection: sa.Connection, stream_id: str) -> bool:
    query = sa.select(schema.head.c.id).where(schema.head.c.stream == stream_id).limit(1)
    return connection.execute(query).first() is not None


def _hide_records(connection: sa.Connection, stream_id: str, records: Iterable[tuple[str, str]]) -> None:
    keys = [(stream_id, kind, record) for kind, record in records]
    notes = [key for key in keys if key[1] in _NOTES]
    if notes:
        connection.exec_driver_sql(
            f"DELETE FROM {schema.NOTE_TEXT} WHERE rowid IN "
            "(SELECT id FROM head WHERE stream = ? AND kind = ? AND record = ? AND field = 'text')",
            notes,
        )
    if keys:
        connection.exec_driver_sql("DELETE FROM head WHERE stream = ? AND kind = ? AND record = ?", keys)


def _write_line(connection: sa.Connection, stream: Stream) -> None:
    line = review_line(stream)
    if line is None:
        return
    row = {
        "stream": line.stream,
        "school": line.school,
        "school_name": line.school_name,
        "handbook": line.handbook,
        "term": line.term,
        "visit_date": line.visit_date and line.visit_date.isoformat(),
        "step": line.step,
        "roles": msgspec.json.encode(line.roles).decode(),
        "version": line.version,
    }
    connection.execute(sa.insert(schema.review_line).prefix_with("OR REPLACE"), row)


def _text(line: bytes | None) -> str:
    """What a value says; nothing for one that is not here."""
    value = decode_value(line).value if line is not None else ""
    return value if isinstance(value, str) else ""


def _line(row: Sequence[Any]) -> ReviewLine:
    stream, school, school_name, handbook, term, visit_date, step, roles, version = row
    visited = date.fromisoformat(visit_date) if visit_date else None
    return ReviewLine(stream, school, school_name, handbook, term, visited, step, _ROLES.decode(roles), version)


class Lists(Rows):
    """The part of a unit of work that answers lists and searches."""

    def review_lines(self) -> tuple[ReviewLine, ...]:
        """Every review held, the latest visit first, those without a date before all others."""
        table = schema.review_line
        query = sa.select(table).order_by(table.c.visit_date.desc().nulls_first(), table.c.school_name)
        return tuple(map(_line, self.connection.execute(query)))

    def search_notes(self, query: str, limit: int = 50) -> tuple[NoteHit, ...]:
        """Notes with all the words of `query`, the best first; the last word may be unfinished.

        What is typed is taken as words, never as FTS5's own language.
        """
        words = [f'"{word}"' for word in _WORD.findall(query)]
        if not words:
            return ()
        wanted = " ".join(words) + "*"
        found = self.connection.exec_driver_sql(_SEARCH, (wanted, limit, wanted))
        return tuple(NoteHit(stream, kind, record, _text(about), said) for stream, kind, record, about, said in found)

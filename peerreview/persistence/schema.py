"""The tables of the store, each marked with its standing.

*truth* is what other people's devices hold too, or could: exact bytes, kept as they came. *local* is this device's
own memory. *projection* is worked out from truth alone and may be thrown away and built again at any time.
Ids and digests are lower-case hex text as on the wire; times are RFC 3339 text in UTC.
"""

from __future__ import annotations

import sqlalchemy as sa

HEAD = "0002"
"""The schema version (Alembic revision) that this program writes."""

metadata = sa.MetaData()

_TRUTH = {"standing": "truth"}
_LOCAL = {"standing": "local"}
_PROJECTION = {"standing": "projection"}


def _stream() -> sa.Column[str]:
    """The stream a row of truth belongs to."""
    return sa.Column("stream", sa.String, sa.ForeignKey("stream.id"), nullable=False)


def _arrival() -> sa.Column[str]:
    """The import that brought the row, so that it can be taken out again; null for what was made here."""
    return sa.Column("arrival", sa.String)


stream = sa.Table("stream", metadata, sa.Column("id", sa.String, primary_key=True), info=_TRUTH)

change = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    _stream(),
    sa.Column(
        "granted", sa.String
    ),  # why it stands whatever seals say: `streams.MADE_HERE` or `membership.ADMITTED_BEFORE`
    _arrival(),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Index("ix_change_stream", "stream"),
    info=_TRUTH,
)

value = sa.Table(
    "value",
    metadata,
    _stream(),
    sa.Column("digest", sa.String),
    _arrival(),
    sa.Column("line", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("stream", "digest"),
    info=_TRUTH,
    sqlite_with_rowid=False,
)
"""Keyed by stream as well: a digest copied into another stream never finds a value that was only sent to the first."""

seal = sa.Table(
    "seal",
    metadata,
    sa.Column("id", sa.String, primary_key=True),  # SHA-256 of the line
    _stream(),
    _arrival(),
    sa.Column("line", sa.LargeBinary, nullable=False),
    sa.Index("ix_seal_stream", "stream"),
    info=_TRUTH,
)

document = sa.Table(
    "document",
    metadata,
    sa.Column("kind", sa.String),
    sa.Column("id", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("digest", sa.String, nullable=False),  # SHA-256 of the body
    sa.Column("signer", sa.String, nullable=False),
    sa.Column("received", sa.String, nullable=False),
    _arrival(),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),  # last: a list of documents never reads through bodies
    sa.PrimaryKeyConstraint("kind", "id", "number"),
    info=_TRUTH,
)

blob = sa.Table(
    "blob",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    info=_TRUTH,
)

identity = sa.Table(
    "identity",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    info=_LOCAL,
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
    info=_LOCAL,
)

arrival = sa.Table(
    "arrival",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("bundle", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("sender", sa.String, nullable=False),
    sa.Column("sender_name", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("taken_out", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("acknowledged", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("ix_arrival_bundle", "bundle"),
    info=_LOCAL,
)

sending = sa.Table(
    "sending",
    metadata,
    sa.Column("bundle", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("recipients", sa.String, nullable=False),  # JSON list of person ids
    sa.Column("describes", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    info=_LOCAL,
)

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("bundle", sa.String),
    sa.Column("person", sa.String),
    sa.Column("at", sa.String, nullable=False),
    sa.PrimaryKeyConstraint("bundle", "person"),
    info=_LOCAL,
)

removed_blob = sa.Table("removed_blob", metadata, sa.Column("digest", sa.String, primary_key=True), info=_LOCAL)
"""Blobs whose naming value was removed for good, by digest alone: they are not kept when they come again."""

admitted = sa.Table(
    "admitted",
    metadata,
    sa.Column("place", sa.Integer, primary_key=True),  # ancestors first within a stream
    sa.Column("change", sa.String, sa.ForeignKey("change.id"), nullable=False, unique=True),
    sa.Column("stream", sa.String, nullable=False),
    sa.Index("ix_admitted_stream", "stream", "place"),
    info=_PROJECTION,
)

set_aside = sa.Table(
    "set_aside",
    metadata,
    sa.Column("change", sa.String, sa.ForeignKey("change.id"), primary_key=True),
    sa.Column("stream", sa.String, nullable=False),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Index("ix_set_aside_stream", "stream"),
    info=_PROJECTION,
)

head = sa.Table(
    "head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("stream", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("record", sa.String, nullable=False),
    sa.Column("field", sa.String, nullable=False),
    sa.Column("op", sa.String, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
    sa.Index("ix_head_record", "stream", "kind", "record", "field"),
    info=_PROJECTION,
)

review_line = sa.Table(
    "review_line",
    metadata,
    sa.Column("stream", sa.String, primary_key=True),
    sa.Column("school", sa.String, nullable=False),
    sa.Column("school_name", sa.String, nullable=False),
    sa.Column("handbook", sa.String, nullable=False),
    sa.Column("term", sa.String, nullable=False),
    sa.Column("visit_date", sa.String),
    sa.Column("step", sa.String, nullable=False),
    sa.Column("roles", sa.String, nullable=False),  # JSON list of [person, role]
    sa.Column("version", sa.String, nullable=False),
    info=_PROJECTION,
)

NOTE_TEXT = "note_text"
"""The full-text index of notes, a virtual table: its rowid is the `head` whose text it holds. Standing: projection."""

NOTE_TEXT_DDL = (
    f"CREATE VIRTUAL TABLE {NOTE_TEXT} USING fts5(text, tokenize='unicode61 remove_diacritics 2')",
    f"INSERT INTO {NOTE_TEXT}({NOTE_TEXT}, rank) VALUES('secure-delete', 1)",
)


@sa.event.listens_for(metadata, "after_create")
def _make_note_text(_metadata: sa.MetaData, connection: sa.Connection, **_options: object) -> None:
    for statement in NOTE_TEXT_DDL:
        connection.exec_driver_sql(statement)

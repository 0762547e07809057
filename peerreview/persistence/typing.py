"""The typing buffer: a second small encrypted file that takes every keystroke at once, whatever else runs.

It has a file of its own so that a word never waits for an import to release the store. Each `keep` is one small
transaction that is on the disk when it returns. The buffer is never in a backup: it is turned into changes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import sqlalchemy as sa

from peerreview.journal.buffer import Entry

from .engine import open_engine, truncate_log
from .faults import explained
from .safekeeping import encrypt_anew

TYPING = "typing.db"

_metadata = sa.MetaData()
_entry = sa.Table(
    "entry",
    _metadata,
    sa.Column("stream", sa.String),
    sa.Column("kind", sa.String),
    sa.Column("record", sa.String),
    sa.Column("field", sa.String),
    sa.Column("author", sa.String),
    sa.Column("saw", sa.String, nullable=False),  # JSON list of op ids
    sa.Column("text", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.PrimaryKeyConstraint("stream", "kind", "record", "field", "author"),
    info={"standing": "local"},
)
_KEY = ("stream", "kind", "record", "field", "author")
_KEEP = str(sa.insert(_entry).prefix_with("OR REPLACE"))


class TypingStore:
    """The buffer of one profile. One thread at a time may use it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Open `folder`/typing.db, making it when it is not there: a missing buffer held nothing."""
        self._path = folder / TYPING
        self._key = key
        self._engine = open_engine(self._path, key, create=not self._path.exists())
        with self._engine.begin() as connection:
            _metadata.create_all(connection)

    def keep(self, entry: Entry) -> None:
        """Keep what stands in a field now, in place of what was kept for it before; durable on return.

        One statement is the whole transaction: between three of them an import would take its turn each time.
        """
        row = {**msgspec.structs.asdict(entry), "saw": msgspec.json.encode(entry.saw).decode()}
        raw = self._engine.raw_connection()
        try:
            with explained():
                raw.cursor().execute(_KEEP, row)
        finally:
            raw.close()

    def entries(self, stream: str | None = None) -> tuple[Entry, ...]:
        """What is kept and not yet written as a change, oldest first; of one stream if it is given."""
        query = sa.select(_entry).order_by(_entry.c.at)
        if stream is not None:
            query = query.where(_entry.c.stream == stream)
        with self._engine.connect().execution_options(reading=True) as connection:
            return tuple(
                Entry(**{**row, "saw": tuple(msgspec.json.decode(row["saw"], type=list[str]))})
                for row in connection.execute(query).mappings()
            )

    def drop(self, entries: Iterable[Entry]) -> None:
        """Forget entries that are changes now, overwriting their text also in the write-ahead log.

        An entry that was typed on since it was read is kept: its text is another.
        """
        rows = [{f"k_{name}": getattr(entry, name) for name in (*_KEY, "text")} for entry in entries]
        if not rows:
            return
        matching = [_entry.c[name] == sa.bindparam(f"k_{name}") for name in (*_KEY, "text")]
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_entry).where(*matching), rows)
        truncate_log(self._engine)

    def rekey(self, key: bytes) -> None:
        """Encrypt the buffer anew under `key` (see `rekeying`)."""
        self._engine.dispose()
        try:
            encrypt_anew(self._path, self._key, key)
            self._key = key
        finally:
            self._engine = open_engine(self._path, self._key)

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

"""Streams in the store: read into memory once, written by one path, and forgotten when a unit is not committed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable
from hashlib import sha256

import sqlalchemy as sa

from peerreview.domain.exchange import StreamPart
from peerreview.errors import BadInput, Refused
from peerreview.journal.authority import Heads
from peerreview.journal.change import StoredChange, decode_change
from peerreview.journal.compose import Composed
from peerreview.journal.disposal import disposed
from peerreview.journal.hidden import withheld
from peerreview.journal.seal import Seal, decode_seal, encode_seal
from peerreview.journal.stream import Stream
from peerreview.journal.table import DISPOSAL, Table
from peerreview.journal.value import Value, decode_value, encode_value

from . import projecting, schema
from .discarding import Discarded, discard
from .rows import Rows, write_rows

MADE_HERE = "made here"
"""What `change.granted` says of a change made on this device: it stands without a seal."""

CHANGE_COLUMNS = ("id", "stream", "granted", "arrival", "raw")
VALUE_COLUMNS = ("stream", "digest", "arrival", "line")
_SEAL_COLUMNS = ("id", "stream", "arrival", "line")
_CACHED_VALUES = 40_000  # about 100 MB: some ten full reviews, or the stream that an import is at


def refuse_private(table: Table, stream_id: str) -> None:
    """Raise Refused ("private") for a stream that goes to nobody, and so can come from nobody."""
    if table.stream_type(stream_id).name == "private":
        raise Refused("Notes for me only stay on this computer.", "Nothing was changed.", code="private")


class StreamCache:
    """The streams read last, for as long as they are few enough. A stream's id leads to one object at a time."""

    def __init__(self) -> None:
        self._streams: OrderedDict[str, tuple[Stream, int]] = OrderedDict()
        self._values = 0  # of all that are held, as they were put: counting anew at every write is quadratic

    def get(self, stream_id: str) -> Stream | None:
        """The stream, if it is held."""
        found = self._streams.get(stream_id)
        if found is None:
            return None
        self._streams.move_to_end(stream_id)
        return found[0]

    def put(self, stream: Stream) -> None:
        """Hold a stream as it is now, letting go of those not asked for longest."""
        self.drop([stream.id])
        count = len(stream.values)
        self._streams[stream.id] = stream, count
        self._values += count
        while self._values > _CACHED_VALUES and len(self._streams) > 1:
            self.drop([next(iter(self._streams))])

    def drop(self, stream_ids: Iterable[str]) -> None:
        """Let go of streams whose rows are no longer what they were read from."""
        for stream_id in stream_ids:
            _, count = self._streams.pop(stream_id, (None, 0))
            self._values -= count

    def clear(self) -> None:
        """Let go of every stream."""
        self._streams.clear()
        self._values = 0


class Streams(Rows):
    """The part of a unit of work that holds streams.

    A `Stream` it gives is for reading: `append` and `take_in` change it. It stays true until the unit ends; after a
    write, ask for it again.
    """

    _table: Table
    _cache: StreamCache
    _heads: Heads
    _touched: set[str]
    _removed: set[str]

    def stream(self, stream_id: str) -> Stream:
        """A stream with everything admitted to it; raises BadInput ("not_here") for one that is not held."""
        found = self._cache.get(stream_id)
        if found is None:
            if not self._is_held(stream_id):
                raise BadInput("What you asked for is not on this computer.", "Nothing was changed.", code="not_here")
            found = self._read(stream_id)
            self._cache.put(found)
        return found

    def holds(self, stream_id: str) -> bool:
        """Whether something of a stream is admitted."""
        query = sa.select(schema.admitted.c.place).where(schema.admitted.c.stream == stream_id).limit(1)
        return self.connection.execute(query).first() is not None

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """The ids of the streams of which something is admitted and that begin with `prefix`, in order."""
        table = schema.stream.c
        begun = sa.exists().where(schema.admitted.c.stream == table.id)
        query = sa.select(table.id).where(table.id.startswith(prefix, autoescape=True), begun).order_by(table.id)
        return tuple(self.connection.execute(query).scalars())

    def begin_stream(self, stream: Stream, composed: Composed) -> None:
        """Hold a stream that was begun here, with its first change. Go on with the one that `stream` gives."""
        self._hold(stream.id)
        self._cache.put(Stream(stream.id, self._table, heads=self._heads))
        self.append(stream.id, composed.change, composed.values)

    def append(self, stream_id: str, change: StoredChange, values: Iterable[Value]) -> None:
        """Keep a change made on this device, with its values."""
        stream = self.stream(stream_id)
        self._touched.add(stream_id)
        given = tuple(values)
        late = [stream.put_value(value) for value in given]
        applied = stream.add(change)
        write_rows(
            self.connection,
            schema.change,
            CHANGE_COLUMNS,
            [(change.id, stream_id, MADE_HERE, None, change.raw)],
        )
        write_rows(
            self.connection,
            schema.value,
            VALUE_COLUMNS,
            [(stream_id, value.digest, None, encode_value(value)) for value in given],
        )
        self._took(stream, [change], None if any(late) else applied.records)

    def part(self, stream_id: str) -> StreamPart:
        """The whole stream as it may travel: every change and seal, and all values but hidden ones not yet shown.

        Raises Refused for a private stream, which leaves this computer in no file but a safe copy.
        """
        refuse_private(self._table, stream_id)
        stream = self.stream(stream_id)
        hidden = withheld(stream)
        values = self.connection.execute(
            sa.select(schema.value.c.digest, schema.value.c.line).where(schema.value.c.stream == stream_id)
        )
        return StreamPart(
            stream=stream_id,
            tips=stream.tips,
            changes=tuple(stored.raw for stored in stream.changes),
            values=tuple(line for digest, line in values if digest not in hidden and stream.bearers(digest)),
            seals=tuple(encode_seal(seal) for seal in self.seals(stream_id) if all(tip in stream for tip in seal.tips)),
        )

    def add_seal(self, seal: Seal) -> None:
        """Keep a seal made on this device."""
        self._write_seals([seal], None)

    def seals(self, stream_id: str) -> tuple[Seal, ...]:
        """Every seal known for a stream, in an order that is the same on every device."""
        table = schema.seal.c
        query = sa.select(table.line).where(table.stream == stream_id).order_by(table.id)
        return tuple(map(decode_seal, self.connection.execute(query).scalars()))

    def dispose(self, digests: Iterable[str]) -> None:
        """Discard values for good: their rows, the photos that only they named, and their words in the search.

        The graph still verifies. Once the unit is committed the write-ahead log is emptied too.
        """
        self._cache.drop(self._discard(frozenset(digests)).streams)

    def disposed(self) -> frozenset[str]:
        """The digests of every value that a change in any stream removes for good."""
        head = schema.head.c
        streams = self.connection.execute(sa.select(head.stream).distinct().where(head.kind == DISPOSAL)).scalars()
        return frozenset().union(*(disposed(self.stream(stream_id)) for stream_id in streams.all()))

    def _took(
        self, stream: Stream, changes: Collection[StoredChange], records: Collection[tuple[str, str]] | None
    ) -> None:
        """Note that a stream took changes in, and what looks different for it (everything, if None)."""
        write_rows(
            self.connection, schema.admitted, ("change", "stream"), ((stored.id, stream.id) for stored in changes)
        )
        projecting.show(self.connection, stream, records)
        if records is None or any(kind == DISPOSAL for kind, _ in records):
            self._discard(disposed(stream), stream.id)
        self._cache.put(stream)

    def _discard(self, digests: frozenset[str], stream_id: str | None = None) -> Discarded:
        gone = discard(self.connection, digests, stream_id)
        if gone.streams:
            self._removed |= digests
        self._remember_removed(gone.blobs)
        return gone

    def _remember_removed(self, blobs: Iterable[str]) -> None:
        """Remember photos removed for good: a colleague's old file brought in later does not bring them back."""
        write_rows(self.connection, schema.removed_blob, ("digest",), ((digest,) for digest in blobs))

    def _write_seals(self, seals: Iterable[Seal], arrival: str | None) -> None:
        lines = ((encode_seal(seal), seal.stream) for seal in seals)
        rows = [(sha256(line).hexdigest(), stream_id, arrival, line) for line, stream_id in lines]
        write_rows(self.connection, schema.seal, _SEAL_COLUMNS, rows)

    def _is_held(self, stream_id: str) -> bool:
        return (
            self.connection.execute(sa.select(schema.stream).where(schema.stream.c.id == stream_id)).first() is not None
        )

    def _hold(self, stream_id: str) -> None:
        write_rows(self.connection, schema.stream, ("id",), [(stream_id,)])

    def _read(self, stream_id: str) -> Stream:
        stream = Stream(stream_id, self._table, heads=self._heads)
        value, change, admitted = schema.value.c, schema.change.c, schema.admitted.c
        for line in self.connection.execute(sa.select(value.line).where(value.stream == stream_id)).scalars():
            stream.put_value(decode_value(line))
        query = (
            sa.select(change.raw)
            .join_from(schema.admitted, schema.change, change.id == admitted.change)
            .where(admitted.stream == stream_id)
            .order_by(admitted.place)
        )
        for raw in self.connection.execute(query).scalars():
            stream.add(decode_change(raw))
        return stream

"""Bringing streams in and taking them out again; what is set aside, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import chain

import sqlalchemy as sa

from peerreview.config.right_of_way import giving_way
from peerreview.domain.exchange import DocumentKind, StreamPart
from peerreview.domain.ledger import SetAside, TakenIn
from peerreview.errors import BadInput, Refused
from peerreview.journal.admission import Cards, Verify, admit
from peerreview.journal.canonical import BadChange
from peerreview.journal.change import StoredChange, decode_change
from peerreview.journal.seal import Seal, decode_seal
from peerreview.journal.stream import Stream
from peerreview.journal.value import Value, decode_value

from . import projecting, schema
from .discarding import drop_unnamed, named_blob
from .documents import card_book
from .faults import explained
from .rows import driver, where_in, write_rows
from .streams import CHANGE_COLUMNS, VALUE_COLUMNS, Streams, refuse_private

_DIGEST_IN_LINE = slice(len(b'{"digest":"'), len(b'{"digest":"') + 64)
_ASIDE_COLUMNS = ("change", "stream", "author", "actor", "reason")


class Intake(Streams):
    """The part of a unit of work through which other people's changes come."""

    def take_in(self, part: StreamPart, cards: Cards, verify: Verify, arrival: str = "") -> TakenIn:
        """Bring one stream in: admit what its seals cover, set the rest aside with the reason. Twice is as once.

        An empty part judges anew what was set aside. `arrival` names the import for `take_out`. Raises BadChange,
        before anything is touched, when a line breaks the format, and Refused for somebody's private stream.
        """
        refuse_private(self._table, part.stream)
        if part.changes and self._has_all(part):
            return TakenIn(part.stream, new=(), set_aside=(), known=len(part.changes), repeated=True)
        stream = self._open(part.stream)
        aside = {stored.id: stored for stored in self._aside(stream.id)}
        fresh, seals = _fresh(part, stream, aside), _seals(part)
        incoming = [*aside.values(), *fresh]
        values = _lacking_values(stream, part, incoming)
        came = arrival or None
        self._touched.add(stream.id)
        self._hold(stream.id)
        self._write_seals(seals, came)
        late = [stream.put_value(value) for value, _ in giving_way(values)]  # before the changes that bear them
        came_along = [value for value, _ in values]
        admission = admit(stream, incoming, self.seals(stream.id), cards=cards, verify=verify, values=came_along)
        write_rows(
            self.connection,
            schema.change,
            CHANGE_COLUMNS,
            ((stored.id, stream.id, None, came, stored.raw) for stored in fresh),
        )
        records: set[tuple[str, str]] = set()
        for stored in giving_way(admission.admitted):
            records |= stream.add(stored).records
        kept = stream.values  # without what a change just admitted removes for good
        write_rows(
            self.connection,
            schema.value,
            VALUE_COLUMNS,
            sorted((stream.id, value.digest, came, line) for value, line in values if value.digest in kept),
        )
        self._refuse_removed({value.digest: line for value, line in values if value.digest not in kept})
        records.update(
            (bearer.op.kind, bearer.op.record)
            for value, _ in giving_way(values)
            for bearer in stream.bearers(value.digest)
        )
        self._took(stream, admission.admitted, None if any(late) else records)
        if part.digest:
            row = {"key": _last_of(stream.id), "value": part.digest}
            self.connection.execute(sa.insert(schema.setting).prefix_with("OR REPLACE"), row)
        self.write_set_aside(stream.id, admission.set_aside)
        mine = {stored.id for stored in fresh}
        return TakenIn(
            stream=stream.id,
            new=tuple(stored.id for stored in admission.admitted),
            set_aside=tuple(
                _as_set_aside(stored, reason)
                for stored, reason in admission.set_aside
                if stored.id in mine or not part.changes
            ),
            known=len(part.changes) - len(fresh),
        )

    def set_aside(self) -> tuple[SetAside, ...]:
        """Everything that is kept outside the graph, and why."""
        table = schema.set_aside.c
        query = sa.select(table.change, table.stream, table.author, table.actor, table.reason)
        rows = self.connection.execute(query.order_by(table.stream, table.change))
        return tuple(SetAside(*row) for row in rows)

    def drop_set_aside(self, change: str) -> None:
        """Delete a change that is set aside, with its values; raises BadInput for any other."""
        row = self.connection.execute(
            sa.select(schema.set_aside.c.stream).where(schema.set_aside.c.change == change)
        ).first()
        if row is None:
            raise BadInput("This is not among what is set aside.", "Nothing was changed.", code="not_set_aside")
        self._touched.add(row.stream)
        self._delete_changes(row.stream, [change])
        self._settle_stream(row.stream)

    def take_out(self, arrival: str) -> None:
        """Take an import out again: its changes, values, attachments and documents, except what a network lists.

        Raises Refused once something made here, or brought in later, rests on it, or once a seal of ours vouches for
        it (at every sending, signature and safe copy); seals themselves stay, for they say nothing of their own.
        """
        brought = self._brought(arrival)
        for stream_id, ids in brought.items():
            self._require_free(stream_id, frozenset(ids))
        for stream_id, ids in brought.items():
            self._touched.add(stream_id)
            self._delete_changes(stream_id, ids)
            self._settle_stream(stream_id)
        document = schema.document.c
        self.connection.execute(
            sa.delete(schema.document).where(document.arrival == arrival, document.kind != DocumentKind.NETWORK)
        )
        self.connection.execute(sa.update(schema.arrival).where(schema.arrival.c.id == arrival).values(taken_out=True))

    def why_stays(self, arrival: str) -> str:
        """Why an import can no longer be taken out again, in a sentence; empty while it can."""
        try:
            for stream_id, ids in self._brought(arrival).items():
                self._require_free(stream_id, frozenset(ids))
        except Refused as why:
            return why.happened
        return ""

    def came_in(self, change: str) -> str:
        """The import that brought a change here; empty for what was written on this computer."""
        query = sa.select(schema.change.c.arrival).where(schema.change.c.id == change)
        return self.connection.execute(query).scalar() or ""

    def _brought(self, arrival: str) -> dict[str, list[str]]:
        """The changes of an import, by stream."""
        brought: dict[str, list[str]] = {}
        change = schema.change.c
        for row in self.connection.execute(sa.select(change.stream, change.id).where(change.arrival == arrival)):
            brought.setdefault(row.stream, []).append(row.id)
        return brought

    def _has_all(self, part: StreamPart) -> bool:
        """Whether every line of a part is here. Told from ids and digests alone, without reading the stream: what a
        colleague sends again costs a small part of what it cost the first time."""
        setting = schema.setting.c
        last = sa.select(setting.value).where(setting.key == _last_of(part.stream))
        if part.digest and self.connection.execute(last).scalar() == part.digest:
            return True
        changes = f"SELECT change FROM {schema.admitted.name} WHERE stream = ?"
        aside = f"SELECT change FROM {schema.set_aside.name} WHERE stream = ?"
        here = self._names(f"{changes} UNION ALL {aside}", part.stream, part.stream)
        if not here.issuperset(part.tips) or not here.issuperset(map(_digest, giving_way(part.changes))):
            return False
        seals = self._names(f"SELECT id FROM {schema.seal.name} WHERE stream = ?", part.stream)
        if not seals.issuperset(map(_digest, part.seals)):
            return False
        values = self._names(f"SELECT digest FROM {schema.value.name} WHERE stream = ?", part.stream)
        return values.issuperset(line[_DIGEST_IN_LINE].decode(errors="replace") for line in giving_way(part.values))

    def _names(self, query: str, *arguments: str) -> frozenset[str]:
        cursor = driver(self.connection)  # its own rows: half the time
        with explained():
            return frozenset(name for (name,) in giving_way(cursor.execute(query, arguments)))

    def _refuse_removed(self, lines: Mapping[str, bytes]) -> None:
        """Let go of photos that these values name: they come from somebody who does not know yet of their removal."""
        blobs = frozenset(chain.from_iterable(map(named_blob, lines.values())))
        self._remember_removed(blobs)
        drop_unnamed(self.connection, blobs)
        self._removed |= lines.keys()

    def _open(self, stream_id: str) -> Stream:
        if self._is_held(stream_id):
            return self.stream(stream_id)
        return Stream(stream_id, self._table, heads=self._heads)

    def _aside(self, stream_id: str) -> list[StoredChange]:
        change, aside = schema.change.c, schema.set_aside.c
        query = (
            sa.select(change.raw)
            .join_from(schema.set_aside, schema.change, change.id == aside.change)
            .where(aside.stream == stream_id)
        )
        return list(map(decode_change, self.connection.execute(query).scalars()))

    def write_set_aside(self, stream_id: str, found: Sequence[tuple[StoredChange, str]]) -> None:
        """Note what is set aside of a stream, in place of what was noted before."""
        self.connection.execute(sa.delete(schema.set_aside).where(schema.set_aside.c.stream == stream_id))
        rows = ((stored.id, stream_id, stored.change.author, stored.change.actor, reason) for stored, reason in found)
        write_rows(self.connection, schema.set_aside, _ASIDE_COLUMNS, rows)

    def _grant(self, ids: Collection[str], word: str) -> None:
        for some in where_in(schema.change.c.id, ids):
            self.connection.execute(sa.update(schema.change).where(some).values(granted=word))

    def _require_free(self, stream_id: str, ids: frozenset[str]) -> None:
        stream = self.stream(stream_id)
        stream.require_unbuilt({change for change in ids if change in stream})
        made_here = sa.select(schema.seal.c.line).where(
            schema.seal.c.stream == stream_id, schema.seal.c.arrival.is_(None)
        )
        for line in self.connection.execute(made_here).scalars():
            if not ids.isdisjoint(decode_seal(line).tips):
                raise Refused(
                    "This can no longer be taken out: it has been sent on or signed since.",
                    "Nothing here has changed.",
                    "Correct or remove the single entries instead.",
                    code="sent_since",
                )

    def _delete_changes(self, stream_id: str, ids: Collection[str]) -> None:
        """Delete changes and the values that nothing else in the stream bears."""
        self.connection.execute(sa.delete(schema.setting).where(schema.setting.c.key == _last_of(stream_id)))
        leaving: set[str] = set()
        for some in where_in(schema.change.c.id, ids):
            raws = self.connection.execute(sa.select(schema.change.c.raw).where(some)).scalars()
            leaving.update(op.digest for raw in raws for op in decode_change(raw).change.ops)
        for some in where_in(schema.admitted.c.change, ids):
            self.connection.execute(sa.delete(schema.admitted).where(some))
        for some in where_in(schema.set_aside.c.change, ids):
            self.connection.execute(sa.delete(schema.set_aside).where(some))
        for some in where_in(schema.change.c.id, ids):
            self.connection.execute(sa.delete(schema.change).where(some))
        staying = self.connection.execute(sa.select(schema.change.c.raw).where(schema.change.c.stream == stream_id))
        for raw in staying.scalars():
            leaving.difference_update(op.digest for op in decode_change(raw).change.ops)
        blobs: set[str] = set()
        value = schema.value.c
        for some in where_in(value.digest, leaving):
            mine = sa.and_(some, value.stream == stream_id)
            for line in self.connection.execute(sa.select(value.line).where(mine)).scalars():
                blobs.update(named_blob(line))
            self.connection.execute(sa.delete(schema.value).where(mine))
        drop_unnamed(self.connection, blobs)

    def _settle_stream(self, stream_id: str) -> None:
        """After changes were deleted: show what is left of the stream, or forget it."""
        self._cache.drop([stream_id])
        left = sa.select(schema.change.c.id).where(schema.change.c.stream == stream_id).limit(1)
        if self.connection.execute(left).first() is None:
            projecting.hide(self.connection, stream_id)
            for table in (schema.seal, schema.value):
                self.connection.execute(sa.delete(table).where(table.c.stream == stream_id))
            self.connection.execute(sa.delete(schema.stream).where(schema.stream.c.id == stream_id))
        else:
            projecting.show(self.connection, self.stream(stream_id))
            self._admit_again(stream_id)  # what is set aside may rest on what has gone

    def _admit_again(self, stream_id: str) -> None:
        """Judge anew what is set aside of a stream."""
        book = card_book(self.connection)
        self.take_in(StreamPart(stream_id, (), (), (), ()), book.listing, book.verify)


def _fresh(part: StreamPart, stream: Stream, aside: Collection[str]) -> list[StoredChange]:
    """The changes of a part that are not held yet. Those that are, cost one hash each."""
    fresh = []
    for raw in giving_way(part.changes):
        known = _digest(raw)
        if known not in stream and known not in aside:
            stored = decode_change(raw)
            if stored.change.stream != part.stream:
                raise BadChange("a change of another stream")
            fresh.append(stored)
    return fresh


def _last_of(stream_id: str) -> str:
    """The setting that remembers what came last, as long as all of it is here."""
    return f"last of {stream_id}"


def _digest(line: bytes) -> str:
    return sha256(line).hexdigest()


def _lacking_values(stream: Stream, part: StreamPart, incoming: Iterable[StoredChange]) -> list[tuple[Value, bytes]]:
    """The values of a part that some change bears and that the stream lacks, each with its line."""
    wanted = {op.digest for stored in incoming for op in stored.change.ops}
    held = stream.values
    lacking = []
    for line in giving_way(part.values):
        if line[_DIGEST_IN_LINE].decode(errors="replace") in held:
            continue  # what a colleague sends again costs no hashing
        value = decode_value(line)
        if value.digest not in held and (value.digest in wanted or stream.bearers(value.digest)):
            lacking.append((value, line))
    return lacking


def _seals(part: StreamPart) -> list[Seal]:
    seals = list(map(decode_seal, part.seals))
    if any(seal.stream != part.stream for seal in seals):
        raise BadChange("a seal of another stream")
    return seals


def _as_set_aside(stored: StoredChange, reason: str) -> SetAside:
    change = stored.change
    return SetAside(stored.id, change.stream, change.author, change.actor, reason)

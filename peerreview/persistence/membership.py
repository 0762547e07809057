"""What a new network document means for the streams already held.

Admission follows from changes, seals and the newest network document. When cards change, the streams that they touch
are judged anew: what was set aside may come in. What was admitted stays, and is granted for good if no seal of a
listed card carries it any more, for nothing acknowledged ever disappears.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.identity.trust import CardBook
from peerreview.journal.admission import Admission, admit
from peerreview.journal.canonical import BadChange
from peerreview.journal.change import StoredChange, decode_change
from peerreview.journal.seal import decode_seal
from peerreview.journal.stream import Stream
from peerreview.journal.table import LET_IN
from peerreview.journal.value import Value, decode_value

from . import projecting, schema
from .documents import Documents, card_book
from .intake import Intake
from .rows import where_in

ADMITTED_BEFORE = "admitted before"
"""What `change.granted` says of a change whose seals counted until a card ended."""


class Membership(Intake, Documents):
    """The part of a unit of work where documents and streams meet."""

    def append(self, stream_id: str, change: StoredChange, values: Iterable[Value]) -> None:
        """Keep a change made on this device, with its values; what it lets in by name comes in at once."""
        super().append(stream_id, change, values)
        if any(op.kind == LET_IN for op in change.change.ops):
            self._admit_again(stream_id)

    def put_document(self, document: SignedDocument, signer: str, at: datetime, arrival: str = "") -> bool:
        """Keep a verified document; False when it is not applied (see `Documents.put_document`)."""
        if document.kind != DocumentKind.NETWORK:
            return super().put_document(document, signer, at, arrival)
        before = card_book(self.connection)
        applied = super().put_document(document, signer, at, arrival)
        if applied:
            self._show_citing(sha256(document.body).hexdigest())
            self._judge_anew(before, card_book(self.connection))
        return applied

    def from_truth(self, stream_id: str) -> tuple[Stream, Admission]:
        """A stream worked out anew from truth alone, and how its changes were judged.

        Rows that cannot be read are left out: what is said of them is `checking`'s business.
        """
        return self._from_truth(stream_id, card_book(self.connection))

    def _from_truth(self, stream_id: str, book: CardBook) -> tuple[Stream, Admission]:
        stream = Stream(stream_id, self._table, heads=self._heads)
        value, change = schema.value.c, schema.change.c
        for line in self.connection.execute(sa.select(value.line).where(value.stream == stream_id)).scalars():
            with suppress(BadChange):
                stream.put_value(decode_value(line))
        changes = []
        granted = set()
        for row in self.connection.execute(
            sa.select(change.id, change.granted, change.raw).where(change.stream == stream_id)
        ):
            with suppress(BadChange):
                stored = decode_change(row.raw)
                changes += [stored] if stored.id == row.id else []
            if row.granted is not None:
                granted.add(row.id)
        seals = []
        for line in self.connection.execute(sa.select(schema.seal.c.line).where(schema.seal.c.stream == stream_id)):
            with suppress(BadChange):
                seals.append(decode_seal(line.line))
        admission = admit(stream, changes, seals, cards=book.listing, verify=book.verify, granted=granted)
        for stored in admission.admitted:
            stream.add(stored)
        return stream, admission

    def _show_citing(self, digest: str) -> None:
        """A new head's claim cites a network document: streams that do so look different now that it is here."""
        value = schema.value.c
        citing = sa.select(value.stream).distinct().where(sa.cast(value.line, sa.String).contains(digest))
        for stream_id in self.connection.execute(citing).scalars().all():
            self._touched.add(stream_id)
            self._cache.drop([stream_id])
            projecting.show(self.connection, self.stream(stream_id))

    def _judge_anew(self, before: CardBook, after: CardBook) -> None:
        actors = {card.actor for book in (before, after) for network in book.networks for card in network.cards}
        changed = {actor for actor in actors if _counts(before, actor) != _counts(after, actor)}
        for stream_id in self._streams_sealed_by(changed):
            self._grant_what_would_fall(stream_id, after)
            self._admit_again(stream_id)

    def _streams_sealed_by(self, actors: Collection[str]) -> set[str]:
        seal, aside = schema.seal.c, schema.set_aside.c
        signer = sa.func.json_extract(sa.cast(seal.line, sa.String), "$.actor")
        found: set[str] = set()
        for some in where_in(signer, actors):
            found.update(self.connection.execute(sa.select(seal.stream).distinct().where(some)).scalars())
        for some in where_in(aside.actor, actors):
            found.update(self.connection.execute(sa.select(aside.stream).distinct().where(some)).scalars())
        return found

    def _grant_what_would_fall(self, stream_id: str, book: CardBook) -> None:
        _, admission = self._from_truth(stream_id, book)
        stream = self.stream(stream_id)
        falling = [stored.id for stored, _ in admission.set_aside if stored.id in stream]
        self._grant(falling, ADMITTED_BEFORE)


def _counts(book: CardBook, actor: str) -> bool | None:
    listing = book.listing(actor)
    return None if listing is None else listing.listed

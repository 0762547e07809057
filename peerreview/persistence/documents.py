"""Signed, numbered documents, and the photos, attachments and signed pages that values name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.domain.ledger import StoredDocument
from peerreview.domain.network import Network
from peerreview.domain.people import Role
from peerreview.identity.trust import CardBook

from . import schema
from .discarding import drop_unnamed
from .rows import Rows, time_text, where_in


class Documents(Rows):
    """The part of a unit of work that holds documents and blobs."""

    _new_blobs: set[str]

    def put_document(self, document: SignedDocument, signer: str, at: datetime, arrival: str = "") -> bool:
        """Keep a verified document; False when it is not applied.

        A lower number than the one held, or the same number with another body, is not applied; the same document
        again is, and changes nothing.
        """
        held = self._newest(document.kind, document.id)
        digest = sha256(document.body).hexdigest()
        if held is not None and document.number <= held.number:
            return bool(document.number == held.number and digest == held.digest)
        row = {
            "kind": document.kind,
            "id": document.id,
            "number": document.number,
            "name": document.name,
            "digest": digest,
            "signer": signer,
            "received": time_text(at),
            "arrival": arrival or None,
            "signature": document.signature,
            "body": document.body,
        }
        self.connection.execute(sa.insert(schema.document), row)
        return True

    def document(self, kind: str, document_id: str, number: int | None = None) -> SignedDocument | None:
        """A document with its body: the newest, or the one with this number; None when it is not held."""
        table = schema.document.c
        query = sa.select(schema.document).where(table.kind == kind, table.id == document_id)
        if number is not None:
            query = query.where(table.number == number)
        row = self.connection.execute(query.order_by(table.number.desc()).limit(1)).first()
        if row is None:
            return None
        return SignedDocument(DocumentKind(row.kind), row.id, row.number, row.name, row.body, row.signature)

    def documents(self, kind: str | None = None) -> tuple[StoredDocument, ...]:
        """Every document held, of one kind if it is given, the newest number of each first."""
        table = schema.document.c
        query = sa.select(
            table.kind, table.id, table.number, table.name, table.digest, table.signer, table.received
        ).order_by(table.kind, table.id, table.number.desc())
        if kind is not None:
            query = query.where(table.kind == kind)
        found = []
        before = None
        for row in self.connection.execute(query):
            which = (row.kind, row.id)
            received = datetime.fromisoformat(row.received)
            found.append(
                StoredDocument(*which, row.number, row.name, row.digest, row.signer, received, which != before)
            )
            before = which
        return tuple(found)

    def put_blob(self, data: bytes) -> str:
        """Keep a blob and give its SHA-256. It may come before the change that names it, in another file.

        One that was removed for good is not kept, unless a value names it anew when the unit is committed.
        """
        digest = sha256(data).hexdigest()
        self.connection.execute(sa.insert(schema.blob).prefix_with("OR IGNORE"), {"digest": digest, "data": data})
        self._new_blobs.add(digest)
        return digest

    def blob(self, digest: str) -> bytes | None:
        """A blob by its SHA-256, or None when it is not held."""
        return self.connection.execute(sa.select(schema.blob.c.data).where(schema.blob.c.digest == digest)).scalar()

    def _drop_removed_blobs(self) -> None:
        removed = schema.removed_blob.c.digest
        for some in where_in(removed, self._new_blobs):
            drop_unnamed(self.connection, self.connection.execute(sa.select(removed).where(some)).scalars())

    def _newest(self, kind: str, document_id: str) -> sa.Row[int, str] | None:
        table = schema.document.c
        query = (
            sa.select(table.number, table.digest)
            .where(table.kind == kind, table.id == document_id)
            .order_by(table.number.desc())
        )
        return self.connection.execute(query.limit(1)).first()


def newest_networks(connection: sa.Connection) -> tuple[bytes, ...]:
    """The body of the newest document of each network."""
    table = schema.document.c
    newest = (
        sa.select(table.id, sa.func.max(table.number).label("number"))
        .where(table.kind == DocumentKind.NETWORK)
        .group_by(table.id)
        .subquery()
    )
    query = (
        sa.select(table.body)
        .join(newest, sa.and_(table.id == newest.c.id, table.number == newest.c.number))
        .where(table.kind == DocumentKind.NETWORK)
        .order_by(table.id)
    )
    return tuple(connection.execute(query).scalars())


def card_book(connection: sa.Connection) -> CardBook:
    """Whom the network documents held here list."""
    from peerreview.identity.network_document import decode

    return CardBook(tuple(decode(body) for body in newest_networks(connection)))


class NetworkHeads:
    """Whom a network document names as the head of a school; streams ask it to judge a new head's claim.

    Answers follow from documents named by their digest, so what was once read stays true. While a unit of work is
    open it reads on the unit's connection, and so knows what the unit has just brought in.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._unit: sa.Connection | None = None
        self._known: dict[str, Network] = {}

    def __call__(self, digest: str, school: str, before: Collection[str]) -> frozenset[str]:
        """The persons, under every id they are known by; nobody when the document is not held, or is older than one
        of those cited `before`."""
        network = self._document(digest)
        earlier = filter(None, map(self._document, before))
        if network is None or any(each.id == network.id and each.number > network.number for each in earlier):
            return frozenset()
        heads = (person for person in network.people if person.role is Role.HEAD and person.school == school)
        return frozenset(name for person in heads for name in (person.id, *person.aliases))

    def _document(self, digest: str) -> Network | None:
        network = self._known.get(digest) or self._read(digest)
        if network is not None:
            self._known[digest] = network
        return network

    def read_through(self, connection: sa.Connection) -> None:
        """Read on a unit's connection from now on."""
        self._unit = connection

    def unit_ended(self) -> None:
        """Read on a connection of its own again; what the unit brought in may not have been kept."""
        self._unit = None
        self._known.clear()

    def _read(self, digest: str) -> Network | None:
        from peerreview.identity.network_document import decode

        table = schema.document.c
        query = sa.select(table.body).where(table.kind == DocumentKind.NETWORK, table.digest == digest).limit(1)
        if self._unit is not None:
            body = self._unit.execute(query).scalar()
        else:
            with self._engine.connect().execution_options(reading=True) as connection:
                body = connection.execute(query).scalar()
        return None if body is None else decode(body)

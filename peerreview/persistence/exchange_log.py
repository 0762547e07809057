"""What came and what went: imports, files made for others, and word that they arrived. All of it local."""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa

from peerreview.domain.exchange import BundleKind, Receipt
from peerreview.domain.ledger import Arrival, Sending, asked_back

from . import schema
from .rows import Rows, time_text


class ExchangeLog(Rows):
    """The part of a unit of work that remembers exchanges."""

    def log_arrival(self, arrival: Arrival) -> None:
        """Remember a file that was brought in; the same id again replaces what was remembered."""
        row = {
            "id": arrival.id,
            "bundle": arrival.bundle,
            "kind": arrival.kind,
            "sender": arrival.sender,
            "sender_name": arrival.sender_name,
            "at": time_text(arrival.at),
            "added": arrival.added,
            "taken_out": arrival.taken_out,
        }
        self.connection.execute(sa.insert(schema.arrival).prefix_with("OR REPLACE"), row)

    def arrivals(self) -> tuple[Arrival, ...]:
        """Every file that was brought in, newest first."""
        table = schema.arrival.c
        columns = (
            table.id,
            table.bundle,
            table.kind,
            table.sender,
            table.sender_name,
            table.at,
            table.added,
            table.taken_out,
        )
        query = sa.select(*columns).order_by(table.at.desc(), table.id)
        return tuple(
            Arrival(**{**row, "at": datetime.fromisoformat(row["at"])})
            for row in self.connection.execute(query).mappings()
        )

    def bundle_seen(self, bundle: str, sender: str) -> bool:
        """Whether this bundle of that person's is in; one that was taken out again counts as not seen.

        Its number is the sender's to choose, so that another's of the same number is another bundle.
        """
        table = schema.arrival.c
        mine = table.bundle == bundle, table.sender == sender, table.taken_out.is_(False)
        query = sa.select(table.id).where(*mine).limit(1)
        return self.connection.execute(query).first() is not None

    def log_sending(self, sending: Sending) -> None:
        """Remember a file that was made. Receipts owed to its recipients ride in it and are owed no more,
        unless it is a joining file."""
        row = {
            "bundle": sending.bundle,
            "kind": sending.kind,
            "recipients": msgspec.json.encode(sending.to).decode(),
            "describes": sending.describes,
            "at": time_text(sending.at),
        }
        self.connection.execute(sa.insert(schema.sending).prefix_with("OR REPLACE"), row)
        if not BundleKind(sending.kind).joins:
            theirs = schema.arrival.c.sender.in_(sending.to)
            self.connection.execute(sa.update(schema.arrival).where(theirs).values(acknowledged=True))

    def sendings(self) -> tuple[Sending, ...]:
        """Every file that was made, newest first, with word of who has it."""
        arrived: dict[str, list[tuple[str, datetime]]] = {}
        for bundle, person, at in self.connection.execute(sa.select(schema.receipt).order_by(schema.receipt.c.at)):
            arrived.setdefault(bundle, []).append((person, datetime.fromisoformat(at)))
        query = sa.select(schema.sending).order_by(schema.sending.c.at.desc(), schema.sending.c.bundle)
        return tuple(
            Sending(
                bundle=row.bundle,
                kind=row.kind,
                to=tuple(msgspec.json.decode(row.recipients, type=list[str])),
                describes=row.describes,
                at=datetime.fromisoformat(row.at),
                arrived=tuple(arrived.get(row.bundle, ())),
            )
            for row in self.connection.execute(query)
        )

    def add_receipt(self, receipt: Receipt) -> None:
        """Remember word that a file of ours arrived; of two words about the same file the first stands."""
        row = {"bundle": receipt.bundle, "person": receipt.to, "at": time_text(receipt.at)}
        self.connection.execute(sa.insert(schema.receipt).prefix_with("OR IGNORE"), row)

    def receipts_owed(self, person: str) -> tuple[Receipt, ...]:
        """Word for `person` of the files that came from them and that no file to them has acknowledged yet.

        Of one that was taken out again none goes, unless they asked it back: then they have to know that it was opened.
        """
        table = schema.arrival.c
        query = (
            sa.select(table.bundle, table.at, table.taken_out)
            .where(table.sender == person, table.acknowledged.is_(False))
            .order_by(table.at)
        )
        own = self._owner()
        return tuple(
            Receipt(row.bundle, own, datetime.fromisoformat(row.at))
            for row in self.connection.execute(query)
            if not row.taken_out or self._asked_back(row.bundle, person)
        )

    def _asked_back(self, bundle: str, sender: str) -> bool:
        key = schema.setting.c.key
        return self.connection.execute(sa.select(key).where(key == asked_back(bundle, sender))).first() is not None

    def _owner(self) -> str:
        """The person whose profile this is, or "" before there is one."""
        from peerreview.identity.keys import from_bytes

        data = self.connection.execute(sa.select(schema.identity.c.data)).scalar()
        return from_bytes(data).person if data else ""

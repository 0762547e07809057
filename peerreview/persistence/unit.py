"""The unit of work: one transaction over the store, kept whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType

import sqlalchemy as sa

from peerreview.journal.table import Table

from .device import Device
from .documents import NetworkHeads
from .exchange_log import ExchangeLog
from .membership import Membership
from .projecting import Lists
from .streams import StreamCache

REMOVAL_DUE = "store.removal_due"
"""The setting that stands while what was removed for good may still lie in the log or in a safe copy."""


class UnitOfWork(Membership, ExchangeLog, Device, Lists):
    """One transaction. Leaving the block rolls back what `commit` has not kept, in the file and in memory.

    Truth is written by one path alone: the change is appended, and what is worked out from it is brought up to date,
    in the same transaction. One thread at a time.
    """

    def __init__(
        self,
        connection: sa.Connection,
        table: Table,
        cache: StreamCache,
        heads: NetworkHeads,
        after_removal: Callable[[frozenset[str]], None],
    ) -> None:
        self.connection = connection
        self._table = table
        self._cache = cache
        self._heads: NetworkHeads = heads
        self._after_removal = after_removal
        self._touched: set[str] = set()
        self._new_blobs: set[str] = set()
        self._removed: set[str] = set()
        self._wiping = False
        self._undo = ExitStack()

    def unless_kept(self, undo: Callable[[], object]) -> None:
        """Call `undo` when the unit ends and nothing has kept what it did: it wrote a file that is not remembered."""
        self._undo.callback(undo)

    def wipe(self) -> None:
        """What is cleared in this unit (a draft, a word of mine) goes from the log and the safe copies too."""
        self._wiping = True

    def commit(self) -> None:
        """Keep everything done so far: durable on return. What was removed for good is then wiped from the log too."""
        self._drop_removed_blobs()
        if self._removed or self._wiping:
            self.set_setting(REMOVAL_DUE, "yes")
        self.connection.commit()
        self._undo.pop_all()
        self._touched.clear()
        self._new_blobs.clear()
        if self._removed or self._wiping:
            removed, self._wiping = frozenset(self._removed), False
            self._removed.clear()
            self._after_removal(removed)

    def __enter__(self) -> UnitOfWork:
        try:
            self.connection.begin()  # take the write lock now: nothing later fails for want of it
        except BaseException:
            self.connection.close()
            raise
        self._heads.read_through(self.connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.connection.rollback()
        finally:
            self._cache.drop(self._touched)
            self._heads.unit_ended()
            self.connection.close()
            self._undo.close()

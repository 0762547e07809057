"""The store of one profile: `store.db` and what lies beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from peerreview.config.drives import Progress, sync_folder
from peerreview.domain.ledger import Rehearsal, StoreReport
from peerreview.errors import EnvironmentFault, Refused
from peerreview.journal.table import Table

from . import checking, outgoing, rehearsing, safekeeping, schema, versions
from .documents import NetworkHeads
from .engine import open_engine, truncate_log
from .faults import explained
from .files import whole_or_none
from .outgoing import Taken
from .safekeeping import STORE
from .streams import StreamCache
from .unit import REMOVAL_DUE, UnitOfWork

BACKUPS = "backups"
"""The folder of automatic safe copies, within the profile: cleaned whenever something is removed for good."""


def create_store(folder: Path, key: bytes, table: Table) -> Store:
    """Make an empty store in `folder`; raises Refused ("already_there") when one is there."""
    path = folder / STORE
    if path.exists():
        raise Refused(
            "There are data in this folder already.",
            "They have not been touched.",
            "Open them, or choose another folder.",
            code="already_there",
        )
    part = folder / (STORE + ".part")  # tables first, name second: a kill leaves no half-made store
    with explained(), whole_or_none(part):
        engine = open_engine(part, key, create=True)
        try:
            versions.make_tables(engine)
            truncate_log(engine)
        finally:
            engine.dispose()
        part.replace(path)
        sync_folder(folder)
    return Store(folder, key, table)


def open_store(folder: Path, key: bytes, table: Table) -> Store:
    """Open the store in `folder`, bringing an older one up to date after a safe copy.

    Raises WrongKey, Damaged, Refused ("newer_store"), or EnvironmentFault for what the disk does.
    """
    if not (folder / STORE).exists():
        raise EnvironmentFault(
            "There are no data of Peer Review in this folder.",
            "Nothing was changed.",
            "Check the folder, or bring back your latest safe copy.",
            code="no_store",
        )
    for left in (outgoing.PLACE, rehearsing.PLACE):  # by a computer that stopped
        shutil.rmtree(folder / left, ignore_errors=True)
    store = Store(folder, key, table)
    try:
        store.bring_up()
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """An open store. One thread at a time; `close` when done."""

    def __init__(self, folder: Path, key: bytes, table: Table) -> None:
        self._folder = folder
        self._key = key
        self._table = table
        self._cache = StreamCache()
        self._removals = 0
        self._engine = open_engine(folder / STORE, key)
        self._heads = NetworkHeads(self._engine)

    def bring_up(self) -> None:
        """Bring an older file to the present schema, after a safe copy; finish a removal that was broken off."""
        versions.bring_up(self._engine, lambda found: self.backup(self._folder / BACKUPS / f"before-{schema.HEAD}"))
        with self.begin() as unit:
            removed = unit.disposed() if unit.setting(REMOVAL_DUE) else None
        if removed is not None:
            self._after_removal(removed)

    def begin(self) -> UnitOfWork:
        """A unit of work, to be used in a `with` block."""
        return UnitOfWork(self._engine.connect(), self._table, self._cache, self._heads, self._after_removal)

    def check(self) -> StoreReport:
        """Judge every page, every row of truth, and everything worked out from it; changes nothing."""
        with self.begin() as unit:
            return checking.check(unit)

    def rebuild(self) -> StoreReport:
        """Work everything out anew from truth, which is not touched; then check."""
        self._cache.clear()
        with self.begin() as unit:
            checking.rebuild(unit)
            unit.commit()
        return self.check()

    def backup(self, target: Path) -> Path:
        """Make a safe copy in the folder `target` on this computer, in place of the one that is there; gives its path.

        It is an exact encrypted copy with its `key.age`; whatever happens, a whole copy is in the folder afterwards.
        """
        return safekeeping.backup(self._engine, self._folder, target, self._key)

    def take_copy(self, progress: Progress = lambda *_: None) -> Taken:
        """A safe copy on this computer's own disk, to be carried to another in any thread; see `outgoing`."""
        removals = self._removals
        return outgoing.take(self._engine, self._folder, self._key, lambda: self._removals != removals, progress)

    def rehearse(
        self,
        copy: Path,
        sheet: str = "",
        progress: Progress = lambda *_: None,
        turn: Callable[[Callable[[], Rehearsal]], Rehearsal] = lambda work: work(),
    ) -> Rehearsal:
        """Try the safe copy in the folder `copy` in a temporary place, in any thread; see `rehearsing.rehearse`.

        `turn` does what has to be done where the store is had."""

        def lend(judge: Callable[[sa.Connection], Rehearsal]) -> Rehearsal:
            with self._engine.connect() as living:
                return judge(living)

        return rehearsing.rehearse(
            copy, self._folder, self._key, self._table, lambda judge: turn(lambda: lend(judge)), sheet, progress
        )

    def scrub_backups(self, folder: Path) -> tuple[Path, ...]:
        """Remove from the safe copies in `folder` what has been removed for good here.

        Gives the copies that could not be cleaned: made under another key, damaged, or not to be written.
        """
        with self.begin() as unit:
            removed = unit.disposed()
        return safekeeping.scrub(folder, self._key, removed)

    def rekey(self, key: bytes) -> None:
        """Encrypt the store and its automatic safe copies anew under `key`, each file whole or not at all.

        Who holds the key must hold both meanwhile: see `rekeying.change_key`.
        """
        self._cache.clear()
        self._engine.dispose()
        try:
            old = self._key
            safekeeping.encrypt_anew(self._folder / STORE, old, key)
            self._key = key
            safekeeping.encrypt_copies_anew(self._folder / BACKUPS, old, key)
        finally:
            self._engine = open_engine(self._folder / STORE, self._key)
            self._heads = NetworkHeads(self._engine)

    def close(self) -> None:
        """Close the file; the write-ahead log is moved into it."""
        self._cache.clear()
        self._engine.dispose()

    def _after_removal(self, digests: frozenset[str]) -> None:
        self._removals += 1  # first: a copy on its way knows that it is outdated
        truncate_log(self._engine)
        safekeeping.scrub(self._folder / BACKUPS, self._key, digests)
        with self._engine.begin() as connection:
            connection.execute(sa.delete(schema.setting).where(schema.setting.c.key == REMOVAL_DUE))

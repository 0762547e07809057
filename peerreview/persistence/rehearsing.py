"""Trying a safe copy: brought back to a temporary place, judged there, and compared row by row with what lives."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from peerreview.config import drives
from peerreview.config.drives import Progress, sync_folder
from peerreview.domain.ledger import Compared, Rehearsal
from peerreview.journal.table import Table

from . import checking, safekeeping, schema
from .documents import NetworkHeads
from .engine import open_engine
from .keyholder import KIT, read_kit
from .safekeeping import STORE
from .streams import StreamCache
from .unit import UnitOfWork

PLACE = "trial"
"""The temporary place within a profile: encrypted like the rest, emptied before and after."""

_SETTING = schema.setting.c.key + "=" + schema.setting.c.value


def rehearse(
    copy: Path,
    profile: Path,
    key: bytes,
    table: Table,
    compare: Callable[[Callable[[sa.Connection], Rehearsal]], Rehearsal],
    sheet: str = "",
    progress: Progress = lambda *_: None,
) -> Rehearsal:
    """Bring the safe copy in the folder `copy` back beside the profile, under its own key or, with `sheet` (the age
    identity of an emergency sheet), by that alone; judge it, and compare it with what lives. Only for the last is the
    living store asked: `compare` lends a connection to it.

    Raises WrongSheet, WrongKey or Damaged when it cannot be brought back at all. Nothing of it is left.
    """
    place = profile / PLACE
    shutil.rmtree(place, ignore_errors=True)
    with ExitStack() as leaving:
        leaving.callback(sync_folder, profile)
        leaving.callback(shutil.rmtree, place, ignore_errors=True)
        found = drives.reach(copy, lambda _step: _key_of(copy, key, sheet), progress)
        safekeeping.restore(copy, place, found, progress)
        engine = open_engine(place / STORE, found)
        leaving.callback(engine.dispose)
        with UnitOfWork(engine.connect(), table, StreamCache(), NetworkHeads(engine), lambda _gone: None) as unit:
            report = checking.check(unit)
            there = unit.connection
            return compare(
                lambda living: Rehearsal(
                    report,
                    changes=_compared(there, living, schema.change.c.id),
                    documents=_compared(there, living, schema.document.c.digest),
                    attachments=_compared(there, living, schema.blob.c.digest),
                    settings=_compared(there, living, _SETTING),
                )
            )


def _key_of(copy: Path, key: bytes, sheet: str) -> bytes:
    return safekeeping.opening_key(copy / STORE, [read_kit(copy / KIT, sheet) if sheet else key])


def _compared(there: sa.Connection, living: sa.Connection, column: sa.ColumnElement[str]) -> Compared:
    copied, here = (set(each.execute(sa.select(column)).scalars()) for each in (there, living))
    return Compared(same=len(copied & here), since=len(here - copied), gone=len(copied - here))

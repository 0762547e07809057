"""Encrypted SQLite (SQLCipher 4) through SQLAlchemy: raw 32-byte key, WAL, every commit on the disk.

The key is given to each new connection and appears in no address, log line or error. Transactions are explicit: a
writer takes the write lock when it begins, so that it never fails half-way for want of it; a reader sees one
snapshot. Page and key parameters stay SQLCipher 4's own, so that any tool that knows the key can open the file.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.pool import QueuePool

from .faults import explain, explained
from .files import sync, whole_or_none

KEY_SIZE = 32
_BUSY_SECONDS = 5.0
_PIECE = 256
"""Pages of a copy between two steps: a mebibyte."""
_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is removed for good is overwritten, not only unlinked
    "temp_store=MEMORY",  # temporary files would not be encrypted
    "cache_size=-16000",
)


def connect(path: Path, key: bytes, *, create: bool = False) -> sqlcipher.Connection:
    """A bare keyed connection in autocommit mode.

    Raises the driver's own errors, of which a wrong key is "file is not a database"; without `create` a missing
    file is an error rather than an empty store.
    """
    if len(key) != KEY_SIZE:
        raise ValueError("a store key is 32 bytes")
    if create:
        with explained():
            path.touch(mode=0o600)  # SQLite gives its -wal and -shm files the rights of the file itself
    connection = sqlcipher.connect(
        path.absolute().as_uri() + "?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")  # else a wrong key writes lines to stderr
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_engine(path: Path, key: bytes, *, create: bool = False) -> sa.Engine:
    """An engine on one encrypted file; faults of the disk and the file come out as sentences."""
    engine = sa.create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key, create=create),
        poolclass=QueuePool,
        pool_size=2,
        hide_parameters=True,  # an error text never quotes what somebody typed
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _tell)
    return engine


def _begin(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _tell(context: ExceptionContext) -> None:
    told = explain(context.original_exception)
    if told is not None:
        raise told from context.original_exception


def copy_encrypted(
    source: sqlcipher.Connection, target: Path, key: bytes, step: Callable[[], object] = lambda: None
) -> None:
    """An exact, consistent copy of an open file, encrypted under `key`, whole on the disk when this returns, or none.

    The target is keyed before a page is copied, so that plain text never touches the disk. `step` is called piece by
    piece, and may end it.
    """
    with explained(), whole_or_none(target):
        with closing(connect(target, key, create=True)) as copy:
            source.backup(copy, pages=_PIECE, progress=lambda _status, _left, _all: step())
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            step()
        sync(target)


def truncate_log(engine: sa.Engine) -> bool:
    """Move the write-ahead log into the file and empty it, so that nothing removed lingers there.

    False when somebody is still reading: then it must be tried again.
    """
    raw = engine.raw_connection()
    try:
        with explained():
            busy, *_ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
    return not busy

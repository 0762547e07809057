"""What the database and the disk report, told as what happened, what is safe and what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher

from peerreview.errors import EnvironmentFault, Refused, UserFacingError

_NOTHING_CHANGED = "Everything that was saved before is still there."

_FULL = (
    "There is no room left on this disk.",
    "What was saved before is still there; the last step was not applied.",
    "Free some space, then do it again.",
)
_READ_ONLY = (
    "This folder cannot be written to.",
    _NOTHING_CHANGED,
    "Ask for the right to write to it, or choose another folder on this computer.",
)
_CANNOT_OPEN = (
    "A file of your data cannot be opened.",
    "Nothing was changed.",
    "Check that the folder is still there and that you may open it.",
)
_DISK = (
    "The disk reported an error while reading or writing your data.",
    "What was saved before has not been changed.",
    "Save a safe copy to another disk, then check my data.",
)


class WrongKey(Refused):
    """The key does not open the file; a damaged first page looks the same from outside."""

    def __init__(self) -> None:
        super().__init__(
            "These data do not open with this key.",
            "Nothing was changed.",
            "Use your emergency sheet; if that does not help, bring back your latest safe copy.",
            code="wrong_key",
        )


class Damaged(EnvironmentFault):
    """A page of the file is not as it was written."""

    def __init__(self, happened: str = "Part of your data on this disk is damaged.") -> None:
        super().__init__(
            happened,
            "Nothing was changed, and your safe copies are not touched by this.",
            "Check my data, or bring back your latest safe copy.",
            code="damaged",
        )


def explain(error: BaseException) -> UserFacingError | None:
    """The sentences for a database or disk error; None when it is a bug rather than a fault."""
    if isinstance(error, sqlcipher.Error):
        return _explain_code(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError):
        return _explain_errno(error.errno)
    return None


def _explain_code(code: int) -> UserFacingError | None:
    if code == sqlcipher.SQLITE_NOTADB:
        return WrongKey()
    if code == sqlcipher.SQLITE_CORRUPT:
        return Damaged()
    sentences, name = {
        sqlcipher.SQLITE_FULL: (_FULL, "no_room"),
        sqlcipher.SQLITE_READONLY: (_READ_ONLY, "read_only"),
        sqlcipher.SQLITE_CANTOPEN: (_CANNOT_OPEN, "cannot_open"),
        sqlcipher.SQLITE_IOERR: (_DISK, "disk_error"),
        sqlcipher.SQLITE_BUSY: (
            (
                "Your data are being written by something else.",
                "Nothing was changed.",
                "Wait a moment and do it again.",
            ),
            "busy",
        ),
    }.get(code, (None, ""))
    return EnvironmentFault(*sentences, code=name) if sentences else None


def _explain_errno(number: int | None) -> EnvironmentFault:
    sentences, name = {
        errno.ENOSPC: (_FULL, "no_room"),
        errno.EROFS: (_READ_ONLY, "read_only"),
        errno.EACCES: (_READ_ONLY, "read_only"),
        errno.EPERM: (_READ_ONLY, "read_only"),
        errno.ENOENT: (_CANNOT_OPEN, "cannot_open"),
    }.get(number or 0, (_DISK, "disk_error"))
    return EnvironmentFault(*sentences, code=name)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what the driver or the disk raises inside the block into its sentences; bugs pass unchanged."""
    try:
        yield
    except (sqlcipher.Error, OSError) as error:
        told = explain(error)
        if told is None:
            raise
        raise told from error

"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from peerreview.config.drives import sync_folder


def write_whole(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, readable by its owner alone; a kill or a full disk leaves the old file or none."""
    part = path.with_name(path.name + ".part")
    with whole_or_none(part):
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    sync_folder(path.parent)


@contextmanager
def whole_or_none(part: Path) -> Iterator[None]:
    """A block that writes `part`: what an earlier one left is removed first, and what this one leaves if it fails.

    With a database's file go those that lie beside it while it is open: a log left over would be mixed into the next.
    """
    _remove(part)
    try:
        yield
    except BaseException:
        _remove(part)
        raise


def part_of(path: Path) -> Path:
    """A name beside `path` for writing it, of this errand alone: one that was left behind on a drive that hung may
    still write to its own. What earlier ones left there is removed."""
    for left in path.parent.glob(f"{path.name}*.part*"):
        with suppress(OSError):  # on Windows somebody still has it open
            left.unlink()
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Force a file, and the folder entry that names it, to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    sync_folder(path.parent)

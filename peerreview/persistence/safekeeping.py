"""Safe copies of a store: making, cleaning, bringing back, and encrypting anew.

A safe copy is a folder with `store.db`, an exact encrypted copy, and `key.age`, the key for the emergency sheet; on
the computer that made it, its secret store opens it too. Every file is written beside its place and renamed when it is
whole, so a stick pulled out leaves the old copy or the new.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import closing, suppress
from pathlib import Path

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from peerreview.config import drives
from peerreview.config.drives import NoAnswer, Progress, Step, sync_folder
from peerreview.errors import EnvironmentFault, Refused
from peerreview.journal.buffer import DRAFTS, MY_WORDS

from .discarding import discard
from .engine import connect, copy_encrypted, open_engine, truncate_log
from .faults import Damaged, WrongKey, explained
from .files import part_of, sync, whole_or_none, write_whole
from .keyholder import KIT, KIT_NEXT, RING, RING_COPY, WRAPPED

STORE = "store.db"

LONG = 60.0
"""Seconds without a step: a slow stick writes down at the end what it was given all along."""

_TYPED = f"(substr(key, 1, {len(DRAFTS)}) = '{DRAFTS}' OR key = '{MY_WORDS}')"


def backup(engine: sa.Engine, profile: Path, target: Path, key: bytes, step: Step = lambda: None) -> Path:
    """Copy the store of `profile` into the folder `target` on a disk of this computer; gives the path of the copy.

    Raises Refused ("own_folder") when `target` holds somebody's living data, EnvironmentFault for the disk.
    """

    def put(part: Path) -> None:
        raw = engine.raw_connection()
        try:
            copy_encrypted(raw.driver_connection, part, key, step)
        finally:
            raw.close()

    make_room(profile, target)
    fill(profile, target, put, step)
    return target / STORE


def make_room(profile: Path, target: Path) -> None:
    """Make the folder of a safe copy of `profile`, where that may be; Refused ("own_folder") where data live."""
    with explained():
        if any((target / name).exists() for name in (RING, WRAPPED)) or target.resolve() == profile.resolve():
            raise Refused(
                "This is the folder where your data live.",
                "Nothing was changed.",
                "Choose another folder for the safe copy, best on a stick.",
                code="own_folder",
            )
        target.mkdir(mode=0o700, parents=True, exist_ok=True)


def fill(held: Path, target: Path, put: Callable[[Path], object], step: Step) -> None:
    """Make the folder `target` a safe copy: with the key files that lie in `held`, and the store, which `put` writes
    under the name that it is given. It gets its own when it is whole, and not once `step` says that nobody waits."""
    with explained():
        kit, ring = held / KIT, next((held / name for name in (RING, RING_COPY) if (held / name).exists()), None)
        if kit.exists():  # under the second name first: there is never a copy without its key beside it
            write_whole(target / KIT_NEXT, kit.read_bytes())
        (target / RING_COPY).unlink(missing_ok=True)
        if ring is not None:
            write_whole(target / RING_COPY, ring.read_bytes())
        copy = target / STORE
        part = part_of(copy)
        step()
        with whole_or_none(part):
            put(part)
            step()
            part.replace(copy)
        if kit.exists():
            (target / KIT_NEXT).replace(target / KIT)
        sync_folder(target)


def restore(copy: Path, target: Path, key: bytes, progress: Progress = lambda *_: None) -> None:
    """Bring the safe copy in the folder `copy` back into the empty profile folder `target`, still under `key`.

    Every page is checked before the store gets its name. Raises WrongKey, Damaged, or Refused ("already_there").
    """
    if (target / STORE).exists():
        raise Refused(
            "There are data in this folder already.",
            "They have not been touched.",
            "Choose an empty folder for what is brought back.",
            code="already_there",
        )
    drives.reach(copy, lambda step: _restore(copy, target, key, step), progress, patience=LONG)


def _restore(copy: Path, target: Path, key: bytes, step: Step) -> None:
    with explained():
        kit = (copy / KIT).read_bytes() if (copy / KIT).exists() else None
        step()
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = part_of(target / STORE)
        with whole_or_none(part):
            with closing(connect(copy / STORE, key)) as source:
                _require_whole(source)
                step()
                copy_encrypted(source, part, key, step)
            step()  # the drive has said its last: from here on only the profile's own disk is asked
            if kit is not None:
                write_whole(target / KIT, kit)
            part.replace(target / STORE)
        sync_folder(target)


def read_back(copy: Path, key: bytes, progress: Progress = lambda *_: None) -> None:
    """Read every page of the safe copy in the folder `copy`; raises WrongKey or Damaged."""

    drives.reach(copy.parent, lambda _step: require_whole(copy, key), progress, patience=LONG)


def require_whole(copy: Path, key: bytes) -> None:
    """Read every page of the safe copy in the folder `copy`, on a disk that answers."""
    with explained(), closing(connect(copy / STORE, key)) as source:
        _require_whole(source)


def opening_key(path: Path, keys: Iterable[bytes]) -> bytes:
    """The first of `keys` that opens the file; raises WrongKey when none does."""
    for key in keys:
        with suppress(WrongKey), explained(), closing(connect(path, key)):
            return key
    raise WrongKey


def copies(folder: Path) -> tuple[Path, ...]:
    """The safe copies in a folder, or in the folders within it; never living data, which have their key beside them."""
    with explained():
        found = sorted((*folder.glob(STORE), *folder.glob(f"*/{STORE}")))
        return tuple(copy for copy in found if not any(copy.with_name(name).exists() for name in (RING, WRAPPED)))


def scrub(folder: Path, key: bytes, digests: Collection[str]) -> tuple[Path, ...]:
    """Rewrite the safe copies in `folder` without these values, and without what stood on a note pad or was added to
    the dictionary, which may say the same; gives those that could not be rewritten."""

    def clean(step: Step) -> tuple[Path, ...]:
        left = []
        for copy in copies(folder):
            step()
            try:
                _scrub_copy(copy, key, digests, step)
            except (WrongKey, EnvironmentFault):
                left.append(copy)
        return tuple(left)

    try:
        return drives.reach(folder, clean, patience=LONG)
    except NoAnswer:
        return (folder,)


def encrypt_anew(path: Path, old: bytes, new: bytes) -> None:
    """Bring a file from one key under another: whole under the one or whole under the other, also after a kill.

    Doing it again changes nothing. Raises EnvironmentFault ("being_copied") while another connection is open: a safe
    copy that was left behind on a drive that hung. Its log would be read, or removed, as the new file's.
    """
    if opening_key(path, (new, old)) == new:
        return
    part = path.with_name(path.name + ".next")
    with explained():
        with closing(connect(path, old)) as source:
            _require_alone(source)
            copy_encrypted(source, part, new)
        with closing(connect(part, new)) as written:
            if written.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Damaged
        part.replace(path)
        sync_folder(path.parent)


def encrypt_copies_anew(folder: Path, old: bytes, new: bytes) -> None:
    """Bring the safe copies in `folder` under another key; those that the old key does not open stay as they are."""
    for copy in copies(folder):
        with suppress(WrongKey, EnvironmentFault):
            encrypt_anew(copy, old, new)


def renew_kits(profile: Path, folder: Path) -> None:
    """Give the safe copies in `folder` the profile's newest `key.age`, or none when it has none."""
    newest = next((path for path in (profile / KIT_NEXT, profile / KIT) if path.exists()), None)
    with explained():
        for copy in copies(folder):
            if newest is None or newest.stat().st_size == 0:
                copy.with_name(KIT).unlink(missing_ok=True)
            else:
                write_whole(copy.with_name(KIT), newest.read_bytes())


def _require_alone(source: sqlcipher.Connection) -> None:
    """Move the log into the file and do without one, which is refused while anybody else has the file open."""
    try:
        source.execute("PRAGMA journal_mode=DELETE").fetchall()
    except sqlcipher.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlcipher.SQLITE_BUSY:
            raise
        raise EnvironmentFault(
            "A safe copy is still being made.",
            "Everything you wrote is kept, and your data open as before.",
            "Close Peer Review, open it, then try again.",
            code="being_copied",
        ) from None


def _require_whole(copy: sqlcipher.Connection) -> None:
    if copy.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise Damaged("This safe copy is damaged.")


def _scrub_copy(copy: Path, key: bytes, digests: Collection[str], step: Step) -> None:
    with explained():
        with closing(connect(copy, key)) as held:
            drafts = held.execute(f"SELECT 1 FROM setting WHERE {_TYPED} AND value <> ''").fetchone()
            values = (held.execute("SELECT 1 FROM value WHERE digest = ?", (one,)).fetchone() for one in digests)
            if not drafts and not any(values):
                return
        part = part_of(copy)
        with whole_or_none(part):
            part.touch(mode=0o600)
            shutil.copyfile(copy, part)  # a safe copy has no write-ahead log: the file is all of it
            step()
            engine = open_engine(part, key)
            try:
                with engine.begin() as connection:
                    discard(connection, digests)
                    connection.exec_driver_sql(f"DELETE FROM setting WHERE {_TYPED}")
                truncate_log(engine)
            finally:
                engine.dispose()
            sync(part)
            step()
            part.replace(copy)
        sync_folder(copy.parent)

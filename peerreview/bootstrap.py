"""Makes and opens a profile, and hands its services what they need.

`create_profile` on the first day, `open_profile` ever after, `restore_profile` when all that is left is a safe copy.
`checkers` judges files without any profile. Slow libraries are imported when something first asks for them.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from peerreview.adapters import BundleFiles, Papers, ProfileKeys, ReportPages, read_photo
from peerreview.config import drives, paths
from peerreview.domain.sheets import Sheets
from peerreview.errors import EnvironmentFault, Refused, UserFacingError
from peerreview.handbook.library import Library
from peerreview.identity.signer import Signer
from peerreview.journal.table import Table, load_table
from peerreview.services import bringing_back, handbooks, regular_copies, start
from peerreview.services.ports import Ports, Progress, silent
from peerreview.services.start import Recovered
from peerreview.services.verifying import Checkers

if TYPE_CHECKING:
    from peerreview.persistence.keyholder import KeyHolder
    from peerreview.persistence.keyring_access import Keyring
    from peerreview.persistence.store import Store


@dataclass(frozen=True)
class Unlock:
    """How the store's key is had: from the system's secret store, or, when a phrase is given, from under it.

    `keyring` finds another secret store than the system's, for tests.
    """

    phrase: str | None = field(default=None, repr=False)
    keyring: Callable[[], Keyring] | None = field(default=None, repr=False)

    def holder(self, folder: Path) -> KeyHolder:
        """Who holds the key of the profile in `folder`."""
        from peerreview.persistence.keyholder import KeyHolder

        return KeyHolder(folder, self.keyring) if self.keyring else KeyHolder(folder)


@dataclass(frozen=True)
class Sources:
    """Where time and chance come from; a demo or a test injects its own and gets the same ids again.

    `ids` gives 32 hex digits and `salts` 16 bytes, new at each call.
    """

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ids: Callable[[], str] = lambda: secrets.token_hex(16)
    salts: Callable[[], bytes] = lambda: secrets.token_bytes(16)


REAL = Sources()


class App:
    """An open profile: what its services work with, whose it is, and what was recovered. `close` when done."""

    def __init__(self, folder: Path, ports: Ports, closing: ExitStack) -> None:
        self.folder = folder
        self.ports = ports
        self._closing = closing
        self.signer = start.signer(ports)
        self.recovered: Recovered = start.recover(ports, self.signer)

    def renew_signer(self) -> Signer:
        """The owner's hand as membership has it now, after a file of the office was brought in."""
        self.signer = start.signer(self.ports)
        return self.signer

    def close(self) -> None:
        """Close the store and let others open the profile."""
        self._closing.close()

    def __enter__(self) -> App:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def exists(folder: Path) -> bool:
    """Whether there is a profile in the folder."""
    return (folder / "store.db").exists()


def needs_phrase(folder: Path) -> bool:
    """Whether the profile's key lies under a phrase."""
    return Unlock().holder(folder).needs_phrase()


def create_profile(
    folder: Path, unlock: Unlock, *, name: str, school: str = "", urn: str = "", sources: Sources = REAL
) -> App:
    """Make a profile for somebody who gives their name and school. Raises Refused for a shared folder.

    It is made beside its place and put there when it is whole: after a kill one can begin again.
    """
    from peerreview.persistence.folder import make_folder, refuse_shared
    from peerreview.persistence.keyholder import new_key
    from peerreview.persistence.safekeeping import STORE
    from peerreview.persistence.store import create_store

    refuse_shared(folder)
    make_folder(folder)
    _refuse_occupied(folder)
    holder, key, begun = unlock.holder(folder), new_key(), folder / "begun"
    with ExitStack() as making:
        _lock(folder, making)
        shutil.rmtree(begun, ignore_errors=True)
        make_folder(begun)
        making.callback(shutil.rmtree, begun, ignore_errors=True)
        holder.keep(key, phrase=unlock.phrase)
        with ExitStack() as closing:
            store = create_store(begun, key, record_table())
            closing.callback(store.close)
            ports = _ports(begun, store, key, holder, sources, closing)
            start.introduce(ports, name=name, school=school, urn=urn)
        (begun / STORE).replace(folder / STORE)
    return open_profile(folder, unlock, sources)


def open_profile(folder: Path, unlock: Unlock = Unlock(), sources: Sources = REAL) -> App:
    """Open the profile in a folder, finishing whatever a stopped computer left half done."""
    from peerreview.persistence.folder import refuse_shared
    from peerreview.persistence.rekeying import settled_key
    from peerreview.persistence.store import open_store

    if not exists(folder):
        raise EnvironmentFault(
            "There is no profile in this folder.",
            "Nothing was changed.",
            "Begin one, or check the folder.",
            code="no_profile",
        )
    refuse_shared(folder)
    holder = unlock.holder(folder)
    with ExitStack() as closing:
        _lock(folder, closing)
        key = settled_key(folder, holder, holder.keys(phrase=unlock.phrase))
        store = open_store(folder, key, record_table())
        closing.callback(store.close)
        return App(folder, _ports(folder, store, key, holder, sources, closing), closing.pop_all())


def restore_profile(
    copy: Path,
    folder: Path,
    unlock: Unlock,
    words: str | None = None,
    sources: Sources = REAL,
    *,
    instead: Path | None = None,
    progress: Progress = silent,
) -> App:
    """Bring a safe copy back into an empty folder: with the 24 words of the emergency sheet, or this computer's key.

    `copy` may be any folder that holds safe copies: the newest is taken that is whole and that the words open. Brought
    back by the words it is on a new computer, which will need keys of its own; unless it stands `instead` of a profile
    of this computer, on which it was made.
    """
    from peerreview.identity import recovery
    from peerreview.persistence import safekeeping
    from peerreview.persistence.folder import make_folder, refuse_shared
    from peerreview.persistence.keyholder import KIT, read_kit

    refuse_shared(folder)
    make_folder(folder)
    _refuse_occupied(folder)
    holder = unlock.holder(folder)
    sheet = recovery.age_identity(recovery.secret_of(words)) if words is not None else None

    chosen = copy  # while it owes an answer, none of its copies is asked

    def key_of(copy: Path) -> bytes:
        if sheet is not None:
            keys: Sequence[bytes] = (drives.reach(chosen, lambda _step: read_kit(copy / KIT, sheet), progress),)
        else:
            keys = drives.reach(chosen, lambda _step: holder.keys_of_copy(copy), progress)
            keys = keys or holder.keys(phrase=unlock.phrase)
        store = copy / safekeeping.STORE
        key = drives.reach(chosen, lambda _step: safekeeping.opening_key(store, keys), progress)
        safekeeping.read_back(copy, key, progress)
        return key

    copy, key = _first_that_opens([each.folder for each in regular_copies.within(copy, progress)] or [copy], key_of)
    here = words is None or (instead is not None and _made_here(copy, instead, holder))
    holder.keep(key, phrase=unlock.phrase)  # first, for it may be refused: nothing is written then
    safekeeping.restore(copy, folder, key, progress)
    app = open_profile(folder, unlock, sources)
    bringing_back.mark(app.ports, elsewhere=not here)
    return app


def open_with_sheet(folder: Path, words: str, unlock: Unlock, sources: Sources = REAL) -> App:
    """Open a profile with the 24 words of its emergency sheet: its phrase is forgotten, or the computer lost its key.

    From then on the key is had as `unlock` says.
    """
    from peerreview.identity import recovery
    from peerreview.persistence import safekeeping

    holder = unlock.holder(folder)
    keys = holder.keys_from_kit(recovery.age_identity(recovery.secret_of(words)))
    safekeeping.opening_key(folder / safekeeping.STORE, keys)  # another profile's sheet must not displace the key
    with ExitStack() as closing:
        _lock(folder, closing)
        holder.keep(*keys, phrase=unlock.phrase)
    return open_profile(folder, unlock, sources)


def restore_instead(
    copy: Path,
    folder: Path,
    unlock: Unlock,
    words: str | None = None,
    sources: Sources = REAL,
    progress: Progress = silent,
) -> App:
    """Bring a safe copy back in the place of a profile that does not open; that one is kept beside it, whole."""
    kept = folder.with_name(f"{folder.name} (put aside {sources.clock():%Y-%m-%d %H%M%S})")
    folder.rename(kept)
    if copy.is_relative_to(folder):
        copy = kept / copy.relative_to(folder)
    try:
        return restore_profile(copy, folder, unlock, words, sources, instead=kept, progress=progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        kept.rename(folder)
        raise


def checkers() -> Checkers:
    """What judges files when there is no profile."""
    return Checkers(BundleFiles(), ReportPages())


def read_workbook(path: Path) -> Sheets:
    """The sheets of a workbook that somebody sent, read with limits."""
    from peerreview.datasets.workbook import read_workbook

    return read_workbook(path)


@cache
def record_table() -> Table:
    """The one record table."""
    import yaml

    return load_table(yaml.load((paths.resources() / "records.yaml").read_bytes(), yaml.CSafeLoader))


def _first_that_opens(copies: Sequence[Path], key_of: Callable[[Path], bytes]) -> tuple[Path, bytes]:
    """The newest safe copy that is whole and opens, with its key; raises what stood in the way of the newest."""
    first: UserFacingError | None = None
    for copy in copies:
        try:
            return copy, key_of(copy)
        except UserFacingError as error:
            first = first or error
    assert first is not None
    raise first


def _made_here(copy: Path, profile: Path, holder: KeyHolder) -> bool:
    """Whether a safe copy was made on this computer: it lies in the profile, or the secret store here knows its key."""
    from peerreview.persistence.store import BACKUPS

    if copy.is_relative_to(profile / BACKUPS):
        return True
    try:
        return bool(drives.reach(copy, lambda _step: holder.keys_of_copy(copy)))
    except UserFacingError:  # no secret store that answers: then it cannot be known
        return False


def _refuse_occupied(folder: Path) -> None:
    if exists(folder):
        raise Refused(
            "There are data in this folder already.",
            "They have not been touched.",
            "Open them, or choose an empty folder.",
            code="already_there",
        )


def _lock(folder: Path, closing: ExitStack) -> None:
    from peerreview.persistence.folder import only_one

    closing.enter_context(only_one(folder))


def _ports(folder: Path, store: Store, key: bytes, holder: KeyHolder, sources: Sources, closing: ExitStack) -> Ports:
    from peerreview.handbook import content
    from peerreview.persistence.typing import TypingStore

    typing = TypingStore(folder, key)
    closing.callback(typing.close)
    with store.begin() as work:
        held = [work.document("handbook", each.id, each.number) for each in work.documents("handbook")]
        kept = handbooks.kept(work)
    library = Library(paths.forms(), (content.kept(document.body) for document in held if document), kept)
    return Ports(
        store=store,
        typing=typing,
        bundles=BundleFiles(),
        reports=ReportPages(),
        papers=Papers(),
        library=library,
        table=record_table(),
        safe=ProfileKeys(folder, holder, store, typing, key),
        photo=read_photo,
        clock=sources.clock,
        ids=sources.ids,
        salts=sources.salts,
        folder=folder,
    )

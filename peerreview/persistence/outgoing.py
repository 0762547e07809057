"""A safe copy on its way: taken from the open store at one go, then carried to its drive while the work goes on.

Only taking it needs the store: the encrypted file is copied as it lies onto the profile's own disk. A drive may then be
as slow as it likes, or hang. What is on its way lies within the profile, and goes once it was carried, or when the
profile is opened next.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from peerreview.config import drives
from peerreview.config.drives import NoAnswer, Progress, Step
from peerreview.domain.filenames import sized
from peerreview.errors import EnvironmentFault

from . import safekeeping
from .engine import truncate_log
from .faults import explained
from .safekeeping import STORE

PLACE = "outgoing"
"""The folder within a profile, encrypted like the rest."""

_SPARE = 16 << 20
"""Bytes that stay free on the profile's own disk: what is typed meanwhile has to go somewhere."""


class Taken:
    """A safe copy on the profile's own disk, to be carried to its drive in any thread; gone at the end of its block.

    `outdated` says whether words were removed for good since: then it must not stay where it was carried to.
    """

    def __init__(self, folder: Path, profile: Path, key: bytes, outdated: Callable[[], bool]) -> None:
        self._folder, self._profile, self._key, self._outdated = folder, profile, key, outdated

    def __enter__(self) -> Taken:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)  # on Windows a drive that hung may hold it open

    @property
    def outdated(self) -> bool:
        """To be asked by who has the store."""
        return self._outdated()

    def carry(self, target: Path, progress: Progress = lambda *_: None, *, chosen: Path | None = None) -> Path:
        """Put it into the folder `target`, in place of the copy that is there; gives the new copy's path. `chosen` is
        the folder that is asked on its drive, where that is another.

        Raises Damaged when what was taken is not whole, Refused ("own_folder") when `target` holds somebody's living
        data, NoAnswer when its drive hangs, EnvironmentFault for what else the drive does. The copy from before is then
        still there.
        """
        place = chosen or target
        safekeeping.require_whole(self._folder, self._key)
        store = self._folder / STORE
        size = store.stat().st_size
        there = drives.reach(place, lambda _step: self._room_there(target, size), progress)

        def put(step: Step) -> None:
            safekeeping.fill(self._folder, target, lambda part: _copied(store, part, size, progress, step), step)

        copy = target / STORE
        undo = (lambda: None) if there else lambda: copy.unlink(missing_ok=True)
        try:
            drives.reach(place, put, progress, patience=safekeeping.LONG, undo=undo)
        except NoAnswer:
            if not there:
                raise
            kept = "The safe copy in it is the one from before or the new one, each whole. Nothing else has changed."
            raise NoAnswer(place, kept) from None
        return copy

    def read_back(self, copy: Path, progress: Progress = lambda *_: None) -> None:
        """Read every page of the safe copy in the folder `copy`; raises Damaged when it is not as it was taken."""
        safekeeping.read_back(copy, self._key, progress)

    def _room_there(self, target: Path, size: int) -> bool:
        """Make the folder; whether a copy lies in it. EnvironmentFault ("no_room") before anything is written."""
        safekeeping.make_room(self._profile, target)
        with explained():
            free = shutil.disk_usage(target).free
            if free < size:
                raise EnvironmentFault(
                    f"The safe copy has no room in {target}: it takes {sized(size)}, and {sized(free)} are free.",
                    "What was there before is still there.",
                    "Make room there, or choose another folder.",
                    code="no_room",
                )
            return (target / STORE).exists()


def take(
    engine: sa.Engine,
    profile: Path,
    key: bytes,
    outdated: Callable[[], bool],
    progress: Progress = lambda *_: None,
) -> Taken:
    """Copy the store of `profile` onto its own disk, as it is now.

    Raises EnvironmentFault ("no_room_here") when that disk has no room for it: nothing is written then.
    """
    store = profile / STORE
    whole = truncate_log(engine)  # all of it stands in the one file, unless somebody else is reading it
    with explained():
        size = store.stat().st_size
        free = shutil.disk_usage(profile).free
        if free < size + _SPARE:
            raise EnvironmentFault(
                f"This computer has no room to make a safe copy: it takes {sized(size + _SPARE)} for a moment, and "
                f"{sized(free)} are free.",
                "Everything you wrote is kept.",
                "Make room on this computer's disk, then try again.",
                code="no_room_here",
            )
        folder = profile / PLACE / secrets.token_hex(8)
        folder.mkdir(mode=0o700, parents=True)
    taken = Taken(folder, profile, key, outdated)

    def step() -> None:
        progress("copy", 0, 0)

    try:
        if whole:
            with explained(), engine.begin():  # nobody writes meanwhile
                safekeeping.fill(profile, folder, lambda part: _copied(store, part, size, progress), lambda: None)
        else:
            safekeeping.backup(engine, profile, folder, key, step)
    except BaseException:
        taken.__exit__()
        raise
    return taken


def _copied(source: Path, part: Path, size: int, progress: Progress, step: Step | None = None) -> None:
    """Copy a file piece by piece under a new name; with `step`, each is brought down for good, and then counts."""
    done = 0
    with source.open("rb") as held, open(part, "xb", opener=_for_its_owner) as file:
        while piece := held.read(drives.PIECE):
            file.write(piece)
            done += len(piece)
            if step is not None:
                drives.settle(file)
                step()
            progress("copy", done >> 10, size >> 10)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

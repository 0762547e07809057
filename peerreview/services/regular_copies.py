"""Safe copies that the program makes by itself into a folder that was chosen once: a stick, the school's drive.

One is made when the window opens, while it stands open, and when it closes, each a folder of its own named after its
moment; older ones go by the rule of `domain.rotation`, and only once the new one has been read back. When the folder is
not there, that is kept and said; nothing waits for it.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from peerreview.config import drives
from peerreview.config.drives import NoAnswer, Step
from peerreview.domain import dates, rotation
from peerreview.domain.filenames import safe
from peerreview.errors import EnvironmentFault, Refused, UserFacingError
from peerreview.identity.signer import Signer

from . import keeping
from .copy_places import COPIED_AT, COPIED_TO, DUE, ROW, ROW_AT, STORE
from .moments import moment, stamp
from .ports import Ports, Progress, Turn, UnitOfWork, at_once, silent

EVERY = timedelta(hours=4)
"""How long the window stands open before it makes another."""

AT_THE_END = timedelta(minutes=30)
"""A copy as young as this is not made anew when the window closes."""

_TELL = timedelta(days=3)
"""After so long without a copy Home says so."""

_FOLDER = "regular copies in"
_MISSED, _WHY = "regular copy missed", "regular copy why"
_NAME = re.compile(r"\d{4}-\d\d-\d\d \d{6}")
_LIVING = ("key.ring", "key.wrapped")  # what lies beside a store that somebody works in
_MOMENT = "%Y-%m-%d %H%M%S"


@dataclass(frozen=True)
class RegularCopies:
    """How it stands: the chosen folder (empty when none was), the last copy, and since when none could be made."""

    folder: str = ""
    last: datetime | None = None
    missed: datetime | None = None
    why: str = ""
    due: bool = False

    @property
    def sentence(self) -> str:
        """What to say of it."""
        if not self.folder:
            return "No folder is chosen for safe copies that are made by themselves."
        last = f"the last one {dates.moment(self.last)}" if self.last else "none yet"
        said = f"Safe copies are made by themselves in {self.folder}: {last}."
        return f"{said} Not since {dates.moment(self.missed)}: {self.why}" if self.missed else said


def choose(ports: Ports, signer: Signer, folder: Path, progress: Progress = silent, turn: Turn = at_once) -> str:
    """Let copies be made in `folder` from now on, the first at once; gives what to say.

    Raises Refused for the profile's own folder, and whatever a folder that cannot be written to says: then nothing
    has changed.
    """
    here = ports.folder.resolve()
    if drives.reach(folder, lambda _step: folder.resolve().is_relative_to(here), progress):
        raise Refused(
            "This is the folder where your data live.",
            "Nothing was changed.",
            "Choose another folder for the safe copies, best on a stick or the school's drive.",
            code="own_folder",
        )
    _make(ports, signer, folder, progress, turn)
    same_disk = False
    with suppress(OSError, NoAnswer):  # the copy is there: nothing that the drive does now is said to be a failure
        same_disk = drives.reach(folder, lambda _step: folder.stat().st_dev == ports.folder.stat().st_dev)
    more = " It is on the same disk as your data: a broken disk takes both, unless the folder is synchronised."
    return f"Safe copies are made in {folder} from now on. The first one is there.{more if same_disk else ''}"


def stop(ports: Ports) -> None:
    """Make none by itself any more; those that were made stay."""
    _keep(ports, {_FOLDER: "", _MISSED: "", _WHY: ""})


def state(ports: Ports) -> RegularCopies:
    """How it stands."""
    with ports.store.begin() as work:
        return state_in(work)


def state_in(work: UnitOfWork) -> RegularCopies:
    """How it stands."""
    at, missed = work.setting(ROW_AT), work.setting(_MISSED)
    return RegularCopies(
        work.setting(_FOLDER) or "",
        moment(at) if at else None,
        moment(missed) if missed else None,
        work.setting(_WHY) or "",
        bool(work.setting(DUE)),
    )


def make_due(
    ports: Ports, signer: Signer, every: timedelta = EVERY, progress: Progress = silent, turn: Turn = at_once
) -> RegularCopies:
    """Make a copy if a folder was chosen and the last one is older than `every`; a clock set back makes one too.

    What stands in the way is kept to be said, and raises nothing: nobody asked for it just now.
    """
    stands = turn(lambda: state(ports))
    now = ports.clock()
    fresh = stands.last is not None and timedelta(0) <= now - stands.last < every
    if not stands.folder or (fresh and not stands.due):
        return stands
    folder = Path(stands.folder)
    try:
        if not drives.reach(folder, lambda _step: folder.is_dir(), patience=drives.BRIEF):
            raise EnvironmentFault(f"the folder {folder} is not there.", code="no_folder")
        _make(ports, signer, folder, progress, turn)
        return turn(lambda: state(ports))
    except (OSError, NoAnswer):
        why = f"the folder {folder} does not answer."
    except UserFacingError as fault:
        why = fault.happened

    def missed() -> RegularCopies:
        _keep(ports, {_MISSED: stamp(stands.missed or now), _WHY: why})
        return state(ports)

    return turn(missed)


def notice_in(work: UnitOfWork, now: datetime) -> str:
    """What Home says when none could be made for days; nothing otherwise."""
    stands = state_in(work)
    if not stands.folder or stands.missed is None or now - stands.missed < _TELL:
        return ""
    last = f" The last one is of {dates.moment(stands.last)}." if stands.last else ""
    return f"No safe copy could be made since {dates.moment(stands.missed)}: {stands.why}{last}"


@dataclass(frozen=True)
class CopyFound:
    """A safe copy within reach: its folder, and when it was made."""

    folder: Path
    at: datetime


def within(folder: Path, progress: Progress = silent) -> tuple[CopyFound, ...]:
    """The safe copies in a folder that somebody chose, however deep the program puts them; the newest first.

    Living data are none. A copy saved by hand is as old as its file.
    """

    def look(step: Step) -> tuple[CopyFound, ...]:
        found = []
        for depth in ("", "*/", "*/*/"):
            for store in folder.glob(depth + STORE):
                step()
                if not any(store.with_name(name).exists() for name in _LIVING):
                    written = datetime.fromtimestamp(store.stat().st_mtime).astimezone()
                    found.append(CopyFound(store.parent, _moment_of(store.parent) or written))
        return tuple(sorted(found, key=lambda each: each.at, reverse=True))

    return drives.reach(folder, look, progress)


def newest(ports: Ports, turn: Turn = at_once) -> CopyFound | None:
    """The newest copy within reach, made by itself or by hand."""

    def places() -> tuple[str | None, ...]:
        with ports.store.begin() as work:
            return tuple(work.setting(each) for each in (ROW, COPIED_TO, COPIED_AT))

    row, copied, at = turn(places)
    found = [CopyFound(folder, made) for made, folder in (_row(Path(row)) if row else ())]
    if copied and at and drives.reach(Path(copied), lambda _step: (Path(copied) / STORE).is_file()):
        found.append(CopyFound(Path(copied), moment(at)))
    return max(found, key=lambda each: each.at, default=None)


def _make(ports: Ports, signer: Signer, folder: Path, progress: Progress, turn: Turn) -> None:
    row = folder / f"Safe copies of {safe(signer.name)} {signer.actor[:6]}"  # another computer's row is not ours
    now = ports.clock()
    copy = row / now.astimezone().strftime(_MOMENT)

    def noted(work: UnitOfWork) -> None:
        due = "yes" if work.setting(DUE) == "yes" else ""  # again: another key or sheet while this one was on its way
        kept = {_FOLDER: str(folder), ROW: str(row), ROW_AT: stamp(now), DUE: due, _MISSED: "", _WHY: ""}
        for key, value in kept.items():
            work.set_setting(key, value)

    turn(lambda: _begin(ports))
    keeping.copy_into(ports, signer, copy, noted, progress, turn, by_itself_in=folder)
    with suppress(OSError, NoAnswer):  # the new one is there: what cannot go now goes next time
        _clear(row, copy)


def _begin(ports: Ports) -> None:
    """A copy that is due is being made; it stays due until it is there."""
    if state(ports).due:
        _keep(ports, {DUE: "being made"})


def _clear(row: Path, copy: Path) -> None:
    """Remove the copies in a row that need not stay, and never the one just made."""
    found = _row(row)
    stay = rotation.kept(at for at, _ in found)

    def clear(step: Step) -> None:
        for at, old in found:
            step()
            if at not in stay and old != copy:
                shutil.rmtree(old, ignore_errors=True)

    drives.reach(row, clear)


def _row(folder: Path) -> list[tuple[datetime, Path]]:
    """The copies in a row, the oldest first; what is not whole or not ours is left alone."""

    def look(_step: Step) -> list[tuple[datetime, Path]]:
        if not folder.is_dir():
            return []
        whole = (each for each in folder.iterdir() if (each / STORE).is_file())
        return sorted((at, each) for each in whole if (at := _moment_of(each)))

    return drives.reach(folder, look)


def _moment_of(copy: Path) -> datetime | None:
    """The moment that a copy's folder is named after; None for any other folder."""
    if not _NAME.fullmatch(copy.name):
        return None
    try:
        return datetime.strptime(copy.name, _MOMENT).astimezone()
    except ValueError:  # a name that only looks like a moment
        return None


def _keep(ports: Ports, settings: dict[str, str]) -> None:
    with ports.store.begin() as work:
        for key, value in settings.items():
            work.set_setting(key, value)
        work.commit()

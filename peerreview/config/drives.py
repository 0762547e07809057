"""Places that somebody else's system looks after: a stick, the school's drive, a synchronised folder.

One that hangs answers no call, for minutes or for ever, and nothing ends such a call. So each is made in a thread of
its own, which is left behind once the place has said nothing for longer than a person would wait; a place that still
owes an answer is not asked again before it gave it. What makes a new file is undone when it comes back too late.
"""

from __future__ import annotations

import errno
import os
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from peerreview.errors import EnvironmentFault

T = TypeVar("T")

Step = Callable[[], None]
"""What work calls whenever it got on; it raises once nobody waits any more, so that nothing is done late."""

Progress = Callable[[str, int, int], object]
"""Told what is done, how much of how much; it raises when the person stopped the wait."""

PATIENCE = 20.0
"""Seconds without a step: a slow stick takes some to write a piece down for good."""

BRIEF = 3.0
"""Seconds, where a page waits for it."""

PIECE = 1 << 20
"""Bytes that are read or written before the next step."""

_LOOK = 0.1
_TOLD = 1.0
"""Seconds without a step after which it is said that the place is being waited for."""


class NoAnswer(EnvironmentFault):
    """A folder that hangs: nothing can be said of what lies in it."""

    def __init__(self, place: Path, safe: str = "Nothing here has changed.") -> None:
        super().__init__(
            f"The folder {place} does not answer.",
            safe,
            "See whether the stick or the network drive is there, then try again.",
            code="no_answer",
        )


class _LeftBehind(Exception):
    """Nobody waits for this work any more; nobody sees this either."""


class _Errand(Generic[T]):
    """Work in its own thread, and what undoes it where it is done once nobody waits any more."""

    def __init__(self, work: Callable[[Step], T], undo: Callable[[], object]) -> None:
        self._work, self._undo = work, undo
        self._deciding = threading.Lock()
        self._left = self._done = False
        self.over = threading.Event()
        self.heard = time.monotonic()
        self.error: BaseException | None = None
        self.result: T

    def start(self) -> None:
        """Begin; the end of the program does not wait for it."""
        threading.Thread(target=self._run, name="drive", daemon=True).start()

    def leave(self) -> bool:
        """Let nobody wait for it from now on; False when it was done just before, and stays so."""
        with self._deciding:
            self._left = not self._done
            return self._left

    def _step(self) -> None:
        with self._deciding:
            if self._left:
                raise _LeftBehind
            self.heard = time.monotonic()

    def _run(self) -> None:
        try:
            self.result = self._work(self._step)
            with self._deciding:
                self._done = not self._left
            if not self._done:
                self._undo()
        except BaseException as error:
            self.error = error
        finally:
            self.over.set()

    def wait(self, place: Path, patience: float, progress: Progress) -> None:
        """Wait until it is over; raises NoAnswer once it has said nothing for `patience` seconds."""
        while not self.over.is_set():
            silent = time.monotonic() - self.heard
            if silent > patience:
                raise NoAnswer(place)
            if silent > _TOLD:
                progress("waiting for the drive", 0, 0)
            self.over.wait(_LOOK)


_owing: dict[Path, _Errand[object]] = {}


def reach(
    place: Path,
    work: Callable[[Step], T],
    progress: Progress = lambda _what, _done, _of: None,
    *,
    patience: float | None = None,
    undo: Callable[[], object] = lambda: None,
) -> T:
    """What `work` gives, which touches the folder `place`; `progress` is told while it hangs, and may stop the wait.

    Raises NoAnswer after `patience` (or PATIENCE) seconds without a step, or at once while `place` owes an answer: it
    may give it BRIEF after its last step, as a slow stick does after somebody stopped the wait. Work that is done all
    the same, later, is undone by `undo`.
    """
    if owed := _owing.get(place):
        owed.wait(place, BRIEF, progress)
    errand = _Errand(work, undo)
    errand.start()
    try:
        errand.wait(place, PATIENCE if patience is None else patience, progress)
    except BaseException:
        if errand.leave():
            _owing[place] = errand  # type: ignore[assignment]  # only whether it is over is asked
            raise
        errand.over.wait()
    if errand.error is not None:
        raise errand.error
    return errand.result


def read(path: Path, most: int = -1, progress: Progress = lambda *_: None) -> bytes:
    """The bytes of a file, no more than `most`; OSError when it cannot be read, NoAnswer when its drive hangs."""

    def pieces(step: Step) -> bytes:
        found = bytearray()
        with path.open("rb") as file:
            while piece := file.read(PIECE if most < 0 else min(PIECE, most - len(found))):
                found += piece
                step()
                progress("read", len(found) >> 10, 0)
        return bytes(found)

    return reach(path.parent, pieces, progress)


def fetch(path: Path, most: int, progress: Progress = lambda *_: None) -> bytes:
    """The bytes of a file that a person chose, at most one more than the `most` that its reader takes.

    Raises EnvironmentFault ("cannot_read") when it cannot be read, NoAnswer when its drive hangs.
    """
    try:
        return read(path, most + 1, progress)
    except OSError:
        raise EnvironmentFault(
            f"“{path.name}” cannot be read.",
            "Nothing here has changed.",
            "See whether the stick or the network drive is there, and whether the file is open elsewhere.",
            code="cannot_read",
        ) from None


def remove(path: Path) -> None:
    """Remove a file that was just written, where that can be done; a stick may be gone with it.

    A place that owes an answer is not waited for: the file goes as soon as the drive lets it, and nothing else is
    asked of the place before that.
    """
    owed = _owing.get(path.parent)
    if owed is None or owed.over.is_set():
        with suppress(OSError, NoAnswer):
            reach(path.parent, lambda _step: path.unlink(missing_ok=True))
        return

    def late(_step: Step) -> None:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        owed.over.wait()

    errand: _Errand[object] = _Errand(late, lambda: None)
    errand.heard = owed.heard
    errand.start()
    _owing[path.parent] = errand


def write(
    path: Path,
    data: bytes,
    progress: Progress = lambda _what, _done, _of: None,
    *,
    new: bool = False,
) -> None:
    """Write a file, whole under its name or not at all, and down for good when this returns; FileExistsError where it
    has to be `new`, OSError otherwise.

    Raises NoAnswer when its drive hangs: then nothing `new` keeps the name once the drive is back. Whether a file that
    is there already was written over, nobody can say before that.
    """

    def pieces(step: Step) -> None:
        if new and path.exists():
            raise FileExistsError(path)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            with part.open("xb") as file:
                for start in range(0, len(data), PIECE):
                    file.write(data[start : start + PIECE])
                    settle(file)
                    step()
            step()
            if new:
                name(part, path)
            else:
                part.replace(path)
                sync_folder(path.parent)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    try:
        reach(path.parent, pieces, progress, undo=(lambda: path.unlink(missing_ok=True)) if new else lambda: None)
    except NoAnswer:
        if new:
            raise
        raise NoAnswer(
            path.parent, f"{path.name} may or may not have been written: look there. Nothing else has changed."
        ) from None


def settle(file: BinaryIO) -> None:
    """Bring down for good what was written: a step is one only then, for a system takes in much that a stick never
    gets."""
    file.flush()
    os.fsync(file.fileno())


def name(part: Path, path: Path) -> None:
    """Give a finished file its name, for good or not at all; FileExistsError when somebody else took it meanwhile."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise FileExistsError(path) from None
    except OSError:  # sticks are often FAT, which has no links: the check and the renaming are two steps there
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)
    try:
        sync_folder(path.parent)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Make a new name durable, where a system lets a folder be opened, and a drive knows what that is."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network drives
            raise
    finally:
        os.close(descriptor)


def save(path: Path, data: bytes, progress: Progress = lambda *_: None) -> None:
    """Write a file as `write` does; raises EnvironmentFault ("cannot_write") when it cannot be."""
    try:
        write(path, data, progress)
    except OSError:
        raise EnvironmentFault(
            f"{path.name} could not be written.",
            "What was there before is still there.",
            "See whether the folder is writable and the disk has room, and whether the file is open elsewhere.",
            code="cannot_write",
        ) from None

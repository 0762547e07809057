"""Places that somebody else's system looks after: a stick, the school's drive, a synchronised folder.

One that hangs answers no call, for minutes or for ever, and nothing ends such a call. So each is made in a thread of
its own, which is left behind once the place has said nothing for longer than a person would wait; a place that still
owes an answer is not asked again before it gave it.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from peerreview.errors import EnvironmentFault

T = TypeVar("T")

Step = Callable[[], None]
"""What work calls whenever it got on; it raises once nobody waits any more, so that nothing is done late."""

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

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"The folder {place} does not answer.",
            "Nothing here has changed.",
            "See whether the stick or the network drive is there, then try again.",
            code="no_answer",
        )


class _LeftBehind(Exception):
    """Nobody waits for this work any more; nobody sees this either."""


class _Errand(Generic[T]):
    """Work in its own thread."""

    def __init__(self, work: Callable[[Step], T]) -> None:
        self._work = work
        self._left = False
        self.over = threading.Event()
        self.heard = time.monotonic()
        self.error: BaseException | None = None
        self.result: T

    def start(self) -> None:
        """Begin; the end of the program does not wait for it."""
        threading.Thread(target=self._run, name="drive", daemon=True).start()

    def leave(self) -> None:
        """Nobody waits for it from now on."""
        self._left = True

    def _step(self) -> None:
        if self._left:
            raise _LeftBehind
        self.heard = time.monotonic()

    def _run(self) -> None:
        try:
            self.result = self._work(self._step)
        except BaseException as error:
            self.error = error
        finally:
            self.over.set()


_owing: dict[Path, _Errand[object]] = {}


def reach(
    place: Path,
    work: Callable[[Step], T],
    progress: Callable[[str, int, int], object] = lambda _what, _done, _of: None,
    *,
    patience: float | None = None,
) -> T:
    """What `work` gives, which touches the folder `place`; `progress` is told while it hangs, and may stop the wait.

    Raises NoAnswer after `patience` (or PATIENCE) seconds without a step, or at once while `place` owes an answer.
    """
    owed = _owing.get(place)
    if owed is not None and not owed.over.is_set():
        raise NoAnswer(place)
    errand = _Errand(work)
    errand.start()
    try:
        while not errand.over.wait(_LOOK):
            silent = time.monotonic() - errand.heard
            if silent > (PATIENCE if patience is None else patience):
                raise NoAnswer(place)
            if silent > _TOLD:
                progress("waiting for the drive", 0, 0)
    except BaseException:
        errand.leave()
        _owing[place] = errand  # type: ignore[assignment]  # only whether it is over is asked
        raise
    if errand.error is not None:
        raise errand.error
    return errand.result


def read(path: Path, most: int = -1, progress: Callable[[str, int, int], object] = lambda *_: None) -> bytes:
    """The bytes of a file, no more than `most`; OSError when it cannot be read, NoAnswer when its drive hangs."""

    def pieces(step: Step) -> bytes:
        found = bytearray()
        with path.open("rb") as file:
            while piece := file.read(PIECE if most < 0 else min(PIECE, most - len(found))):
                found += piece
                step()
        return bytes(found)

    return reach(path.parent, pieces, progress)


def remove(path: Path) -> None:
    """Remove a file that was just written, where that can be done; a stick may be gone with it."""
    with suppress(OSError, NoAnswer):
        reach(path.parent, lambda _step: path.unlink(missing_ok=True))


def write(path: Path, data: bytes, *, new: bool = False) -> None:
    """Write a file, whole under its name or not at all; FileExistsError where it has to be `new`, OSError otherwise.

    Raises NoAnswer when its drive hangs: then nothing bears the name, whatever the drive does later.
    """

    def pieces(step: Step) -> None:
        if new and path.exists():
            raise FileExistsError(path)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            with part.open("xb") as file:
                for start in range(0, len(data), PIECE):
                    file.write(data[start : start + PIECE])
                    step()
            step()
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    reach(path.parent, pieces)


def save(path: Path, data: bytes) -> None:
    """Write a file as `write` does; raises EnvironmentFault ("cannot_write") when it cannot be."""
    try:
        write(path, data)
    except OSError:
        raise EnvironmentFault(
            f"{path.name} could not be written.",
            "What was there before is still there.",
            "See whether the folder is writable and the disk has room, and whether the file is open elsewhere.",
            code="cannot_write",
        ) from None

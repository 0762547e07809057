"""What a person is told when something went wrong: what happened, what is safe, what to do; never what was typed."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass

from peerreview.errors import EnvironmentFault, UserFacingError, of_system

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """The sentences for one failure. `details` are ids and places in the program, for whoever helps."""

    happened: str
    safe: str
    todo: str
    details: str
    tone: str

    @property
    def rest(self) -> str:
        """What is safe and what to do, in one line."""
        return " ".join(part for part in (self.safe, self.todo) if part)


def tell(error: BaseException) -> Told:
    """The sentences for `error`; a bug is logged by its places in the program, without its message."""
    if isinstance(error, OSError):
        error = of_system(error)
    if isinstance(error, UserFacingError):
        tone = "bad" if isinstance(error, EnvironmentFault) else "warn"
        return Told(error.happened, error.safe, error.todo, f"Code: {error.code}", tone)
    where = _places(error)
    _log.error("%s at %s", type(error).__name__, where)
    return Told(
        "Something went wrong inside Peer Review.",
        "What you typed is kept on this computer.",
        "Try again. If it happens again, show the details to whoever looks after your computers.",
        f"{type(error).__name__}: {where}",
        "bad",
    )


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(
        f"{frame.name} {frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-8:])
    )

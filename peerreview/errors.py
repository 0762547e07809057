"""The kinds of failure, and what each means for the person and for the exit code.

Three fates: a `UserFacingError` is explained to the person (what happened, what is safe, what to do next); an
`EnvironmentFault` is explained too, but is the computer's doing (disk, lock, damaged store); `Cancelled` is silent.
Anything else that escapes is a bug. Messages carry ids and the names of people and schools, never what somebody typed.
"""

from __future__ import annotations

from typing import ClassVar


class UserFacingError(Exception):
    """Something the person can understand and act upon.

    `happened` says what happened, `safe` what is safe, `todo` what to do next: each a plain sentence.
    `code` is a stable short name for `--json` and for tests.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, happened: str, safe: str = "", todo: str = "", *, code: str = "refused") -> None:
        super().__init__(" ".join(part for part in (happened, safe, todo) if part))
        self.happened = happened
        self.safe = safe
        self.todo = todo
        self.code = code


class Refused(UserFacingError):
    """The request was understood and is not allowed, or the file is not trusted (exit code 1)."""


class BadInput(UserFacingError):
    """A file or a word of the command is wrong (exit code 2)."""

    exit_code: ClassVar[int] = 2


class EnvironmentFault(UserFacingError):
    """Disk, lock or damaged store: nobody's mistake, and not a bug (exit code 3)."""

    exit_code: ClassVar[int] = 3


def of_system(fault: OSError) -> EnvironmentFault:
    """What the system refused where no place of its own tells it: a stick that was pulled out, a file that is gone."""
    return EnvironmentFault(
        f"The computer could not do this ({fault.strerror or type(fault).__name__}).",
        "What was saved before is still there.",
        "Check the disk or stick, and try again.",
        code="system",
    )


class Cancelled(Exception):
    """The person stopped a long job; nothing was applied."""

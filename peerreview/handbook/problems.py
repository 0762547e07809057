"""What is wrong with a handbook, where, and what to do about it: for people who write packs in a text editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peerreview.errors import BadInput

ValuePath = tuple[str | int, ...]
"""The way to a value: keys of mappings and places in lists, from the outermost."""

Locate = Callable[[ValuePath], str]
"""Names the place of a value in the file it came from ("line 41", "survey, row 12"); empty when there is none."""


@dataclass(frozen=True)
class Fault:
    """Something wrong at a path: `what`, and the `remedy`."""

    path: ValuePath
    what: str
    remedy: str


@dataclass(frozen=True)
class Problem:
    """Something wrong, for people: in which file, at which place, what, and the remedy."""

    file: str
    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.what}. To put it right: {self.remedy}."


class BadHandbook(BadInput):
    """A handbook that cannot be used; `problems` lists everything that was found, in the order of the file."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        count = f"{len(problems)} things are" if len(problems) > 1 else "One thing is"
        super().__init__(
            f"The handbook in {file} cannot be used. {count} to be put right.\n" + "\n".join(map(str, problems)),
            "Nothing here has changed.",
            "Put it right and check it again.",
            code="bad_handbook",
        )
        self.problems = tuple(problems)


class NewerHandbook(BadHandbook):
    """A handbook that arrived and says what this version does not know; `problems` say what."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        BadInput.__init__(
            self,
            "This handbook was made for a later version of Peer Review.",
            "Nothing here has changed; the file will wait where it is.",
            "Ask your office for the new version.",
            code="newer_format",
        )
        self.problems = tuple(problems)


def place(data: object, path: ValuePath, locate: Locate) -> str:
    """The place of `path` in words: where in the file, then the way there ("line 41, sections › P2 › title")."""
    steps: list[str] = []
    for step in path:
        data = _inside(data, step)
        code = data.get("code") if isinstance(data, dict) else None
        steps.append(str(step) if isinstance(step, str) else str(code or f"no. {step + 1}"))
    return ", ".join(part for part in (locate(path), " › ".join(steps)) if part)


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None

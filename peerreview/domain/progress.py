"""How far the actions that follow a report have come, and who speaks to the lead headteacher: what goes up, signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FORMAT = 1
"""Rises when a field changes its meaning; a field that is added does not raise it."""


class Progress(StrEnum):
    """How far an action has come (HANDBOOK §0.7); the handbook has the words."""

    NOT_STARTED = "0"
    UNDER_WAY = "1"
    DONE = "2"
    MAKES_A_DIFFERENCE = "3"

    @property
    def done(self) -> bool:
        """Whether nothing of it is left to do."""
        return self in (Progress.DONE, Progress.MAKES_A_DIFFERENCE)


@dataclass(frozen=True)
class ActionProgress:
    """One action as it goes up: what changes, who (a role), by when, how far (code and words), evidence of effect."""

    change: str
    owner: str
    due: date | None
    progress: str
    label: str
    effect: str
    checked: date | None


@dataclass(frozen=True)
class Contact:
    """Who tells the chair of governors and who rings the lead headteacher about a report that asks for support."""

    tells_chair: str
    rings_lead: str
    by: date


@dataclass(frozen=True)
class ProgressReport:
    """What a host sends up between reports, signed and numbered; `contact` only where the overall grade asks for it."""

    review: str
    urn: str
    school: str
    visited: date | None
    number: int
    made: date
    by: str
    actions: tuple[ActionProgress, ...]
    contact: Contact | None = None
    format: int = FORMAT

    @property
    def sentence(self) -> str:
        """How far the actions have come: "2 of 3 actions done, 1 makes a difference; 1 under way.", or nothing."""
        if not self.actions:
            return ""
        far = [Progress(each.progress) for each in self.actions if each.progress in set(Progress)]
        done, going = sum(each.done for each in far), far.count(Progress.UNDER_WAY)
        makes = far.count(Progress.MAKES_A_DIFFERENCE)
        many = f"{done} of {len(self.actions)} {'action' if len(self.actions) == 1 else 'actions'} done"
        parts = [f"{makes} {'makes' if makes == 1 else 'make'} a difference"] if makes else []
        parts += [f"{going} under way"] if going else []
        return f"{', '.join([many, *parts])}."

"""What each person did since the program was opened, act by act, so that it can be taken back (`undoing`).

Only names of changes are kept, never words; nothing of it is written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MOST = 500
"""How many acts are remembered."""


@dataclass
class Act:
    """One act: whose it is, and its changes (stream, change) in the order in which they were made."""

    person: str
    changes: list[tuple[str, str]] = field(default_factory=list)


class Acts:
    """The acts that can be taken back (`done`) and those that can be done again (`undone`), the latest last."""

    def __init__(self) -> None:
        self.done: list[Act] = []
        self.undone: list[Act] = []
        self._unit: object = None

    def wrote(self, unit: object, person: str, stream: str, change: str) -> None:
        """Somebody wrote a change; what is written in one unit of work is one act. What was undone stays undone."""
        if self._unit is not unit or not self.done or self.done[-1].person != person:
            self._unit = unit
            self.done.append(Act(person))
            del self.done[:-MOST]
        self.done[-1].changes.append((stream, change))
        self.undone.clear()

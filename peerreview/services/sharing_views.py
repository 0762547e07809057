"""What a review shows after its report: who gets it, and the action plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from peerreview.domain.ledger import Sending
from peerreview.domain.reviews import Audience, Level

from .views import FieldView


@dataclass(frozen=True)
class Addressee:
    """Somebody a report may go to: name, role and school or organisation, and what they were sent before.

    `had` are the levels of reports that they were sent; `ever` says that some file went to them.
    """

    person: str
    name: str
    place: str
    had: frozenset[Level]
    ever: bool

    def first(self, level: Level) -> str:
        """What is new about sending them a report at this level, in a sentence; empty when nothing is."""
        if not self.ever:
            return f"This is the first time that you send anything to {self.name}."
        if level not in self.had:
            return f"This is the first time that you send {self.name} a report at this level."
        return ""


@dataclass(frozen=True)
class AudienceView:
    """One line of the sharing plan. `people` are those of the network it means; `least` the network's least level."""

    audience: Audience
    label: str
    level: FieldView
    usual: Level | None
    least: Level | None
    people: tuple[tuple[str, str], ...]
    agreed_with: FieldView
    stopped: date | None
    addressees: tuple[Addressee, ...] = ()


@dataclass(frozen=True)
class ReleaseView:
    """A report that was shared: to whom, at which level, when sharing stopped; `log` says what became of its files."""

    record: str
    version: str
    audience: str
    level: Level
    to: tuple[str, ...]
    on: date | None
    stopped: date | None
    pdf: str
    log: tuple[str, ...] = ()


@dataclass(frozen=True)
class UntoldView:
    """Somebody who got an earlier version and not yet the newest: `message` tells them, ready to be copied."""

    audience: Audience
    label: str
    names: tuple[str, ...]
    version: str
    newest: str
    message: str


@dataclass(frozen=True)
class SharingView:
    """The sharing screen. `must_say` asks who tells the chair and who rings the lead (overall: support needed).

    `untold` are those who got a version that another one has replaced. `usual`: the plan stands as it usually does.
    `outstanding` are the lines of the plan by which the newest closed version has still to go out.
    """

    plan: tuple[AudienceView, ...]
    releases: tuple[ReleaseView, ...]
    sent: tuple[Sending, ...]
    must_say: bool
    tells_chair: FieldView
    rings_lead: FieldView
    tells_by: FieldView
    untold: tuple[UntoldView, ...] = ()
    usual: bool = False
    outstanding: tuple[AudienceView, ...] = ()


@dataclass(frozen=True)
class ActionView:
    """One action of the school's plan; `fields` by name (change, steps, owner, help, start, due, know, ...)."""

    record: str
    serves: str
    fields: Mapping[str, FieldView]


@dataclass(frozen=True)
class FollowUpView:
    """Besides the actions: days from visit to report, the records of actions that are due, and progress sent up.

    `to` are the names of those above whom the host may send progress to; `sent` says what was sent last.
    """

    days: str = ""
    due: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    sent: str = ""

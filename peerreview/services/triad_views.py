"""What the triad's page shows, as frozen values: the visits of the year, their days and people, proposed dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from peerreview.domain.reviews import VisitState

from .views import CastView, ContactView, DeadlineView, FieldView, SlotView


@dataclass(frozen=True)
class ParticipantView:
    """Somebody at the visit. `arrived` and `left` are HH:MM where they differ from the day's; `absent` says why they
    did not come. Those of the `cast` (host and reviewers) are there without having been added."""

    record: str
    name: str
    role: str
    organisation: str
    parts: str
    acts_for: str
    observes: bool
    ground_rules: date | None
    person: str = ""
    guest: bool = False
    arrived: str = ""
    left: str = ""
    absent: str = ""
    cast: bool = False


@dataclass(frozen=True)
class SuitsView:
    """What somebody said to a proposed day: yes, no or nothing yet (None). `told` is who noted it by telephone."""

    person: str
    name: str
    me: bool
    suits: bool | None
    told: str = ""
    contested: bool = False


@dataclass(frozen=True)
class ProposalView:
    """A day proposed for a visit, and what each of those who take part said to it."""

    record: str
    on: date
    answers: tuple[SuitsView, ...]

    @property
    def suits_all(self) -> bool:
        """Whether everybody said yes."""
        return all(each.suits for each in self.answers)


@dataclass(frozen=True)
class VisitView:
    """One visit of the triad, with its dates worked out. `review` is the stream when it was begun; `held` when it is on
    this computer. `before` are the days that were planned before, in sentences with what became of them."""

    record: str
    school: str
    urn: str
    host: str
    host_name: str
    writer: str
    writer_name: str
    reviewers: tuple[str, ...]
    date: FieldView
    state: VisitState
    reason: str
    review: str
    mine: bool
    deadlines: tuple[DeadlineView, ...]
    timetable: tuple[SlotView, ...]
    participants: tuple[ParticipantView, ...]
    proposals: tuple[ProposalView, ...] = ()
    before: tuple[str, ...] = ()
    held: bool = False


@dataclass(frozen=True)
class TriadView:
    """The triad's page: members, the visits of the year, contacts by school; `schools` are (URN, name).

    `joinable` are people of the network who could belong to the triad: of its schools, or leading (id, name and hat).
    """

    stream: str
    name: str
    year: str
    term: str
    handbook: str
    members: tuple[CastView, ...]
    visits: tuple[VisitView, ...]
    contacts: Mapping[str, tuple[ContactView, ...]]
    closure_days: tuple[date, ...]
    schools: tuple[tuple[str, str], ...] = ()
    closed: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    days: tuple[tuple[str, str], ...] = ()
    joinable: tuple[tuple[str, str], ...] = ()

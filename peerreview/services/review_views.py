"""One review, whole, as the acting person may see it (`reviews.open_review` makes it).

Parts of its screens stand in `section_views`, `note_views`, `report_views` and `sharing_views`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from peerreview.domain.reviews import Step, VisitState
from peerreview.handbook.model import Handbook

from .note_views import NoteView, PointView
from .pad_page import PadView
from .report_views import CheckView, SigningView
from .section_views import AnswerView, BankQuestion, HiddenView, QuestionView, SectionView
from .sharing_views import ActionView, FollowUpView, SharingView
from .triad_views import ParticipantView
from .views import CastView, ContactView, DeadlineView, FieldView, SlotView


@dataclass(frozen=True)
class StepView:
    """A milestone; `current` is the one being worked on."""

    step: Step
    label: str
    on: date | None
    current: bool


@dataclass(frozen=True)
class WalkView:
    """A line of the day in which something is looked at: when, what, and who takes part."""

    time: str
    title: str
    who: FieldView


@dataclass(frozen=True)
class LastStepView:
    """A next step of last time: closed, kept, changed or dropped. `asks` says what its `words` are then for."""

    record: str
    text: FieldView
    outcome: FieldView
    words: FieldView
    asks: str = ""


@dataclass(frozen=True)
class AttachmentView:
    """An attached document."""

    record: str
    title: str
    media: str
    size: int
    blob: str
    who: str


@dataclass(frozen=True)
class ReviewView:
    """One review, whole, as the acting person may see it. A host's view holds no note and no hidden view."""

    stream: str
    reviewers_stream: str
    school: str
    urn: str
    phase: str
    visit_date: date | None
    visit_state: VisitState
    term: str
    my_role: str
    handbook: Handbook
    cast: tuple[CastView, ...]
    steps: tuple[StepView, ...]
    deadlines: tuple[DeadlineView, ...]
    sections: tuple[SectionView, ...]
    answers: tuple[AnswerView, ...]
    questions: tuple[QuestionView, ...]
    last_time: tuple[LastStepView, ...]
    attachments: tuple[AttachmentView, ...]
    notes: tuple[NoteView, ...]
    hidden: HiddenView | None
    points: tuple[PointView, ...]
    report: Mapping[str, FieldView]
    feedback: Mapping[str, FieldView]
    check: CheckView
    signing: SigningView
    sharing: SharingView
    actions: tuple[ActionView, ...]
    contacts: tuple[ContactView, ...]
    timetable: tuple[SlotView, ...]
    two_versions: int
    set_aside: int
    inert: int
    bank: tuple[BankQuestion, ...] = ()
    follow_up: FollowUpView = field(default_factory=FollowUpView)
    triad: str = ""
    visit: str = ""
    people: tuple[ParticipantView, ...] = ()
    facts: Mapping[str, FieldView] = field(default_factory=dict)
    earlier: date | None = None
    walks: tuple[WalkView, ...] = ()
    pad: PadView = field(default_factory=PadView)

    @property
    def noted(self) -> str:
        """How many notes there are: "3 notes", "1 note", or nothing; what was removed counts no more."""
        many = sum(1 for note in self.notes if not note.removed)
        return "" if not many else "1 note" if many == 1 else f"{many} notes"

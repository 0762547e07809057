"""One review as the acting person may see it, screen by screen (`reviews.open_review` makes it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from peerreview.domain.grades import Comparison, Scale
from peerreview.domain.ledger import Sending
from peerreview.domain.reviews import Audience, Level, Step, VisitState
from peerreview.handbook.model import Handbook, Section

from .pad_page import PadView
from .triad_views import ParticipantView
from .views import CastView, ContactView, DeadlineView, FieldView, SlotView, Target


@dataclass(frozen=True)
class StepView:
    """A milestone; `current` is the one being worked on."""

    step: Step
    label: str
    on: date | None
    current: bool


@dataclass(frozen=True)
class AnswerView:
    """One item of the handbook that the host fills in (context, agreements): text or rows."""

    code: str
    label: str
    kind: str
    words: int
    field: FieldView
    shown: bool = True


@dataclass(frozen=True)
class DifferenceView:
    """Where somebody saw it differently: prints beside the grade while it stands."""

    person: str
    who: str
    words: FieldView
    grade: FieldView


@dataclass(frozen=True)
class GradeView:
    """The views on one section. `hidden` maps a reviewer's name to `in` or `waiting` until both are in.

    `reviewers` are (name, grade) once shown; `mine` is the acting reviewer's own hidden view. `differs` says that one
    line each is asked for; `one_reviewer` that only one saw it; `same` is the view that all who saw it gave. Where not
    `asked_of_reviewers` (overall) only an agreed view is wanted. `rests_on` are the kinds of evidence of its main
    points; `thin`: too few for an agreed view without a reason. `copied`: which of the school's own grade and words
    stand as they were copied; `from_last` says from when.
    """

    section: str
    title: str
    scale: Scale
    own: FieldView
    own_words: FieldView
    mine: FieldView | None
    reviewers: tuple[tuple[str, str], ...]
    agreed: FieldView
    agreed_words: FieldView
    agreed_reason: FieldView
    confirmed: FieldView
    compared: Comparison
    differs: bool
    one_reviewer: bool
    differences: tuple[DifferenceView, ...] = ()
    label_own: str = ""
    copied: tuple[str, ...] = ()
    from_last: str = ""
    label_agreed: str = ""
    same: str = ""
    asked_of_reviewers: bool = True
    rests_on: tuple[str, ...] = ()
    thin: bool = False


@dataclass(frozen=True)
class SectionView:
    """One section: what the handbook asks and what has been seen. `ways` are activity codes of its notes.

    `seen` says how many of its notes are of each kind of evidence (activity code, count), in the handbook's order; the
    last, with an empty code, counts notes of no kind.
    """

    section: Section
    code: str
    title: str
    focus: FieldView
    looked_at: bool
    every_time: bool
    notes: int
    ways: tuple[str, ...]
    answers: tuple[AnswerView, ...]
    grades: GradeView | None
    not_seen_for: int = 0
    seen: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class PhotoView:
    """A photo of a display or a document, reduced to these pixels; `original` is the SHA-256 of what was taken."""

    record: str
    blob: str
    original: str
    width: int
    height: int
    caption: FieldView


@dataclass(frozen=True)
class NoteView:
    """A note. `private` is *Only me*; `typed_by` is set when somebody typed it for its author and it is unclaimed.

    `order` is its place among all notes (`arranging.move`). `repeats` is the record of a note of the acting person's
    own that a note typed for them probably repeats.
    """

    stream: str
    record: str
    private: bool
    mine: bool
    who: str
    text: FieldView
    activity: str
    at: datetime | None
    place: str
    section: str
    shows: str
    typical: str
    seen_by: tuple[str, ...]
    starred: bool
    points: tuple[str, ...]
    typed_by: str = ""
    for_me: bool = False
    removed: bool = False
    order: str = ""
    repeats: str = ""
    photos: tuple[PhotoView, ...] = ()


@dataclass(frozen=True)
class NextStepView:
    """What makes a main point tagged next step complete: first step, who (a role), by when, how we will know."""

    first: FieldView
    owner: FieldView
    due: FieldView
    know: FieldView
    complete: bool


@dataclass(frozen=True)
class PointView:
    """A main point. `ways` are kinds of evidence, `seen` says them ("Seen in 3 ways"); `lacks` what still misses."""

    record: str
    who: str
    text: FieldView
    tag: str
    section: str
    evidence: FieldView
    ways: tuple[str, ...]
    seen: str
    starred: bool
    said: bool
    reason: FieldView
    words: int
    notes: tuple[str, ...]
    next_step: NextStepView | None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class BankQuestion:
    """A question to choose from: a section's own prompt, or one of the handbook's bank, with where it helps."""

    code: str
    text: str
    kind: str
    sections: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionView:
    """A key question of the call, or one that was asked, with its answer.

    `validated`: what we saw bears the answer out. `kept`: it was a good question and goes up to the network.
    """

    record: str
    text: FieldView
    section: str
    asked: bool = False
    answer: FieldView | None = None
    validated: FieldView | None = None
    kept: bool = False
    code: str = ""
    who: str = ""


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
class SaidView:
    """What one side said of a paragraph in the check: the host's mark, or the report writer's answer."""

    who: str
    words: str
    at: datetime


@dataclass(frozen=True)
class ParagraphView:
    """One paragraph of the draft in the check for accuracy; `stale` when it changed after the host's mark.

    `verdict` and `words` are the host's own fields; `marked` and `marked_words` the mark that counts, which may have
    been typed in from a sheet: `from_sheet` says by whom, `sheet_words` is the typist's field. `rounds` is what was
    said so far, oldest first; `lead_asked` tells who asked the lead headteacher and when, `ask_lead` is the message.
    """

    record: str
    title: str
    text: str
    verdict: FieldView
    words: FieldView
    outcome: FieldView
    because: FieldView
    answered: bool
    stale: bool
    marked: str = ""
    marked_words: str = ""
    from_sheet: str = ""
    sheet_words: FieldView | None = None
    rounds: tuple[SaidView, ...] = ()
    lead_asked: str = ""
    ask_lead: str = ""


@dataclass(frozen=True)
class CheckView:
    """The check for accuracy: `open` once the draft was sent; `waiting` counts marks without an answer.

    `sheet_comment` is the comment typed in from the host's sheet, and `entered` says that it or a mark was.
    """

    open: bool
    paragraphs: tuple[ParagraphView, ...]
    waiting: int
    unmarked: int
    comment: FieldView
    done: bool
    sheet_comment: FieldView | None = None
    entered: str = ""


@dataclass(frozen=True)
class Finding:
    """Something to look at before signing. `code` is stable; a `stop` cannot be signed away, the rest with a reason.

    `fix` are the words of a likely name; `target` is where it is put right. `better` could stand there instead (empty:
    best taken out), where the acting person may change it; None where not.
    """

    code: str
    place: str
    text: str
    stop: bool
    reason: str = ""
    fix: str = ""
    digest: str = ""
    target: Target | None = None
    better: str | None = None


@dataclass(frozen=True)
class MeterView:
    """Length of the report: printed words against the budget, sides of A4."""

    words: int
    budget: int
    sides: float

    @property
    def over(self) -> int:
        """Words too many; 0 when it fits."""
        return max(0, self.words - self.budget)


@dataclass(frozen=True)
class SignerView:
    """Somebody expected to sign: when they did and how, or refused, or who is waited for.

    `aside`: they signed a second copy, which the file that goes round does not hold, and are asked to sign again.
    `reminder` is a line to paste into an e-mail while they are waited for.
    """

    person: str
    name: str
    role: str
    me: bool
    signed: datetime | None
    meaning: str
    refused: bool = False
    words: str = ""
    aside: bool = False
    reminder: str = ""


@dataclass(frozen=True)
class ReportVersionView:
    """One version of the report. `state` is open, signed or not_agreed; `pdf` the digest of the file as it is now."""

    number: str
    state: str
    made: datetime
    pdf: str
    signers: tuple[SignerView, ...]
    replaces: str
    why: str
    changed_since: bool


@dataclass(frozen=True)
class SigningView:
    """The signing screen: versions newest first, who has it now and a line to copy into an e-mail.

    What stands in the way is asked for by itself (`findings.before_signing`), for it lays the pages out. `here`: the
    file that goes round is on this computer and has not been sent on. From `without_from` on it may be issued without
    those of `without` (person id, name), by leave of `lead`.
    """

    versions: tuple[ReportVersionView, ...]
    may_sign: bool
    meanings: tuple[str, ...]
    with_whom: str
    since: datetime | None
    reminder: str
    here: bool = False
    without_from: date | None = None
    without: tuple[tuple[str, str], ...] = ()
    may_issue_without: bool = False
    lead: str = ""


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


@dataclass(frozen=True)
class ReleaseView:
    """A report that was shared: to whom, at which level, whether it arrived, and when sharing stopped."""

    record: str
    version: str
    audience: str
    level: Level
    to: tuple[str, ...]
    on: date | None
    stopped: date | None
    pdf: str


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


@dataclass(frozen=True)
class HiddenView:
    """Where the reviewers' hidden views stand: who is in, whether they may be shown, whether they are.

    `agreement` says, once they are, in how many sections they were the same.
    """

    reviewers: tuple[tuple[str, str, bool], ...]
    may_show: bool
    shown: bool
    blind: bool
    waived: str = ""
    agreement: str = ""


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
    follow_up: FollowUpView = FollowUpView()
    triad: str = ""
    visit: str = ""
    people: tuple[ParticipantView, ...] = ()
    facts: Mapping[str, FieldView] = field(default_factory=dict)
    earlier: date | None = None
    walks: tuple[WalkView, ...] = ()
    pad: PadView = field(default_factory=PadView)

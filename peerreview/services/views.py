"""What the screens show, as frozen values. A widget holds no rule: everything it may ask is answered here.

This module: fields, home, history, arrivals, settings, the lead's page. `triad_views`: the triad's page.
`review_views`: one review; its screens' parts are in `section_views`, `note_views`, `report_views` and `sharing_views`.
Who makes what: `home.show` HomeView; `reviews.open_review` ReviewView;
`triads.show` TriadView; `history.of_field` HistoryView; `opening.look` ArrivalView; `settling.waiting` TwoVersions;
`keeping.settings` SettingsView; `leading.show` LeadView. A `FieldView` carries all that `typing.keep` and
`writing.write` need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from peerreview.domain.release import KeptQuestion
from peerreview.domain.reviews import Level
from peerreview.journal.canonical import JsonValue


class Screen(StrEnum):
    """The screens a button can lead to."""

    HOME = "home"
    TRIAD = "triad"
    PREPARE = "prepare"
    CALL = "call"
    NOTES = "notes"
    GRADES = "grades"
    POINTS = "points"
    FEEDBACK = "feedback"
    REPORT = "report"
    CHECK = "check"
    SIGN = "sign"
    SHARE = "share"
    PLAN = "plan"
    OPEN = "open"
    TWO_VERSIONS = "two_versions"
    LEAD = "lead"
    BOARD = "board"
    NETWORK = "network"
    SETTINGS = "settings"


@dataclass(frozen=True)
class Target:
    """Where a button leads: a screen, and the stream, record and field it is about."""

    screen: Screen
    stream: str = ""
    record: str = ""
    field: str = ""


@dataclass(frozen=True)
class HomeLine:
    """One thing to do: what, which school, by when, one button. Postponed is not `late`. `visit` is its review's day.

    When it is not `mine`, `with_whom` names who acts, and the button copies the `reminder`.
    """

    what: str
    school: str
    by: date | None
    button: str
    target: Target
    late: bool = False
    with_whom: str = ""
    mine: bool = True
    reminder: str = ""
    visit: date | None = None


@dataclass(frozen=True)
class Notice:
    """A line above the lists: not yet safe, not yet a member, words recovered after a stop, the clock."""

    code: str
    text: str
    button: str = ""
    target: Target | None = None


@dataclass(frozen=True)
class HomeView:
    """Home, by hat. `next` is the sentence for when nothing waits."""

    name: str
    school: str
    my_school: tuple[HomeLine, ...]
    reviewing: tuple[HomeLine, ...]
    triads: tuple[HomeLine, ...]
    notices: tuple[Notice, ...]
    next: str
    pretend: bool = False
    hats: frozenset[str] = frozenset()


@dataclass(frozen=True)
class VersionView:
    """One of the versions of a field: `op` names it for choosing; `origin` says where it came from, `said` the value in
    words."""

    op: str
    who: str
    mine: bool
    at: datetime
    value: JsonValue
    status: str = "present"
    after_lock: bool = False
    origin: str = ""
    said: str = ""


@dataclass(frozen=True)
class FieldView:
    """One field on the screen. `saw` are the ops shown: give them back with what was typed.

    `versions` is empty unless there are two or more; `why_not` says why it cannot be written when not `editable`.
    """

    stream: str
    kind: str
    record: str
    field: str
    value: JsonValue
    saw: tuple[str, ...]
    editable: bool
    versions: tuple[VersionView, ...] = ()
    history: bool = False
    why_not: str = ""

    @property
    def text(self) -> str:
        """The value as text; empty when unset or not a text."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def unexplained(self) -> FieldView:
        """The same without `why_not`, for a page that says once for all its fields whose they are."""
        return replace(self, why_not="")


@dataclass(frozen=True)
class CastView:
    """Somebody in the review; `role` is a Role value, `word` how the screen says it; `first`: no file went to them."""

    person: str
    name: str
    role: str
    word: str
    organisation: str
    acts_for: str
    me: bool
    first: bool = False


@dataclass(frozen=True)
class DeadlineView:
    """A worked-out date; `done` when the step was taken."""

    code: str
    label: str
    on: date
    who: str
    done: date | None
    late: bool


@dataclass(frozen=True)
class ContactView:
    """A safeguarding contact of the host's school (duty: lead, deputy, chair, designated_officer)."""

    record: str
    duty: str
    name: str
    room: str
    phone: str


@dataclass(frozen=True)
class SlotView:
    """One line of the timetable; times are HH:MM. It `stays` where it is when the rest of the day moves."""

    record: str
    start: str
    end: str
    title: str
    activity: str
    who: str
    stays: bool = False


@dataclass(frozen=True)
class HistoryLine:
    """ "Miriam changed this on Tue 12:41; it said..."; `odd_time` marks a time earlier than what it builds on.

    `said` is the value in words: a grade with its label, a day in full, people by name; empty when it was emptied.
    """

    at: datetime
    who: str
    value: JsonValue
    status: str
    said: str
    odd_time: bool = False
    after_lock: bool = False
    inert: str = ""
    removed_by: str = ""
    removed_at: datetime | None = None


@dataclass(frozen=True)
class HistoryView:
    """The history of one field, newest first; `for_whom` says of a note that a colleague typed for whom it was."""

    title: str
    lines: tuple[HistoryLine, ...]
    for_whom: str = ""


@dataclass(frozen=True)
class TwoVersions:
    """A field with two versions, and which of them is whose. `both` is what both come to, one after the other (in
    `one_line`); empty where they are not words, and only one can stand."""

    title: str
    field: FieldView
    both: str = ""
    one_line: bool = False


@dataclass(frozen=True)
class Counted:
    """One line of what a file will add ("12 notes from Miriam"); `changed`: they were here and were written again."""

    what: str
    count: int
    school: str = ""
    who: str = ""
    changed: bool = False


@dataclass(frozen=True)
class ArrivalView:
    """What a file is and what bringing it in will add; nothing has been applied.

    `kind` is one of invitation, request, streams, documents, receipt, report, handbook, certificate, workbook, other.
    `clean` means that nothing clashes and the sender is known, so that no page need be shown first. `clashes` names
    what would have two versions, `aside` says what is set aside, why, and how it comes in.
    """

    path: str
    kind: str
    sender: str
    known: bool
    said: str
    adds: tuple[Counted, ...]
    warnings: tuple[str, ...]
    seen_before: bool
    clean: bool
    changes: int = 0
    set_aside: int = 0
    clashes: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class BroughtIn:
    """What was added. `arrival` names it for taking it out again; `sentence` is ready to be shown.

    `said` is the same line by line, what came first, with what is to be looked out for at the end. `streams`: what it
    is about, first that which has two versions of something. `new_stamp`: the network's office has a new stamp, which
    has to be accepted by its words.
    """

    arrival: str
    sentence: str
    adds: tuple[Counted, ...]
    set_aside: int
    two_versions: int
    streams: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    new_stamp: bool = False


@dataclass(frozen=True)
class Unopened:
    """A file of several that could not be brought in, and the sentence that says why; `bug` is a mistake of ours."""

    path: str
    code: str
    sentence: str
    bug: Exception | None = None


@dataclass(frozen=True)
class KeptEntry:
    """Typing that may no longer be written where it was meant: kept and shown."""

    stream: str
    kind: str
    record: str
    field: str
    text: str
    at: datetime
    why: str


@dataclass(frozen=True)
class SettingsView:
    """Settings and safety: membership, safe copies, the emergency sheet (`kit_code` is the code printed on it)."""

    name: str
    school: str
    person: str
    network: str
    member: bool
    check_words: tuple[str, ...]
    kit_printed: bool
    last_copy: datetime | None
    last_copy_at: str
    kit_on: datetime | None = None
    kit_code: str = ""


@dataclass(frozen=True)
class LeadLine:
    """One review as the lead headteacher sees it: what came, what is late, with a chase line to copy.

    `differences` are what the report prints beside its grades and paragraphs: which one, who sees it differently, and
    their words. `version` is the report's, 0 while none came; from 2 on it replaces the one before.
    """

    review: str
    school: str
    triad: str
    visit_date: date | None
    state: str
    overall: str
    level: str
    late: bool
    why: str
    chase: str
    may_check: bool
    contact_by: date | None = None
    contact: str = ""
    progress: str = ""
    days: int | None = None
    differences: tuple[tuple[str, str, str], ...] = ()
    version: int = 0


@dataclass(frozen=True)
class HeldReport:
    """A report that came, as it can go on with the term report: its document, school and level."""

    document: str
    group: str
    school: str
    level: Level


@dataclass(frozen=True)
class LeadView:
    """The lead headteacher's page over the groups she leads. `reports` are the term reports made so far.

    `questions` were kept as worth asking; no school is named with them.
    """

    lines: tuple[LeadLine, ...]
    groups: tuple[tuple[str, str], ...]
    reports: tuple[str, ...]
    held: tuple[HeldReport, ...] = ()
    questions: tuple[KeptQuestion, ...] = ()

"""A handbook as typed, frozen values (DESIGN §5): what every screen, rule and report of a review is drawn from.

Codes (`P1`, `P1.2`, `A3`, `BOOKS`, `R6`) are stable ids: records of the journal name them. Word limits are whole
words as `peerreview.domain.words.count` counts them; 0 means no limit. Expressions (`relevant`, `constraint`) are
kept as text in the normal form of `peerreview.handbook.expression`; empty means always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from peerreview.domain.grades import Scale
from peerreview.domain.people import Role
from peerreview.domain.reviews import Level

from .report_layout import ReportLayout
from .rules import Choice, Limits, Retention, Rules, Sharing

VISIT: Final = "visit"
"""What a deadline is counted from when it is the date of the visit."""


class Subject(StrEnum):
    """Whom a handbook reviews: a network can be reviewed too."""

    SCHOOL = "school"
    GROUP = "group"


class SectionKind(StrEnum):
    """What a section is for: the host's context, an area that is looked at, the overall view, what closes it."""

    CONTEXT = "context"
    AREA = "area"
    OVERALL = "overall"
    CLOSING = "closing"


class ItemKind(StrEnum):
    """How an item is filled in. The last four are places in the flow of a review, not answers of their own."""

    GUIDANCE = "guidance"
    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    DATE = "date"
    TABLE = "table"
    GRADE = "grade"
    ACKNOWLEDGEMENT = "acknowledgement"
    MAIN_POINTS = "main_points"
    QUESTIONS = "questions"
    NEXT_STEPS = "next_steps"


class Source(StrEnum):
    """Where an item's first answer comes from, so that nobody types what is known."""

    TYPED = "typed"
    REGISTER = "register"
    INSPECTION = "inspection"
    LAST_REVIEW = "last_review"


class Stage(StrEnum):
    """When a question of the bank helps (HANDBOOK §0.9)."""

    START = "start"
    DIG = "dig"
    IMPACT = "impact"
    SYSTEM = "system"
    STEM = "stem"


@dataclass(frozen=True)
class Words:
    """The pack's own screen words. `view` is what this network calls a grade: "grade" or "view"."""

    view: str = "view"
    views: str = "views"
    pupils: str = "pupils"
    not_looked_at: str = "Not looked at this time"
    not_seen: str = "Not seen"

    @property
    def own(self) -> str:
        """The host's, given before the visit."""
        return f"School's own {self.view}"

    @property
    def reviewers(self) -> str:
        """One each, hidden until all are in."""
        return f"Reviewers' {self.views}"

    @property
    def agreed(self) -> str:
        """What all agreed on the day."""
        return f"Agreed {self.view}"

    @property
    def only(self) -> str:
        """The least sharing level."""
        return f"{self.views.capitalize()} only"

    def compared(self, comparison: str) -> str:
        """Words for a `domain.grades.Comparison`; empty for none."""
        than = {"higher": "Higher than", "same": "Same as", "lower": "Lower than"}.get(comparison)
        return f"{than} the school's own {self.view}" if than else ""


@dataclass(frozen=True)
class Activity:
    """A way of gathering evidence (HANDBOOK §0.4). A typed note that starts "`prefix`:" is of this kind."""

    code: str
    label: str
    prefix: str


@dataclass(frozen=True)
class Prompt:
    """A question that guides the look at a section. It is asked, never answered or graded on its own."""

    code: str
    text: str
    relevant: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table item; `kind` is text, number or date."""

    code: str
    label: str
    kind: ItemKind = ItemKind.TEXT
    words: int = 0


@dataclass(frozen=True)
class Item:
    """Something to be read or filled in.

    `fills` are the roles that fill it, `sees` those that see it besides; what both must agree is filled by the
    lead reviewer and confirmed by the host. `level` is the lowest sharing level that shows it (None: never shared).
    `scale` names the scale of a grade; `choices` are those of a choice; `columns` and at most `rows` rows (0: any
    number) those of a table. `evidence_min` is how many kinds of evidence a main point needs, or else a reason.
    """

    code: str
    kind: ItemKind
    label: str
    hint: str = ""
    fills: tuple[Role, ...] = ()
    sees: tuple[Role, ...] = ()
    words: int = 0
    relevant: str = ""
    constraint: str = ""
    scale: str = ""
    level: Level | None = None
    evidence_min: int = 0
    source: Source = Source.TYPED
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 0

    def seen_by(self, role: Role) -> bool:
        """Whether this role may see the item."""
        return role in self.fills or role in self.sees


@dataclass(frozen=True)
class Section:
    """A part of the handbook. An area has prompts, evidence activities and a descriptor for each point of its scale.

    `evidence` are activity codes; `evidence_note` what else is said of them. With `every_time` the section may not
    be left out. `descriptors` maps the code of a point to what it looks like here.
    """

    code: str
    title: str
    kind: SectionKind
    summary: str = ""
    prompts: tuple[Prompt, ...] = ()
    evidence: tuple[str, ...] = ()
    evidence_note: str = ""
    descriptors: Mapping[str, str] = field(default_factory=dict)
    every_time: bool = False
    relevant: str = ""
    items: tuple[Item, ...] = ()

    @property
    def scale(self) -> str:
        """The code of the scale its grades stand on; empty when nothing here is graded."""
        return next((item.scale for item in self.items if item.kind is ItemKind.GRADE), "")

    @property
    def own(self) -> Item | None:
        """The grade that the host gives before the visit."""
        return self._grade(lambda fills: Role.HOST in fills)

    @property
    def seen(self) -> Item | None:
        """The grade that each reviewer gives, hidden until all are in."""
        return self._grade(lambda fills: Role.REVIEWER in fills)

    @property
    def agreed(self) -> Item | None:
        """The grade that the lead reviewer fills in and the host confirms."""
        return self._grade(lambda fills: fills == (Role.LEAD_REVIEWER,))

    def of_kind(self, kind: ItemKind) -> tuple[Item, ...]:
        """Its items of one kind."""
        return tuple(item for item in self.items if item.kind is kind)

    def _grade(self, fits: Callable[[tuple[Role, ...]], bool]) -> Item | None:
        return next((item for item in self.of_kind(ItemKind.GRADE) if fits(item.fills)), None)


@dataclass(frozen=True)
class Slot:
    """A part of the day: `start` and `end` as "08:30", an activity code or nothing, and who takes part.

    It `stays` where it is when somebody is late and the rest of the day moves (lunch).
    """

    start: str
    end: str
    title: str
    activity: str = ""
    who: str = ""
    stays: bool = False


@dataclass(frozen=True)
class Timetable:
    """A model of the visit day; the first of a handbook is the usual one."""

    code: str
    label: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Deadline:
    """A step of the cycle (HANDBOOK §0.2).

    `counted_from` is "visit" or the code of another deadline; `days` are working days (negative: before it) and
    `months` calendar months. Without a `counted_from` the step has no date that can be reckoned, only `when`.
    """

    code: str
    label: str
    who: tuple[Role, ...]
    when: str
    counted_from: str = ""
    days: int = 0
    months: int = 0
    output: str = ""


@dataclass(frozen=True)
class Question:
    """A question for challenge (HANDBOOK §0.9).

    It helps in these `sections`, and where the grade in question is one of `grades` (codes of points); none named: in
    all of them.
    """

    code: str
    text: str
    stage: Stage
    sections: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A guidance page of the pack, in Markdown."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class Handbook:
    """One version of a handbook. Several versions stand side by side; a review keeps id, version and hash."""

    id: str
    version: str
    language: str
    title: str
    valid_from: date
    subject: Subject
    phases: tuple[Choice, ...]
    words: Words
    scales: tuple[Scale, ...]
    activities: tuple[Activity, ...]
    sections: tuple[Section, ...]
    report: ReportLayout
    timetable: tuple[Timetable, ...]
    deadlines: tuple[Deadline, ...]
    questions: tuple[Question, ...]
    sharing: Sharing
    retention: Retention
    rules: Rules
    pages: tuple[Page, ...] = ()

    @cached_property
    def hash(self) -> str:
        """SHA-256 (64 hex) of the canonical content, pages included."""
        from hashlib import sha256

        from .content import encode

        return sha256(encode(self)).hexdigest()

    @property
    def limits(self) -> Limits:
        """The numbers of the method."""
        return self.rules.limits

    @property
    def ground_rules(self) -> tuple[Choice, ...]:
        """What everybody accepts before first use."""
        return self.rules.ground_rules

    @property
    def context(self) -> tuple[Section, ...]:
        """What the host fills in before the visit."""
        return self._sections(SectionKind.CONTEXT)

    @property
    def areas(self) -> tuple[Section, ...]:
        """The sections that are looked at, or left as "not looked at this time"."""
        return self._sections(SectionKind.AREA)

    @property
    def overall(self) -> Section | None:
        """The section of the overall view; None where the handbook gives none, by design."""
        return next(iter(self._sections(SectionKind.OVERALL)), None)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by its code."""
        return {item.code: item for section in self.sections for item in section.items}

    def section(self, code: str) -> Section | None:
        """The section with this code, or None."""
        return next((section for section in self.sections if section.code == code), None)

    def activity(self, code: str) -> Activity | None:
        """The activity with this code, or None."""
        return next((activity for activity in self.activities if activity.code == code), None)

    def activity_of(self, prefix: str) -> Activity | None:
        """The activity that a note beginning with this prefix belongs to ("Books" finds "books"), or None."""
        return next((activity for activity in self.activities if activity.prefix == prefix.strip().casefold()), None)

    def scale(self, code: str) -> Scale | None:
        """The scale with this code, or None."""
        return next((scale for scale in self.scales if scale.code == code), None)

    def scale_of(self, section: str) -> Scale | None:
        """The scale that a section's grades stand on, or None when nothing there is graded."""
        found = self.section(section)
        return self.scale(found.scale) if found else None

    def question(self, code: str) -> Question | None:
        """The question of the bank with this code, or None."""
        return next((question for question in self.questions if question.code == code), None)

    def _sections(self, kind: SectionKind) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.kind is kind)

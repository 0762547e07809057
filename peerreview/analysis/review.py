"""One review as its stream tells it, field by field: what every other module of this package reads.

Only the `review` stream is read, which host and reviewers hold alike, so that everybody reckons the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from peerreview.domain.grades import Comparison, Scale
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step, Tag
from peerreview.handbook.answers import shown
from peerreview.handbook.model import Handbook, Section
from peerreview.handbook.report_layout import Content
from peerreview.journal.record import Record
from peerreview.journal.stream import Stream

from . import wording

REVIEWING = (Role.LEAD_REVIEWER, Role.REVIEWER)
"""The roles that review, the report writer first."""

SIGNING = (Role.HOST, Role.LEAD_REVIEWER, Role.REVIEWER, Role.GUEST)
"""The roles that sign: those who were there."""


@dataclass(frozen=True)
class Member:
    """Somebody of the cast. `absent` says why they did not come: the review goes on without them."""

    person: str
    name: str
    role: Role
    organisation: str
    acts_for: str = ""
    absent: str = ""


@dataclass(frozen=True)
class MainPoint:
    """A main point; `ways` are activity codes, `tag` a `Tag` or a code of the handbook's own.

    The last four belong to next steps and are empty otherwise.
    """

    record: str
    author: str
    tag: str
    section: str
    text: str
    evidence: str
    ways: tuple[str, ...]
    starred: bool
    said: bool
    reason: str
    first: str = ""
    owner: str = ""
    due: str = ""
    know: str = ""

    @property
    def complete(self) -> bool:
        """Whether a next step has its first step, who, by when and how we will know."""
        return all((self.first, self.owner, self.due, self.know))


@dataclass(frozen=True)
class Graded:
    """The grades of one section, as codes; `reviewers` maps person ids to theirs, once shown.

    `looked_at`: in focus this time, looked at every time, or given an agreed grade. `reason` says why one kind of
    evidence is enough.
    """

    section: Section
    scale: Scale
    looked_at: bool
    own: str
    agreed: str
    words: str
    reason: str
    confirmed: bool
    reviewers: tuple[tuple[str, str], ...]
    ways: tuple[str, ...]

    @property
    def compared(self) -> Comparison:
        """The agreed grade against the school's own."""
        return self.scale.compare(self.agreed, self.own)


@dataclass(frozen=True)
class Review:
    """A review: its stream and the handbook that it was begun with."""

    stream: Stream
    handbook: Handbook

    @property
    def id(self) -> str:
        """The stream's id."""
        return self.stream.id

    def at(self, tips: Iterable[str]) -> Review:
        """The review as it was known at `tips`; raises MissingAncestors when one of them is not here."""
        return Review(self.stream.at(tips), self.handbook)

    @cached_property
    def head(self) -> Record:
        """The record that names the review; ValueError while the first change is not here."""
        found = self.stream.record("review", "review")
        if found is None:
            raise ValueError("a review stream without its first record")
        return found

    @property
    def school(self) -> str:
        """The host school's name."""
        return text(self.head, "school_name")

    @property
    def pupils(self) -> int:
        """How many pupils the school has; 0 when not known."""
        found = self.head.get("pupils")
        return found if isinstance(found, int) else 0

    @property
    def visited(self) -> date | None:
        """The day of the visit, once it is set."""
        return on(self.head, "visit_date")

    @cached_property
    def cast(self) -> tuple[Member, ...]:
        """Who takes part: host, report writer, reviewers, then the others; by name within a role."""
        order = list(wording.ROLES)
        members = [_member(each) for each in self.stream.records("cast") if text(each, "role") in order]
        return tuple(sorted(members, key=lambda each: (order.index(each.role), each.name, each.person)))

    def member(self, person: str) -> Member | None:
        """Somebody of the cast, or None."""
        return next((each for each in self.cast if each.person == person), None)

    @property
    def host(self) -> Member | None:
        """The host's head."""
        return next((each for each in self.cast if each.role is Role.HOST), None)

    @property
    def reviewers(self) -> tuple[Member, ...]:
        """The reviewers, report writer first, without whoever did not come."""
        return tuple(each for each in self.cast if each.role in REVIEWING and not each.absent)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The areas that fit this school, and the overall section where the handbook has one."""
        there = shown(self.handbook, {"phase": text(self.head, "phase"), "pupils": str(self.pupils)})
        overall = (self.handbook.overall,) if self.handbook.overall else ()
        return tuple(each for each in (*self.handbook.areas, *overall) if each.code in there and each.scale)

    @cached_property
    def graded(self) -> tuple[Graded, ...]:
        """Every section's grades, in the handbook's order, the overall section last."""
        return tuple(self._graded())

    @property
    def overall(self) -> Graded | None:
        """The overall grade, where the handbook has one."""
        return next((each for each in self.graded if each.section == self.handbook.overall), None)

    @cached_property
    def points(self) -> tuple[MainPoint, ...]:
        """Every main point, in its order."""
        return tuple(self._point(each) for each in self.stream.records("main_point"))

    def starred(self, content: Content) -> tuple[MainPoint, ...]:
        """The starred main points that belong to a field of the report, strengths or next steps: all of them."""
        tag = Tag.NEXT_STEP if content is Content.NEXT_STEPS else Tag.STRENGTH
        return tuple(point for point in self.points if point.starred and point.tag == tag)

    def printed(self, content: Content) -> tuple[MainPoint, ...]:
        """Those of them that the report has room for."""
        field = self.handbook.report.field(content)
        return self.starred(content)[: field.at_most] if field else ()

    @property
    def may_share_practice(self) -> bool:
        """Whether the host has agreed that the practice worth sharing is shared."""
        report = self.stream.record("report", "report")
        return report is not None and report.get("practice_consent") is True

    def step(self, step: Step) -> date | None:
        """The day on which a milestone was reached, or None."""
        found = self.stream.record("step", step)
        return on(found, "on") if found else None

    def differences(self, section: str) -> tuple[tuple[str, str], ...]:
        """Where somebody saw a section differently: (person id, words), in the order of the cast."""
        order = [each.person for each in self.cast]
        found = [
            (each.id.rpartition(".")[2], text(each, "words"))
            for each in self.stream.records("difference")
            if each.id.rpartition(".")[0] == section and text(each, "words")
        ]
        return tuple(sorted(found, key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)))

    def _graded(self) -> Iterator[Graded]:
        for section in self.sections:
            scale = self.handbook.scale(section.scale)
            if scale is None:
                raise ValueError(f"the handbook names no scale {section.scale}")  # its reader has checked this
            own = self.stream.record("self_view", section.code)
            agreed = self.stream.record("agreed", section.code)
            always = section.every_time or section == self.handbook.overall
            in_focus = own is not None and own.get("focus") is True
            grade = text(agreed, "grade")
            yield Graded(
                section=section,
                scale=scale,
                looked_at=always or in_focus or scale.point(grade) is not None,
                own=text(own, "grade"),
                agreed=grade,
                words=text(agreed, "words"),
                reason=text(agreed, "reason"),
                confirmed=agreed is not None and agreed.get("confirmed") is True,
                reviewers=self._views(section.code),
                ways=self._ways(section.code),
            )

    def _views(self, section: str) -> tuple[tuple[str, str], ...]:
        found = (
            (each.person, text(self.stream.record("reviewer_view", f"{section}.{each.person}"), "grade"))
            for each in self.reviewers
        )
        return tuple((person, grade) for person, grade in found if grade)

    def _ways(self, section: str) -> tuple[str, ...]:
        """Kinds of evidence that a section's main points rest on, in the handbook's order."""
        found = {way for point in self.points if point.section == section for way in point.ways}
        return tuple(each.code for each in self.handbook.activities if each.code in found)

    def _point(self, record: Record) -> MainPoint:
        tag = text(record, "tag")
        step = self.stream.record("next_step", record.id) if tag == Tag.NEXT_STEP else None
        known = [each.code for each in self.handbook.activities]
        ways = [way for way in record.get("ways", ()) if way in known]
        return MainPoint(
            record=record.id,
            author=record.author,
            tag=tag,
            section=text(record, "section"),
            text=text(record, "text"),
            evidence=text(record, "evidence"),
            ways=tuple(sorted(set(ways), key=known.index)),
            starred=record.get("starred") is True,
            said=record.get("said") is True,
            reason=text(record, "reason"),
            first=text(step, "first"),
            owner=text(step, "owner"),
            due=text(step, "due"),
            know=text(step, "know"),
        )


def text(record: Record | None, field: str) -> str:
    """A field's text; empty when the record or the field is not there, or holds no text."""
    found = record.get(field) if record is not None else None
    return found if isinstance(found, str) else ""


def on(record: Record | None, field: str) -> date | None:
    """A field's date, or None."""
    try:
        return date.fromisoformat(text(record, field))
    except ValueError:
        return None


def _member(record: Record) -> Member:
    return Member(
        person=record.id,
        name=text(record, "name"),
        role=Role(text(record, "role")),
        organisation=text(record, "organisation"),
        acts_for=text(record, "acts_for"),
        absent=text(record, "absent"),
    )

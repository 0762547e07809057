"""The school's review before this one, as far as it is held here: what of it a new review begins with.

Its handbook may be an older version: a section that the newer one has no longer is left out, and named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from peerreview.analysis.follow_up import Carried, carried
from peerreview.analysis.review import Review, text
from peerreview.domain import dates
from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN, Scale
from peerreview.domain.ledger import ReviewLine
from peerreview.domain.reviews import Tag
from peerreview.errors import BadInput, Refused
from peerreview.handbook.model import Handbook, ItemKind, Section, Source
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Stream

from . import dossier, held_reports
from .moments import date_or_none
from .ports import Ports, UnitOfWork
from .writing import of, write_in


@dataclass(frozen=True)
class Copied:
    """What was copied from last time: titles of sections, those that this handbook has no longer, and from when."""

    sections: tuple[str, ...]
    vanished: tuple[str, ...]
    visited: date

    @property
    def sentence(self) -> str:
        """What happened, for the banner."""
        many = len(self.sections)
        done = "Nothing was copied: every section has words of its own."
        if many:
            done = f"{many} {'section was' if many == 1 else 'sections were'} copied from {dates.plain(self.visited)}."
        gone = f" Not in this handbook any more, so left out: {'; '.join(self.vanished)}." if self.vanished else ""
        return done + gone


def visited_before(work: UnitOfWork, urn: str, review: str, visited: date | None) -> date | None:
    """The day of the school's last visit of which the review is held here; None when there is none."""
    line = _line_before(work, urn, review, visited)
    return line.visit_date if line else None


def before(work: UnitOfWork, urn: str, review: str = "", visited: date | None = None) -> Stream | None:
    """The school's last review held here, other than `review` and before its visit; None when there is none."""
    line = _line_before(work, urn, review, visited)
    return work.stream(line.stream) if line else None


def copy_own(ports: Ports, signer: Signer, review: str) -> Copied:
    """Begin with last time's own grades and sentences, marked so, where nothing stands yet; never over anything.

    Raises Refused when the school's last review is not held here.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        earlier = before(work, text(held.head, "school"), review, held.visit_date)
        visited = _visited(earlier) if earlier else None
        if earlier is None or visited is None:
            raise Refused(
                "The last review of this school is not on this computer.",
                "Nothing has changed.",
                "Type what is worth keeping, or open the file that it came in first.",
                code="no_earlier_review",
            )
        match = _Match(ports, earlier, held.handbook)
        graded = {each.section.code: each for each in held.review.graded}
        edits: list[Edit] = []
        copied, vanished = [], []
        for each in earlier.records("self_view"):
            grade, words = text(each, "grade"), text(each, "words")
            if not (grade or words):
                continue
            section = match.section(each.id)
            if section is None or section.code not in graded:
                vanished.append(match.title(each.id))
                continue
            now = held.stream.record("self_view", section.code)
            if now is not None and (text(now, "grade") or text(now, "words")):
                continue
            if not match.same_scale(each.id, section.code, grade):
                grade = ""
            if grade or words:
                edits += of("self_view", section.code, copied=visited.isoformat())
                edits += [
                    Edit("self_view", section.code, name, value)
                    for name, value in (("grade", grade), ("words", words))
                    if value
                ]
                copied.append(section.title)
        write_in(ports, work, signer, review, edits)
        work.commit()
    return Copied(tuple(copied), tuple(vanished), visited)


def steps(ports: Ports, work: UnitOfWork, urn: str) -> tuple[Carried, ...]:
    """The actions of the school's last review held here, each with how far it came, and next steps without one; or else
    the next steps of its last report (a new head holds only that)."""
    stream = before(work, urn)
    if stream is not None:
        head = stream.record("review", "review")
        pack = (text(head, "handbook"), text(head, "handbook_version")) if head else ("", "")
        try:
            return carried(Review(stream, ports.library.get(*pack)))
        except BadInput:  # its handbook is not here any more: the words are
            points = [each for each in stream.records("main_point") if text(each, "tag") == Tag.NEXT_STEP]
            return tuple(Carried(text(point, "text"), "", "") for point in points if point.get("starred"))
    reports = [each for each in held_reports.releases(ports, work) if each.urn == urn]
    last = max(reports, key=lambda each: (each.visited, each.number, len(each.steps)), default=None)
    return tuple(Carried(step.text, "", "") for step in last.steps) if last else ()


def answers(ports: Ports, work: UnitOfWork, urn: str, handbook: Handbook) -> list[Edit]:
    """The context's items that this handbook fills from the last review: what was answered then, and its grade."""
    stream = before(work, urn)
    if stream is None:
        return []
    match = _Match(ports, stream, handbook)
    overall = handbook.overall.code if handbook.overall else ""
    agreed = stream.record("agreed", overall)
    edits: list[Edit] = []
    for item in (item for section in handbook.context for item in section.items if item.source is Source.LAST_REVIEW):
        if item.kind is ItemKind.GRADE:
            value = text(agreed, "grade") if agreed else ""
            value = value if match.same_scale(overall, overall, value) else ""
        else:
            said = stream.record("answer", item.code)
            value = text(said, "value") if said and match.same_pack else ""
        edits += of("answer", item.code, value=value) if value else []
    return edits


class _Match:
    """Which section of this handbook a section of the earlier review is: the same code in the same pack, or title."""

    def __init__(self, ports: Ports, earlier: Stream, handbook: Handbook) -> None:
        head = earlier.record("review", "review")
        pack, version = (text(head, "handbook"), text(head, "handbook_version")) if head else ("", "")
        self.same_pack = pack == handbook.id
        self._now = handbook
        try:
            self._then: Handbook | None = ports.library.get(pack, version)
        except BadInput:  # that version is not here any more
            self._then = None

    def section(self, code: str) -> Section | None:
        """The section here, or None when it vanished."""
        if self.same_pack and (found := self._now.section(code)):
            return found
        title = self.title(code).casefold()
        return next((each for each in self._now.sections if each.title.casefold() == title), None)

    def title(self, code: str) -> str:
        """What the section was called then."""
        then = self._then.section(code) if self._then else None
        return then.title if then else code

    def same_scale(self, then: str, now: str, grade: str) -> bool:
        """Whether a grade means the same on the scale of the section here."""
        if grade in ("", NOT_LOOKED_AT, NOT_SEEN):
            return True
        old = self._then.scale_of(then) if self._then else None
        new = self._now.scale_of(now)
        return old is not None and new is not None and _point(old, grade) == _point(new, grade) is not None


def _line_before(work: UnitOfWork, urn: str, review: str, visited: date | None) -> ReviewLine | None:
    lines = [
        (line.visit_date, line)
        for line in work.review_lines()
        if line.school == urn and line.stream != review and line.visit_date
    ]
    earlier = [(on, line) for on, line in lines if visited is None or on < visited]
    return max(earlier, key=itemgetter(0))[1] if earlier else None


def _point(scale: Scale, grade: str) -> tuple[str, str, str] | None:
    point = scale.point(grade)
    return (point.code, point.label, scale.direction) if point else None


def _visited(stream: Stream) -> date | None:
    head = stream.record("review", "review")
    return date_or_none(head.get("visit_date")) if head else None

"""What a report says, as data: built from the review alone, so that it can be built again and compared (DESIGN §8).

The PDF names the tips it was made at and the digest of this data. "Matches" means that the data built again at those
tips is the attachment; "changed since" that the data at today's tips differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from peerreview.domain.grades import Comparison
from peerreview.domain.people import Role
from peerreview.domain.release import (
    Release,
    ReleasedBeside,
    ReleasedPerson,
    ReleasedPoint,
    ReleasedStep,
    ReleasedView,
)
from peerreview.domain.reviews import Level, Outcome, Tag, Verdict
from peerreview.errors import BadInput
from peerreview.handbook.model import Handbook, Section
from peerreview.handbook.report_layout import Content
from peerreview.journal.stream import Record, Stream

from .dossier import WRITERS, text, texts

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ENCODER = msgspec.json.Encoder(order="sorted")
_PARAGRAPHS = {
    Content.FACTS: ("met",),
    Content.FOCUS: ("focus",),
    Content.HEADLINE: ("headline",),
    Content.PRACTICE: ("practice",),
    Content.LAST_TIME: ("last_time",),
    Content.SUPPORT: ("support_wanted", "support_offered"),
}


@dataclass(frozen=True)
class Attached:
    """The attachment of a report: its data, the tips it was made at, and the digest of the data."""

    content: Release
    tips: tuple[str, ...]
    digest: str


def build(stream: Stream, handbook: Handbook, number: int, level: Level, *, of_full: str = "") -> Release:
    """What the review says at a level, from its stream and its handbook alone."""
    head = _required(stream, "review", "review")
    pupils = head.get("pupils")
    full = _full(stream, handbook, head, number, pupils if isinstance(pupils, int) else 0)
    return replace(cut(full, handbook, level), of_full=of_full)


def cut(full: Release, handbook: Handbook, level: Level) -> Release:
    """A full release cut to what a level shares (the lowest level of each field is the handbook's)."""

    def shows(content: Content) -> bool:
        found = handbook.report.field(content)
        return found is not None and level.shows(found.level)

    codes = {content: field.code for content in Content if (field := handbook.report.field(content))}
    shown = {codes[content] for content in codes if shows(content)}
    annex = shows(Content.ANNEX)
    views = shows(Content.VIEWS)
    return replace(
        full,
        level=level,
        views=tuple(each if annex else replace(each, reviewers={}) for each in full.views) if views else (),
        overall=full.overall if views else "",
        overall_why=full.overall_why if views and level.shows(Level.SUMMARY) else "",
        steps=tuple(each if annex else replace(each, evidence="") for each in full.steps)
        if shows(Content.NEXT_STEPS)
        else (),
        strengths=tuple(each if annex else replace(each, evidence="", ways=()) for each in full.strengths)
        if shows(Content.STRENGTHS)
        else (),
        others=full.others if annex else (),
        paragraphs={code: words for code, words in full.paragraphs.items() if code in shown},
        beside={code: words for code, words in full.beside.items() if code in shown},
        comment=full.comment if shows(Content.COMMENT) else "",
        reasons=full.reasons if annex else (),
    )


def encode(release: Release, tips: Iterable[str]) -> bytes:
    """The attachment's bytes: canonical JSON."""
    attached = Attached(release, tuple(sorted(tips)), digest(release))
    return _ENCODER.encode(attached)


def decode(raw: bytes) -> Attached:
    """The attachment that `encode` wrote; BadInput when it is something else, or its digest is not true."""
    try:
        attached = msgspec.json.decode(raw, type=Attached)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _not_ours() from error
    if digest(attached.content) != attached.digest:
        raise _not_ours()
    return attached


def digest(release: Release) -> str:
    """SHA-256 of the data's canonical bytes."""
    return sha256(_ENCODER.encode(release)).hexdigest()


def unresolved(stream: Stream, paragraph: str) -> tuple[ReleasedBeside, ...]:
    """The host's words that print beside a paragraph: seen differently, and the writer kept the paragraph."""
    mark = stream.record("check_mark", paragraph)
    answer = stream.record("check_answer", paragraph)
    if mark is None or text(mark, "verdict") != Verdict.DIFFERENTLY or not text(mark, "words"):
        return ()
    if answer is not None and text(answer, "outcome") == Outcome.CHANGED:
        return ()
    return (ReleasedBeside("Host school", text(mark, "words")),)


def differences(stream: Stream, section: str) -> tuple[ReleasedBeside, ...]:
    """Where somebody saw a section differently: prints beside its agreed grade."""
    return tuple(
        ReleasedBeside(_who(stream, person), text(each, "words"))
        for each in stream.records("difference")
        for code, _, person in [each.id.partition(".")]
        if code == section and text(each, "words")
    )


def _who(stream: Stream, person: str) -> str:
    """Whose words they are, by role: reports speak of roles."""
    cast = stream.record("cast", person)
    if cast is not None and text(cast, "role") == Role.HOST:
        return "Host school"
    order = reviewers(stream)
    return f"Reviewer {_LETTERS[order.index(person)]}" if person in order else "A colleague"


def starred(stream: Stream, handbook: Handbook, content: Content) -> tuple[Record, ...]:
    """The starred main points that a field of the report (strengths or next steps) prints, in their order."""
    field = handbook.report.field(content)
    tag = Tag.STRENGTH if content is Content.STRENGTHS else Tag.NEXT_STEP
    found = [each for each in ordered(stream) if text(each, "tag") == tag and each.get("starred") is True]
    return tuple(found[: field.at_most]) if field else ()


def ordered(stream: Stream) -> list[Record]:
    """Main points in their order."""
    return sorted(stream.records("main_point"), key=lambda each: (text(each, "place"), each.id))


def reviewers(stream: Stream) -> list[str]:
    """Person ids of the reviewers, the report writer first: Reviewer A, B, C."""
    cast = [each for each in stream.records("cast") if text(each, "role") in WRITERS]
    return [each.id for each in sorted(cast, key=lambda each: (text(each, "role") != Role.LEAD_REVIEWER, each.id))]


def focused(stream: Stream, section: Section) -> bool:
    """Whether a section was looked at this time."""
    own = stream.record("self_view", section.code)
    return section.every_time or (own is not None and own.get("focus") is True)


def _full(stream: Stream, handbook: Handbook, head: Record, number: int, pupils: int) -> Release:
    report = stream.record("report", "report")
    overall = handbook.overall
    agreed = stream.record("agreed", overall.code) if overall else None
    paragraphs = {}
    for content, names in _PARAGRAPHS.items():
        field = handbook.report.field(content)
        words = "\n".join(filter(None, (text(report, name) for name in names))) if report else ""
        if field and words:
            paragraphs[field.code] = words
    steps = starred(stream, handbook, Content.NEXT_STEPS)
    strengths = starred(stream, handbook, Content.STRENGTHS)
    comment = stream.record("comment", "comment")
    return Release(
        review=stream.id,
        number=number,
        level=Level.FULL,
        handbook=handbook.id,
        handbook_version=handbook.version,
        handbook_hash=handbook.hash,
        urn=text(head, "school"),
        school=text(head, "school_name"),
        phase=text(head, "phase"),
        pupils=pupils,
        term=text(head, "term"),
        visited=text(head, "visit_date"),
        people=tuple(
            ReleasedPerson(each.id, text(each, "name"), text(each, "role"), text(each, "organisation"))
            for each in sorted(stream.records("cast"), key=lambda each: each.id)
        ),
        views=tuple(_view(stream, handbook, each) for each in (*handbook.areas, *([overall] if overall else []))),
        overall=text(agreed, "grade") if agreed else "",
        overall_why=text(agreed, "words") if agreed else "",
        rests_on=tuple(section.code for section in handbook.areas if focused(stream, section)),
        steps=tuple(_step(stream, each) for each in steps),
        strengths=tuple(_point(stream, each) for each in strengths),
        others=tuple(_point(stream, each) for each in ordered(stream) if each not in (*steps, *strengths)),
        paragraphs=paragraphs,
        comment=text(comment, "words") if comment else "",
        reasons=tuple(text(each, "words") for each in _reasons(stream, number)),
        beside={code: found for code in paragraphs if (found := unresolved(stream, code))},
        scales=handbook.scales,
    )


def _view(stream: Stream, handbook: Handbook, section: Section) -> ReleasedView:
    own = stream.record("self_view", section.code)
    agreed = stream.record("agreed", section.code)
    scale = handbook.scale(section.scale)
    own_grade, agreed_grade = (text(each, "grade") if each else "" for each in (own, agreed))
    ways = {way for each in ordered(stream) if text(each, "section") == section.code for way in texts(each, "ways")}
    shown = {}
    for letter, person in zip(_LETTERS, reviewers(stream), strict=False):
        view = stream.record("reviewer_view", f"{section.code}.{person}")
        if view is not None and text(view, "grade"):
            shown[letter] = text(view, "grade")
    return ReleasedView(
        section=section.code,
        title=section.title,
        own=own_grade,
        agreed=agreed_grade,
        compared=scale.compare(agreed_grade, own_grade) if scale else Comparison.NONE,
        ways=len(ways),
        focus=focused(stream, section),
        reviewers=shown,
        beside=differences(stream, section.code),
        scale=section.scale,
    )


def _point(stream: Stream, point: Record) -> ReleasedPoint:
    return ReleasedPoint(
        code=point.id,
        tag=text(point, "tag") or Tag.QUESTION,
        section=text(point, "section"),
        text=text(point, "text"),
        evidence=text(point, "evidence"),
        ways=texts(point, "ways"),
        beside=unresolved(stream, point.id),
    )


def _step(stream: Stream, point: Record) -> ReleasedStep:
    step = stream.record("next_step", point.id)
    first, owner, due, know = (text(step, name) if step else "" for name in ("first", "owner", "due", "know"))
    return ReleasedStep(
        code=point.id,
        section=text(point, "section"),
        text=text(point, "text"),
        first=first,
        owner=owner,
        due=due,
        know=know,
        evidence=text(point, "evidence"),
        beside=unresolved(stream, point.id),
    )


def _reasons(stream: Stream, number: int) -> list[Record]:
    mine = [
        each for each in stream.records("reason") if each.id.partition(".")[0] == str(number) and text(each, "words")
    ]
    return sorted(mine, key=lambda each: each.id)


def _required(stream: Stream, kind: str, record: str) -> Record:
    found = stream.record(kind, record)
    if found is None:
        raise ValueError(f"the stream has no {kind}")
    return found


def _not_ours() -> BadInput:
    return BadInput(
        "This PDF does not carry the data of a report.", "Nothing was brought in.", "Check the file.", code="no_data"
    )

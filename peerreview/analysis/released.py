"""What a report says, as data: built from the review alone, so that it can be built again and compared (DESIGN §8).

The attachment of a PDF is this, cut to its level. It names the tips it was made at and the digest of the rest:
"matches" means that the data built again at those tips say the same, "changed since" that today's say something else.
Compared is what the attachment and this program both know, so that a later version, which tells more, calls no older
report changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from hashlib import sha256
from typing import TypeVar

import msgspec

from peerreview.domain.grades import NOT_LOOKED_AT
from peerreview.domain.release import (
    FORMAT,
    Release,
    ReleasedBeside,
    ReleasedPerson,
    ReleasedPoint,
    ReleasedQuestion,
    ReleasedStep,
    ReleasedView,
)
from peerreview.domain.reviews import Level
from peerreview.errors import BadInput
from peerreview.handbook.model import Handbook, ItemKind
from peerreview.handbook.report_layout import Content
from peerreview.journal.record import Record

from . import notes, stops, wording
from .paragraphs import comment, grade_code, unresolved
from .review import Graded, MainPoint, Review, text

_Pointed = TypeVar("_Pointed", ReleasedPoint, ReleasedStep)

_ENCODER = msgspec.json.Encoder(order="sorted")
_NUMBERS = 10_000  # a version has at most four digits


class BadRelease(BadInput):
    """The attachment of a PDF is not the data of a report, or not what its digest says."""

    def __init__(self) -> None:
        super().__init__(
            "This PDF does not carry the data of a report.",
            "Nothing was brought in.",
            "Ask the sender for the report as Peer Review made it.",
            code="no_data",
        )


class NewerRelease(BadInput):
    """The data are in a format that this version does not read."""

    def __init__(self) -> None:
        super().__init__(
            "This report was made by a later version of Peer Review.",
            "Nothing was brought in; the file will wait where it is.",
            "Ask your office for the new version.",
            code="newer_format",
        )


class _Format(msgspec.Struct):
    format: int = 1


class _Whole(msgspec.Struct):
    content: msgspec.Raw
    tips: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class Attached:
    """The attachment of a report: its data, the tips it was made at, and the digest (SHA-256) of the data.

    `told` are the data as they were attached: an earlier version's lack some fields, a later one's have more.
    """

    content: Release
    tips: tuple[str, ...]
    digest: str
    told: object = field(compare=False, repr=False)


def build(review: Review, number: int, level: Level = Level.FULL, *, of_full: str = "") -> Release:
    """What the review says at a level as version `number`; `of_full` names the full PDF of an extract (SHA-256)."""
    full = whole(review, number)
    given = tuple(f"{each.sentence} {each.reason}" for each in stops.reasons(review, full, number) if each.reason)
    given += tuple(notes.notes(review, full, _replaced(review, number)))
    return replace(cut(replace(full, reasons=given), review.handbook, level), of_full=of_full)


def cut(full: Release, handbook: Handbook, level: Level) -> Release:
    """A full release with no more than a level shares; the handbook says the lowest level of each field."""
    lowest = {content: field.level for content in Content if (field := handbook.report.field(content))}
    shown = {content for content, least in lowest.items() if level.shows(least)}
    codes = {field.code for field in handbook.report.fields if field.content in shown}
    everything = Content.ANNEX in shown
    views = full.views if Content.VIEWS in shown else ()
    return replace(
        full,
        level=level,
        people=full.people if Content.FACTS in shown else (),
        views=tuple(each if everything else replace(each, reviewers={}) for each in views),
        overall=full.overall if views else "",
        overall_why=full.overall_why if views and level.shows(_why_level(handbook)) else "",
        rests_on=full.rests_on if views else (),
        steps=_without_ways(full.steps, everything) if Content.NEXT_STEPS in shown else (),
        strengths=_without_ways(full.strengths, everything) if Content.STRENGTHS in shown else (),
        others=full.others if everything else (),
        paragraphs={code: words for code, words in full.paragraphs.items() if code in codes},
        beside={code: words for code, words in full.beside.items() if code in codes},
        comment=full.comment if Content.COMMENT in shown else "",
        reasons=full.reasons if everything else (),
        questions=full.questions if level.shows(Level.SUMMARY) else (),
    )


def encode(release: Release, tips: Iterable[str]) -> bytes:
    """The attachment's bytes: canonical JSON, the same for the same review at the same tips."""
    content = _ENCODER.encode(release)
    return _ENCODER.encode(_Whole(msgspec.Raw(content), tuple(sorted(tips)), sha256(content).hexdigest()))


def decode(raw: bytes) -> Attached:
    """The attachment that `encode` wrote; raises BadRelease for anything else, NewerRelease for a newer format.

    What a later version added within the format is passed over, and counts in the digest all the same.
    """
    try:
        whole = msgspec.json.decode(raw, type=_Whole)
        if msgspec.json.decode(whole.content, type=_Format).format > FORMAT:
            raise NewerRelease
        content = msgspec.json.decode(whole.content, type=Release)
        everything = msgspec.json.decode(whole.content)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors; none may carry a piece of the report
        raise BadRelease from None
    if sha256(whole.content).hexdigest() != whole.digest or not 0 < content.number < _NUMBERS:
        raise BadRelease
    return Attached(content, whole.tips, whole.digest, everything)


def digest(release: Release) -> str:
    """SHA-256 of the data's canonical bytes."""
    return sha256(_ENCODER.encode(release)).hexdigest()


def matches(attached: Attached, review: Review) -> bool:
    """Whether the review, as it was known at the tips the report names, still gives the report's data.

    Raises MissingAncestors when the review has not arrived that far.
    """
    return _gives(attached, review.at(attached.tips))


def changed_since(attached: Attached, review: Review) -> bool:
    """Whether the report would say something else if it were made today: only that calls for another version."""
    return not _gives(attached, review)


def _gives(attached: Attached, review: Review) -> bool:
    made = attached.content
    return _same(attached.told, build(review, made.number, made.level, of_full=made.of_full))


def _same(told: object, now: object) -> bool:
    """Whether data as attached say what is built now, in every field that both have."""
    if is_dataclass(now):
        return isinstance(told, dict) and all(
            _same(told[each.name], getattr(now, each.name)) for each in fields(now) if each.name in told
        )
    if isinstance(now, Mapping):
        return isinstance(told, dict) and told.keys() == now.keys() and all(_same(told[key], now[key]) for key in now)
    if isinstance(now, tuple):
        return isinstance(told, list) and len(told) == len(now) and all(map(_same, told, now))
    return told == now


def whole(review: Review, number: int) -> Release:
    """The full release without its reasons and notes: what the check for accuracy and a comparison are about."""
    handbook, graded = review.handbook, review.graded
    strengths, steps = review.printed(Content.STRENGTHS), review.printed(Content.NEXT_STEPS)
    others = [point for point in review.points if point not in (*strengths, *steps)]
    overall = review.overall
    scales = {each.scale.code: each.scale for each in graded}
    words = dict(_paragraphs(review))
    return Release(
        review=review.id,
        number=number,
        level=Level.FULL,
        handbook=handbook.id,
        handbook_version=handbook.version,
        handbook_hash=handbook.hash,
        urn=text(review.head, "school"),
        school=review.school,
        phase=text(review.head, "phase"),
        pupils=review.pupils,
        term=text(review.head, "term"),
        visited=text(review.head, "visit_date"),
        people=tuple(
            ReleasedPerson(each.person, each.name, each.role, each.organisation)
            for each in review.cast
            if not each.absent
        ),
        views=tuple(_view(review, each) for each in graded),
        overall=overall.agreed if overall else "",
        overall_why=overall.words if overall else "",
        rests_on=tuple(each.section.code for each in graded if each != overall and each.scale.point(each.agreed)),
        steps=tuple(_step(review, each) for each in steps),
        strengths=tuple(_point(review, each) for each in strengths),
        others=tuple(_point(review, each) for each in others),
        paragraphs=words,
        comment=comment(review),
        beside={code: beside for code in words if (beside := unresolved(review, code))},
        scales=tuple(scales.values()),
        questions=tuple(
            ReleasedQuestion(text(each, "text"), text(each, "section"), text(each, "question"))
            for each in review.stream.records("good_question")
        ),
    )


def _replaced(review: Review, number: int) -> Release | None:
    """What the version before this one said, built again at the tips that it names."""
    earlier = notes.before(review, number)
    if earlier is None:
        return None
    tips = earlier.get("tips", ())
    return whole(review.at(tips), int(earlier.id)) if tips and all(tip in review.stream for tip in tips) else None


def _paragraphs(review: Review) -> Iterable[tuple[str, str]]:
    """The words of each titled paragraph, by its report code; what nobody typed is put together from what is known."""
    report = review.stream.record("report", "report")
    wanted, offered = text(report, "support_wanted"), text(report, "support_offered")
    support = [f"{label}: {words}" for label, words in (("Would like", wanted), ("Can give", offered)) if words]
    said = {
        Content.FACTS: text(report, "met"),
        Content.FOCUS: text(report, "focus") or _focus(review),
        Content.HEADLINE: text(report, "headline"),
        Content.PRACTICE: text(report, "practice") if review.may_share_practice else "",
        Content.LAST_TIME: text(report, "last_time") or _last_time(review),
        Content.SUPPORT: "\n".join(support),
    }
    for content, words in said.items():
        field = review.handbook.report.field(content)
        if field is not None and words:
            yield field.code, words


def _focus(review: Review) -> str:
    """The sections in focus and the key questions of the call."""
    looked = [each.section.code for each in review.graded if each.looked_at and each != review.overall]
    questions = [text(each, "text") for each in review.stream.records("key_question")]
    focus = f"We looked at {wording.listed(looked)}." if looked else ""
    return " ".join(filter(None, (focus, *questions)))


def _last_time(review: Review) -> str:
    """What became of the next steps of last time, by outcome in the handbook's order."""
    steps = review.stream.records("last_step")
    sentences = []
    for outcome in review.handbook.rules.last_time:
        said = [_with_words(each) for each in steps if text(each, "outcome") == outcome.code]
        if said:
            sentences.append(f"{outcome.label}: {'; '.join(said)}.")
    return " ".join(sentences)


def _with_words(step: Record) -> str:
    words = text(step, "words").rstrip(".")
    return text(step, "text").rstrip(".") + (f" ({words})" if words else "")


def _view(review: Review, graded: Graded) -> ReleasedView:
    code = graded.section.code
    beside = [
        ReleasedBeside(
            f"{member.name if (member := review.member(person)) else 'A colleague'} saw it differently", words
        )
        for person, words in review.differences(code)
    ]
    return ReleasedView(
        section=code,
        title=graded.section.title,
        own=graded.own,
        agreed=graded.agreed if graded.looked_at else NOT_LOOKED_AT,
        compared=graded.compared,
        ways=len(graded.ways),
        focus=graded.looked_at,
        reviewers=_lettered(review, dict(graded.reviewers)),
        beside=(*beside, *unresolved(review, grade_code(code))),
        scale=graded.scale.code,
    )


def _lettered(review: Review, grades: Mapping[str, str]) -> dict[str, str]:
    """The reviewers' grades under letters that only those who hold the review can turn back into names."""
    secret = text(review.head, "nonce")
    order = sorted(sha256(f"{secret}{each.person}".encode()).hexdigest() for each in review.reviewers)
    letters = {code: chr(ord("A") + place) for place, code in enumerate(order)}
    return {letters[sha256(f"{secret}{person}".encode()).hexdigest()]: grade for person, grade in grades.items()}


def _point(review: Review, point: MainPoint) -> ReleasedPoint:
    beside = unresolved(review, point.record)
    return ReleasedPoint(point.record, point.tag, point.section, point.text, point.evidence, point.ways, beside)


def _step(review: Review, point: MainPoint) -> ReleasedStep:
    return ReleasedStep(
        code=point.record,
        section=point.section,
        text=point.text,
        first=point.first,
        owner=point.owner,
        due=point.due,
        know=point.know,
        evidence=point.evidence,
        ways=point.ways,
        beside=unresolved(review, point.record),
    )


def _why_level(handbook: Handbook) -> Level:
    """The lowest level that shows why the overall grade is what it is."""
    items = handbook.overall.of_kind(ItemKind.TEXT) if handbook.overall else ()
    return next((item.level for item in items if item.level), Level.SUMMARY)


def _without_ways(points: tuple[_Pointed, ...], everything: bool) -> tuple[_Pointed, ...]:
    return points if everything else tuple(replace(each, evidence="", ways=()) for each in points)

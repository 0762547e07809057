"""The report as it would be printed: one model at one level, made from the released data (DESIGN §8)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from peerreview.domain import dates
from peerreview.domain.grades import Scale
from peerreview.domain.release import Release, ReleasedBeside, ReleasedPoint, ReleasedStep, ReleasedView
from peerreview.domain.report import (
    Beside,
    ReportModel,
    ReportParagraph,
    ReportPerson,
    ReportPoint,
    ReportStep,
    ReportView,
)
from peerreview.domain.reviews import Level
from peerreview.errors import Refused
from peerreview.handbook.model import Handbook
from peerreview.handbook.report_layout import Content

from . import meter, released, wording
from .review import SIGNING, Review


class NoVisitDate(Refused):
    """A report says when the visit was."""

    def __init__(self) -> None:
        super().__init__(
            "The day of the visit is not set yet.", "Nothing is lost.", "Set it first.", code="no_visit_date"
        )


@dataclass(frozen=True)
class Surroundings:
    """What the paper says besides the review's own words.

    `made` is today; `network` its name; `sources` are sentences that say as at when published data stand; `also`
    are people who were there and neither review nor sign (a chair of governors who heard the feedback).
    """

    made: date
    network: str = ""
    sources: Sequence[str] = ()
    also: Sequence[ReportPerson] = ()


def draft(review: Review, around: Surroundings, *, number: int | None = None) -> ReportModel:
    """The full report as version `number`, or as the next one. Raises NoVisitDate."""
    wanted = number or next_number(review)
    return _model(review, released.build(review, wanted), around, signers(review, wanted))


def extract(review: Review, around: Surroundings, level: Level, *, number: int, by: str, of_full: str) -> ReportModel:
    """A report at a lower level, signed by whoever shares it (`by`), naming the full PDF by its SHA-256.

    Raises NoVisitDate.
    """
    return _model(review, released.build(review, number, level, of_full=of_full), around, (by,))


def next_number(review: Review) -> int:
    """The number of the version that would be made now."""
    return max((int(each.id) for each in review.stream.records("version")), default=0) + 1


def signers(review: Review, number: int) -> tuple[str, ...]:
    """Who is expected to sign a version: as its record names them, or else those who were there (person ids)."""
    version = review.stream.record("version", str(number))
    named = version.get("signers") if version is not None else None
    return (
        tuple(named)
        if named
        else tuple(each.person for each in review.cast if each.role in SIGNING and not each.absent)
    )


def _model(review: Review, release: Release, around: Surroundings, signing: Collection[str]) -> ReportModel:
    visited = review.visited
    if visited is None:
        raise NoVisitDate
    handbook = review.handbook
    scale = _main_scale(review)
    data = released.encode(release, review.stream.tips)
    length = meter.measure(handbook, release)
    whole = {content: _paragraph(handbook, release, content) for content in Content}
    rest = (whole[each] for each in (Content.PRACTICE, Content.LAST_TIME, Content.SUPPORT))
    return ReportModel(
        review=release.review,
        number=release.number,
        level=release.level,
        title=handbook.report.title,
        network=around.network,
        school=release.school,
        urn=release.urn,
        phase=_phase(handbook, release),
        visited=visited,
        made=around.made,
        language=handbook.language,
        scale_note=scale.note if scale else "",
        direction_note=scale.ends if scale else "",
        people=_people(review, release, around, signing),
        met=release.paragraphs.get(_code(handbook, Content.FACTS), ""),
        focus=whole[Content.FOCUS],
        headline=whole[Content.HEADLINE],
        views=tuple(_view(handbook, each, release) for each in release.views),
        overall=wording.grade_words(handbook, scale, release.overall),
        overall_why=release.overall_why,
        rests_on=wording.listed(release.rests_on) if release.overall else "",
        steps=tuple(_step(each) for each in release.steps),
        strengths=tuple(_point(each) for each in release.strengths),
        paragraphs=tuple(each for each in rest if each is not None),
        annex=tuple(_point(each) for each in release.others),
        comment=_comment(handbook, release),
        reasons=release.reasons,
        statement=(*handbook.report.statement, _origin(handbook), *around.sources),
        check=_check(around.network, released.digest(release)),
        words=length.words,
        word_budget=length.budget,
        data=data,
        of_full=release.of_full,
        replaces=_replaces(review, release.number),
        grade_word=handbook.words.view,
    )


def _people(
    review: Review, release: Release, around: Surroundings, signing: Collection[str]
) -> tuple[ReportPerson, ...]:
    """Those who were there, where the level says who; at every level those whose signature is expected."""
    shown = {each.person for each in release.people} | set(signing)
    cast = [
        ReportPerson(
            person=each.person,
            name=each.name,
            role=wording.ROLES[each.role] + (f", acting for {each.acts_for}" if each.acts_for else ""),
            organisation=each.organisation,
            signs=each.person in signing,
        )
        for each in review.cast
        if each.person in shown
    ]
    return (*cast, *(replace(each, signs=False) for each in around.also if release.people))


def _view(handbook: Handbook, view: ReleasedView, release: Release) -> ReportView:
    scale = next((each for each in release.scales if each.code == view.scale), None)
    overall = handbook.overall is not None and view.section == handbook.overall.code
    return ReportView(
        section="" if overall else view.section,
        title=view.title,
        own=wording.grade_words(handbook, scale, view.own),
        agreed=wording.grade_words(handbook, scale, view.agreed),
        compared=str(view.compared),
        ways=wording.ways(view.ways),
        rests=overall or view.section in release.rests_on,
        reviewers=tuple(
            (f"Reviewer {letter}", wording.grade_words(handbook, scale, grade))
            for letter, grade in sorted(view.reviewers.items())
        ),
        beside=_beside(view.beside),
    )


def _step(step: ReleasedStep) -> ReportStep:
    return ReportStep(
        code=step.code,
        text=step.text,
        first=step.first,
        owner=step.owner,
        due=dates.in_full_or_text(step.due),
        know=step.know,
        section=step.section,
        evidence=step.evidence,
        ways=wording.ways(len(step.ways)),
        beside=_beside(step.beside),
    )


def _point(point: ReleasedPoint) -> ReportPoint:
    ways = wording.ways(len(point.ways))
    return ReportPoint(point.code, point.text, point.section, point.evidence, ways, _beside(point.beside))


def _paragraph(handbook: Handbook, release: Release, content: Content) -> ReportParagraph | None:
    field = handbook.report.field(content)
    if field is None or field.code not in release.paragraphs:
        return None
    beside = _beside(release.beside.get(field.code, ()))
    return ReportParagraph(field.code, field.title, release.paragraphs[field.code], beside)


def _comment(handbook: Handbook, release: Release) -> ReportParagraph | None:
    field = handbook.report.field(Content.COMMENT)
    return ReportParagraph(field.code, field.title, release.comment) if field and release.comment else None


def _beside(found: Sequence[ReleasedBeside]) -> tuple[Beside, ...]:
    return tuple(Beside(each.who, each.words) for each in found)


def _phase(handbook: Handbook, release: Release) -> str:
    label = next((each.label for each in handbook.phases if each.code == release.phase), release.phase)
    return f"{label}, {release.pupils} {handbook.words.pupils}" if release.pupils else label


def _main_scale(review: Review) -> Scale | None:
    overall = review.overall
    return overall.scale if overall else next(iter(review.handbook.scales), None)


def _origin(handbook: Handbook) -> str:
    return f"Handbook: {handbook.title}, {handbook.version}."


def _check(network: str, digest: str) -> tuple[str, ...]:
    ask = f"the office of {network}" if network else "the board's office"
    code = " ".join(digest[start : start + 4] for start in range(0, 16, 4))
    return (
        f"How to check: open this file in Peer Review, or ask {ask}. It says whether anything was changed since "
        "signing, whether we know who signed, and whether all signatures are here.",
        f"Check code of what this report says: {code}.",
    )


def _replaces(review: Review, number: int) -> str:
    """The version before this one, as printed: "version 1 of 3 December 2026"."""
    earlier = [each for each in review.stream.records("version") if int(each.id) < number]
    if not earlier:
        return ""
    last = max(earlier, key=lambda each: int(each.id))
    return f"version {last.id} of {dates.plain(date.fromisoformat(last.at[:10]))}"


def _code(handbook: Handbook, content: Content) -> str:
    field = handbook.report.field(content)
    return field.code if field else ""

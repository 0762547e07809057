"""The report: its one model, how long it is, what it looks like, and its Word copy. Nothing is typed here again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from peerreview.domain.people import Role
from peerreview.domain.release import Release, ReleasedBeside, ReleasedPoint
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
from peerreview.domain.words import count
from peerreview.errors import Refused
from peerreview.handbook.model import Handbook
from peerreview.handbook.report_layout import Content
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Stream

from . import dossier, membership, release_data
from .dossier import Dossier, text
from .moments import date_or_none, day
from .pages import label
from .ports import Ports
from .review_views import MeterView
from .words import ROLE_WORDS

SIGNING = frozenset({Role.HOST, Role.LEAD_REVIEWER, Role.REVIEWER, Role.GUEST})
"""Who is expected to sign: those who were there."""


def model(ports: Ports, signer: Signer, review: str, level: Level = Level.FULL) -> ReportModel:
    """The report as it would be made now, at a level."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        return model_in(ports, held, next_number(held.stream), level)


def preview(ports: Ports, signer: Signer, review: str, level: Level = Level.FULL, dpi: int = 96) -> tuple[bytes, ...]:
    """The pages as they would be printed now: one PNG a page."""
    return ports.reports.pictures(ports.reports.make_pdf(model(ports, signer, review, level)), dpi)


def meter(ports: Ports, signer: Signer, review: str) -> MeterView:
    """How long the report is: printed words and sides, without the annex."""
    made = model(ports, signer, review, Level.SUMMARY)
    return MeterView(made.words, made.word_budget, ports.reports.sides(ports.reports.make_pdf(made)))


def word_copy(ports: Ports, signer: Signer, review: str, level: Level = Level.FULL) -> tuple[str, bytes]:
    """The Word copy (file name and bytes): for trusts, clerks and a host without the program."""
    made = model(ports, signer, review, level)
    return ports.reports.name(made).removesuffix(".pdf") + ".docx", ports.reports.make_docx(made)


def next_number(stream: Stream) -> int:
    """The number of the version that would be made now."""
    return max((int(each.id) for each in stream.records("version")), default=0) + 1


def model_in(
    ports: Ports, held: Dossier, number: int, level: Level, *, of_full: str = "", stream: Stream | None = None
) -> ReportModel:
    """The model of one version at a level, from the review as it is now or (`stream`) as it was."""
    then = stream or held.stream
    release = release_data.build(then, held.handbook, number, level, of_full=of_full)
    visited = date_or_none(release.visited)
    if visited is None:
        raise Refused("The day of the visit is not set yet.", "Nothing is lost.", "Set it first.", code="no_visit_date")
    return _model(ports, held, then, release, visited)


def _model(ports: Ports, held: Dossier, stream: Stream, release: Release, visited: date) -> ReportModel:
    book = held.handbook
    network = membership.network(held.work)
    overall = book.overall
    scale = book.scale_of(overall.code) if overall else next(iter(book.scales), None)
    report = stream.record("report", "report")

    def paragraph(content: Content) -> ReportParagraph | None:
        field = book.report.field(content)
        words = release.paragraphs.get(field.code, "") if field else ""
        beside = _beside(release_data.unresolved(stream, field.code)) if field else ()
        return ReportParagraph(field.code, field.title, words, beside) if field and words else None

    comment_field = book.report.field(Content.COMMENT)
    rest = [paragraph(each) for each in (Content.PRACTICE, Content.LAST_TIME, Content.SUPPORT)]
    made = ReportModel(
        review=release.review,
        number=release.number,
        level=release.level,
        title=book.report.title,
        network=network.name if network else "",
        school=release.school,
        urn=release.urn,
        phase=next((each.label for each in book.phases if each.code == release.phase), release.phase),
        visited=visited,
        made=ports.clock().date(),
        language=book.language,
        scale_note=scale.note if scale else "",
        direction_note=scale.ends if scale else "",
        people=tuple(
            ReportPerson(
                each.person, each.name, ROLE_WORDS.get(each.role, each.role), each.organisation, each.role in SIGNING
            )
            for each in sorted(release.people, key=lambda each: (list(ROLE_WORDS).index(Role(each.role)), each.name))
        ),
        met=text(report, "met") if report else "",
        focus=paragraph(Content.FOCUS),
        headline=paragraph(Content.HEADLINE),
        views=_views(book, release),
        overall=label(book, scale, release.overall),
        overall_why=release.overall_why,
        rests_on=_rests_on(book, release),
        steps=tuple(
            ReportStep(
                code=str(place),
                text=step.text,
                first=step.first,
                owner=step.owner,
                due=step.due,
                know=step.know,
                section=_title(book, step.section),
                evidence=step.evidence,
                beside=_beside(step.beside),
            )
            for place, step in enumerate(release.steps, 1)
        ),
        strengths=_points(book, release.strengths),
        paragraphs=tuple(each for each in rest if each is not None),
        annex=_points(book, release.others),
        comment=ReportParagraph(comment_field.code, comment_field.title, release.comment)
        if comment_field and release.comment
        else None,
        reasons=release.reasons,
        statement=book.report.statement,
        check=_how_to_check(network.name if network else ""),
        words=0,
        word_budget=book.report.words,
        data=release_data.encode(release, stream.tips),
        of_full=release.of_full,
        replaces=_replaces(stream, release.number),
        grade_word=book.words.view,
    )
    return replace(made, words=_printed(made))


def _views(book: Handbook, release: Release) -> tuple[ReportView, ...]:
    rows = []
    for view in release.views:
        scale = book.scale_of(view.section)
        agreed = label(book, scale, view.agreed) if view.focus or view.agreed else book.words.not_looked_at
        rows.append(
            ReportView(
                section=view.section,
                title=view.title,
                own=label(book, scale, view.own),
                agreed=agreed,
                compared=str(view.compared),
                ways=str(view.ways) if view.ways else "",
                rests=view.section in release.rests_on,
                reviewers=tuple((f"Reviewer {letter}", grade) for letter, grade in sorted(view.reviewers.items())),
                beside=_beside(view.beside),
            )
        )
    return tuple(rows)


def _points(book: Handbook, points: Sequence[ReleasedPoint]) -> tuple[ReportPoint, ...]:
    return tuple(
        ReportPoint(
            code=str(place),
            text=each.text,
            section=_title(book, each.section),
            evidence=each.evidence,
            ways=", ".join(_activity(book, way) for way in each.ways),
            beside=_beside(each.beside),
        )
        for place, each in enumerate(points, 1)
    )


def _beside(found: Sequence[ReleasedBeside]) -> tuple[Beside, ...]:
    return tuple(Beside(each.who, each.words) for each in found)


def _rests_on(book: Handbook, release: Release) -> str:
    if not release.overall:
        return ""
    return "; ".join(f"{code} {_title(book, code)}" for code in release.rests_on)


def _title(book: Handbook, section: str) -> str:
    found = book.section(section)
    return found.title if found else section


def _activity(book: Handbook, code: str) -> str:
    found = book.activity(code)
    return found.label if found else code


def _how_to_check(network: str) -> tuple[str, ...]:
    ours = f"the network's own stamp ({network})" if network else "the network's own stamp"
    return (
        f"Open this file with Peer Review to see who signed and that nothing was changed. It trusts {ours}.",
        "Any program that checks PDF signatures (PAdES) can check it too, once it has been given that stamp.",
    )


def _replaces(stream: Stream, number: int) -> str:
    earlier = [each for each in stream.records("version") if int(each.id) < number]
    if not earlier:
        return ""
    last = max(earlier, key=lambda each: int(each.id))
    made = date_or_none(last.at[:10])
    return f"version {last.id} of {day(made)} {made.year}" if made else f"version {last.id}"


def _printed(made: ReportModel) -> int:
    """The words of the two sides: R2-R9 without what stays unresolved, the annex and what is filled in by itself."""
    texts = [each.text for each in (made.focus, made.headline, *made.paragraphs) if each]
    texts += [made.overall_why, *(point.text for point in made.strengths)]
    texts += [part for step in made.steps for part in (step.text, step.first, step.owner, step.know)]
    return sum(map(count, texts))

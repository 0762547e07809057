"""Sections and grades of one review, drawn from its dossier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from peerreview.analysis.claims import Claim, reviewers_agreement, side_by_side
from peerreview.analysis.review import Graded, text
from peerreview.domain import dates
from peerreview.journal import hidden as hiding
from peerreview.journal.stream import Record, Stream

from .dossier import Dossier, texts
from .moments import date_or_none
from .prepare_page import answers
from .section_views import DifferenceView, GradeView, HiddenView, SectionView


def sections(held: Dossier) -> tuple[SectionView, ...]:
    """Every section that is looked at or could be, the overall one last."""
    claims = {claim.section: claim for claim in side_by_side(held.review)}
    return tuple(_section(held, each, claims[each.section.code]) for each in held.review.graded)


def hidden(held: Dossier) -> HiddenView:
    """Where the reviewers' hidden views stand."""
    stream = held.reviewers
    waiver = stream.record("waiver", "waiver") if stream else None
    locked = {each.id for each in _records(stream, "lock")}
    revealed = {each.id for each in _records(stream, "reveal")}
    without = set(texts(waiver, "without")) if waiver else set()
    awaited = set(held.reviewing) - without
    mine = held.person in revealed
    return HiddenView(
        reviewers=tuple((person, held.name_of(person), person in locked) for person in held.reviewing),
        may_show=stream is not None and hiding.all_locked(stream) and not mine,
        shown=bool(awaited) and awaited <= revealed,
        blind=stream is not None and all(hiding.is_blind(stream, person) for person in locked),
        waived=text(waiver, "reason") if waiver else "",
        agreement=reviewers_agreement(held.review).sentence,
        to_come=tuple(held.name_of(person) for person in held.reviewing if person in awaited - revealed)
        if mine
        else (),
        given_here=tuple(each for each in held.reviewing if each in locked - revealed and _given_here(held, each)),
    )


def _given_here(held: Dossier, person: str) -> bool:
    """Whether somebody else's hidden views lie on this computer: elsewhere only their digests come."""
    if held.reviewers is None or person == held.person:
        return False
    views = held.reviewers.records("hidden_view", viewer=person)
    return any(each.get("grade") for each in views if each.id.endswith(f".{person}"))


def _section(held: Dossier, graded: Graded, claim: Claim) -> SectionView:
    section = graded.section
    notes = [each for each in held.kept_notes if text(each, "section") == section.code]
    noted = {text(each, "activity") for each in notes} | set(graded.ways)
    return SectionView(
        section=section,
        code=section.code,
        title=section.title,
        focus=held.field("self_view", section.code, "focus"),
        looked_at=graded.looked_at,
        every_time=section.every_time,
        notes=len(notes),
        ways=tuple(each.code for each in held.handbook.activities if each.code in noted),
        answers=answers(held, [section]),
        grades=_grades(held, graded, claim),
        seen=_seen(held, notes),
    )


def _seen(held: Dossier, notes: Sequence[Record]) -> tuple[tuple[str, int], ...]:
    """How many notes there are of each kind of evidence, in the handbook's order; those of no kind last."""
    kinds = Counter(text(each, "activity") for each in notes)
    known = [each.code for each in held.handbook.activities if each.code in kinds]
    rest = sum(kinds.values()) - sum(kinds[code] for code in known)
    return (*((code, kinds[code]) for code in known), *([("", rest)] if rest else []))


def _grades(held: Dossier, graded: Graded, claim: Claim) -> GradeView:
    code = graded.section.code
    mine = f"{code}.{held.person}"
    return GradeView(
        section=code,
        title=claim.title,
        scale=graded.scale,
        own=held.field("self_view", code, "grade"),
        own_words=held.field("self_view", code, "words"),
        mine=held.field("hidden_view", mine, "grade", held.reviewers) if held.reviewers else None,
        reviewers=tuple((held.name_of(person), grade) for person, grade in graded.reviewers),
        agreed=held.field("agreed", code, "grade"),
        agreed_words=held.field("agreed", code, "words"),
        agreed_reason=held.field("agreed", code, "reason"),
        confirmed=held.field("agreed", code, "confirmed"),
        compared=claim.compared,
        differs=claim.differs,
        one_reviewer=claim.one_reviewer,
        differences=tuple(
            DifferenceView(
                person=person,
                who=held.name_of(person),
                words=held.field("difference", f"{code}.{person}", "words"),
                grade=held.field("difference", f"{code}.{person}", "grade"),
            )
            for person, _ in held.review.differences(code)
        ),
        copied=_copied(held, code),
        from_last=_from_last(held, code),
        label_own=claim.own,
        label_agreed=claim.agreed,
        same=claim.same,
        asked_of_reviewers=graded.section.seen is not None,
        rests_on=graded.ways,
        thin=graded.section.seen is not None
        and graded.scale.point(graded.agreed) is not None
        and len(graded.ways) < held.handbook.limits.evidence_kinds,
    )


def _copied(held: Dossier, section: str) -> tuple[str, ...]:
    """Which of the school's own grade and words still stand as they were copied from last time."""
    own = held.stream.record("self_view", section)
    changes = {head.change for head in own.state("copied").heads} if own else set()
    return tuple(
        name
        for name in ("grade", "words")
        if own and (heads := own.state(name).heads) and {head.change for head in heads} <= changes
    )


def _from_last(held: Dossier, section: str) -> str:
    """The mark of what was copied ("from last time, 18 November 2025"); empty once the host has changed all of it."""
    own = held.stream.record("self_view", section)
    on = date_or_none(own.get("copied")) if own and _copied(held, section) else None
    return f"from last time, {dates.plain(on)}" if on else ""


def _records(stream: Stream | None, kind: str) -> tuple[Record, ...]:
    return stream.records(kind) if stream is not None else ()

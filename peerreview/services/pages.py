"""The pages of one review, drawn from its dossier: sections and views, notes, main points, sharing, action plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from peerreview.analysis import wording
from peerreview.analysis.claims import Claim, reviewers_agreement, side_by_side
from peerreview.analysis.repeats import repeated
from peerreview.analysis.review import Graded, MainPoint, text
from peerreview.domain import dates
from peerreview.domain.reviews import Audience, Level, Tag
from peerreview.domain.words import count
from peerreview.handbook.model import ItemKind, Section, SectionKind
from peerreview.handbook.rules import Limits
from peerreview.journal import hidden as hiding
from peerreview.journal.stream import Record, Stream

from . import membership, sharing_plan
from .arranging import place_of
from .dossier import Dossier, texts
from .last_time import asks
from .moments import date_or_none, moment
from .review_views import (
    ActionView,
    AnswerView,
    AttachmentView,
    AudienceView,
    DifferenceView,
    GradeView,
    HiddenView,
    LastStepView,
    NextStepView,
    NoteView,
    PhotoView,
    PointView,
    QuestionView,
    ReleaseView,
    SectionView,
    SharingView,
)
from .words import AUDIENCE_WORDS

_ANSWERED = frozenset(
    {
        ItemKind.TEXT,
        ItemKind.CHOICE,
        ItemKind.SEVERAL,
        ItemKind.NUMBER,
        ItemKind.DATE,
        ItemKind.TABLE,
        ItemKind.ACKNOWLEDGEMENT,
    }
)
_ACTION = ("change", "steps", "owner", "help", "start", "due", "know", "progress", "effect", "checked")


def sections(held: Dossier) -> tuple[SectionView, ...]:
    """Every section that is looked at or could be, the overall one last."""
    claims = {claim.section: claim for claim in side_by_side(held.review)}
    return tuple(_section(held, each, claims[each.section.code]) for each in held.review.graded)


def answers(held: Dossier, sections: Sequence[Section]) -> tuple[AnswerView, ...]:
    """What the host fills in, in these sections."""
    return tuple(
        AnswerView(
            code=item.code,
            label=item.label,
            kind=str(item.kind),
            words=item.words,
            field=held.field("answer", item.code, "rows" if item.kind is ItemKind.TABLE else "value"),
            shown=item.code in held.shown,
        )
        for section in sections
        for item in section.items
        if item.kind in _ANSWERED or (item.kind is ItemKind.GRADE and section.kind is SectionKind.CONTEXT)
    )


def questions(held: Dossier) -> tuple[QuestionView, ...]:
    """Key questions of the call, then questions that were asked on the day (reviewers only)."""
    planned = tuple(
        QuestionView(each.id, held.field("key_question", each.id, "text"), text(each, "section"))
        for each in held.stream.records("key_question")
    )
    stream = held.reviewers
    asked = stream.records("asked") if stream else ()
    kept = {each.id for each in held.stream.records("good_question")}
    return planned + tuple(
        QuestionView(
            record=each.id,
            text=held.field("asked", each.id, "text", stream),
            section=text(each, "section"),
            asked=True,
            answer=held.field("asked", each.id, "answer", stream),
            validated=held.field("asked", each.id, "validated", stream),
            kept=each.id in kept,
            code=text(each, "question"),
            who=held.name_of(each.author),
        )
        for each in asked
    )


def last_time(held: Dossier) -> tuple[LastStepView, ...]:
    """Next steps of last time."""
    return tuple(
        LastStepView(
            record=each.id,
            text=held.field("last_step", each.id, "text"),
            outcome=held.field("last_step", each.id, "outcome"),
            words=held.field("last_step", each.id, "words"),
            asks=asks(text(each, "outcome")),
        )
        for each in held.stream.records("last_step")
    )


def attachments(held: Dossier) -> tuple[AttachmentView, ...]:
    """Attached documents."""
    return tuple(
        AttachmentView(
            record=each.id,
            title=text(each, "title"),
            media=text(each, "media"),
            size=size if isinstance(size := each.get("size"), int) else 0,
            blob=text(each, "blob"),
            who=held.name_of(each.author),
        )
        for each in held.stream.records("attachment")
    )


def notes(held: Dossier) -> tuple[NoteView, ...]:
    """Every note of the reviewers, and the acting person's own private ones: by time, but where somebody moved them."""
    views = [_note(held, held.reviewers, each) for each in held.notes]
    private = [each for each in _records(held.private, "private_note") if text(each, "review") == held.id]
    views += [_note(held, held.private, each) for each in private]
    return tuple(sorted(views, key=lambda note: (note.order, note.record)))


def hidden(held: Dossier) -> HiddenView:
    """Where the reviewers' hidden views stand."""
    stream = held.reviewers
    waiver = stream.record("waiver", "waiver") if stream else None
    locked = {each.id for each in _records(stream, "lock")}
    revealed = {each.id for each in _records(stream, "reveal")}
    without = set(texts(waiver, "without")) if waiver else set()
    awaited = set(held.reviewing) - without
    return HiddenView(
        reviewers=tuple((person, held.name_of(person), person in locked) for person in held.reviewing),
        may_show=stream is not None and hiding.all_locked(stream),
        shown=bool(awaited) and awaited <= revealed,
        blind=stream is not None and all(hiding.is_blind(stream, person) for person in locked),
        waived=text(waiver, "reason") if waiver else "",
        agreement=reviewers_agreement(held.review).sentence,
    )


def points(held: Dossier) -> tuple[PointView, ...]:
    """Main points in their order."""
    return tuple(_point(held, each) for each in held.review.points)


def sharing(held: Dossier) -> SharingView:
    """The sharing plan, what was shared, and what was sent."""
    from .grading import needs_telling

    network = membership.network(held.work)
    lines = {line.audience: line for line in held.handbook.sharing.audiences}
    plan = []
    for audience in Audience:
        line = lines.get(audience)
        record = held.stream.record("sharing", str(audience))
        least = network.least.get(str(audience)) if network else None
        plan.append(
            AudienceView(
                audience=audience,
                label=line.label if line else AUDIENCE_WORDS[audience],
                level=held.field("sharing", str(audience), "level"),
                usual=line.usual if line else None,
                least=Level(least) if least else line.least if line else None,
                people=membership.audience(held.work, audience, text(held.head, "school"), held.person),
                agreed_with=held.field("sharing", str(audience), "agreed_with"),
                stopped=date_or_none(record.get("stopped")) if record else None,
            )
        )
    return SharingView(
        plan=tuple(plan),
        releases=releases(held),
        sent=tuple(each for each in held.work.sendings() if held.school in each.describes),
        must_say=needs_telling(held),
        tells_chair=held.field("report", "report", "tells_chair"),
        rings_lead=held.field("report", "report", "rings_lead"),
        tells_by=held.field("report", "report", "tells_by"),
        usual=sharing_plan.is_usual(held),
    )


def releases(held: Dossier) -> tuple[ReleaseView, ...]:
    """Reports that were shared."""
    return tuple(
        ReleaseView(
            record=each.id,
            version=text(each, "version"),
            audience=text(each, "audience"),
            level=Level(text(each, "level")),
            to=tuple(held.name_of(person) for person in texts(each, "to")),
            on=date_or_none(each.get("on")),
            stopped=date_or_none(each.get("stopped")),
            pdf=text(each, "pdf"),
        )
        for each in held.stream.records("release")
    )


def actions(held: Dossier) -> tuple[ActionView, ...]:
    """The school's action plan."""
    return tuple(
        ActionView(each.id, text(each, "serves"), {name: held.field("action", each.id, name) for name in _ACTION})
        for each in held.stream.records("action")
    )


def _section(held: Dossier, graded: Graded, claim: Claim) -> SectionView:
    section = graded.section
    notes = [each for each in held.notes if text(each, "section") == section.code]
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


def _note(held: Dossier, stream: Stream | None, note: Record) -> NoteView:
    if stream is None:
        raise ValueError("a note without its stream")
    at = text(note, "at")
    for_whom = text(note, "on_behalf_of")
    unclaimed = bool(for_whom) and note.id not in held.claims
    for_me = unclaimed and for_whom == held.person
    owner = for_whom or note.author
    return NoteView(
        stream=stream.id,
        record=note.id,
        private=note.kind == "private_note",
        mine=owner == held.person,
        who=held.name_of(owner),
        text=held.field(note.kind, note.id, "text", stream),
        activity=text(note, "activity"),
        at=moment(at) if at else None,
        place=text(note, "place"),
        section=text(note, "section"),
        shows=text(note, "shows"),
        typical=text(note, "typical"),
        seen_by=texts(note, "seen_by"),
        starred=note.get("starred", False) is True,
        points=tuple(filter(None, [text(note, "point")])),
        typed_by=held.name_of(note.author) if unclaimed else "",
        for_me=for_me,
        removed=any(head.status == "disposed" for head in note.state("text").heads),
        order=place_of(note),
        repeats=_repeated(held, note) if for_me else "",
        photos=tuple(_photo(held, each) for each in held.photos.get(note.id, ())),
    )


def _repeated(held: Dossier, note: Record) -> str:
    """The note of the acting person's own that a note typed for them probably repeats, or nothing."""
    own = ((each.id, text(each, "text")) for each in held.notes if each.author == held.person)
    return repeated(text(note, "text"), own)


def _photo(held: Dossier, photo: Record) -> PhotoView:
    width, height = (value if isinstance(value := photo.get(name), int) else 0 for name in ("width", "height"))
    return PhotoView(
        record=photo.id,
        blob=text(photo, "blob"),
        original=text(photo, "original"),
        width=width,
        height=height,
        caption=held.field("photo", photo.id, "caption", held.reviewers),
    )


def _point(held: Dossier, point: MainPoint) -> PointView:
    step = None
    if point.tag == Tag.NEXT_STEP:
        first, owner, due, know = (
            held.field("next_step", point.record, name) for name in ("first", "owner", "due", "know")
        )
        step = NextStepView(first, owner, due, know, point.complete)
    linked = [note.id for note in held.notes if text(note, "point") == point.record]
    return PointView(
        record=point.record,
        who=held.name_of(point.author),
        text=held.field("main_point", point.record, "text"),
        tag=point.tag,
        section=point.section,
        evidence=held.field("main_point", point.record, "evidence"),
        ways=point.ways,
        seen=wording.seen_in(len(point.ways)),
        starred=point.starred,
        said=point.said,
        reason=held.field("main_point", point.record, "reason"),
        words=count(point.text),
        notes=tuple(linked),
        next_step=step,
        lacks=tuple(_lacks(held.handbook.limits, point)),
    )


def _lacks(limits: Limits, point: MainPoint) -> Iterator[str]:
    """What a main point still misses: evidence, ways, shorter, next_step."""
    if point.starred and not point.evidence:
        yield "evidence"
    if point.tag != Tag.QUESTION and len(point.ways) < limits.evidence_kinds and not point.reason:
        yield "ways"
    if count(point.text) > limits.main_point:
        yield "shorter"
    if point.tag == Tag.NEXT_STEP and point.starred and not point.complete:
        yield "next_step"


def _records(stream: Stream | None, kind: str) -> tuple[Record, ...]:
    return stream.records(kind) if stream is not None else ()

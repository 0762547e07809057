"""The pages of one review, drawn from its dossier: sections and views, notes, main points, sharing, action plan."""

from __future__ import annotations

from collections.abc import Sequence

from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN, Comparison, Scale, same_view
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level, Tag
from peerreview.domain.words import count
from peerreview.handbook.model import Handbook, ItemKind, Section
from peerreview.journal import hidden as hiding
from peerreview.journal.stream import Record, Stream

from . import membership
from .dossier import Dossier, text, texts
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


def label(handbook: Handbook, scale: Scale | None, grade: object) -> str:
    """A grade as it is always said: number and words; empty when there is none."""
    if grade == NOT_LOOKED_AT:
        return handbook.words.not_looked_at
    if grade == NOT_SEEN:
        return handbook.words.not_seen
    point = scale.point(grade) if scale and isinstance(grade, str) else None
    return f"{point.code} {point.label}" if point else ""


def in_focus(held: Dossier, section: Section) -> bool:
    """Whether a section is looked at this time: a focus, one of every time, or the overall view."""
    if section.every_time or section == held.handbook.overall:
        return True
    own = held.stream.record("self_view", section.code)
    return own is not None and own.get("focus") is True


def sections(held: Dossier) -> tuple[SectionView, ...]:
    """Every section that is looked at or could be, and the overall view."""
    overall = held.handbook.overall
    shown = [section for section in held.handbook.areas if section.code in held.shown]
    return tuple(_section(held, each) for each in [*shown, *([overall] if overall else [])])


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
        if item.kind in _ANSWERED
    )


def questions(held: Dossier) -> tuple[QuestionView, ...]:
    """Key questions of the call, then questions that were asked on the day (reviewers only)."""
    planned = tuple(
        QuestionView(each.id, held.field("key_question", each.id, "text"), text(each, "section"))
        for each in held.stream.records("key_question")
    )
    stream = held.reviewers
    asked = stream.records("asked") if stream else ()
    return planned + tuple(
        QuestionView(
            record=each.id,
            text=held.field("asked", each.id, "text", stream),
            section=text(each, "section"),
            asked=True,
            answer=held.field("asked", each.id, "answer", stream),
        )
        for each in asked
    )


def last_time(held: Dossier) -> tuple[LastStepView, ...]:
    """Next steps of last time."""
    return tuple(
        LastStepView(each.id, *(held.field("last_step", each.id, name) for name in ("text", "outcome", "words")))
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
    """Every note of the reviewers, and the acting person's own private ones, by time."""
    claimed = {text(each, "note") for each in held.reviewers.records("claim")} if held.reviewers else set()
    views = [_note(held, held.reviewers, each, claimed) for each in _records(held.reviewers, "note")]
    private = [each for each in _records(held.private, "private_note") if text(each, "review") == held.id]
    views += [_note(held, held.private, each, set()) for each in private]
    return tuple(sorted(views, key=lambda note: (note.at is None, note.at)))


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
    )


def points(held: Dossier) -> tuple[PointView, ...]:
    """Main points in their order."""
    ordered = sorted(held.stream.records("main_point"), key=lambda each: text(each, "place"))
    return tuple(_point(held, each) for each in ordered)


def seen_in(ways: Sequence[str]) -> str:
    """How widely something was seen, as the screen says it."""
    if not ways:
        return "Not linked to a note"
    return "Seen once" if len(ways) == 1 else f"Seen in {len(ways)} ways"


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


def views_of(held: Dossier, section: str) -> tuple[tuple[str, str], ...]:
    """The reviewers' views of a section once they are shown: (person id, grade)."""
    found = ((person, held.stream.record("reviewer_view", f"{section}.{person}")) for person in held.reviewing)
    return tuple((person, text(record, "grade")) for person, record in found if record and record.get("grade"))


def ways_of(held: Dossier, section: str) -> tuple[str, ...]:
    """Kinds of evidence that a section's notes and main points rest on: activity codes in the handbook's order."""
    ways = {text(note, "activity") for note in _records(held.reviewers, "note") if text(note, "section") == section}
    for point in held.stream.records("main_point"):
        ways |= set(texts(point, "ways")) if text(point, "section") == section else set()
    return tuple(each.code for each in held.handbook.activities if each.code in ways)


def _section(held: Dossier, section: Section) -> SectionView:
    focus = in_focus(held, section)
    own_notes = [note for note in _records(held.reviewers, "note") if text(note, "section") == section.code]
    return SectionView(
        section=section,
        code=section.code,
        title=section.title,
        focus=held.field("self_view", section.code, "focus"),
        looked_at=focus,
        every_time=section.every_time,
        notes=len(own_notes) if held.role != Role.HOST else 0,
        ways=ways_of(held, section.code),
        answers=answers(held, [section]),
        grades=_grades(held, section) if section.scale else None,
    )


def _grades(held: Dossier, section: Section) -> GradeView:
    scale = held.handbook.scale(section.scale)
    if scale is None:
        raise ValueError(f"the handbook names no scale {section.scale}")  # its reader has checked this
    code, mine = section.code, f"{section.code}.{held.person}"
    own = held.field("self_view", code, "grade")
    agreed = held.field("agreed", code, "grade")
    shown = views_of(held, code)
    grades = [grade for _, grade in shown]
    seen = [grade for grade in grades if grade not in (NOT_SEEN, NOT_LOOKED_AT)]
    return GradeView(
        section=code,
        title=section.title,
        scale=scale,
        own=own,
        own_words=held.field("self_view", code, "words"),
        mine=held.field("hidden_view", mine, "grade", held.reviewers) if held.reviewers else None,
        reviewers=tuple((held.name_of(person), grade) for person, grade in shown),
        agreed=agreed,
        agreed_words=held.field("agreed", code, "words"),
        agreed_reason=held.field("agreed", code, "reason"),
        confirmed=held.field("agreed", code, "confirmed"),
        compared=scale.compare(agreed.text, own.text) if agreed.text and own.text else Comparison.NONE,
        differs=len(seen) > 1 and not same_view(grades),
        one_reviewer=len(grades) > 1 and len(seen) == 1,
        differences=tuple(
            DifferenceView(
                person=each.id.partition(".")[2],
                who=held.name_of(each.id.partition(".")[2]),
                words=held.field("difference", each.id, "words"),
                grade=held.field("difference", each.id, "grade"),
            )
            for each in held.stream.records("difference")
            if each.id.partition(".")[0] == code
        ),
        label_own=label(held.handbook, scale, own.value),
        label_agreed=label(held.handbook, scale, agreed.value),
    )


def _note(held: Dossier, stream: Stream | None, note: Record, claimed: set[str]) -> NoteView:
    if stream is None:
        raise ValueError("a note without its stream")
    at = text(note, "at")
    for_whom = text(note, "on_behalf_of")
    unclaimed = bool(for_whom) and note.id not in claimed
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
        for_me=unclaimed and for_whom == held.person,
        removed=any(head.status == "disposed" for head in note.state("text").heads),
    )


def _point(held: Dossier, point: Record) -> PointView:
    tag = Tag(text(point, "tag") or Tag.QUESTION)
    words = text(point, "text")
    ways = texts(point, "ways")
    step = None
    if tag is Tag.NEXT_STEP:
        first, owner, due, know = (
            held.field("next_step", point.id, name) for name in ("first", "owner", "due", "know")
        )
        step = NextStepView(first, owner, due, know, all(each.value for each in (first, owner, due, know)))
    limits = held.handbook.limits
    lacks = []
    if point.get("starred") is True and not text(point, "evidence"):
        lacks.append("evidence")
    if len(ways) < limits.evidence_kinds and tag is not Tag.QUESTION and not text(point, "reason"):
        lacks.append("ways")
    if count(words) > limits.main_point:
        lacks.append("shorter")
    if step is not None and point.get("starred") is True and not step.complete:
        lacks.append("next_step")
    linked = [note for note in _records(held.reviewers, "note") if text(note, "point") == point.id]
    return PointView(
        record=point.id,
        who=held.name_of(point.author),
        text=held.field("main_point", point.id, "text"),
        tag=tag,
        section=text(point, "section"),
        evidence=held.field("main_point", point.id, "evidence"),
        ways=ways,
        seen=seen_in(ways),
        starred=point.get("starred", False) is True,
        said=point.get("said", False) is True,
        reason=held.field("main_point", point.id, "reason"),
        words=count(words),
        notes=tuple(note.id for note in linked) if held.role != Role.HOST else (),
        next_step=step,
        lacks=tuple(lacks),
    )


def _records(stream: Stream | None, kind: str) -> tuple[Record, ...]:
    return stream.records(kind) if stream is not None else ()

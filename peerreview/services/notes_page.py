"""Notes and main points of one review, drawn from its dossier."""

from __future__ import annotations

from collections.abc import Iterator

from peerreview.analysis import wording
from peerreview.analysis.repeats import repeated
from peerreview.analysis.review import MainPoint, text
from peerreview.domain.reviews import Tag
from peerreview.domain.words import count
from peerreview.handbook.rules import Limits
from peerreview.journal.stream import Record, Stream

from .arranging import place_of
from .dossier import Dossier, texts
from .moments import moment
from .note_views import NextStepView, NoteView, PhotoView, PointView


def notes(held: Dossier) -> tuple[NoteView, ...]:
    """Every note of the reviewers, and the acting person's own private ones: by time, but where somebody moved them."""
    views = [_note(held, held.reviewers, each) for each in held.notes]
    own = held.private.records("private_note") if held.private else ()
    private = [each for each in own if text(each, "review") == held.id]
    views += [_note(held, held.private, each) for each in private]
    return tuple(sorted(views, key=lambda note: (note.order, note.record)))


def points(held: Dossier) -> tuple[PointView, ...]:
    """Main points in their order."""
    return tuple(_point(held, each) for each in held.review.points)


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
    linked = [note.id for note in held.kept_notes if text(note, "point") == point.record]
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

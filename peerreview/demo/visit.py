"""The day of the visit: ground rules, notes, hidden grades, what is agreed, what is said aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from peerreview.domain.reviews import Step, Tag, VisitState
from peerreview.identity.signer import Signer
from peerreview.services import attending, claiming, grading, noting, points, reviews, start, visits

from . import script
from .case import Case
from .clock import Cue
from .company import Member
from .stage import Story

_NOON = "12:35"
_AFTERNOON = "14:20"
"""When a kind of evidence without a line of its own in the timetable is looked at: the second walk."""


def tell(case: Case) -> Story:
    """The scenes of the day, and of the day after."""
    yield case.cue(0, "08:40")
    for record in case.visitors:
        attending.accept_rules(case.host.ports, case.host.signer, case.triad, case.visit, record)
    yield case.cue(0, _NOON)
    morning = [note for note in case.script.notes if slot(case, note) < _NOON]
    take_notes(case, morning)
    for place, member in enumerate((case.writer, case.fellow)):
        marker = case.stage.script.private_marker.format(n=2 * case.number - 1 + place)
        noting.add(member.ports, member.signer, case.review, marker, private=True)
    if case.script.way == "laptops":
        yield case.cue(0, "12:50")
        case.send(case.fellow, [case.writer], "morning", "notes of the morning")
    yield case.cue(0, "14:40")
    take_notes(case, [note for note in case.script.notes if note not in morning])
    yield case.cue(0, "14:50")
    give_grades(case)
    yield case.cue(0, "15:05")
    agree(case)
    yield case.cue(0, "15:50")
    give_feedback(case)
    if case.script.difference or case.guest:
        yield case.cue(1, "17:30")
        look_again(case)


def slot(case: Case, note: script.Note) -> str:
    """When the timetable has the kind of evidence that a note begins with ("HH:MM")."""
    handbook = case.writer.ports.library.get(case.stage.script.handbook)
    activity = handbook.activity_of(note.text.partition(":")[0])
    if activity is None:
        raise AssertionError(f"the handbook knows no such kind of note: {note.text}")
    slots = handbook.timetable[0].slots
    return next((each.start for each in slots if each.activity == activity.code), _AFTERNOON)


def take_notes(case: Case, notes: Iterable[script.Note]) -> None:
    """Type what was written on paper; where one laptop goes round, the writer types for the fellow reviewer too."""
    for number, note in enumerate(notes):
        author = case.by(note.by)
        shared = case.script.way == "table" and not note.private
        typist = case.writer if shared else author
        noting.add(
            typist.ports,
            typist.signer,
            case.review,
            note.text,
            private=note.private,
            section=note.section,
            at=_at(case, note, number),
            on_behalf_of="" if typist is author else author.id,
        )


def give_grades(case: Case) -> None:
    """Both reviewers put in their grades, hidden from each other; then they are shown together."""
    writer, fellow = case.writer, case.fellow
    mine, theirs = ({section: pair[place] for section, pair in case.script.views.items()} for place in (0, 1))
    if case.script.way == "table":
        case.guest = _guest(case)
        _put_in(case, writer, writer.signer, mine)
        _put_in(case, writer, case.guest, theirs)
        grading.show_both(writer.ports, writer.signer, case.review, also=[case.guest])
        return
    _put_in(case, writer, writer.signer, mine)
    _put_in(case, fellow, fellow.signer, theirs)
    case.send(fellow, [writer], "grades in", "that the fellow reviewer's grades are in, still hidden")
    case.send(writer, [fellow], "grades in", "that both are in, still hidden")
    grading.show_both(fellow.ports, fellow.signer, case.review)
    case.send(fellow, [writer], "grades shown", "the fellow reviewer's grades, shown")
    grading.show_both(writer.ports, writer.signer, case.review)


def agree(case: Case) -> None:
    """The writer notes the agreed grades, the main points with the notes they rest on, and the next steps."""
    ports, signer, review = case.writer.ports, case.writer.signer, case.review
    for section, agreed in case.script.agreed.items():
        grading.agree(ports, signer, review, section, agreed.grade, words=agreed.words)
    notes = reviews.open_review(ports, signer, review).notes
    for number, point in enumerate(case.script.points, 1):
        corrected = case.script.correction
        drafted = corrected.drafted if corrected and corrected.point == number else point.text
        seen = [
            note.record
            for note in notes
            if not note.private and note.section == point.section and note.activity in point.ways
        ]
        starred = point.tag in (Tag.STRENGTH, Tag.NEXT_STEP)
        record = points.add(
            ports,
            signer,
            review,
            drafted,
            Tag(point.tag),
            point.section,
            evidence=point.evidence,
            ways=point.ways,
            notes=seen,
            starred=starred,
            reason=point.reason,
        )
        if point.tag == Tag.NEXT_STEP:
            due = case.day(point.due)
            points.next_step(
                ports, signer, review, record, first=point.first, owner=point.owner, due=due, know=point.know
            )
        case.points.append(record)


def give_feedback(case: Case) -> None:
    """Every point is said aloud, before it is written into any report."""
    ports, signer, review = case.writer.ports, case.writer.signer, case.review
    for record in case.points:
        points.said(ports, signer, review, record)
    heard = "Headteacher and deputy; the chair of governors from 15:40"
    points.feedback(ports, signer, review, heard_by=heard, chair_present=True)
    for step in (Step.VISIT, Step.FEEDBACK):
        reviews.take_step(ports, signer, review, step)
    case.send(case.writer, [case.host], "the day", "agreed grades and main points, as they were said aloud")
    case.send(case.writer, [case.fellow], "the day", "the whole day, notes too")
    visits.change(case.host.ports, case.host.signer, case.triad, case.visit, state=VisitState.DONE)


def look_again(case: Case) -> None:
    """In the evening after, the fellow reviewer says where they saw it differently, and claims what was typed for
    them."""
    ports, signer, review = case.fellow.ports, case.fellow.signer, case.review
    difference = case.script.difference
    if difference:
        member = case.by(difference.by)
        grading.differ(
            member.ports, member.signer, review, difference.section, difference.words, grade=difference.grade
        )
    for note in reviews.open_review(ports, signer, review).notes:
        if note.for_me:
            claiming.claim(ports, signer, review, note.record)
    case.send(case.fellow, [case.writer], "second look", "the fellow reviewer's second look")


def _put_in(case: Case, laptop: Member, signer: Signer, grades: Mapping[str, str]) -> None:
    grading.put_in(laptop.ports, signer, case.review, grades)
    grading.lock(laptop.ports, signer, case.review)


def _guest(case: Case) -> Signer:
    """The fellow reviewer's hand on the writer's laptop, by the key file on their stick."""
    path = case.stage.stick / f"{case.number} {case.fellow.slug}.p12"
    start.make_key_file(case.fellow.ports, path, case.stage.script.phrase)
    return start.guest(path, case.stage.script.phrase)


def _at(case: Case, note: script.Note, number: int) -> datetime:
    return Cue(case.on, slot(case, note)).moment + timedelta(minutes=4 * number + 3)

"""One school's review from its first line to its close, as a story that waits for its moments."""

from __future__ import annotations

from peerreview.domain.reviews import Audience, Level, Step
from peerreview.services import attending, calling, contacts, last_time, noting, preparing, reviews, sharing_plan
from peerreview.services.writing import of, write

from . import report, script, visit
from .case import Case
from .stage import Stage, Story


def tell(stage: Stage, review: script.Review, number: int) -> Story:
    """The whole review."""
    case = Case(stage, review, number)
    yield case.cue(-12, "16:20")
    prepare(case)
    yield case.cue(-10, "08:15")
    preparing.share_self_evaluation(case.host.ports, case.host.signer, case.review)
    case.send(
        case.host, [case.writer, case.fellow], "self-evaluation", "the self-evaluation, shared with the reviewers"
    )
    yield case.cue(-5, "15:45")
    call(case)
    yield from visit.tell(case)
    yield from report.tell(case)
    if review.actions:
        yield case.cue(16, "16:30")
        workshop(case)


def prepare(case: Case) -> None:
    """The host begins the review: focus, own grades, context, last time, sharing plan, contacts, people."""
    ports, signer = case.host.ports, case.host.signer
    case.review = review = reviews.begin(ports, signer, case.triad, case.visit)
    preparing.focus(ports, signer, review, case.script.focus)
    for section, grade in case.script.own.items():
        preparing.own_view(ports, signer, review, section, grade, case.script.own_words.get(section, ""))
    for item, words in case.script.answers.items():
        preparing.answer(ports, signer, review, item, words)
    last_time.type_in(ports, signer, review, [each.text for each in case.script.last_time])
    found = {each.text.text: each.record for each in reviews.open_review(ports, signer, review).last_time}
    for each in case.script.last_time:
        last_time.close(ports, signer, review, found[each.text], each.outcome, each.words)
    sharing_plan.tick(ports, signer, review)
    for audience, level in case.script.levels.items():
        preparing.plan(ports, signer, review, Audience(audience), Level(level))
    given = {each.duty: (each.name, each.room, each.phone) for each in case.stage.script.contacts}
    contacts.keep(ports, signer, case.triad, case.school.urn, given)
    _people(case)


def call(case: Case) -> None:
    """The writer notes the key questions of the call; reviewers have something among themselves from now on."""
    ports, signer = case.writer.ports, case.writer.signer
    for question in case.script.questions:
        calling.ask(ports, signer, case.review, question.text, question.section)
    reviews.take_step(ports, signer, case.review, Step.CALL)
    case.send(case.writer, [case.host], "questions", "key questions of the pre-visit call")
    noting.add(ports, signer, case.review, case.stage.script.reviewers_marker.format(n=case.number))
    case.send(case.writer, [case.fellow], "questions", "key questions, and a first note for reviewers only")


def workshop(case: Case) -> None:
    """The next steps grow into the school's action plan."""
    ports, signer = case.host.ports, case.host.signer
    steps = [point for point, each in zip(case.points, case.script.points, strict=True) if each.tag == "next_step"]
    for serves, action in zip(steps, case.script.actions, strict=False):
        fields = {"change": action.change, "steps": action.steps, "owner": action.owner, "help": action.help}
        dates = {"start": case.day(16).isoformat(), "due": case.day(action.due).isoformat()}
        edits = of("action", ports.ids(), serves=serves, know=action.know, progress="1", **fields, **dates)
        write(ports, signer, case.review, edits)
    reviews.take_step(ports, signer, case.review, Step.WORKSHOP)
    case.send(case.host, [case.writer, case.fellow], "action plan", "the action plan after the improvement workshop")


def _people(case: Case) -> None:
    """Who is there on the day, and who arranges it."""
    for member, role in ((case.writer, "Report writer"), (case.fellow, "Fellow reviewer")):
        school = next(each for each in case.stage.script.schools if each.head == member.name)
        record = attending.add(
            case.host.ports, case.host.signer, case.triad, case.visit,
            name=member.name, role=role, organisation=school.name, parts="All day", person=member.id,
        )  # fmt: skip
        case.visitors.append(record)
    for name, role, parts in (
        (case.school.office_manager, "School office manager", "Arranges the day"),
        (case.school.chair, "Chair of governors", "Governor talk and feedback"),
    ):
        attending.add(
            case.host.ports, case.host.signer, case.triad, case.visit,
            name=name, role=role, organisation=case.school.name, parts=parts,
        )  # fmt: skip

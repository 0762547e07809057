"""What to look at before a report is signed. Four things stop a signature; everything else is "sign and say why".

The stops (DESIGN §8): a likely name not yet looked at; the host not given the chance to comment; no next step at all;
a signer who is not who they say (`signing` judges that one). A finding that was looked at stays answered for as long
as the same words stand in the same place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from peerreview.domain.people import Role
from peerreview.domain.report import ReportModel
from peerreview.domain.reviews import Level, Step, Tag
from peerreview.errors import BadInput
from peerreview.handbook.report_layout import Content
from peerreview.identity.signer import Signer

from . import checking_page, dossier, membership, naming, pages, release_data, reporting
from .deadlines import deadlines
from .dossier import Dossier, text, texts
from .ports import Ports
from .review_views import Finding
from .writing import of, write, write_in


def before_signing(ports: Ports, signer: Signer, review: str) -> tuple[Finding, ...]:
    """Everything to look at now, stops first. A finding with a `reason` has been answered."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        return findings_in(ports, held, reporting.next_number(held.stream))


def look_at(ports: Ports, signer: Signer, review: str, finding: Finding, answer: str) -> None:
    """Answer a likely name: it is fine, because... The answer is remembered."""
    if not answer.strip():
        raise BadInput("Please say why it is fine.", "Nothing has changed.", code="no_answer")
    write(ports, signer, review, of("looked_at", finding.digest[:32], finding=finding.digest, answer=answer))


def say_why(ports: Ports, signer: Signer, review: str, finding: Finding, words: str) -> None:
    """Sign and say why: the report writer's one line for a finding; it is printed in the annex."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        record = f"{reporting.next_number(held.stream)}.{finding.code}"
        write_in(ports, work, signer, review, of("reason", record, words=words))
        work.commit()


def findings_in(ports: Ports, held: Dossier, number: int) -> tuple[Finding, ...]:
    """The same within a unit of work, for the version of this number."""
    model = reporting.model_in(ports, held, number, Level.FULL)
    answered = {
        each.id.partition(".")[2]: text(each, "words")
        for each in held.stream.records("reason")
        if each.id.partition(".")[0] == str(number)
    }
    found = [*_stops(held, model), *_reasons(ports, held, model)]
    found = [each if each.stop else replace(each, reason=answered.get(each.code, "")) for each in found]
    return tuple(sorted(found, key=lambda each: not each.stop))


def standing(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that still stand in the way: stops, and what has no reason yet."""
    return tuple(each for each in found if not each.reason)


def _stops(held: Dossier, model: ReportModel) -> Iterator[Finding]:
    yield from _names(held, model)
    if not model.steps:
        yield Finding(
            "no_next_step", "Next steps", "There is no next step yet. A report needs at least one.", stop=True
        )
    checked = checking_page.check(held)
    if checked.waiting:
        waits = "One mark of the host's has" if checked.waiting == 1 else f"{checked.waiting} marks of the host's have"
        yield Finding("unanswered", "Check for accuracy", f"{waits} no answer yet.", stop=True)
    elif not checked.done and not _had_time(held):
        said = (
            "The host is checking the draft for accuracy."
            if held.step_taken(Step.DRAFT)
            else "The host has not had the draft to check for accuracy."
        )
        yield Finding("no_chance", "Check for accuracy", said, stop=True)


def _had_time(held: Dossier) -> bool:
    """Whether the draft was sent and the handbook's date for the check has passed without a word."""
    on = held.visit_date
    if held.step_taken(Step.DRAFT) is None or on is None:
        return False
    due = {each.code: each.on for each in deadlines(held.handbook, on, held.closure_days, held.stream, held.today)}
    return Step.CHECKED in due and due[Step.CHECKED] < held.today


def _names(held: Dossier, model: ReportModel) -> Iterator[Finding]:
    looked = {text(each, "finding"): text(each, "answer") for each in held.stream.records("looked_at")}
    may_stand = [*membership.known_names(held.work), held.school, *held.names.values(), held.handbook.title]
    for place, words in _printed(model):
        for likely in naming.likely_names(words, may_stand):
            digest = sha256(f"{place}\n{likely.words}".encode()).hexdigest()
            what = "a pupil number" if likely.number else "someone"
            yield Finding(
                code=f"name:{digest[:16]}",
                place=place,
                text=f"This may name {what}: {likely.words}. Reports speak of roles.",
                stop=True,
                reason=looked.get(digest, ""),
                fix=likely.words,
                digest=digest,
            )


def _printed(model: ReportModel) -> Iterator[tuple[str, str]]:
    """Every printed text with the place it stands in."""
    for paragraph in (model.focus, model.headline, *model.paragraphs, model.comment):
        if paragraph is not None:
            yield paragraph.title, paragraph.text
            yield from ((paragraph.title, each.words) for each in paragraph.beside)
    yield "Overall", model.overall_why
    yield "Who was met", model.met
    for view in model.views:
        yield from ((view.title, each.words) for each in view.beside)
    for step in model.steps:
        for words in (step.text, step.first, step.owner, step.know, step.evidence):
            yield f"Next step {step.code}", words
    for point in (*model.strengths, *model.annex):
        yield "Main points", point.text
        yield "Main points", point.evidence
    yield from (("Reasons", each) for each in model.reasons)


def _reasons(ports: Ports, held: Dossier, model: ReportModel) -> Iterator[Finding]:
    over = model.words - model.word_budget
    if over > 0:
        yield Finding(
            "length", "Report", f"The report is {over} words over. Shorten it, or sign and say why.", stop=False
        )
    for section in held.handbook.areas:
        if release_data.focused(held.stream, section):
            yield from _section(held, section.code, section.title)
    overall = held.handbook.overall
    agreed = held.stream.record("agreed", overall.code) if overall else None
    if overall and not (agreed and agreed.get("grade")):
        yield Finding(
            "overall", overall.title, f"There is no agreed overall {held.handbook.words.view} yet.", stop=False
        )
    for point in held.stream.records("main_point"):
        if point.get("starred") is True:
            yield from _point(held, point.id)
    steps = held.handbook.report.field(Content.NEXT_STEPS)
    starred = [
        each for each in held.stream.records("main_point") if each.get("starred") and each.get("tag") == Tag.NEXT_STEP
    ]
    if steps and len(starred) > steps.at_most:
        said = f"Only the first {steps.at_most} next steps are printed; {len(starred)} are starred."
        yield Finding("many_steps", "Next steps", said, stop=False)


def _section(held: Dossier, code: str, title: str) -> Iterator[Finding]:
    agreed = held.stream.record("agreed", code)
    if agreed is None or not agreed.get("grade"):
        said = f"{title} is a focus and has no agreed {held.handbook.words.view}."
        yield Finding(f"ungraded:{code}", title, said, stop=False)
        return
    if agreed.get("confirmed") is not True and held.role_of(held.host) == Role.HOST:
        said = f"The host has not confirmed the agreed {held.handbook.words.view} on {title}."
        yield Finding(f"unconfirmed:{code}", title, said, stop=False)
    ways = pages.ways_of(held, code)
    if len(ways) < held.handbook.limits.evidence_kinds:
        kind = held.handbook.activity(ways[0]) if ways else None
        rests = f"one kind of evidence ({kind.label.lower()})" if kind else "no evidence that was noted"
        said = f"{title} rests on {rests}. Add another, change to 'not looked at', or say why that is enough."
        yield Finding(f"thin:{code}", title, said, stop=False)


def _point(held: Dossier, record: str) -> Iterator[Finding]:
    point = held.stream.record("main_point", record)
    if point is None:
        return
    words = text(point, "text")
    title = f"{words[:40]}..." if len(words) > 40 else words
    if point.get("said") is not True:
        yield Finding(f"unsaid:{record}", "Main points", f"This was not said aloud on the day: {title}", stop=False)
    if len(texts(point, "ways")) < held.handbook.limits.evidence_kinds and not text(point, "reason"):
        yield Finding(f"one_way:{record}", "Main points", f"This rests on one kind of evidence: {title}", stop=False)
    if point.get("tag") == Tag.NEXT_STEP:
        step = held.stream.record("next_step", record)
        if step is None or not all(step.get(name) for name in ("first", "owner", "due", "know")):
            said = f"This next step lacks a first step, who, by when or how we will know: {title}"
            yield Finding(f"incomplete:{record}", "Next steps", said, stop=False)

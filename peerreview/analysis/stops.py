"""What to look at before signing. Exactly four things stop a signature; everything else is "sign and say why".

The stops (DESIGN §8): a likely identifier not yet looked at; the host not given the chance to comment (a mark without
an answer counts); no next step at all; a signer who is not who they say. Every other finding has one line of reason,
given where it was met or at the signing, and printed in the annex.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from peerreview.domain.release import Release
from peerreview.domain.reviews import Step, Tag, Verdict
from peerreview.handbook.report_layout import Content

from . import guard, meter, wording
from .paragraphs import check, comment, grade_code, mark_on, marks, waiting
from .review import Graded, MainPoint, Review, text

LIKELY, UNHEARD, NO_STEP, STRANGER = "likely_identifier", "host_not_heard", "no_next_step", "unknown_signer"
"""The codes of the four stops."""

_PRINTED = ("main_point", "next_step", "agreed", "difference", "report", "comment", "self_view")


@dataclass(frozen=True)
class Place:
    """Where to jump to: the record, and its field where there is one to change."""

    kind: str
    record: str
    field: str = ""


@dataclass(frozen=True)
class Finding:
    """Something to look at. A `stop` cannot be signed away; for the rest `reason` is the line given, once it is.

    `code` is stable, with the record after a colon where there may be several. `words`, `digest` and `better` belong to
    likely identifiers: what was found, what a `looked_at` record names, and what could stand there instead (empty: take
    it out; None: it takes a person to reword it).
    """

    code: str
    sentence: str
    place: Place
    stop: bool = False
    reason: str = ""
    words: str = ""
    digest: str = ""
    better: str | None = None


@dataclass(frozen=True)
class Shared:
    """A text that the full report shares, and where it stands."""

    place: Place
    text: str


def stops(
    review: Review, release: Release, *, due: bool, may_stand: Collection[str] = (), strangers: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What stops a signature now. `due`: the day for the host's check has passed. `strangers` are signers (names)
    whose hand is not that of the person they say they are."""
    return (
        *identifiers(review, release, may_stand, looked_at(review)),
        *_unheard(review, due=due),
        *_no_step(review, release),
        *(
            Finding(
                STRANGER, f"We do not know that this is {name}: the key used is not theirs.", Place("cast", ""), True
            )
            for name in strangers
        ),
    )


def reasons(review: Review, release: Release, number: int, *, due: bool = True) -> tuple[Finding, ...]:
    """What may be signed with a reason, for this version of the report; a finding that has its reason says it.

    What it says rests on the review alone: only whether the host is late to answer takes to know if the day is past.
    """
    given = {
        record.id.partition(".")[2]: text(record, "words")
        for record in review.stream.records("reason")
        if record.id.partition(".")[0] == str(number)
    }
    found = (*_absent(review), *_length(review, release), *_grades(review), *_points(review), *_steps(review),
             *_settled(review), *_seen_by_host(review, release, due=due))  # fmt: skip
    return tuple(replace(each, reason=given.get(each.code) or each.reason) for each in found)


def shared_texts(review: Review, release: Release) -> tuple[Shared, ...]:
    """Every text of a full release, with the place where it can be changed."""
    return tuple(each for each in _shared(review, release) if each.text)


# --- the stops ----------------------------------------------------------------------------------------------------


def looked_at(review: Review) -> frozenset[str]:
    """The digests of the likely identifiers that somebody looked at and found fine."""
    return frozenset(text(record, "finding") for record in review.stream.records("looked_at"))


def identifiers(
    review: Review, release: Release, may_stand: Collection[str], looked: Collection[str]
) -> Iterator[Finding]:
    """Each likely identifier in what the full report shares, once, unless it was looked at (`looked`: digests)."""
    visited = review.visited
    if visited is None:
        return
    known = (
        *may_stand,
        review.school,
        *(each.name for each in review.cast),
        *(each.organisation for each in review.cast),
    )
    met = set(looked)
    for shared in shared_texts(review, release):
        for likely in guard.likely_identifiers(shared.text, visited, known, pupils=review.pupils):
            digest = likely.digest(shared.place.record)
            if digest not in met:
                met.add(digest)
                said, why = _IDENTIFIES[likely.kind]
                yield Finding(
                    code=f"{LIKELY}:{digest[:16]}",
                    sentence=f"{said}: {likely.words}. {why}",
                    place=shared.place,
                    stop=True,
                    words=likely.words,
                    digest=digest,
                    better=guard.instead(likely),
                )


_ROLES = "Reports speak of roles."
_IDENTIFIES = {
    guard.Identifier.NAME: ("This may name someone", _ROLES),
    guard.Identifier.PUPIL_NUMBER: ("This looks like a pupil's number", _ROLES),
    guard.Identifier.EMAIL: ("This is somebody's e-mail address", _ROLES),
    guard.Identifier.TELEPHONE: ("This looks like a telephone number", _ROLES),
    guard.Identifier.BIRTH_DATE: ("This may be a pupil's date of birth", _ROLES),
    guard.Identifier.ALLEGATION: (
        "This reads like a worry about a child or an adult's conduct",
        "It belongs on the school's own form, never in a report. Press F8 to see whom to tell.",
    ),
    guard.Identifier.SMALL_GROUP: ("So few pupils may be known", "Say it of pupils in general, or of a phase."),
    guard.Identifier.LONE_ROLE: (
        "In a school of fewer than 100 pupils everybody knows who this is",
        "Name the phase instead.",
    ),
}


def _unheard(review: Review, *, due: bool) -> Iterator[Finding]:
    for code in waiting(review):
        yield Finding(UNHEARD, "A mark of the host's has no answer yet.", Place("check_answer", code, "outcome"), True)
    draft, checked = review.step(Step.DRAFT), review.step(Step.CHECKED)
    if draft is None:
        said = "The host has not had the draft to check for accuracy."
        yield Finding(UNHEARD, said, Place("step", Step.DRAFT), True)
    elif checked is None and not due:
        yield Finding(UNHEARD, "The host is checking the draft for accuracy.", Place("step", Step.CHECKED), True)


def _no_step(review: Review, release: Release) -> Iterator[Finding]:
    if not release.steps:
        yield Finding(NO_STEP, "There is no next step yet. A report needs at least one.", Place("main_point", ""), True)


# --- sign and say why ---------------------------------------------------------------------------------------------


def _absent(review: Review) -> Iterator[Finding]:
    for each in review.cast:
        if each.absent:
            said = f"{each.name} did not come and does not sign."
            yield Finding(f"absent:{each.person}", said, Place("cast", each.person, "absent"), reason=each.absent)


def _length(review: Review, release: Release) -> Iterator[Finding]:
    length = meter.measure(review.handbook, release)
    if length.over:
        many = "1 word" if length.over == 1 else f"{length.over} words"
        said = f"The report is {many} over its length of {length.budget}."
        yield Finding("length", said, Place("report", "report", "headline"))
    if not _field(review, release, Content.HEADLINE):
        yield Finding("no_headline", "The report has no headline.", Place("report", "report", "headline"))


def _field(review: Review, release: Release, content: Content) -> str:
    field = review.handbook.report.field(content)
    return release.paragraphs.get(field.code, "") if field else " "


def _grades(review: Review) -> Iterator[Finding]:
    word = review.handbook.words.view
    for graded in review.graded:
        code, title = graded.section.code, graded.section.title
        if not graded.looked_at:
            continue
        if not graded.agreed:
            yield Finding(f"ungraded:{code}", f"{title} has no agreed {word}.", Place("agreed", code, "grade"))
            continue
        if not graded.confirmed and not _accurate_on_paper(review, code):
            said = f"The host has not confirmed the agreed {word} for {title}."
            yield Finding(f"unconfirmed:{code}", said, Place("agreed", code, "confirmed"))
        if graded != review.overall and graded.scale.point(graded.agreed) is not None:
            yield from _thin(review, graded)


def _accurate_on_paper(review: Review, section: str) -> bool:
    """Whether the host's sheet says that an agreed grade is accurate; a host with the program confirms it there."""
    mark = mark_on(review, grade_code(section))
    return mark is not None and mark.sheet and mark.verdict is Verdict.ACCURATE


def _thin(review: Review, graded: Graded) -> Iterator[Finding]:
    if len(graded.ways) < review.handbook.limits.evidence_kinds:
        code, title = graded.section.code, graded.section.title
        said = f"{title} rests on {_rests(review, graded.ways)}."
        if not graded.ways:
            said = f"No main point says what the agreed {review.handbook.words.view} for {title} rests on."
        yield Finding(f"thin:{code}", said, Place("agreed", code, "reason"), reason=graded.reason)


def _points(review: Review) -> Iterator[Finding]:
    for point in review.points:
        if point.tag != Tag.QUESTION and len(point.ways) < review.handbook.limits.evidence_kinds:
            said = f"“{_start(point)}” rests on {_rests(review, point.ways)}."
            place = Place("main_point", point.record, "reason")
            yield Finding(f"one_way:{point.record}", said, place, reason=point.reason)
        if not point.said:
            said = f"“{_start(point)}” was not said aloud on the day."
            yield Finding(f"unsaid:{point.record}", said, Place("main_point", point.record, "said"))


def _steps(review: Review) -> Iterator[Finding]:
    for content, name in ((Content.NEXT_STEPS, "next steps"), (Content.STRENGTHS, "strengths")):
        field = review.handbook.report.field(content)
        starred = len(review.starred(content))
        if field and starred > field.at_most:
            said = f"{starred} {name} are starred, and {field.at_most} are printed."
            yield Finding(f"many:{content}", said, Place("main_point", review.starred(content)[-1].record, "starred"))
    for point in review.printed(Content.NEXT_STEPS):
        if not point.complete:
            said = f"“{_start(point)}” lacks a first step, who, by when, or how we will know."
            missing = next(name for name in ("first", "owner", "due", "know") if not getattr(point, name))
            yield Finding(f"incomplete:{point.record}", said, Place("next_step", point.record, missing))


def _settled(review: Review) -> Iterator[Finding]:
    for kind in _PRINTED:
        for record in review.stream.records(kind):
            for field, state in record.fields.items():
                if not state.settled:
                    said = "Two versions of one sentence are kept, and nobody has chosen yet."
                    yield Finding(f"two_versions:{kind}:{record.id}", said, Place(kind, record.id, field))
                    break


def _seen_by_host(review: Review, release: Release, *, due: bool) -> Iterator[Finding]:
    """What the host has not seen as it stands: nothing was checked at all, or something changed unasked since."""
    if review.step(Step.CHECKED) is None:
        if due and review.step(Step.DRAFT) is not None:
            said = "The host did not answer the check for accuracy in time."
            yield Finding("host_silent", said, Place("step", Step.CHECKED))
        return
    for checked in check(review, release):
        if checked.verdict is None or (checked.stale and checked.verdict is Verdict.ACCURATE):
            said = f"{checked.paragraph.title} was changed after the host read it."
            yield Finding(f"changed:{checked.paragraph.code}", said, Place("check_mark", checked.paragraph.code))


def _rests(review: Review, ways: tuple[str, ...]) -> str:
    return (
        f"one kind of evidence ({wording.activities(review.handbook, ways)})" if ways else "no evidence that was noted"
    )


def _start(point: MainPoint) -> str:
    """Enough of a main point to know it by."""
    words = point.text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


# --- what is shared ----------------------------------------------------------------------------------------------


def _shared(review: Review, release: Release) -> Iterator[Shared]:
    report = review.stream.record("report", "report")
    hidden = () if review.may_share_practice else ("practice",)
    for name in ("met", "focus", "headline", "practice", "last_time", "support_wanted", "support_offered"):
        if name not in hidden:
            yield Shared(Place("report", "report", name), text(report, name))
    if not text(report, "focus"):
        for question in review.stream.records("key_question"):
            yield Shared(Place("key_question", question.id, "text"), text(question, "text"))
    if not text(report, "last_time"):
        for last in review.stream.records("last_step"):
            for name in ("text", "words"):
                yield Shared(Place("last_step", last.id, name), text(last, name))
    for point in review.points:
        for name in ("text", "evidence", "reason"):
            yield Shared(Place("main_point", point.record, name), getattr(point, name))
        for name in ("first", "owner", "know"):
            yield Shared(Place("next_step", point.record, name), getattr(point, name))
    for graded in review.graded:
        yield Shared(Place("agreed", graded.section.code, "reason"), graded.reason)
        if graded == review.overall:
            yield Shared(Place("agreed", graded.section.code, "words"), graded.words)
    for record in review.stream.records("difference"):
        yield Shared(Place("difference", record.id, "words"), text(record, "words"))
    yield Shared(Place("comment", "comment", "words"), comment(review))
    beside = {each.words for each in meter.besides(release)}
    for mark in marks(review):
        if mark.words in beside:
            yield Shared(Place(mark.record.kind, mark.code, "words"), mark.words)
    for member in review.cast:
        yield Shared(Place("cast", member.person, "absent"), member.absent)
    for question in review.stream.records("good_question"):
        yield Shared(Place("good_question", question.id, "text"), text(question, "text"))
    for reason in review.stream.records("reason"):
        yield Shared(Place("reason", reason.id, "words"), text(reason, "words"))

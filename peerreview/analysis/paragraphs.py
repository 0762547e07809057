"""The check for accuracy: what the host can mark, what was marked and answered, what stays unresolved (USERS U26).

A paragraph has a code that stays while its words change: the report's own (`R3`), `R4.<section>` for a grade, and the
record id for a main point or next step. A mark is `of` the digest of the words marked, so that a later change shows;
an answer is `of` the digest of the mark, so that the same answer to a second mark is an answer again.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from peerreview.domain import dates
from peerreview.domain.release import Release, ReleasedBeside
from peerreview.domain.reviews import Outcome, Verdict
from peerreview.handbook.model import Handbook
from peerreview.handbook.report_layout import Content
from peerreview.journal.record import Record

from . import wording
from .review import Review, text


@dataclass(frozen=True)
class Paragraph:
    """Something in the draft that the host can mark. `digest` (SHA-256) is what a mark is `of`."""

    code: str
    title: str
    text: str

    @property
    def digest(self) -> str:
        """Of the words as they stand."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Checked:
    """A paragraph with the host's mark and the writer's answer; `verdict` and `outcome` are None while there is none.

    `stale`: the paragraph changed after it was marked. `answered`: the mark asks for nothing, or the present mark,
    not an earlier one, has its answer.
    """

    paragraph: Paragraph
    verdict: Verdict | None
    words: str
    stale: bool
    outcome: Outcome | None
    because: str
    answered: bool


def paragraphs(handbook: Handbook, release: Release) -> tuple[Paragraph, ...]:
    """Everything that can be marked in a full release, in the order of the page: next steps first."""
    field = {content: handbook.report.field(content) for content in Content}
    views = field[Content.VIEWS]
    found = [
        Paragraph(step.code, f"Next step {place}", step_words(step.text, step.first, step.owner, step.due, step.know))
        for place, step in enumerate(release.steps, 1)
    ]
    found += _titled(handbook, release, (Content.HEADLINE,))
    if views is not None:
        for view in release.views:
            if view.focus:
                said = wording.grade_words(handbook, handbook.scale(view.scale), view.agreed)
                why = release.overall_why if view.section == _overall(handbook) else ""
                found.append(Paragraph(grade_code(view.section), view.title, f"{said}. {why}" if why else said))
    found += _titled(handbook, release, (Content.FOCUS,))
    found += [
        Paragraph(point.code, f"Strength {place}", point.text) for place, point in enumerate(release.strengths, 1)
    ]
    found += _titled(handbook, release, (Content.PRACTICE, Content.LAST_TIME, Content.SUPPORT))
    found += [Paragraph(point.code, f"Main point {place}", point.text) for place, point in enumerate(release.others, 1)]
    return tuple(found)


def check(review: Review, release: Release) -> tuple[Checked, ...]:
    """The state of the whole check: every paragraph with its mark and answer."""
    return tuple(_checked(review, paragraph) for paragraph in paragraphs(review.handbook, release))


def waiting(review: Review) -> tuple[str, ...]:
    """The codes of the marks that wait for an answer, also of paragraphs that are no longer in the draft."""
    return tuple(mark.id for mark in review.stream.records("check_mark") if not _answered(review, mark))


def unresolved(review: Review, code: str) -> tuple[ReleasedBeside, ...]:
    """The host's words that print beside a paragraph: marked, and not changed as the host asked."""
    mark = review.stream.record("check_mark", code)
    if mark is None or _verdict(mark) in (None, Verdict.ACCURATE) or not text(mark, "words"):
        return ()
    answer = review.stream.record("check_answer", code)
    if _answered(review, mark) and text(answer, "outcome") == Outcome.CHANGED:
        return ()
    host = review.host
    who = f"{host.name}, {wording.ROLES[host.role].lower()}" if host else "Host school"
    return (ReleasedBeside(who, text(mark, "words")),)


def grade_code(section: str) -> str:
    """The paragraph code of a section's agreed grade."""
    return f"R4.{section}"


def mark_digest(review: Review, code: str) -> str:
    """What an answer to the present mark on a paragraph is `of`."""
    mark = review.stream.record("check_mark", code)
    said = "\n".join(text(mark, name) for name in ("verdict", "words", "of"))
    return sha256(said.encode()).hexdigest()


def step_words(what: str, first: str, owner: str, due: str, know: str) -> str:
    """A next step as one text: what, first step, who and by when, how we will know."""
    when = dates.in_full_or_text(due)
    details = (
        ("First step", first),
        ("Who and by when", ", ".join(filter(None, (owner, when)))),
        ("How we will know", know),
    )
    return "\n".join([what, *(f"{label}: {words}" for label, words in details if words)])


def _titled(handbook: Handbook, release: Release, contents: tuple[Content, ...]) -> list[Paragraph]:
    fields = (handbook.report.field(content) for content in contents)
    return [
        Paragraph(field.code, field.title, release.paragraphs[field.code])
        for field in fields
        if field is not None and field.code in release.paragraphs
    ]


def _checked(review: Review, paragraph: Paragraph) -> Checked:
    mark = review.stream.record("check_mark", paragraph.code)
    answer = review.stream.record("check_answer", paragraph.code)
    outcome = text(answer, "outcome")
    verdict = _verdict(mark)
    return Checked(
        paragraph=paragraph,
        verdict=verdict,
        words=text(mark, "words"),
        stale=verdict is not None and text(mark, "of") != paragraph.digest,
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        because=text(answer, "because"),
        answered=mark is None or _answered(review, mark),
    )


def _verdict(mark: Record | None) -> Verdict | None:
    found = text(mark, "verdict")
    return Verdict(found) if found in set(Verdict) else None


def _answered(review: Review, mark: Record) -> bool:
    """Whether the answer was written in the knowledge of the mark as it stands now."""
    if _verdict(mark) in (None, Verdict.ACCURATE):
        return True
    answer = review.stream.record("check_answer", mark.id)
    if answer is None or text(answer, "outcome") not in set(Outcome):
        return False
    marked = {version.change for state in mark.fields.values() for version in state.heads}
    answers = {version.change for state in answer.fields.values() for version in state.heads}
    return any(all(review.stream.knows(given, made) for made in marked) for given in answers)


def _overall(handbook: Handbook) -> str:
    return handbook.overall.code if handbook.overall else ""

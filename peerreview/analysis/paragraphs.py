"""The check for accuracy: what the host can mark, what was marked and answered, what stays unresolved (USERS U26).

A paragraph has a code that stays while its words change: the report's own (`R3`), `R4.<section>` for a grade, and the
record id for a main point or next step. A mark is `of` the digest of the words marked, so that a later change shows;
an answer is `of` the digest of the mark, so that the same answer to a second mark is an answer again.

A host without the program answers on a sheet, and the report writer types it in. Such a mark is the writer's record
and says so wherever it is shown; as soon as the host has marked the paragraph by their own hand, only that mark counts.
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

_OWN, _SHEET = "check_mark", "sheet_mark"


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
class Mark:
    """What the host says of a paragraph: by their own hand or, when `sheet`, on paper that the writer typed in."""

    code: str
    verdict: Verdict
    words: str
    of: str
    sheet: bool
    record: Record


@dataclass(frozen=True)
class Checked:
    """A paragraph with the host's mark and the writer's answer; `verdict` and `outcome` are None while there is none.

    `stale`: the paragraph changed after it was marked. `answered`: the mark asks for nothing, or the present mark,
    not an earlier one, has its answer. `sheet`: the mark was typed in from the host's sheet.
    """

    paragraph: Paragraph
    verdict: Verdict | None
    words: str
    stale: bool
    outcome: Outcome | None
    because: str
    answered: bool
    sheet: bool = False


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


def mark_on(review: Review, code: str) -> Mark | None:
    """The mark that counts on a paragraph: the host's own or, while there is none, the one typed in from a sheet."""
    for kind in (_OWN, _SHEET):
        record = review.stream.record(kind, code)
        verdict = text(record, "verdict")
        if record is not None and verdict in set(Verdict):
            return Mark(code, Verdict(verdict), text(record, "words"), text(record, "of"), kind == _SHEET, record)
    return None


def marks(review: Review) -> tuple[Mark, ...]:
    """Every mark that counts, also on paragraphs that are no longer in the draft."""
    codes = dict.fromkeys(record.id for kind in (_OWN, _SHEET) for record in review.stream.records(kind))
    return tuple(mark for code in codes if (mark := mark_on(review, code)) is not None)


def waiting(review: Review) -> tuple[str, ...]:
    """The codes of the marks that wait for an answer, also of paragraphs that are no longer in the draft."""
    return tuple(mark.code for mark in marks(review) if not _answered(review, mark))


def unresolved(review: Review, code: str) -> tuple[ReleasedBeside, ...]:
    """The host's words that print beside a paragraph: marked, and not changed as the host asked."""
    mark = mark_on(review, code)
    if mark is None or mark.verdict is Verdict.ACCURATE or not mark.words:
        return ()
    answer = review.stream.record("check_answer", code)
    if _answered(review, mark) and text(answer, "outcome") == Outcome.CHANGED:
        return ()
    host = review.host
    who = f"{host.name}, {wording.ROLES[host.role].lower()}" if host else "Host school"
    return (ReleasedBeside(f"{who} ({entered_by(review, mark)})" if mark.sheet else who, mark.words),)


def entered_by(review: Review, mark: Mark) -> str:
    """Who typed a mark in, and from whose sheet: "entered by Dele Akintola from Tom Ashdown-Reyes’s sheet"."""
    return entered(review, mark.record.author)


def entered(review: Review, person: str) -> str:
    """That somebody typed something in from the host's sheet."""
    typist, host = review.member(person), review.host
    whose = f"{host.name}’s" if host else "the host’s"
    return f"entered by {typist.name if typist else 'a colleague'} from {whose} sheet"


def comment(review: Review) -> str:
    """The host school's comment: the host's own or, while there is none, the one on the sheet, which is then said."""
    own = text(review.stream.record("comment", "comment"), "words")
    sheet = review.stream.record("sheet", "sheet")
    typed = text(sheet, "comment")
    return own or (f"{typed} ({entered(review, sheet.author)})" if typed and sheet else "")


def sheet_note(review: Review) -> str:
    """The sentence by which a report says that the check was typed in from a sheet; empty when nothing was."""
    found = [mark for mark in marks(review) if mark.sheet]
    if not found:
        return ""
    said = entered_by(review, found[0])
    days = sorted(state.at[:10] for mark in found for state in mark.record.state("verdict").heads)
    return f"Check for accuracy: {said}, {dates.in_full_or_text(days[-1])}."


def grade_code(section: str) -> str:
    """The paragraph code of a section's agreed grade."""
    return f"R4.{section}"


def mark_digest(review: Review, code: str) -> str:
    """What an answer to the present mark on a paragraph is `of`."""
    mark = mark_on(review, code)
    said = "\n".join((mark.verdict, mark.words, mark.of) if mark else ("", "", ""))
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
    mark = mark_on(review, paragraph.code)
    answer = review.stream.record("check_answer", paragraph.code)
    outcome = text(answer, "outcome")
    return Checked(
        paragraph=paragraph,
        verdict=mark.verdict if mark else None,
        words=mark.words if mark else "",
        stale=mark is not None and mark.of != paragraph.digest,
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        because=text(answer, "because"),
        answered=mark is None or _answered(review, mark),
        sheet=mark is not None and mark.sheet,
    )


def _answered(review: Review, mark: Mark) -> bool:
    """Whether the answer was written in the knowledge of the mark as it stands now."""
    if mark.verdict is Verdict.ACCURATE:
        return True
    answer = review.stream.record("check_answer", mark.code)
    if answer is None or text(answer, "outcome") not in set(Outcome):
        return False
    marked = {version.change for state in mark.record.fields.values() for version in state.heads}
    answers = {version.change for state in answer.fields.values() for version in state.heads}
    return any(all(review.stream.knows(given, made) for made in marked) for given in answers)


def _overall(handbook: Handbook) -> str:
    return handbook.overall.code if handbook.overall else ""

"""Questions for challenge, three at a time from the bank: asked, answered, validated, kept for the network (P72).

What is asked and answered stays with the reviewers. A question that was worth asking is written into the review as
well, where the host sees it too, and goes up with the report's data; who asked it does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from peerreview.analysis.review import text
from peerreview.errors import BadInput
from peerreview.handbook.model import Handbook
from peerreview.identity.signer import Signer

from . import dossier
from .dossier import Dossier
from .ports import Ports
from .review_views import ReviewView
from .section_views import BankQuestion, QuestionView
from .writing import of, write_in

AT_A_TIME = 3
"""How many questions of the bank are shown at once."""

SECTION = "section"
"""The kind of a section's own prompts; the other kinds are the stages of the handbook's bank."""


def bank(held: Dossier) -> tuple[BankQuestion, ...]:
    """Every question that fits this school: each section's own prompts, then the handbook's bank, in its order."""
    return tuple(_bank(held.handbook, held))


def _bank(handbook: Handbook, held: Dossier) -> Iterator[BankQuestion]:
    for section in handbook.areas:
        for prompt in section.prompts:
            if prompt.code in held.shown:
                yield BankQuestion(prompt.code, prompt.text, SECTION, (section.code,))
    for question in handbook.questions:
        yield BankQuestion(question.code, question.text, str(question.stage), question.sections, question.grades)


def fitting(view: ReviewView, section: str, *, grade: str = "", kind: str = "") -> tuple[BankQuestion, ...]:
    """The questions that help in a section, for a grade and of a kind (empty: any), without those asked there.

    One of each kind in turn, so that the first three are not three of a sort.
    """
    asked = {each.code for each in view.questions if each.asked and each.section == section}
    found: dict[str, list[BankQuestion]] = {}
    for each in view.bank:
        here = not each.sections or section in each.sections
        if here and each.code not in asked and kind in ("", each.kind) and (not grade or _helps(each, grade)):
            found.setdefault(each.kind, []).append(each)
    most = max(map(len, found.values()), default=0)
    return tuple(of_kind[turn] for turn in range(most) for of_kind in found.values() if turn < len(of_kind))


def _helps(question: BankQuestion, grade: str) -> bool:
    return not question.grades or grade in question.grades


def asked_here(view: ReviewView, section: str) -> tuple[QuestionView, ...]:
    """What was asked about a section, and the key questions of the call about it."""
    return tuple(each for each in view.questions if each.section == section)


def keep(ports: Ports, signer: Signer, review: str, asked: str, on: bool = True) -> None:
    """Say that a question which was asked was a good one: it is kept for the network; or take that back."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        found = held.reviewers.record("asked", asked) if held.reviewers else None
        if found is None:
            raise BadInput("This question is not here.", "Nothing has changed.", code="no_question")
        before = held.stream.record("good_question", asked)
        edits = of("good_question", asked, gone=not on) if before or not on else []
        if on:
            given = {
                "text": text(found, "text"),
                "question": text(found, "question"),
                "section": text(found, "section"),
            }
            edits += of("good_question", asked, **{name: value for name, value in given.items() if value})
        write_in(ports, work, signer, review, edits)
        work.commit()


def take_off(ports: Ports, signer: Signer, review: str, asked: str) -> None:
    """Take a question off the page that was not asked after all (the history keeps it)."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if held.reviewers is None or held.reviewers.record("asked", asked) is None:
            raise BadInput("This question is not here.", "Nothing has changed.", code="no_question")
        write_in(ports, work, signer, held.reviewers.id, of("asked", asked, gone=True))
        if held.stream.record("good_question", asked) is not None:
            write_in(ports, work, signer, review, of("good_question", asked, gone=True))
        work.commit()

"""Paper for the visit, made from a review as it stands: the paper pack, and the reviewer's reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from peerreview.analysis.wording import grade_words
from peerreview.domain import dates, filenames
from peerreview.domain.paper_pack import (
    PackContact,
    PackSection,
    PackSlot,
    PaperPack,
    ReadClaim,
    ReadFact,
    ReadingSheet,
    ReadStep,
)
from peerreview.handbook.model import Item, ItemKind, Source
from peerreview.identity.signer import Signer
from peerreview.journal.canonical import JsonValue

from . import reviews
from .ports import Ports
from .review_views import ReviewView
from .section_views import GradeView
from .views import ContactView
from .words import DUTY_WORDS

Paper = tuple[str, bytes]
"""The name that the file is filed under, and the PDF."""

Maker = Callable[[Ports, Signer, str], Paper]
"""What makes a paper of a review."""


def pack(ports: Ports, signer: Signer, review: str) -> Paper:
    """The paper pack: two sides, the host's safeguarding contacts first, blank of grades."""
    view = reviews.open_review(ports, signer, review)
    return _name(view, "paper pack"), ports.reports.paper_pack(pack_of(view, ports.clock().date()))


def reading(ports: Ports, signer: Signer, review: str) -> Paper:
    """The reviewer's reading: two sides of claims, data, last time and questions."""
    view = reviews.open_review(ports, signer, review)
    return _name(view, "reading"), ports.reports.reading_sheet(reading_of(view, ports.clock().date()))


def pack_of(view: ReviewView, today: date) -> PaperPack:
    """What the paper pack says."""
    looked_at = [each for each in view.sections if each.looked_at and each.section.prompts]
    return PaperPack(
        school=view.school,
        occasion=view.handbook.title,
        visited=view.visit_date,
        made=today,
        contacts=_contacts(view.contacts),
        slots=tuple(
            PackSlot("–".join(filter(None, (each.start, each.end))), each.title, each.who) for each in view.timetable
        ),
        questions=_questions(view),
        sections=tuple(
            PackSection(each.code, each.title, tuple(prompt.text for prompt in each.section.prompts))
            for each in looked_at
        ),
        people=tuple(f"{each.name}, {each.word.lower()}" for each in view.cast),
        language=view.handbook.language,
    )


def reading_of(view: ReviewView, today: date) -> ReadingSheet:
    """What the reviewer's reading says."""
    graded = [(each, each.grades) for each in view.sections if each.grades]
    outcomes = {each.code: each.label for each in view.handbook.rules.last_time}
    scale = graded[0][1].scale if graded and graded[0][1] else None
    return ReadingSheet(
        school=view.school,
        occasion=view.handbook.title,
        visited=view.visit_date,
        made=today,
        claims=tuple(
            ReadClaim(f"{each.code} {each.title}", _grade(view, grades), grades.own_words.text, grades.from_last)
            for each, grades in graded
            if grades and each.looked_at
        ),
        others=tuple(
            f"{each.code} {each.title}: {_grade(view, grades)}"
            for each, grades in graded
            if grades and not each.looked_at
        ),
        scale=" ".join(filter(None, (scale.ends, scale.note))) if scale else "",
        context=context_of(view),
        facts=facts_of(view),
        last_time=tuple(
            ReadStep(each.text.text, outcomes.get(each.outcome.text, each.outcome.text), each.words.text)
            for each in view.last_time
        ),
        questions=_questions(view),
        documents=tuple(each.title for each in view.attachments),
        language=view.handbook.language,
    )


def context_of(view: ReviewView) -> tuple[tuple[str, str], ...]:
    """What the host said in the context, (label, words) each; the data card stands by itself (`facts_of`)."""
    answers = ((each.label, _said(view, each.code, each.field.value)) for each in view.answers if each.shown)
    return tuple((label, said) for label, said in answers if said)


def _contacts(known: tuple[ContactView, ...]) -> tuple[PackContact, ...]:
    """Every duty in the order of the safeguarding page, those that nobody typed too: a gap must be seen on paper."""
    by_duty = {each.duty.removeprefix("designated_"): each for each in known}
    lines = []
    for duty, words in DUTY_WORDS.items():
        each = by_duty.pop(duty, None)
        where = ", ".join(filter(None, (each.room, each.phone))) if each else ""
        lines.append(PackContact(words, each.name if each else "", where))
    return tuple(lines)


def _questions(view: ReviewView) -> tuple[str, ...]:
    return tuple(each.text.text for each in view.questions if not each.asked and each.text.text)


def _grade(view: ReviewView, grades: GradeView) -> str:
    return grade_words(view.handbook, grades.scale, grades.own.text) or "not given yet"


def _said(view: ReviewView, code: str, value: object) -> str:
    """An answer of the context as one text; facts have a table of their own."""
    item = view.handbook.items.get(code)
    if item is None or item.source is Source.REGISTER:
        return ""
    if isinstance(value, list):
        return "; ".join(_row(item, row) for row in value if isinstance(row, dict))
    if not isinstance(value, str):
        return ""
    if item.kind is ItemKind.GRADE:
        return grade_words(view.handbook, view.handbook.scale(item.scale), value)
    return next((choice.label for choice in item.choices if choice.code == value), value)


def _row(item: Item, row: Mapping[str, JsonValue]) -> str:
    """A row in one line; a date that is not the first says what it is ("as at Thu 1 October 2026")."""
    said = []
    for place, column in enumerate(item.columns):
        if value := str(row.get(column.code) or ""):
            name = f"{column.label.lower()} " if place and column.kind is ItemKind.DATE else ""
            said.append(name + dates.in_full_or_text(value))
    return ", ".join(said)


def facts_of(view: ReviewView) -> tuple[ReadFact, ...]:
    """The data card: the rows that came from the register, or were typed in its table."""
    tables = [
        each.field.value
        for each in view.answers
        if (item := view.handbook.items.get(each.code)) and item.source is Source.REGISTER
    ]
    rows = [row for table in tables if isinstance(table, list) for row in table if isinstance(row, dict)]
    return tuple(ReadFact(*(str(row.get(name, "")) for name in ("fact", "value", "from"))) for row in rows)


def _name(view: ReviewView, what: str) -> str:
    day = f"{view.visit_date.isoformat()} " if view.visit_date else ""
    return f"{day}{filenames.safe(view.school)[: filenames.LIMIT]} {what}.pdf"

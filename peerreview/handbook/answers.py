"""Holding answers against a handbook: what is shown, what is too long, what does not fit.

Answers are given by item code: text (numbers, dates as 2026-11-17 and codes too), several codes, or nothing; those of
a table are its rows. The school's phase stands under `phase`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from peerreview.domain import words
from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN

from .expression import Answer, holds, parse
from .model import Column, Handbook, Item, ItemKind, Prompt

Answers = Mapping[str, Answer]
Row = Mapping[str, str]


class Doubt(StrEnum):
    """Why an answer does not fit. Only length is a matter of taste; a person may sign it with a reason."""

    TOO_LONG = "too_long"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    CONSTRAINT = "constraint"


@dataclass(frozen=True)
class Finding:
    """A doubt about the answer to an item. `over` counts words or rows too many; `column` is set in tables."""

    item: str
    doubt: Doubt
    over: int = 0
    column: str = ""


def shown(handbook: Handbook, answers: Answers) -> frozenset[str]:
    """The codes of the sections, prompts and items whose `relevant` holds; what is not shown counts as unanswered."""
    section_of = {item.code: section for section in handbook.sections for item in section.items}
    settled: dict[str, bool] = {}

    def answer(code: str) -> Answer:
        item = handbook.items.get(code)
        if item and not (is_shown(section_of[code].code, section_of[code].relevant) and is_shown(code, item.relevant)):
            return None
        return answers.get(code)

    def is_shown(code: str, relevant: str) -> bool:
        if code not in settled:  # the reader refuses handbooks whose expressions go in circles
            settled[code] = not relevant or holds(parse(relevant), answer)
        return settled[code]

    found: set[str] = set()
    for section in handbook.sections:
        if is_shown(section.code, section.relevant):
            found.add(section.code)
            parts: tuple[Prompt | Item, ...] = (*section.prompts, *section.items)
            found.update(each.code for each in parts if is_shown(each.code, each.relevant))
    return frozenset(found)


def words_over(text: str, limit: int) -> int:
    """How many words of `text` are beyond `limit`; 0 when it fits or there is no limit."""
    return max(0, words.count(text) - limit) if limit else 0


def findings(handbook: Handbook, item: Item, answers: Answers) -> tuple[Finding, ...]:
    """The doubts about one item's own answer; an unanswered item raises none."""
    given = answers.get(item.code)
    if not given:
        return ()
    found = list(_doubts(handbook, item, given))
    if item.constraint and not holds(parse(item.constraint), lambda code: answers.get(code or item.code)):
        found.append(Finding(item.code, Doubt.CONSTRAINT))
    return tuple(found)


def table_findings(item: Item, rows: Sequence[Row]) -> tuple[Finding, ...]:
    """The doubts about the rows of a table item, column by column."""
    found = [Finding(item.code, Doubt.TOO_MANY_ROWS, len(rows) - item.rows)] if 0 < item.rows < len(rows) else []
    for row in rows:
        for column in item.columns:
            found += _cell_doubts(item, column, row.get(column.code, ""))
    return tuple(found)


def _doubts(handbook: Handbook, item: Item, given: str | Sequence[str]) -> Iterator[Finding]:
    texts = (given,) if isinstance(given, str) else tuple(given)
    match item.kind:
        case ItemKind.CHOICE | ItemKind.SEVERAL:
            codes = {choice.code for choice in item.choices}
            if not codes.issuperset(texts):
                yield Finding(item.code, Doubt.NOT_A_CHOICE)
        case ItemKind.GRADE:
            scale = handbook.scale(item.scale)
            codes = {NOT_LOOKED_AT, NOT_SEEN, *(scale.codes() if scale else ())}
            if not codes.issuperset(texts):
                yield Finding(item.code, Doubt.NOT_A_CHOICE)
        case kind:
            yield from _plain_doubts(item.code, kind, " ".join(texts), item.words)


def _cell_doubts(item: Item, column: Column, text: str) -> Iterator[Finding]:
    for finding in _plain_doubts(item.code, column.kind, text, column.words):
        yield Finding(item.code, finding.doubt, finding.over, column.code)


def _plain_doubts(code: str, kind: ItemKind, text: str, limit: int) -> Iterator[Finding]:
    if not text:
        return
    if kind is ItemKind.NUMBER and not _is_number(text):
        yield Finding(code, Doubt.NOT_A_NUMBER)
    if kind is ItemKind.DATE and not _is_date(text):
        yield Finding(code, Doubt.NOT_A_DATE)
    if over := words_over(text, limit):
        yield Finding(code, Doubt.TOO_LONG, over)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

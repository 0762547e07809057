"""The rows of the XLSForm workbook, drawn from a handbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN, Scale

from .expression import And, at_most_words, parse
from .model import Column, Handbook, Item, ItemKind, Section
from .references import LISTS, PHASE
from .report_layout import Content
from .sheet_rows import Row, cell

TYPES: Mapping[ItemKind, str] = {
    ItemKind.GUIDANCE: "note",
    ItemKind.TEXT: "text",
    ItemKind.CHOICE: "select_one",
    ItemKind.SEVERAL: "select_multiple",
    ItemKind.NUMBER: "decimal",
    ItemKind.DATE: "date",
    ItemKind.TABLE: "begin repeat",
    ItemKind.GRADE: "select_one",
    ItemKind.ACKNOWLEDGEMENT: "acknowledge",
    ItemKind.MAIN_POINTS: "begin repeat",
    ItemKind.QUESTIONS: "begin repeat",
    ItemKind.NEXT_STEPS: "begin repeat",
}
REPORT = "_report"
_TYPED = (Content.FOCUS, Content.HEADLINE, Content.PRACTICE, Content.LAST_TIME, Content.SUPPORT, Content.COMMENT)


def survey(handbook: Handbook) -> Iterator[Row]:
    """The phase, a group for each section, and a group for the report."""
    yield {"type": "select_one list.phases", "name": PHASE, "label": "Phase"}
    for section in handbook.sections:
        yield from _section(handbook, section)
    yield {"type": "begin group", "name": REPORT, "label": handbook.report.title}
    for field in handbook.report.fields:
        yield {
            "type": "text" if field.content in _TYPED else "note",
            "name": field.code,
            "label": field.title,
            **(_limit(field.words) if field.content in _TYPED else {}),
            "kind": "report",
            "word_limit": field.words or None,
            "level": field.level.value,
            "report_field": field.content.value,
            "at_least": field.at_least,
            "at_most": field.at_most,
            "annex": cell(field.annex),
        }
    yield {"type": "end group"}


def _section(handbook: Handbook, section: Section) -> Iterator[Row]:
    yield {
        "type": "begin group",
        "name": section.code,
        "label": section.title,
        "hint": cell(section.summary),
        "relevant": cell(section.relevant),
        "kind": section.kind.value,
        "evidence": cell(section.evidence),
        "evidence_note": cell(section.evidence_note),
        "every_time": cell(section.every_time),
    }
    for prompt in section.prompts:
        yield {
            "type": "note",
            "name": prompt.code,
            "label": prompt.text,
            "relevant": cell(prompt.relevant),
            "kind": "prompt",
        }
    for item in section.items:
        yield from _item(handbook, section, item)
    if section.evidence:
        yield from _repeat(
            f"_{section.code}.notes",
            "Notes",
            _row("select_one list.activities", "activity", "What were you doing?"),
            _row("text", "place", "Year group or phase"),
            _row("text", "text", "What was seen", handbook.limits.note),
            _row("select_one list.shows", "shows", "What it shows"),
            _row("select_one list.typical", "typical", "How typical"),
        )
    yield {"type": "end group"}


def _item(handbook: Handbook, section: Section, item: Item) -> Iterator[Row]:
    row: Row = {
        "type": _type(section, item),
        "name": item.code,
        "label": item.label,
        "hint": cell(item.hint),
        "relevant": cell(item.relevant),
        "constraint": cell(item.constraint),
        "kind": item.kind.value,
        "fills": cell(item.fills),
        "sees": cell(item.sees),
        "word_limit": item.words or None,
        "level": cell(item.level),
        "scale": cell(item.scale),
        "evidence_min": item.evidence_min or None,
        "source": item.source.value,
        "rows": item.rows or None,
    }
    if item.kind is ItemKind.TEXT:
        row |= _limit(item.words, item.constraint)
    if TYPES[item.kind] != "begin repeat":
        yield row
        return
    yield from _repeat(item.code, item.label, *_parts(handbook, item), head=row)


def _type(section: Section, item: Item) -> str:
    if item.kind is ItemKind.GRADE:
        return f"select_one section.{section.code}" if section.descriptors else f"select_one scale.{item.scale}"
    return f"{TYPES[item.kind]} item.{item.code}" if item.choices else TYPES[item.kind]


def _parts(handbook: Handbook, item: Item) -> tuple[Row, ...]:
    match item.kind:
        case ItemKind.TABLE:
            return tuple(_column(column) for column in item.columns)
        case ItemKind.MAIN_POINTS:
            return (
                _row("text", "text", "One sentence", item.words),
                _row("select_one list.tags", "tag", "What it is"),
                _row("text", "evidence", "Evidence line", handbook.limits.evidence_line),
            )
        case ItemKind.NEXT_STEPS:
            return (
                _row("text", "text", "Next step", item.words),
                _row("text", "first", "First step"),
                _row("text", "owner", "Who (a role)"),
                _row("date", "due", "By when"),
                _row("text", "know", "How we will know"),
            )
        case _:
            return (_row("text", "text", "Question", item.words),)


def _column(column: Column) -> Row:
    row = _row(TYPES[column.kind], column.code, column.label, column.words if column.kind is ItemKind.TEXT else 0)
    return {**row, "kind": "column", "word_limit": column.words or None}


def _row(kind: str, name: str, label: str, limit: int = 0) -> Row:
    return {"type": kind, "name": name, "label": label, **_limit(limit)}


def _repeat(name: str, label: str, *parts: Row, head: Row | None = None) -> Iterator[Row]:
    """A repeat; the names of its parts follow from its own."""
    yield head or {"type": "begin repeat", "name": name, "label": label}
    for part in parts:
        yield {**part, "name": f"_{name.removeprefix('_')}.{part['name']}"}
    yield {"type": "end repeat"}


def _limit(most: int, constraint: str = "") -> Row:
    """The constraint that holds a word limit, after the item's own."""
    if not most:
        return {"constraint": constraint or None}
    clause = at_most_words(most)
    whole = And(parse(constraint), clause) if constraint else clause
    return {"constraint": str(whole), "constraint_message": f"At most {most} words"}


def choices(handbook: Handbook) -> Iterator[Row]:
    """The lists: phases, activities, the rules' lists, scales, each section's points, each item's choices."""
    for phase in handbook.phases:
        yield {"list_name": "list.phases", "name": phase.code, "label": phase.label}
    for activity in handbook.activities:
        name = {"list_name": "list.activities", "name": activity.code, "label": activity.label}
        yield {**name, "prefix": activity.prefix}
    for listed in LISTS:
        for choice in getattr(handbook.rules, listed):
            yield {"list_name": f"list.{listed}", "name": choice.code, "label": choice.label}
    for scale in handbook.scales:
        yield from _points(handbook, f"scale.{scale.code}", scale, {})
    for section in handbook.sections:
        graded = handbook.scale(section.scale)
        if graded and section.descriptors:
            yield from _points(handbook, f"section.{section.code}", graded, section.descriptors)
        for item in section.items:
            for choice in item.choices:
                yield {"list_name": f"item.{item.code}", "name": choice.code, "label": choice.label}


def _points(handbook: Handbook, list_name: str, scale: Scale, descriptors: Mapping[str, str]) -> Iterator[Row]:
    for point in scale.points:
        yield {
            "list_name": list_name,
            "name": point.code,
            "label": point.label,
            "descriptor": cell(descriptors.get(point.code, "") if descriptors else point.descriptor),
            "symbol": cell(point.symbol),
            "board": cell(point.board),
        }
    yield {"list_name": list_name, "name": NOT_LOOKED_AT, "label": handbook.words.not_looked_at}
    yield {"list_name": list_name, "name": NOT_SEEN, "label": handbook.words.not_seen}


def settings(handbook: Handbook) -> Iterator[Row]:
    """The one row that says which handbook this is."""
    yield {
        "form_title": handbook.title,
        "form_id": handbook.id,
        "version": handbook.version,
        "default_language": handbook.language,
        "valid_from": handbook.valid_from.isoformat(),
        "subject": handbook.subject.value,
    }


def extra(handbook: Handbook) -> Iterator[Row]:
    """What XLSForm lacks: one row for each word, number, date, question, audience and line of guidance."""
    for name, word in _of(handbook.words).items():
        yield {"part": "word", "code": name, "value": word}
    for scale in handbook.scales:
        yield {"part": "scale", **_of(scale, "points")}
    yield {"part": "report", **_of(handbook.report, "fields", "statement")}
    for line in handbook.report.statement:
        yield {"part": "statement", "text": line}
    for timetable in handbook.timetable:
        yield {"part": "timetable", **_of(timetable, "slots")}
        for slot in timetable.slots:
            yield {"part": "slot", **_of(slot)}
    for deadline in handbook.deadlines:
        yield {"part": "deadline", **_of(deadline)}
    for question in handbook.questions:
        yield {"part": "question", **_of(question)}
    yield {"part": "sharing", "label": handbook.sharing.label}
    for share in handbook.sharing.audiences:
        yield {"part": "audience", **_of(share)}
    yield {"part": "retention", **_of(handbook.retention)}
    for name, limit in _of(handbook.limits).items():
        yield {"part": "limit", "code": name, "value": limit}
    yield {"part": "photos", "value": "yes" if handbook.rules.photos else "no"}
    for page in handbook.pages:
        yield {"part": "page", "code": page.code, "title": page.title}
        for line in page.text.split("\n"):
            yield {"part": "line", "text": line or None}


def _of(value: object, *without: str) -> Row:
    """The fields of a value of the model, each in its cell."""
    names = (field.name for field in fields(value) if field.name not in without)  # type: ignore[arg-type]
    return {name: cell(getattr(value, name)) for name in names}

"""From the rows of an XLSForm workbook to plain data, keeping the sheet and row of everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN

from .expression import And, at_most_words, parse
from .model import ItemKind
from .problems import Fault, ValuePath
from .references import LISTS, PHASE
from .sheet_rows import CHOICES, COLUMNS, EXTRA, SETTINGS, SURVEY, SheetRow, listed, switch, whole
from .xlsform_writing import REPORT, TYPES

_KINDS = {
    **{TYPES[kind]: kind.value for kind in ItemKind if TYPES[kind] != "begin repeat"},
    "integer": ItemKind.NUMBER.value,
    "select_one": ItemKind.CHOICE.value,
}
_NAMES = {
    "word_limit": "words",
    "report_field": "content",
    "form_id": "id",
    "form_title": "title",
    "default_language": "language",
}
_BLOCKS = ("report", "sharing", "retention")
_LISTED: Mapping[str, ValuePath] = {
    "scale": ("scales",),
    "timetable": ("timetable",),
    "deadline": ("deadlines",),
    "question": ("questions",),
    "audience": ("sharing", "audiences"),
    "page": ("pages",),
}
_NUMBERS = ("words", "evidence_min", "rows", "at_least", "at_most", "days", "months", "pages")
_LISTS = ("fills", "sees", "evidence", "sections", "grades")
_SWITCHES = ("every_time", "annex", "stays")


@dataclass
class Places:
    """Where each value stood: the sheet and row of its path or of the nearest path around it."""

    rows: dict[ValuePath, str] = field(default_factory=dict)

    def locate(self, path: ValuePath) -> str:
        """Such as "survey, row 12"; empty for what stood nowhere."""
        while path and path not in self.rows:
            path = path[:-1]
        return self.rows.get(path, "")


def to_data(rows: Mapping[str, list[SheetRow]]) -> tuple[dict[str, Any], Places, tuple[Fault, ...]]:
    """The data of a handbook, where each part of it stood, and what is wrong with the order of the rows."""
    reading = _Reading()
    reading.settings(rows[SETTINGS])
    reading.extra(rows[EXTRA])
    reading.survey(rows[SURVEY])
    reading.choices(rows[CHOICES])
    return reading.data, reading.places, tuple(reading.faults)


class _Reading:
    def __init__(self) -> None:
        self.data: dict[str, Any] = {"sections": []}
        self.places = Places()
        self.faults: list[Fault] = []
        self._sheet = ""

    def settings(self, rows: list[SheetRow]) -> None:
        self._sheet = SETTINGS
        for row in rows[:1]:
            for name, value in _fields(row, *COLUMNS[SETTINGS]).items():
                self._set((name,), row, value)
        for row in rows[1:]:
            self._wrong(row, "there is more than one row of settings", "delete it")

    def extra(self, rows: list[SheetRow]) -> None:
        self._sheet = EXTRA
        for row in rows:
            part, value = row.text("part"), row.cells.get("value", "")
            if part in _BLOCKS:
                for name, each in _fields(row, *COLUMNS[EXTRA][1:]).items():
                    self._set((part, name), row, each)
            elif part in _LISTED:
                self._append(_LISTED[part], row, _record(row))
            elif part == "slot" and self.data.get("timetable"):
                self._append(("timetable", len(self.data["timetable"]) - 1, "slots"), row, _record(row))
            elif part == "word":
                self._set(("words", row.text("code")), row, value)
            elif part == "limit":
                self._set(("rules", "limits", row.text("code")), row, whole(value))
            elif part == "photos":
                self._set(("rules", "photos"), row, switch(value))
            elif part == "statement":
                self._append(("report", "statement"), row, row.cells.get("text", ""))
            elif part == "line" and self.data.get("pages"):
                page, line = self.data["pages"][-1], str(row.cells.get("text", ""))
                page["text"] = f"{page['text']}\n{line}" if "text" in page else line
            else:
                self._wrong(row, f"“{part}” cannot stand here", "write it as in a workbook that the program made")

    def survey(self, rows: list[SheetRow]) -> None:
        self._sheet = SURVEY
        group = repeat = ""
        for row in rows:
            kind, name = row.text("type").replace("begin_", "begin ").replace("end_", "end "), row.text("name")
            if kind == "begin group":
                if group:
                    self._wrong(row, f"“{name}” begins before “{group}” has ended", "add a row “end group” above")
                    return
                group = name
                if group != REPORT:
                    self._append(("sections",), row, _section(row))
            elif kind == "end group":
                group = ""
            elif kind == "begin repeat":
                repeat = name
                if group and not name.startswith("_"):
                    self._in_group(group, row)
            elif kind == "end repeat":
                repeat = ""
            elif repeat:
                self._in_repeat(repeat, row)
            elif group:
                self._in_group(group, row)
            elif name != PHASE:
                self._wrong(row, f"“{name}” stands outside any section", "move it into a group")
        if group or repeat:
            what = f"“{repeat or group}” has not ended here"
            self._wrong(rows[-1], what, "add a row “end repeat” or “end group”")

    def _in_group(self, group: str, row: SheetRow) -> None:
        section: ValuePath = ("sections", len(self.data["sections"]) - 1)
        if group == REPORT:
            self._append(("report", "fields"), row, _field(row))
        elif row.text("kind") == "prompt":
            self._append((*section, "prompts"), row, _prompt(row))
        else:
            self._append((*section, "items"), row, _item(row))

    def _in_repeat(self, repeat: str, row: SheetRow) -> None:
        """Columns belong to the table that the repeat began; the rest of a repeat follows from other rows."""
        for place, section in enumerate(self.data["sections"]):
            for at, item in enumerate(section.get("items", ())):
                if item.get("code") == repeat and row.text("kind") == "column":
                    self._append(("sections", place, "items", at, "columns"), row, _column(row, repeat))

    def choices(self, rows: list[SheetRow]) -> None:
        self._sheet = CHOICES
        lists = self._lists()
        for row in rows:
            name, code = row.text("list_name"), row.text("name")
            if name not in lists:
                self._wrong(row, f"the list “{name}” belongs to nothing here", "name a list of this handbook")
            elif name.startswith(("scale.", "section.")) and code in (NOT_LOOKED_AT, NOT_SEEN):
                continue
            elif name.startswith("section."):
                if descriptor := row.cells.get("descriptor"):
                    self._set((*lists[name], code), row, descriptor)
            else:
                values = _fields(row, "name", "label", "descriptor", "symbol", "board", "prefix")
                self._append(lists[name], row, _renamed(values, name="code"))

    def _lists(self) -> dict[str, ValuePath]:
        """Where the rows of each list of choices belong."""
        lists: dict[str, ValuePath] = {"list.phases": ("phases",), "list.activities": ("activities",)}
        lists |= {f"list.{name}": ("rules", name) for name in LISTS}
        for place, scale in enumerate(self.data.get("scales", ())):
            lists[f"scale.{scale.get('code')}"] = ("scales", place, "points")
        for place, section in enumerate(self.data["sections"]):
            lists[f"section.{section.get('code')}"] = ("sections", place, "descriptors")
            for at, item in enumerate(section.get("items", ())):
                lists[f"item.{item.get('code')}"] = ("sections", place, "items", at, "choices")
        return lists

    def _at(self, path: ValuePath) -> Any:
        """The block at `path`, made when it is not there yet."""
        block: Any = self.data
        for step in path:
            block = block[step] if isinstance(step, int) else block.setdefault(step, {})
        return block

    def _append(self, path: ValuePath, row: SheetRow, value: object) -> None:
        owner = self._at(path[:-1]).setdefault(path[-1], [])
        self.places.rows[*path, len(owner)] = f"{self._sheet}, row {row.number}"
        owner.append(value)

    def _set(self, path: ValuePath, row: SheetRow, value: object) -> None:
        self.places.rows[path] = f"{self._sheet}, row {row.number}"
        self._at(path[:-1])[path[-1]] = value

    def _wrong(self, row: SheetRow, what: str, remedy: str) -> None:
        self.faults.append(Fault((f"{self._sheet}, row {row.number}",), what, remedy))


def _fields(row: SheetRow, *columns: str) -> dict[str, Any]:
    """The named cells of a row under the model's names, each read as its kind."""
    values: dict[str, Any] = {}
    for column in columns:
        if column not in row.cells:
            continue
        name, value = _NAMES.get(column, column), row.cells[column]
        if name in _NUMBERS:
            values[name] = whole(value)
        elif name in _LISTS:
            values[name] = listed(value)
        elif name in _SWITCHES:
            values[name] = switch(value)
        else:
            values[name] = value
    return values


def _renamed(values: dict[str, Any], **names: str) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in values.items()}


def _record(row: SheetRow) -> dict[str, Any]:
    """A row of the sheet `peerreview` but for its part."""
    values = _fields(row, *(name for name in row.cells if name != "part"))
    if row.text("part") == "deadline":  # there `who` are roles, in a timetable it is words
        values["who"] = listed(values.get("who", ""))
    return values


def _section(row: SheetRow) -> dict[str, Any]:
    values = _fields(row, "name", "label", "hint", "relevant", "kind", "evidence", "evidence_note", "every_time")
    return _renamed(values, name="code", label="title", hint="summary")


def _prompt(row: SheetRow) -> dict[str, Any]:
    return _renamed(_fields(row, "name", "label", "relevant"), name="code", label="text")


def _field(row: SheetRow) -> dict[str, Any]:
    values = _fields(row, "name", "label", "report_field", "level", "word_limit", "at_least", "at_most", "annex")
    return _renamed(values, name="code", label="title")


def _item(row: SheetRow) -> dict[str, Any]:
    columns = (
        "name",
        "label",
        "hint",
        "relevant",
        "constraint",
        "kind",
        "fills",
        "sees",
        "word_limit",
        "level",
        "scale",
    )
    values = _fields(row, *columns, "evidence_min", "source", "rows")
    values.setdefault("kind", _KINDS.get(row.text("type").partition(" ")[0], row.text("type")))
    if values["kind"] == ItemKind.TEXT and "words" in values and "constraint" in values:
        values["constraint"] = _own(str(values["constraint"]), values["words"])
    return _renamed(values, name="code")


def _column(row: SheetRow, repeat: str) -> dict[str, Any]:
    kind = row.text("type")
    code = row.text("name").removeprefix(f"_{repeat}.")
    return {"code": code, "kind": _KINDS.get(kind, kind), **_fields(row, "label", "word_limit")}


def _own(constraint: str, limit: object) -> str:
    """An item's own constraint, without the clause that holds its word limit."""
    try:
        whole_constraint, clause = parse(constraint), at_most_words(int(str(limit)))
    except ValueError:  # not readable, or no number: told when the handbook is built
        return constraint
    if whole_constraint == clause:
        return ""
    if isinstance(whole_constraint, And) and whole_constraint.right == clause:
        return str(whole_constraint.left)
    return constraint

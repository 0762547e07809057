"""Last time's next steps: typed, or brought from a spreadsheet; then each closed, kept, changed or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from peerreview.analysis.review import text
from peerreview.domain.sheets import Cell
from peerreview.errors import BadInput
from peerreview.handbook.model import Handbook, ItemKind, Source
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit

from . import dossier
from .ports import Ports, Turn, at_once
from .writing import of, write, write_in

MOST = 60
"""Next steps that one spreadsheet may bring for one school."""

_LONGEST = {"text": 2000, "words": 1000}
_STEP, _OUTCOME, _WORDS, _URN, _OVERALL = "Next step", "What became of it", "In one line", "URN", "Overall last time"
_COLUMNS = (_STEP, _OUTCOME, _WORDS, _URN, _OVERALL)

Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Brought:
    """What a spreadsheet brought: how many next steps, whether the overall came, and rows of other schools."""

    steps: int
    overall: bool
    others: int

    @property
    def sentence(self) -> str:
        """What happened, for the banner."""
        many = f"{self.steps} next {'step' if self.steps == 1 else 'steps'} of last time"
        overall = " and the overall" if self.overall else ""
        rows = (
            "1 row is about another school and was"
            if self.others == 1
            else f"{self.others} rows are about others and were"
        )
        others = f" {rows} left out." if self.others else ""
        if not (self.steps or self.overall):
            return f"The spreadsheet holds nothing on this school that is not here already.{others}"
        return f"{many}{overall} came from the spreadsheet.{others}"


def type_in(ports: Ports, signer: Signer, review: str, steps: Iterable[str]) -> None:
    """Add next steps of last time, one text each; blank ones are left out."""
    edits: list[Edit] = []
    for words in filter(None, map(str.strip, steps)):
        edits += of("last_step", ports.ids(), text=words)
    write(ports, signer, review, edits)


def close(ports: Ports, signer: Signer, review: str, record: str, outcome: str, words: str = "") -> None:
    """Say what became of a next step of last time, by the handbook's code; `words` are a reason, or what it is now."""
    edits = of("last_step", record, outcome=outcome)
    edits += of("last_step", record, words=words) if words else []
    write(ports, signer, review, edits)


def asks(outcome: str) -> str:
    """What is asked of a next step that came to this: a reason only when it was dropped."""
    return {"": "", "closed": "", "kept": "", "changed": "What it is now"}.get(outcome, "Why it was dropped")


def remove(ports: Ports, signer: Signer, review: str, record: str) -> None:
    """Take a next step of last time off the page (the history keeps it)."""
    write(ports, signer, review, of("last_step", record, gone=True))


def template(ports: Ports, signer: Signer, review: str, target: Path) -> None:
    """Save an Excel workbook to fill in: the columns, this school's URN, and what may stand in them."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        urn, handbook = text(held.head, "school"), held.handbook
    scale = handbook.scale_of(handbook.overall.code) if handbook.overall else None
    points = [f"{point.code} {point.label}" for point in scale.points] if scale else []
    about: Rows = [
        ["Column", "What it is for"],
        [_STEP, "What was to be done, in its own words; one row each."],
        [_OUTCOME, " / ".join(choice.label for choice in handbook.rules.last_time) + ". It may stay empty."],
        [_WORDS, "Why it was dropped, or what it is now. It may stay empty."],
        [_URN, "Only needed when one list serves several schools: rows of other schools are left out."],
        [_OVERALL, " / ".join(points) + ". Once is enough; it may stay empty." if points else "Leave it empty."],
    ]
    ports.reports.sheets({"Last time": [list(_COLUMNS), ["", "", "", urn, ""]], "How to fill it in": about}, target)


def bring(ports: Ports, signer: Signer, review: str, source: Path, turn: Turn = at_once) -> Brought:
    """Bring next steps from a spreadsheet (.xlsx or CSV), all of them or none; those that stand here already stay one.

    Raises BadInput, naming the row, for what cannot be used.
    """
    rows = _rows_of(ports.papers.rows(source), source.name)
    return turn(lambda: _brought(ports, signer, review, rows))


def _brought(ports: Ports, signer: Signer, review: str, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Brought:
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        urn = text(held.head, "school")
        ours = [(number, row) for number, row in rows if row[_URN] in ("", urn)]
        here = {text(each, "text") for each in held.stream.records("last_step")}
        steps = [(number, row) for number, row in ours if row[_STEP] and row[_STEP] not in here]
        if len(steps) > MOST:
            raise _unusable(f"This list has {len(steps)} next steps for one school; {MOST} is the most.")
        edits: list[Edit] = []
        for number, row in steps:
            fields = {"text": row[_STEP], "outcome": _outcome(held.handbook, row, number), "words": row[_WORDS]}
            for name, longest in _LONGEST.items():
                if len(fields[name]) > longest:
                    raise _unusable(f"Row {number} has a text of more than {longest} characters.")
            edits += of("last_step", ports.ids(), **{name: said for name, said in fields.items() if said})
        overall = next(((number, row[_OVERALL]) for number, row in ours if row[_OVERALL]), None)
        graded = _overall(held.handbook, *overall) if overall else []
        write_in(ports, work, signer, review, [*edits, *graded])
        work.commit()
    return Brought(len(steps), bool(graded), len(rows) - len(ours))


def _rows_of(table: Rows, name: str) -> Sequence[tuple[int, Mapping[str, str]]]:
    """The rows under the heads, by our names of the columns, with their number in the sheet; blank ones left out."""
    said = [[_said(cell) for cell in row] for row in table]
    known = {column.casefold(): column for column in _COLUMNS}
    top = next((place for place, row in enumerate(said) if _STEP.casefold() in map(str.casefold, row)), None)
    if top is None:
        raise BadInput(
            f"“{name}” has no column called “{_STEP}”.",
            "Nothing has changed.",
            "Save the empty list from this page, and fill that in.",
            code="last_time_columns",
        )
    places = {known[head.casefold()]: place for place, head in enumerate(said[top]) if head.casefold() in known}
    rows = []
    for number, row in enumerate(said[top + 1 :], top + 2):
        cells = {
            column: row[places[column]] if column in places and places[column] < len(row) else "" for column in _COLUMNS
        }
        if cells[_STEP] or cells[_OVERALL]:
            rows.append((number, cells))
    return rows


def _outcome(handbook: Handbook, row: Mapping[str, str], number: int) -> str:
    said = row[_OUTCOME].casefold()
    if not said:
        return ""
    choices = handbook.rules.last_time
    found = next((each.code for each in choices if said in (each.code.casefold(), each.label.casefold())), None)
    if found is None:
        possible = ", ".join(each.label for each in choices)
        raise _unusable(f"Row {number} says “{row[_OUTCOME][:40]}” of what became of it; possible are {possible}.")
    return found


def _overall(handbook: Handbook, number: int, said: str) -> list[Edit]:
    """The overall grade of last time, where the handbook asks for it: its number, its words, or both."""
    items = [item for section in handbook.context for item in section.of_kind(ItemKind.GRADE)]
    item = next((each for each in items if each.source is Source.LAST_REVIEW), None)
    scale = handbook.scale(item.scale) if item else None
    if item is None or scale is None:
        return []
    for point in scale.points:
        if said.casefold() in (point.code.casefold(), point.label.casefold(), f"{point.code} {point.label}".casefold()):
            return of("answer", item.code, value=point.code)
    raise _unusable(f"Row {number} says “{said[:40]}” of the overall last time, which is not on the scale.")


def _said(cell: Cell) -> str:
    """A cell as text; 3.0 is 3, as a spreadsheet means it."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())


def _unusable(happened: str) -> BadInput:
    todo = "Put it right in the list, and bring it again."
    return BadInput(happened, "Nothing has changed.", todo, code="last_time_row")

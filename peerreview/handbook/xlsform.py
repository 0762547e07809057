"""A handbook as an XLSForm workbook and back, without loss on the typed model.

Any XLSForm tool reads `survey`, `choices` and `settings`: a group for each section, a repeat for notes and for lists,
`select_one` for grades, a constraint for each word limit. Our own columns beside theirs (`kind`, `fills`,
`word_limit`, `descriptor`, `report_field`...) and the sheet `peerreview` hold what XLSForm lacks. Names that begin
with "_" are written for such tools and not read back; a change to them is refused rather than lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from peerreview.domain.sheets import Sheets

from . import building
from .expression import ExpressionError, parse
from .model import Handbook
from .problems import BadHandbook, Problem
from .sheet_rows import CHOICES, EXTRA, NAMES, SETTINGS, SURVEY, SheetRow, read_rows, to_rows
from .xlsform_reading import to_data
from .xlsform_writing import choices, extra, settings, survey


def to_sheets(handbook: Handbook) -> Sheets:
    """The sheets of the workbook, their columns always the same."""
    return {
        SURVEY: to_rows(SURVEY, survey(handbook)),
        CHOICES: to_rows(CHOICES, choices(handbook)),
        SETTINGS: to_rows(SETTINGS, settings(handbook)),
        EXTRA: to_rows(EXTRA, extra(handbook)),
    }


def from_sheets(sheets: Sheets, file: str = "the workbook") -> Handbook:
    """The handbook in the sheets; BadHandbook names sheet, row and remedy of all that is wrong or would be lost."""
    problems = [
        Problem(file, name, "this sheet is not read", "delete it, or begin its name with “_”")
        for name in sheets
        if name not in NAMES and not name.startswith("_")
    ]
    rows = {}
    for name in NAMES:
        rows[name], faults = read_rows(sheets.get(name, ()))
        problems += (Problem(file, name, fault.what, fault.remedy) for fault in faults)
    if problems:
        raise BadHandbook(file, problems)
    data, places, faults_of_rows = to_data(rows)
    if faults_of_rows:
        raise BadHandbook(file, building.problems(data, faults_of_rows, file, places.locate))
    handbook = building.build(data, file, places.locate)
    if lost := tuple(_lost(rows, to_sheets(handbook), file)):
        raise BadHandbook(file, lost)
    return handbook


def _lost(rows: Mapping[str, list[SheetRow]], written: Sheets, file: str) -> Iterator[Problem]:
    """Every cell that the program would not write the same: what stands there has not been understood."""
    for name in NAMES:
        again = dict(_keyed(name, read_rows(written[name])[0]))
        for key, row in _keyed(name, rows[name]):
            for column, text in row.cells.items():
                would = again[key].text(column) if key in again else ""
                if would == _normal(column, str(text)):
                    continue
                place = f"{name}, row {row.number}, column {column}"
                what = f"“{text}” would be lost" if not would else f"“{text}” stands where “{would}” is expected"
                yield Problem(file, place, what, "change it back, or change what it is drawn from")


def _keyed(name: str, rows: list[SheetRow]) -> Iterator[tuple[object, SheetRow]]:
    """Rows by what they are of: their name, their list and name, or their number within their part."""
    parts: Counter[str] = Counter()
    for row in rows:
        if name == EXTRA:
            parts[row.text("part")] += 1
            yield (row.text("part"), parts[row.text("part")]), row
        elif not row.text("type").startswith("end"):
            yield (row.text("list_name"), row.text("name")), row


def _normal(column: str, text: str) -> str:
    text = str(building.tidy(text))
    if column in ("relevant", "constraint"):
        try:
            return str(parse(text))
        except ExpressionError:  # in a row that is not read back; it will not be the same
            return text
    return text

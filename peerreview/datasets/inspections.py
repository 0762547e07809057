"""Ofsted's own list of the latest inspections (management information, state-funded schools), as it is published.

Two layouts are read: the report card in use since November 2025, and the graded inspections before it; both stand in
today's file. Grades of the two frameworks cannot be compared: each row says which it is, and of a school that has a
report card only that is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from peerreview.config import drives
from peerreview.domain.register import InspectedArea, Register
from peerreview.errors import BadInput

LARGEST = 100 * 1024 * 1024
_HEAD = 64 * 1024
CARD, GRADED = "Report card", "Graded inspection"
"""The framework of November 2025, and the one before."""

_AREAS = (
    "safeguarding standards",
    "inclusion",
    "curriculum and teaching",
    "achievement",
    "attendance and behaviour",
    "personal development and wellbeing",
    "early years (where applicable)",
    "post-16 provision (where applicable)",
    "leadership and governance",
)
_GRADED_AREAS = (
    "overall effectiveness",
    "quality of education",
    "behaviour and attitudes",
    "personal development",
    "effectiveness of leadership and management",
    "safeguarding is effective?",
    "early years provision (where applicable)",
    "sixth form provision (where applicable)",
)
_POINTS = {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Inadequate", "9": ""}
_NOTHING = frozenset({"", "null", "not applicable", "not judged", "not yet inspected"})
_TITLES = 12
"""Lines above the names of the columns."""

_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_AS_AT = re.compile(r"as_at_(\d{1,2})_([A-Za-z]{3})[a-z]*_(20\d\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def is_inspections(source: Path) -> bool:
    """Whether a file is this list, by the names of its columns."""
    return any(_is_head(columns) for columns in _rows(drives.fetch(source, _HEAD)))


def read_inspections(source: Path, urns: Collection[str]) -> Register:
    """The latest inspections of these schools; BadInput for a list that is too large or whose day is not in its name.

    A grade is never shown without the day it is as at, so a file that does not tell it is not read.
    """
    as_at = _as_at(source.name)
    if as_at is None:
        raise _unreadable(source.name, "does not say in its name as at which day it is")
    raw = drives.fetch(source, LARGEST)
    if len(raw) > LARGEST:
        raise _unreadable(source.name, "is larger than Ofsted's list")
    wanted = set(urns)
    found: dict[str, tuple[InspectedArea, ...]] = {}
    columns: list[str] = []
    for row in _rows(raw):
        if not columns:
            columns = row if _is_head(row) else []
            continue
        cells = dict(zip(columns, row, strict=False))
        if cells.get("urn") in wanted:
            found[cells["urn"]] = tuple(_card(cells)) or tuple(_graded(cells))
    return Register(as_at, inspections=found)


def _card(cells: Mapping[str, str]) -> Iterator[InspectedArea]:
    on = _day(cells.get("inspection start date", ""))
    for area in _AREAS:
        said = cells.get(area, "")
        if said.lower() not in _NOTHING:
            yield InspectedArea(_day(cells.get(f"{area} - date of grade", "")) or on, CARD, _named(area), said)


def _graded(cells: Mapping[str, str]) -> Iterator[InspectedArea]:
    newer = any(area in cells for area in _AREAS)
    prefix = "latest oeif " if newer else ""
    day = "inspection start date of latest oeif graded inspection" if newer else "inspection start date"
    for area in _GRADED_AREAS:
        said = cells.get(f"{prefix}{area}", "")
        said = _POINTS.get(said, said)
        if said.lower() not in _NOTHING:
            yield InspectedArea(_day(cells.get(day, "")), GRADED, _named(area), said)


def _rows(raw: bytes) -> Iterator[list[str]]:
    """Rows of cells; the names of columns are brought into one spelling."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    above = True
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""))):
            named = [" ".join(cell.lower().replace("well-being", "wellbeing").split()) for cell in row]
            if above and (_is_head(named) or number < _TITLES):
                above = not _is_head(named)
                yield named
            else:
                yield [cell.strip() for cell in row]
    except csv.Error:
        return


def _is_head(columns: Sequence[str]) -> bool:
    return "urn" in columns and "inspection start date" in columns


def _named(area: str) -> str:
    """The area as it is printed."""
    words = area.removesuffix(" (where applicable)").removesuffix("?")
    return words[:1].upper() + words[1:]


def _day(words: str) -> date | None:
    found = _DAY.fullmatch(words)
    return _made(int(found[3]), int(found[2]), int(found[1])) if found else None


def _as_at(name: str) -> date | None:
    found = _AS_AT.search(name.replace(" ", "_").replace("-", "_"))
    if found is None or found[2].lower() not in _MONTHS:
        return None
    return _made(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _unreadable(name: str, why: str) -> BadInput:
    return BadInput(
        f"“{name}” {why}.",
        "Nothing here has changed.",
        "Choose Ofsted's list of latest inspections under the name it was downloaded with.",
        code="no_inspections",
    )

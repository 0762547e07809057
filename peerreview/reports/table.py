"""Tidy tables: one value that workbooks, CSV files and their Frictionless description are made from.

CSV is RFC 4180 in UTF-8 (no byte order mark; people open the workbook). A spreadsheet program runs text that begins
with `=`, `+`, `-`, `@`, a tab or a line end as a formula. Such text, and text that begins with an apostrophe, gets one
apostrophe in front: exactly one is taken off again by whoever reads the text columns, so nothing is lost and the rule
is unambiguous. The description (`datapackage.json`) says so. Numbers and dates are never touched.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from peerreview.domain.sheets import Cell

from .files import write

FieldType = Literal["string", "integer", "number", "boolean", "date", "datetime"]

ESCAPE = "'"
_NO_MEANINGS: Mapping[str, str] = MappingProxyType({})
_RISKY = tuple("=+-@\t\r\n＝＋－＠'")
_TYPES: tuple[tuple[type, FieldType], ...] = (  # the narrower type first
    (str, "string"), (bool, "boolean"), (int, "integer"), (float, "number"), (datetime, "datetime"),
    (date, "date"), (time, "string"),
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One column: its name in files (snake case), its title for people, its type, and what it means."""

    name: str
    title: str
    type: FieldType = "string"
    description: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under fields. `name` is the file's, in snake case; a cell is None when there is nothing to say."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[Cell]]


def of_rows(name: str, rows: Sequence[Sequence[Cell]], meanings: Mapping[str, str] = _NO_MEANINGS) -> Table:
    """A table from plain rows whose first one holds the titles; a column of mixed types is text.

    `meanings` says what a column means, by its title.
    """
    titles = [str(title) for title in rows[0]]
    body = rows[1:]
    fields = []
    for column, title in enumerate(titles):
        types = {_type_of(row[column]) for row in body if row[column] is not None}
        if types == {"integer", "number"}:
            types = {"number"}
        slug = "_".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
        kind = types.pop() if len(types) == 1 else "string"
        fields.append(Field(slug or f"column_{column + 1}", title, kind, meanings.get(title, "")))
    texts = {column for column, field in enumerate(fields) if field.type == "string"}
    told = [
        [in_words(cell) if column in texts and cell is not None else cell for column, cell in enumerate(row)]
        for row in body
    ]
    return Table(name, name.replace("_", " ").capitalize(), tuple(fields), told)


def make_csv(table: Table) -> bytes:
    """The table as CSV: a header of field names, dates as ISO 8601, booleans as true and false, text kept harmless."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return file.getvalue().encode()


def make_package(tables: Iterable[Table], *, name: str, title: str, made: date, description: str = "") -> bytes:
    """`datapackage.json` (Frictionless Data Package 1.0) for the tables as `make_csv` writes them."""
    package = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": f"{description} {_RULE}".strip(),
        "created": f"{made.isoformat()}T00:00:00Z",
        "resources": [_resource(table) for table in tables],
    }
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"


def write_tables(
    tables: Sequence[Table], folder: Path, *, name: str, title: str, made: date, description: str = ""
) -> tuple[Path, ...]:
    """Write a CSV file for each table and the `datapackage.json` beside them; gives their paths.

    `name` is the package's, in lower case with hyphens. Raises EnvironmentFault when a file cannot be written.
    """
    written = [write(folder / f"{table.name}.csv", make_csv(table)) for table in tables]
    package = make_package(tables, name=name, title=title, made=made, description=description)
    return (*written, write(folder / "datapackage.json", package))


_RULE = (
    "A text that begins with one of = + - @ ' or with a tab or line end has one apostrophe in front of it, so that "
    "spreadsheet programs do not run it as a formula; take one apostrophe off when reading."
)


def _resource(table: Table) -> Mapping[str, object]:
    raw = make_csv(table)
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{sha256(raw).hexdigest()}",
        "schema": {
            "fields": [
                {"name": field.name, "title": field.title, "type": field.type, "description": field.description}
                for field in table.fields
            ],
            "missingValues": [""],
        },
    }


def _type_of(cell: Cell) -> FieldType:
    return next(name for kind, name in _TYPES if isinstance(cell, kind))


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return ESCAPE + cell if cell.startswith(_RISKY) else cell
    return in_words(cell)


def in_words(cell: Cell) -> str:
    """A cell as text: ISO 8601 dates, a time of day in hours and minutes, true and false; empty when there is none."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)

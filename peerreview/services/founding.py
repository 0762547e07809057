"""Who is in a network, from a table of people: a line each, with school, triad and collaborative (USERS §1.6)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from io import StringIO

from peerreview.domain.network import Group, GroupKind, Network, School
from peerreview.domain.people import Person, Role
from peerreview.domain.sheets import Cell
from peerreview.errors import BadInput

COLUMNS = ("name", "role", "organisation", "urn", "school", "phase", "pupils", "triad", "collaborative", "lead")
"""The columns of the table; `lead` names the group kinds this person leads ("triad", "collaborative")."""


def from_csv(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file whose first line names the columns; BadInput for columns that are not known."""
    return from_cells(list(csv.reader(StringIO(text))))


def from_cells(cells: Sequence[Sequence[Cell]]) -> list[dict[str, str]]:
    """The rows of a table whose first line names the columns, in capitals or not; BadInput as `from_csv`."""
    columns = [_text(cell).lower() for cell in cells[0]] if cells else []
    while columns and not columns[-1]:
        columns.pop()
    unknown = set(columns) - set(COLUMNS)
    if unknown or "name" not in columns:
        raise BadInput(
            f"The list of people has columns that are not known: {', '.join(sorted(unknown)) or 'name is missing'}.",
            "Nothing was written.",
            f"Use these: {', '.join(COLUMNS)}.",
            code="bad_people",
        )
    rows = [dict(zip(columns, map(_text, row), strict=False)) for row in cells[1:]]
    return [row for row in rows if any(row.values())]


def alone(name: str, heads: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    """The rows of a triad that works alone: (head, school, URN) of each, the one who starts it first.

    A URN that nobody has to hand is made up; it tells the schools apart here. BadInput for fewer than two schools.
    """
    given = [tuple(part.strip() for part in each) for each in heads if any(part.strip() for part in each)]
    if len(given) < 2 or not all(head and school for head, school, _ in given):
        raise BadInput(
            "Two schools at least make a network, each with its head's name.",
            "Nothing was written.",
            "Fill in a name and a school on each line.",
            code="too_few",
        )
    return [
        {"name": head, "role": "head", "urn": urn or f"S{number}", "school": school, "triad": name,
         "lead": "triad" if number == 1 else ""}
        for number, (head, school, urn) in enumerate(given, 1)
    ]  # fmt: skip


def _text(cell: Cell) -> str:
    """What stands in a cell: a workbook has URNs as numbers."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def network_of(
    rows: Iterable[Mapping[str, str]],
    *,
    name: str,
    issued: date,
    ids: Callable[[], str],
    handbook: str,
    me: tuple[str, str] = ("", ""),
) -> Network:
    """The network that a table of people describes. `me` is (name, person id) of the one who starts it."""
    people: list[Person] = []
    schools: dict[str, School] = {}
    groups: dict[tuple[GroupKind, str], tuple[list[str], str]] = {}
    for row in rows:
        if not row["name"]:
            raise BadInput("A line of the list has no name.", "Nothing was written.", code="bad_people")
        person = Person(
            id=me[1] if row["name"] == me[0] else ids(),
            name=row["name"],
            role=_role(row.get("role", "")),
            school=row.get("urn", ""),
            organisation=row.get("organisation", ""),
        )
        people.append(person)
        if person.school:
            schools.setdefault(person.school, _school(row))
        for kind in (GroupKind.TRIAD, GroupKind.COLLABORATIVE):
            group = row.get(str(kind), "")
            if group and person.school:
                members, lead = groups.setdefault((kind, group), ([], ""))
                if person.school not in members:
                    members.append(person.school)
                leads = person.id if str(kind) in row.get("lead", "").split() else lead
                groups[kind, group] = (members, leads)
    if me[1] and me[1] not in {person.id for person in people}:
        people.insert(0, Person(me[1], me[0], Role.OFFICE))
    return Network(
        id=ids(),
        name=name,
        number=1,
        issued=issued,
        root="",
        root_certificate="",
        schools=tuple(schools.values()),
        groups=tuple(
            Group(ids(), kind, group, tuple(members), lead) for (kind, group), (members, lead) in groups.items()
        ),
        people=tuple(people),
        handbook=handbook,
    )


def _role(text: str) -> Role:
    wanted = text.lower().replace(" ", "_") or Role.HEAD
    if wanted not in set(Role):
        raise BadInput(f"There is no role called {text}.", "Nothing was written.", code="bad_people")
    return Role(wanted)


def _school(row: Mapping[str, str]) -> School:
    pupils = row.get("pupils", "")
    if pupils and not pupils.isdecimal():
        raise BadInput(
            f"{row['school']}: the number of pupils is not a number.", "Nothing was written.", code="bad_people"
        )
    return School(row["urn"], row.get("school", ""), row.get("phase", "") or "primary", int(pupils or 0))

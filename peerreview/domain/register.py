"""What the national register of schools (Get Information About Schools, GIAS) says about one school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

REGISTER = "Get Information About Schools"
"""How the register is named wherever a figure comes from it (Open Government Licence v3.0 asks for the source)."""


@dataclass(frozen=True)
class RegisterEntry:
    """One school; what the register leaves empty is empty or None.

    `phase`, `kind` and `status` are the register's own words. `pupils` were counted on `counted`; `free_meals` is the
    percentage eligible for free school meals. `inspected` and `judgement` stand only in files from before 2025.
    """

    urn: str
    name: str
    phase: str = ""
    kind: str = ""
    status: str = ""
    authority: str = ""
    trust: str = ""
    ages: str = ""
    pupils: int | None = None
    counted: date | None = None
    free_meals: str = ""
    inspected: date | None = None
    judgement: str = ""


@dataclass(frozen=True)
class InspectedArea:
    """One grade of an inspection: when, under which framework, of what, and the grade in its words."""

    on: date | None
    framework: str
    area: str
    grade: str


@dataclass(frozen=True)
class Register:
    """The schools that were looked for and found, by URN, and the day the file speaks of.

    The register of schools gives `entries`; Ofsted's own list gives `inspections`.
    """

    as_at: date | None
    entries: Mapping[str, RegisterEntry] = field(default_factory=dict)
    inspections: Mapping[str, tuple[InspectedArea, ...]] = field(default_factory=dict)

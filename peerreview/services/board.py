"""The school improvement team: the board's tables as CSV with their description and as a workbook (DOMAIN S18, S19).

Every export bears a marking. Board and scrutiny papers may be public: named schools stand only in what is confidential.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from peerreview.analysis import board
from peerreview.analysis.board import BoardRow
from peerreview.domain.release import Release
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer

from .held_reports import releases
from .moments import date_or_none
from .ports import Ports, Rows

_STEPS = ("URN", "School", "Term", "Section", "Next step", "First step", "Who", "By when", "How we will know")
_COUNTS = ("Term", "Section", "Title", "Agreed", "Agreed in words", "Schools")
_FEW = 6
"""Below this many schools a count could be of somebody: it is left empty in public papers."""


class Marking(StrEnum):
    """Who may read an export."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True)
class Exported:
    """The files of an export, and how many reviews are in it."""

    paths: tuple[Path, ...]
    reviews: int


def held(ports: Ports, signer: Signer) -> tuple[Release, ...]:
    """The reports here, the newest version of each at the fullest level held."""
    with ports.store.begin() as work:
        return board.newest(releases(ports, work))


def export_csv(ports: Ports, signer: Signer, folder: Path, *, marking: Marking, reason: str = "") -> Exported:
    """Write the tables as CSV files with a `datapackage.json` (Frictionless) into a folder."""
    found = held(ports, signer)
    title, description = _said(ports, signer, marking, reason)
    paths = ports.reports.tables(
        _tables(found, marking),
        folder,
        name="peer-reviews",
        title=title,
        made=ports.clock().date(),
        description=description,
    )
    return Exported(tuple(paths), len(found))


def export_workbook(ports: Ports, signer: Signer, path: Path, *, marking: Marking, reason: str = "") -> Exported:
    """Write the tables as a workbook, a sheet each, with stable columns."""
    found = held(ports, signer)
    title, _ = _said(ports, signer, marking, reason)
    tables = _tables(found, marking)
    return Exported((ports.reports.workbook(tables, path, title=title, made=ports.clock().date()),), len(found))


def _tables(found: Sequence[Release], marking: Marking) -> dict[str, Rows]:
    rows = board.rows(found)
    if marking is Marking.PUBLIC:
        return {"grades": _counts(rows)}
    steps = [
        (
            each.urn,
            each.school,
            each.term,
            step.section,
            step.text,
            step.first,
            step.owner,
            date_or_none(step.due),
            step.know,
        )
        for each in found
        for step in each.steps
    ]
    return {"reviews": board.table(rows), "next_steps": [_STEPS, *steps], "grades": _counts(rows, few=0)}


def _counts(rows: Sequence[BoardRow], few: int = _FEW) -> Rows:
    """How many schools have which agreed grade, by term and section."""
    counted = Counter((row.term, row.section, row.title, row.agreed, row.agreed_words) for row in rows)
    return [_COUNTS, *((*key, count if count >= few else None) for key, count in sorted(counted.items()))]


def _said(ports: Ports, signer: Signer, marking: Marking, reason: str) -> tuple[str, str]:
    if marking is Marking.CONFIDENTIAL and not reason.strip():
        raise BadInput("Please give the reason for the marking in one line.", "Nothing was written.", code="no_reason")
    if marking is Marking.PUBLIC:
        return "Peer reviews (public)", f"Public. No school is named; counts under {_FEW} are left empty."
    return "Peer reviews (confidential to the Board, exempt)", f"Confidential to the Board (exempt): {reason}."

"""The school improvement team: the board's tables as CSV with their description and as a workbook (DOMAIN S18, S19).

Every export bears a marking. Board and scrutiny papers may be public: named schools stand only in what is confidential.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from peerreview.analysis import board, questions
from peerreview.analysis.board import BoardRow
from peerreview.domain.exchange import DocumentKind
from peerreview.domain.progress import ProgressReport
from peerreview.domain.release import KeptQuestion, Release
from peerreview.domain.schooldays import school_year
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer

from . import leading, progressing
from .held_reports import releases
from .moments import date_or_none
from .ports import Ports, Rows, UnitOfWork

_STEPS = ("URN", "School", "Term", "Section", "Next step", "First step", "Who", "By when", "How we will know")
_COUNTS = ("Year", "Term", "Section", "Title", "Agreed", "Agreed in words", "Schools")
_PROGRESS = ("URN", "School", "Visited", "Action", "Who", "By when", "How far", "Evidence of effect", "Told")
_FEW = 6
"""Below this many schools a count could be of somebody: it is left empty in public papers."""
_MEANINGS = {
    "URN": "Unique reference number of the school",
    "School": "Name of the school",
    "Year": "School year of the visit, from September",
    "Term": "Term of the visit, as the triad planned it",
    "Visited": "Day of the visit",
    "Section": "Code of the section in the handbook",
    "Title": "Title of the section",
    "Looked at": "Whether the section was looked at this time",
    "Own": "The school's own grade, as a code of the handbook's scale",
    "Agreed": "The grade agreed at the visit, as a code of the handbook's scale",
    "Own in words": "The school's own grade in the words that boards use",
    "Agreed in words": "The agreed grade in the words that boards use",
    "Compared": "How the agreed grade stands to the school's own",
    "Kinds of evidence": "In how many ways it was seen, such as books, walks or pupil talk",
    "Seen differently": "Words of those who saw it differently, as in the report",
    "Next steps": "The next steps of the section",
    "Level": "How much of the report was shared",
    "Version": "Number of the report's version",
    "Review": "Identifier of the review",
    "Next step": "What the school will do",
    "First step": "What happens first",
    "Who": "The role that sees to it",
    "By when": "Day by which it is to be done",
    "How we will know": "What will show that it worked",
    "Action": "What the school set out to change after the report",
    "How far": "How far it has come, in the handbook's words",
    "Evidence of effect": "What shows that it makes a difference",
    "Told": "Day on which the school's head told it",
    "Schools": f"How many schools have this grade; in public papers empty below {_FEW}",
}
"""What the columns mean, by title: one meaning in every table."""


class Marking(StrEnum):
    """Who may read an export."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True)
class Exported:
    """The files of an export, and how many reviews are in it."""

    paths: tuple[Path, ...]
    reviews: int


@dataclass(frozen=True)
class BoardPage:
    """The board office's page: the reports here, and the questions that were kept as worth asking (no school named).

    `progress` is the last that each school told of its actions since; one without any actions is left out.
    """

    reports: tuple[Release, ...]
    questions: tuple[KeptQuestion, ...] = ()
    progress: tuple[ProgressReport, ...] = ()


def show(ports: Ports, signer: Signer) -> BoardPage:
    """The page. Questions of reviews whose report is not here come with the lead headteachers' term reports."""
    with ports.store.begin() as work:
        here = board.newest(releases(ports, work))
        told = [
            work.document(DocumentKind.TERM_REPORT, each.id, each.number)
            for each in work.documents(DocumentKind.TERM_REPORT)
            if each.current
        ]
        progress = _progress(work)
    found = list(questions.kept(here))
    known = {each.text for each in found}
    for document in filter(None, told):
        found += [each for each in leading.read_term_report(document.body).questions if each.text not in known]
        known |= {each.text for each in found}
    return BoardPage(here, tuple(sorted(found, key=lambda each: (-each.reviews, each.text))), progress)


def _progress(work: UnitOfWork) -> tuple[ProgressReport, ...]:
    return tuple(each for each in progressing.held(work) if each.actions)


def held(ports: Ports, signer: Signer) -> tuple[Release, ...]:
    """The reports here, the newest version of each at the fullest level held."""
    with ports.store.begin() as work:
        return board.newest(releases(ports, work))


def progress(ports: Ports, signer: Signer) -> tuple[ProgressReport, ...]:
    """The last that each school told of its actions, by school."""
    with ports.store.begin() as work:
        return _progress(work)


def export_csv(ports: Ports, signer: Signer, folder: Path, *, marking: Marking, reason: str = "") -> Exported:
    """Write the tables as CSV files with a `datapackage.json` (Frictionless) into a folder."""
    found = held(ports, signer)
    title, description = _said(ports, signer, marking, reason)
    paths = ports.reports.tables(
        _tables(found, progress(ports, signer), marking),
        folder,
        name="peer-reviews",
        title=title,
        made=ports.clock().date(),
        description=description,
        columns=_MEANINGS,
    )
    return Exported(tuple(paths), len(found))


def export_workbook(ports: Ports, signer: Signer, path: Path, *, marking: Marking, reason: str = "") -> Exported:
    """Write the tables as a workbook, a sheet each, with stable columns."""
    found = held(ports, signer)
    title, _ = _said(ports, signer, marking, reason)
    tables = _tables(found, progress(ports, signer), marking)
    made = ports.reports.workbook(tables, path, title=title, made=ports.clock().date(), columns=_MEANINGS)
    return Exported((made,), len(found))


def _tables(found: Sequence[Release], progress: Sequence[ProgressReport], marking: Marking) -> dict[str, Rows]:
    if marking is Marking.PUBLIC:
        return {"grades": counts(found)}
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
    told = [
        (each.urn, each.school, each.visited, one.change, one.owner, one.due, one.label, one.effect, each.made)
        for each in progress
        for one in each.actions
    ]
    return {
        "reviews": board.table(board.rows(found)),
        "next_steps": [_STEPS, *steps],
        "progress": [_PROGRESS, *told],
        "grades": counts(found, few=0),
    }


def counts(found: Sequence[Release], few: int = _FEW) -> Rows:
    """How many schools have which agreed grade, by school year, term and section; a count below `few` stays empty."""
    counted = Counter(
        (_year(row), row.term, row.section, row.title, row.agreed, row.agreed_words) for row in board.rows(found)
    )
    return [_COUNTS, *((*key, count if count >= few else None) for key, count in sorted(counted.items()))]


def _year(row: BoardRow) -> str:
    return school_year(row.visited) if row.visited else ""


def _said(ports: Ports, signer: Signer, marking: Marking, reason: str) -> tuple[str, str]:
    if marking is Marking.CONFIDENTIAL and not reason.strip():
        raise BadInput("Please give the reason for the marking in one line.", "Nothing was written.", code="no_reason")
    if marking is Marking.PUBLIC:
        return "Peer reviews (public)", f"Public. No school is named; counts under {_FEW} are left empty."
    return "Peer reviews (confidential to the Board, exempt)", f"Confidential to the Board (exempt): {reason}."

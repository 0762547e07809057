"""The board's table and the lead headteacher's term, made from what schools have shared: nobody types it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from peerreview.domain import dates
from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN, Comparison, Scale
from peerreview.domain.release import Release, ReleasedView
from peerreview.domain.reviews import RESTING, Level, VisitState
from peerreview.domain.sheets import Cell

from .claims import Agreement, own_and_agreed, released_agreement
from .wording import STATES

COLUMNS = (
    "URN", "School", "Term", "Visited", "Section", "Title", "Looked at", "Own", "Agreed", "Own in words",
    "Agreed in words", "Compared", "Kinds of evidence", "Seen differently", "Next steps", "Level", "Version", "Review",
)  # fmt: skip
"""The columns of the board's table; they do not change within a format."""

_LOOKED_AWAY = {NOT_LOOKED_AT: "Not looked at this time", NOT_SEEN: "Not seen", "": ""}


@dataclass(frozen=True)
class BoardRow:
    """One section of one school's review. Grades stand as codes and in the words that boards use.

    `differences` are the words of those who saw it differently; `steps` the next steps of this section.
    """

    urn: str
    school: str
    term: str
    visited: date | None
    section: str
    title: str
    looked_at: bool
    own: str
    agreed: str
    own_words: str
    agreed_words: str
    compared: Comparison
    ways: int
    differences: tuple[str, ...]
    steps: tuple[str, ...]
    level: Level
    number: int
    review: str

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row under `COLUMNS`."""
        return (
            self.urn, self.school, self.term, self.visited, self.section, self.title, self.looked_at, self.own,
            self.agreed, self.own_words, self.agreed_words, str(self.compared), self.ways, " | ".join(self.differences),
            " | ".join(self.steps), str(self.level), self.number, self.review,
        )  # fmt: skip


@dataclass(frozen=True)
class Awaited:
    """A visit of the term as the triad plans it, and the day by which its report is to be shared."""

    urn: str
    school: str
    triad: str
    review: str
    visit: date | None
    due: date | None
    state: VisitState = VisitState.PLANNED
    reason: str = ""


@dataclass(frozen=True)
class TermLine:
    """One school's report in the term: what came, or why not. `late` only without a reason; `chase` is to be copied."""

    urn: str
    school: str
    triad: str
    visit: date | None
    came: bool
    late: bool
    why: str
    overall: str
    support_needed: bool
    level: Level | None
    chase: str


@dataclass(frozen=True)
class Term:
    """The term at a glance: every awaited report, and how often grades were the same, counted over what came."""

    lines: tuple[TermLine, ...]
    reviewers: Agreement
    own: Agreement

    @property
    def came(self) -> int:
        """How many reports are here."""
        return sum(line.came for line in self.lines)

    @property
    def late(self) -> tuple[TermLine, ...]:
        """Those that are late without a reason."""
        return tuple(line for line in self.lines if line.late)


def newest(releases: Iterable[Release]) -> tuple[Release, ...]:
    """Of each review the highest version, at the fullest level held; by school, then by visit."""
    best: dict[str, Release] = {}
    for release in releases:
        held = best.get(release.review)
        if held is None or (release.number, release.level.rank) > (held.number, held.level.rank):
            best[release.review] = release
    return tuple(sorted(best.values(), key=lambda each: (each.school, each.visited, each.review)))


def rows(releases: Iterable[Release]) -> tuple[BoardRow, ...]:
    """One row a school, review and section, from the newest version of each."""
    return tuple(_row(release, view) for release in newest(releases) for view in release.views)


def table(found: Sequence[BoardRow]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of cells, the names of the columns first: ready for a workbook or CSV."""
    return (COLUMNS, *(row.cells for row in found))


def term(awaited: Iterable[Awaited], releases: Iterable[Release], today: date) -> Term:
    """The term over the awaited reports; a report that nobody awaited is not counted."""
    expected = sorted(awaited, key=lambda each: (each.triad, each.visit or date.max, each.school))
    here = {release.review: release for release in newest(releases)}
    counted = [here[each.review] for each in expected if each.review in here]
    return Term(
        lines=tuple(_line(each, here.get(each.review), today) for each in expected),
        reviewers=released_agreement(counted),
        own=own_and_agreed(counted),
    )


def _row(release: Release, view: ReleasedView) -> BoardRow:
    scale = _scale(release, view.scale)
    return BoardRow(
        urn=release.urn,
        school=release.school,
        term=release.term,
        visited=date.fromisoformat(release.visited) if release.visited else None,
        section=view.section,
        title=view.title,
        looked_at=view.focus,
        own=view.own,
        agreed=view.agreed,
        own_words=_board_words(scale, view.own),
        agreed_words=_board_words(scale, view.agreed),
        compared=view.compared,
        ways=view.ways,
        differences=tuple(each.words for each in view.beside),
        steps=tuple(step.text for step in release.steps if step.section == view.section),
        level=release.level,
        number=release.number,
        review=release.review,
    )


def _line(expected: Awaited, release: Release | None, today: date) -> TermLine:
    overdue = release is None and expected.due is not None and expected.due < today and expected.state not in RESTING
    scale = _scale(release, release.views[-1].scale) if release and release.overall else None  # its row stands last
    return TermLine(
        urn=expected.urn,
        school=expected.school,
        triad=expected.triad,
        visit=expected.visit,
        came=release is not None,
        late=overdue and not expected.reason,
        why=_why(expected, release, overdue=overdue),
        overall=_board_words(scale, release.overall) if release else "",
        support_needed=release is not None and asks_support(release),
        level=release.level if release else None,
        chase=_chase(expected) if overdue else "",
    )


def asks_support(release: Release) -> bool:
    """Whether a report's overall grade is the point of its scale that asks for most support."""
    scale = _scale(release, release.views[-1].scale) if release.overall and release.views else None
    return scale is not None and release.overall == scale.weakest.code


def _why(expected: Awaited, release: Release | None, *, overdue: bool) -> str:
    if release is not None:
        return ""
    if expected.state in RESTING:
        return f"{STATES[expected.state]}{f': {expected.reason}' if expected.reason else ''}"
    if overdue:
        return expected.reason or "No report, and no reason known"
    return f"Due {dates.in_full(expected.due)}" if expected.due else "No date yet"


def _chase(expected: Awaited) -> str:
    visited = f" of the visit on {dates.in_full(expected.visit)}" if expected.visit else ""
    due = f" It was due on {dates.in_full(expected.due)}." if expected.due else ""
    return f"{expected.school}: we have not had the report{visited}.{due} Is anything in the way that we can help with?"


def _scale(release: Release, code: str) -> Scale | None:
    return next((scale for scale in release.scales if scale.code == code), None)


def _board_words(scale: Scale | None, grade: str) -> str:
    point = scale.point(grade) if scale else None
    if point is None:
        return _LOOKED_AWAY.get(grade, grade)
    return point.board or (f"{point.code} {point.label}" if point.code.isdecimal() else point.label)

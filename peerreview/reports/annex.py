"""The annex of the full level (HANDBOOK §0.6, R10 and R11): what the two sides rest on, and who sees it differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peerreview.domain.report import Beside, ReportModel, ReportPoint, ReportStep

from . import wording
from .blocks import Line, Listing, column_widths, heading, paragraph, table
from .flow import text
from .style import WIDTH, Styles
from .tagging import Element

SHARES = (0.20, 0.25, 0.15)  # of the tables' width, at most: section, evidence, seen in


def annex(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """Areas to watch and other main points, evidence lines, the host's comment, points signed with a reason."""
    found, resting = points(model), rests(model)
    rows = [cells for cells, _ in found] + list(resting)
    widths = column_widths(wording.POINT_COLUMNS, rows, SHARES, styles) if rows else []
    tables = [
        (wording.POINTS, wording.POINT_COLUMNS, [Line(cells, notes=notes) for cells, notes in found]),
        (wording.RESTS, wording.REST_COLUMNS, [Line(cells) for cells in resting]),
    ]
    story: list[Any] = []
    for title, columns, lines in tables:
        if lines:
            story += [*heading(root, title, styles, 3), table(root, columns, lines, widths, styles)]
    if model.comment:
        story += paragraph(root, model.comment, styles, 3)
    if model.reasons:
        story += heading(root, wording.REASONS, styles, 3)
        entries = Listing(root, WIDTH, styles)
        for reason in model.reasons:
            entries.add(lambda body, _, reason=reason: [text(reason, styles.body, body.add("P"))])  # type: ignore[misc]
        story.append(entries.grid())
    return story


def has_annex(model: ReportModel) -> bool:
    """Whether there is anything to put in it."""
    return bool(model.annex or rests(model) or model.comment or model.reasons)


def points(model: ReportModel) -> list[tuple[tuple[str, ...], Sequence[Beside]]]:
    """R10's cells, and the words beside them."""
    return [((it.text, it.section, it.evidence, wording.seen(it.ways)), it.beside) for it in model.annex]


def rests(model: ReportModel) -> Sequence[tuple[str, ...]]:
    """The evidence lines of next steps and strengths."""
    printed: tuple[ReportStep | ReportPoint, ...] = (*model.steps, *model.strengths)
    return [(it.text, it.section, it.evidence, wording.seen(it.ways)) for it in printed if it.evidence or it.ways]

"""The annex of the full level (HANDBOOK §0.6, R10 and R11): what the two sides rest on, and who sees it differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peerreview.domain.report import Beside, ReportModel

from . import wording
from .blocks import Line, Listing, heading, paragraph, table
from .flow import text
from .style import WIDTH, Styles
from .tagging import Element

SHARES = (0.40, 0.20, 0.25, 0.15)  # of the tables' width


def annex(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """Areas to watch and other main points, evidence lines, the host's comment, points signed with a reason."""
    lines = [Line(cells, notes=notes) for cells, notes in points(model)]
    story = _table(root, wording.POINTS, wording.POINT_COLUMNS, lines, styles)
    story += _table(root, wording.RESTS, wording.REST_COLUMNS, [Line(cells) for cells in rests(model)], styles)
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
    steps = [(it.text, it.section, it.evidence, "") for it in model.steps if it.evidence]
    strengths = [
        (it.text, it.section, it.evidence, wording.seen(it.ways)) for it in model.strengths if it.evidence or it.ways
    ]
    return steps + strengths


def _table(root: Element, title: str, columns: Sequence[str], lines: Sequence[Line], styles: Styles) -> list[Any]:
    if not lines:
        return []
    widths = [WIDTH * share for share in SHARES]
    return [*heading(root, title, styles, 3), table(root, columns, lines, widths, styles)]

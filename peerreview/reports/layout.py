"""The two sides of a report (HANDBOOK §0.6, R1-R9 and R12): next steps first, the signatures at the foot.

Everything is printed as the model has it; what is left out was cut to the level before. Reading order is the order of
this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from reportlab.platypus import Spacer

from peerreview.domain.report import ReportModel, ReportPerson, ReportPoint, ReportStep

from . import wording
from .blocks import Line, Listing, Spring, heading, labelled, paragraph, table, with_notes
from .fields import field_name
from .flow import Cell, Grid, Place, Row, rich, text
from .fonts import markup
from .style import ACCENT, PAPER, SOFT, WIDTH, Styles
from .tagging import Element

ADOBE = (
    "Adobe may say, in a yellow or blue bar, that it does not know our network. "
    "That does not mean the report was changed."
)
PANEL_INSET = 12.0
VIEW_SHARES = (0.32, 0.24, 0.24, 0.11, 0.09)  # of the table's width


def side_one(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """What belongs on side one: title, next steps, headline, grades."""
    story = _title(model, styles, root) + _steps(model, styles, root)
    if model.headline:
        story += paragraph(root, model.headline, styles)
    return story + _views(model, styles, root)


def side_two(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """What follows it: everything but the annex."""
    story = _visit(model, styles, root) + _strengths(model, styles, root)
    for piece in model.paragraphs:
        story += paragraph(root, piece, styles)
    foot = _foot(model, styles, root)
    return [*story, Spring(foot, WIDTH), *foot]


def _title(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """R1: which school, and when."""
    left, right = (
        text(model.network, styles.small, root.add("P")),
        text(wording.edition(model), styles.right, root.add("P")),
    )
    return [
        Grid([WIDTH / 2, WIDTH / 2], [Row([Cell([left]), Cell([right])], below=3, rule=ACCENT, rule_width=1.6)]),
        Spacer(0, styles.size * 0.7),
        text(model.school, styles.title, root.add("H1")),
        text(wording.occasion(model), styles.lead, root.add("P")),
        text(wording.facts(model), styles.small, root.add("P")),
    ]


def _visit(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """R2 and the people of R1: what was asked, who was there and who was met."""
    story = paragraph(root, model.focus, styles) if model.focus else heading(root, wording.VISIT, styles)
    for label, words in wording.visit(model):
        story += [Spacer(0, styles.size * 0.3), rich(f"<b>{label}:</b> {markup(words)}", styles.small, root.add("P"))]
    return story


def _steps(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """R6, in a tinted panel: what, the first step, who by when, how we will know."""
    if not model.steps:
        return []
    title = text(wording.NEXT_STEPS, styles.heading, root.add("H2"))
    head = Row([Cell([title])], above=styles.size * 0.6, below=styles.size * 0.3, fill=SOFT, bar=True)
    steps = Listing(root, WIDTH, styles, ordered=True, inset=PANEL_INSET)
    for step in model.steps:
        steps.add(lambda body, width, step=step: _step(step, body, width, styles))  # type: ignore[misc]
    return [Spacer(0, styles.gap), Grid([WIDTH], [head], inset=PANEL_INSET), steps.grid()]


def _step(step: ReportStep, body: Element, width: float, styles: Styles) -> list[Any]:
    def content(width: float) -> list[Any]:
        what = rich(f"<b>{markup(step.text)}</b>{_aside(step.section, styles)}", styles.body, body.add("P"))
        details = [
            Cell([labelled(wording.FIRST_STEP, step.first, styles, body.add("P"))]),
            Cell([labelled(wording.WHO_WHEN, f"{step.owner}\n{wording.due(step.due)}", styles, body.add("P"))]),
            Cell([labelled(wording.KNOW, step.know, styles, body.add("P"))]),
        ]
        widths = [width * share for share in (0.38, 0.24, 0.38)]
        return [what, Spacer(0, 2), Grid(widths, [Row(details)], gutter=styles.size * 1.2)]

    return with_notes(content, step.beside, body, width, styles, fill=PAPER)


def _aside(words: str, styles: Styles) -> str:
    """A small muted remark at the end of a paragraph."""
    if not words:
        return ""
    colour = styles.small.textColor.hexval().replace("0x", "#")
    return f'  <font size="{styles.small.fontSize:.2f}" color="{colour}">{markup(words)}</font>'


def _views(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """R4: the table of grades, which sections the overall rests on, and what the scale is and is not."""
    if not model.views:
        return []
    lines = [
        Line(wording.view_cells(view), styles.cell if view.rests else styles.cell_muted, view.beside)
        for view in model.views
    ]
    widths = [WIDTH * share for share in VIEW_SHARES]
    story = heading(root, f"{model.grade_word.capitalize()}s", styles)
    story += [table(root, wording.view_columns(model), lines, widths, styles), Spacer(0, styles.size * 0.5)]
    if model.overall:
        overall = f"<b>{markup(f'Overall: {model.overall}.')}</b> {markup(model.overall_why)}"
        story += [rich(overall, styles.body, root.add("P")), Spacer(0, styles.size * 0.2)]
    story.append(text(wording.scale(model), styles.small, root.add("P")))
    return story


def _strengths(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """R5."""
    if not model.strengths:
        return []
    story = heading(root, wording.STRENGTHS, styles)
    entries = Listing(root, WIDTH, styles)
    for point in model.strengths:
        entries.add(lambda body, width, point=point: _strength(point, body, width, styles))  # type: ignore[misc]
    return [*story, entries.grid()]


def _strength(point: ReportPoint, body: Element, width: float, styles: Styles) -> list[Any]:
    def content(_: float) -> list[Any]:
        return [rich(f"{markup(point.text)}{_aside(point.section, styles)}", styles.body, body.add("P"))]

    return with_notes(content, point.beside, body, width, styles)


def _foot(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """R12: the statement, the signatures' boxes, and how to check them."""
    story = heading(root, wording.SIGNATURES, styles)
    story += [text(line, styles.small, root.add("P")) for line in wording.statement(model)]
    story.append(Spacer(0, styles.size * 0.6))
    story += _boxes([person for person in model.people if person.signs], root, styles)
    code = f"Check code of the data in this file: {sha256(model.data).hexdigest()}"
    lines = (ADOBE, *model.check, wording.made(model), code)
    return [*story, *(text(line, styles.fine, root.add("P")) for line in lines)]


def box_size(signers: int) -> tuple[float, float]:
    """Width and height in points of one signature's box when `signers` sign: two or three in a row."""
    across = 2 if signers in (2, 4) else 3
    return (WIDTH - (across - 1) * 8) / across, 58.0


def _boxes(people: Sequence[ReportPerson], root: Element, styles: Styles) -> list[Any]:
    width, height = box_size(len(people))
    across = int(WIDTH // width)
    rows: list[Row] = []
    for start in range(0, len(people), across):
        boxes = [
            Cell([Place(root.add("Form", field=field_name(person.person)), width, height)])
            for person in people[start : start + across]
        ]
        boxes += [Cell([])] * (across - len(boxes))
        rows.append(Row(boxes, below=styles.size * 0.7))
    return [Grid([width + 8] * (across - 1) + [width], rows, gutter=8)] if rows else []

"""The two sides of a report (HANDBOOK §0.6, R1-R9 and R12): next steps first, the signatures at the foot.

What was found and what comes next is read first, then what it rests on: the grades and what else the visit brought. So
the sides weigh alike, and everything has its place in every report. Everything is printed as the model has it; what is
left out was cut to the level before.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from reportlab.platypus import Spacer

from peerreview.domain import dates
from peerreview.domain.report import ReportModel, ReportPerson, ReportPoint, ReportStep

from . import wording
from .blocks import Line, Listing, column_widths, heading, labelled, paragraph, table, with_notes
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
GUTTER = 8.0  # points between the signatures' boxes
STEP_SHARES = (0.36, 0.28, 0.36)  # of the width of a step: first step, who by when, how we will know
VIEW_SHARES = (0.27, 0.27, 0.13, 0.1)  # of the table's width, at most: own, agreed, compared, seen in


def blocks(model: ReportModel, styles: Styles, root: Element) -> list[list[Any]]:
    """What the sides are made of, in reading order; a side may end after any of these, and within none of them.

    The first holds title and next steps, the last one is the foot: what R12 says, and the signatures.
    """
    found = [
        _title(model, styles, root) + _steps(model, styles, root),
        paragraph(root, model.headline, styles) if model.headline else [],
        _strengths(model, styles, root),
        _visit(model, styles, root),
        _grades(model, styles, root),
        *(paragraph(root, piece, styles) for piece in model.paragraphs),
        _foot(model, styles, root),
    ]
    return [block for block in found if block]


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
    lines = wording.visit(model)
    if model.focus:
        story = paragraph(root, model.focus, styles)
    else:
        story = heading(root, wording.VISIT, styles) if lines else []
    for label, words in lines:
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
    due = dates.in_full_or_text(step.due)

    def content(width: float) -> list[Any]:
        what = rich(f"<b>{markup(step.text)}</b>{_aside(step.section, styles)}", styles.body, body.add("P"))
        details = [
            Cell([labelled(wording.FIRST_STEP, step.first, styles, body.add("P"))]),
            Cell([labelled(wording.WHO_WHEN, f"{step.owner}\n{due}", styles, body.add("P"))]),
            Cell([labelled(wording.KNOW, step.know, styles, body.add("P"))]),
        ]
        widths = [width * share for share in STEP_SHARES]
        return [what, Spacer(0, 2), Grid(widths, [Row(details)], gutter=styles.size * 1.2)]

    return with_notes(content, step.beside, body, width, styles, fill=PAPER)


def _aside(words: str, styles: Styles) -> str:
    """A small muted remark at the end of a paragraph, never alone on a line."""
    if not words:
        return ""
    colour = styles.small.textColor.hexval().replace("0x", "#")
    return f'\u00a0\u00a0<font size="{styles.small.fontSize:.2f}" color="{colour}">{markup(words)}</font>'


def _grades(model: ReportModel, styles: Styles, root: Element) -> list[Any]:
    """R4: the table of grades, which sections the overall rests on, and what the scale is and is not."""
    if not model.views:
        return []
    lines = [
        Line(wording.view_cells(view), styles.cell if view.rests else styles.cell_muted, view.beside, not view.section)
        for view in model.views
    ]
    story = heading(root, f"{model.grade_word.capitalize()}s", styles)
    columns = wording.view_columns(model)
    widths = column_widths(columns, [line.cells for line in lines], VIEW_SHARES, styles)
    story += [table(root, columns, lines, widths, styles), Spacer(0, styles.size * 0.5)]
    label, why = wording.overall(model)
    if label:
        story += [
            rich(f"<b>{markup(label)}</b> {markup(why)}", styles.body, root.add("P")),
            Spacer(0, styles.size * 0.2),
        ]
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
    """R12: the statement, the signatures' boxes, and how to check them; one box alone has that beside it."""
    signers = [person for person in model.people if person.signs]
    story = heading(root, wording.SIGNATURES, styles)
    story += [text(line, styles.small, root.add("P")) for line in wording.statement(model)]
    story.append(Spacer(0, styles.size * 0.6))
    boxes = _boxes(signers, root, styles)
    code = f"SHA-256 of the data in this file: {sha256(model.data).hexdigest()}"
    lines = (ADOBE, *model.check, wording.made(model), code)
    check = [text(line, styles.fine, root.add("P")) for line in lines]
    if len(signers) != 1:
        return [*story, *boxes, *check]
    width, _ = box_size(1)
    return [*story, Grid([width + GUTTER, WIDTH - width - GUTTER], [Row([Cell(boxes), Cell(check)])], gutter=GUTTER)]


def box_size(signers: int) -> tuple[float, float]:
    """Width and height in points of one signature's box when `signers` sign: two or three in a row."""
    across = 2 if signers in (2, 4) else 3
    return (WIDTH - (across - 1) * GUTTER) / across, 58.0


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
    return [Grid([width + GUTTER] * (across - 1) + [width], rows, gutter=GUTTER)] if rows else []

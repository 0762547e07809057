"""What schools told of their actions after the report: how far each has come, and what shows that it helps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.domain.dates import in_full
from peerreview.domain.progress import ActionProgress, ProgressReport
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.fold import Fold
from peerreview.gui.widgets.text import label, muted, strong


def progress_told(reports: Sequence[ProgressReport]) -> Card:
    """A line for each school, with its actions folded away below."""
    card = Card(
        "Progress since the reports", "As each school's head told it last. A school that is not here told none."
    )
    for report in reports:
        visited = f", visited {in_full(report.visited)}" if report.visited else ""
        card.add(strong(f"{report.school}{visited}"), label(f"{report.sentence} Told {in_full(report.made)}."))
        fold = Fold("Its actions", "Hide its actions", partial(_actions, report))
        fold.button.setAccessibleDescription(report.school)
        card.add(fold)
    return card


def _actions(report: ProgressReport) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 8)
    column.setSpacing(4)
    for action in report.actions:
        column.addWidget(label(f"{action.change} {action.label or 'Nobody has said how far it is'}."))
        if said := _said(action):
            column.addWidget(muted(said))
    return box


def _said(action: ActionProgress) -> str:
    due = f"by {in_full(action.due)}" if action.due else ""
    who = ", ".join(filter(None, (action.owner, due)))
    effect = f"Evidence of effect: {action.effect}" if action.effect else ""
    return " · ".join(filter(None, (who, effect)))

"""The day of the visit: the timetable as a list, and one key to shift the rest when somebody is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from peerreview.gui.widgets.card import Card, Empty
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import SlotView, Target

if TYPE_CHECKING:
    from .review_frame import ReviewScreen


def day_card(screen: ReviewScreen, view: ReviewView) -> Card:
    """The timetable of this review's visit."""
    from peerreview.gui.widgets.buttons import Button

    card = Card("The day")
    if view.timetable:
        card.add(day_grid(view.timetable))
    else:
        card.add(Empty("No timetable yet. The usual one is a click away on the triad's page.", icon="clock"))
    card.buttons(
        Button("Change it on the triad's page", lambda: screen.session.go(Target(Where.TRIAD, "", view.stream)))
    )
    return card


def day_grid(slots: tuple[SlotView, ...]) -> QGridLayout:
    """Times, what, and who, aligned."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 2)
    for row, slot in enumerate(slots):
        time = strong(f"{slot.start}–{slot.end}" if slot.end else slot.start)
        time.setWordWrap(False)
        grid.addWidget(time, row, 0)
        grid.addWidget(label(slot.title), row, 1)
        grid.addWidget(muted(slot.who), row, 2)
    return grid

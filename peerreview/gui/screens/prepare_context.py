"""The context on the Prepare page: facts from the register, and the few things colleagues need to know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QGridLayout

from peerreview.gui.widgets.bound import Bound
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.choice_fields import DateField, PickField, ScaleField
from peerreview.gui.widgets.number_field import NumberField
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.table_field import TableField
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import context, printing
from peerreview.services.review_views import ReviewView
from peerreview.services.section_views import AnswerView

if TYPE_CHECKING:
    from .review_frame import ReviewScreen


def context_card(screen: ReviewScreen, view: ReviewView, host: bool) -> Card:
    """What reviewers need to know before they come; the host fills it in, mostly from a register file."""
    if not host:
        return _reading(view)
    card = Card("Context", "Only what colleagues need to know. Leave out what they can see for themselves.")
    about = "The file of Get Information About Schools, or Ofsted's list of latest inspections"
    card.buttons(Button("Fill in from a register file …", lambda: _fill(screen), icon="download", about=about))
    if view.facts:
        phases = [("", "Not said"), *((each.code, each.label) for each in view.handbook.phases)]
        phase = screen.bind(PickField(view.facts["phase"].unexplained, "Phase", phases))
        pupils = screen.bind(NumberField(view.facts["pupils"].unexplained, "Pupils on roll"))
        card.add(SideBySide(phase, pupils, letters=70, even=True))
    for answer in view.answers:
        if answer.shown:
            card.add(screen.bind(_answer(view, answer)))
    return card


def _reading(view: ReviewView) -> Card:
    """The same to be read: facts with where they come from, then the host's own words."""
    card = Card("Context")
    facts, said = printing.facts_of(view), printing.context_of(view)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for row, fact in enumerate(facts):
        for column, cell in enumerate((muted(fact.fact), label(fact.value), muted(fact.source))):
            grid.addWidget(cell, row, column)
            grid.setColumnStretch(column, 1)
    card.add(grid)
    for name, words in said:
        card.add(strong(name), label(words))
    if not (facts or said):
        card.add(muted("Nothing is here yet."))
    return card


def _answer(view: ReviewView, answer: AnswerView) -> Bound:
    item = view.handbook.items.get(answer.code)
    if item and answer.kind == "table":
        return TableField(answer.field, answer.label, [(each.code, each.label) for each in item.columns], item.rows)
    if item and (scale := view.handbook.scale(item.scale)):
        return ScaleField(answer.field, answer.label, scale)
    if item and item.choices:
        choices = [("", "Not said"), *((each.code, each.label) for each in item.choices)]
        return PickField(answer.field, answer.label, choices, hint=item.hint)
    if answer.kind == "date":
        return DateField(answer.field, answer.label)
    lines = 1 if answer.kind == "number" or 0 < answer.words <= 15 else 2
    return TextField(answer.field, answer.label, lines=lines, words=answer.words, hint=item.hint if item else "")


def _fill(screen: ReviewScreen) -> None:
    name, _ = QFileDialog.getOpenFileName(screen, "Register of schools", "", "Register files (*.csv *.zip)")
    if name:
        screen.carry(
            lambda desk: context.fill(
                desk.ports, desk.signer, screen.review, Path(name), progress=desk.progress, turn=desk.turn
            ),
            "Reading the register",
            lambda filled: screen.session.tell(filled.sentence),
            fetches=True,
        )

"""Questions for challenge beside a section: what was asked and answered, and the bank, folded, three at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.choice_fields import TickField
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.fold import Fold
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.handbook.model import Stage
from peerreview.services import noting, questions
from peerreview.services.review_views import ReviewView
from peerreview.services.section_views import BankQuestion, QuestionView, SectionView
from peerreview.services.views import FieldView

from .call import STAGES
from .one_line import OneLineDialog

if TYPE_CHECKING:
    from .agree import AgreeScreen


@dataclass
class BankState:
    """What is chosen in the bank of the section on the screen, while its page is built anew."""

    opened: bool = False
    kind: str = ""
    grade: str = ""
    start: int = 0


def questions_asked(screen: AgreeScreen, view: ReviewView, section: SectionView) -> QWidget:
    """The call's questions about a section, and what was asked on the day with its answer and ticks."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(strong("Questions asked"))
    here = questions.asked_here(view, section.code)
    if not here:
        column.addWidget(muted("None yet. The bank below has some that fit."))
    for each in here:
        for widget in _asked(screen, each):
            column.addWidget(widget)
    column.addStretch(1)
    return box


def _asked(screen: AgreeScreen, question: QuestionView) -> list[QWidget]:
    words = question.text.text
    if not question.asked or question.answer is None or question.validated is None:
        return [label(words), muted("From the call.")]
    found: list[QWidget] = [label(words)]
    if question.answer.editable or question.answer.text:
        answer = TextField(question.answer, "What was answered", lines=1, named=False, placeholder="What was answered")
        found.append(screen.bind(answer))
    kept = FieldView(screen.review, "good_question", question.record, "text", question.kept, (), True)
    good = TickField(kept, "That was a good question", about=f"Kept for the network, without a name. {words}")
    screen.bind(good, partial(_keep, screen, question))
    ticks = QWidget()
    flow = Flow(gap=14)
    ticks.setLayout(flow)
    flow.addWidget(screen.bind(TickField(question.validated, "Validated", about=words)))
    flow.addWidget(good)
    flow.addWidget(quiet("Not asked", partial(_take_off, screen, question), about=words))
    return [*found, ticks]


def bank(screen: AgreeScreen, view: ReviewView, section: SectionView) -> Fold:
    """The bank, folded away until it is wanted."""
    state = screen.bank
    fold = Fold(
        "Questions to ask …", "Fold the questions away", partial(_choice, screen, view, section), opened=state.opened
    )
    fold.turned.connect(lambda on: setattr(state, "opened", on))
    return fold


def _choice(screen: AgreeScreen, view: ReviewView, section: SectionView) -> QWidget:
    state = screen.bank
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    filters = QWidget()
    flow = Flow(gap=14)
    filters.setLayout(flow)
    there = {each.kind for each in view.bank}
    kinds = [("", "Any kind"), *((code, words) for code, words in KINDS.items() if code in there)]
    points = section.grades.scale.points if section.grades else ()
    word = view.handbook.words.view
    grades = [("", f"Any {word}"), *((each.code, f"{each.code} {each.label}") for each in points)]
    kind = Pick("Kind of question", kinds, state.kind)
    grade = Pick(f"For which {word}", grades, state.grade)
    kind.picked.connect(lambda value: _narrow(screen, kind=value))
    grade.picked.connect(lambda value: _narrow(screen, grade=value))
    flow.addWidget(kind)
    flow.addWidget(grade)
    column.addWidget(filters)
    found = questions.fitting(view, section.code, grade=state.grade, kind=state.kind)
    start = state.start if state.start < len(found) else 0
    for each in found[start : start + questions.AT_A_TIME]:
        ask = Button("Ask this", partial(_ask, screen, section, each), about=each.text)
        column.addWidget(SideBySide(label(each.text), ask, letters=60))
    if not found:
        column.addWidget(muted("No other question fits."))
    row = QWidget()
    buttons: list[QWidget] = []
    if len(found) > questions.AT_A_TIME:
        after = start + questions.AT_A_TIME if start + questions.AT_A_TIME < len(found) else 0
        buttons.append(quiet("Three more", partial(_narrow, screen, start=after)))
    buttons.append(quiet("A question of our own …", partial(_own, screen, section)))
    row.setLayout(Flow(*buttons))
    column.addWidget(row)
    return box


KINDS = {questions.SECTION: "About this section", **{str(stage): STAGES[stage] for stage in Stage}}
"""The kinds of questions as they are called on the screen."""


def _narrow(screen: AgreeScreen, *, kind: object = None, grade: object = None, start: int = 0) -> None:
    state = screen.bank
    state.kind = str(kind) if kind is not None else state.kind
    state.grade = str(grade) if grade is not None else state.grade
    state.start = start
    screen.rebuild()


def _ask(screen: AgreeScreen, section: SectionView, question: BankQuestion) -> None:
    screen.act(
        lambda desk: noting.asked(
            desk.ports, desk.signer, screen.review, question.text, code=question.code, section=section.code
        )
    )


def _own(screen: AgreeScreen, section: SectionView) -> None:
    def keep(words: str) -> None:
        screen.act(lambda desk: noting.asked(desk.ports, desk.signer, screen.review, words, section=section.code))

    OneLineDialog(screen, "What we asked", "In one sentence.", None, keep, button="Asked").open()


def _keep(screen: AgreeScreen, question: QuestionView, on: bool) -> None:
    screen.act(lambda desk: questions.keep(desk.ports, desk.signer, screen.review, question.record, on))


def _take_off(screen: AgreeScreen, question: QuestionView) -> None:
    screen.act(lambda desk: questions.take_off(desk.ports, desk.signer, screen.review, question.record))

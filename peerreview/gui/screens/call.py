"""The pre-visit call: one page that can be read aloud from top to bottom; claims, questions, the day, whom to tell."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.handbook.model import Stage
from peerreview.services import preparing, reviews
from peerreview.services.review_views import ReviewView
from peerreview.services.views import ContactView, Target
from peerreview.services.views import Screen as Where

from .review_frame import ReviewScreen
from .scales import said
from .timetable import day_card

DUTIES = (
    ("lead", "Safeguarding lead"),
    ("deputy", "Deputy"),
    ("chair", "Chair of governors"),
    ("officer", "Council's designated officer"),
)
"""Whom to tell of a worry, in the order of the safeguarding page."""

_STAGES = {
    Stage.START: "To start",
    Stage.DIG: "To dig",
    Stage.IMPACT: "Impact",
    Stage.SYSTEM: "Beyond this school",
    Stage.STEM: "To follow up",
}


class CallScreen(ReviewScreen):
    """Thirty minutes together: what the school says, two to four questions, the day."""

    def page(self, view: ReviewView) -> QWidget:
        page = Page()
        page.add(self._claims(view), self._questions(view), day_card(self, view), contacts_card(self, view))
        held = next((step.on for step in view.steps if step.step is Step.CALL), None)
        if held:
            page.add(Banner("", lead="The call has been held.", tone="ok"))
        elif view.my_role in (Role.HOST, Role.LEAD_REVIEWER):
            page.buttons(primary("The call has been held", self._held, icon="circle-check"))
        return page

    def _claims(self, view: ReviewView) -> Card:
        card = Card("What the school says", "The sections to look at, with the school's own words.")
        for section in view.sections:
            if section.looked_at and section.grades:
                given = said(section.grades.scale, section.grades.own.text, view.handbook.words)
                card.add(strong(f"{section.title}: {given}"))
                if section.grades.own_words.text:
                    card.add(label(section.grades.own_words.text))
        return card

    def _questions(self, view: ReviewView) -> Card:
        limits = view.handbook.limits
        hint = f"{limits.questions_least} to {limits.questions_most} questions that are worth the day."
        card = Card("Key questions", hint)
        planned = [each for each in view.questions if not each.asked]
        for number, each in enumerate(planned, 1):
            remove = quiet("Take off the page", partial(self._remove, each.record), about=each.text.text)
            field = self.bind(TextField(each.text, f"Question {number}", lines=1, named=False))
            card.add(SideBySide(field, remove, letters=70))
        if not planned:
            card.add(muted("None yet."))
        card.buttons(
            Button("Write a question", partial(self._ask, ""), icon="plus"),
            quiet("Choose from the bank …", partial(self._bank, view)),
        )
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def _ask(self, words: str) -> None:
        self.act(lambda desk: preparing.ask(desk.ports, desk.signer, self.review, words))

    def _remove(self, record: str) -> None:
        self.act(lambda desk: preparing.remove(desk.ports, desk.signer, self.review, "key_question", record))

    def _bank(self, view: ReviewView) -> None:
        BankDialog(self, view).open()

    def choose(self, words: str) -> None:
        """Take a question from the bank."""
        self._ask(words)

    def _held(self) -> None:
        self.act(lambda desk: reviews.take_step(desk.ports, desk.signer, self.review, Step.CALL))


class BankDialog(Dialog):
    """The handbook's questions for challenge, by when they help."""

    def __init__(self, screen: CallScreen, view: ReviewView) -> None:
        super().__init__("Questions for challenge", screen, letters=104)
        for stage, words in _STAGES.items():
            found = [question for question in view.handbook.questions if question.stage is stage]
            if found:
                self.add(strong(words))
            for question in found:
                take = quiet("Take it", partial(self._take, screen, question.text), about=question.text)
                self.add(SideBySide(label(question.text), take, letters=60))
        self.closes("Close")

    def _take(self, screen: CallScreen, words: str) -> None:
        self.accept()
        screen.choose(words)


def contacts_card(screen: ReviewScreen, view: ReviewView) -> Card:
    """Whom to tell of a worry: the first line of the printed pack and of the safeguarding page."""
    card = Card("Worried about a child or an adult's conduct?", "Whom to tell, in person. Typed on the triad's page.")
    card.add(contact_grid(view.contacts))
    missing = [
        words for duty, words in DUTIES if duty not in {each.duty.removeprefix("designated_") for each in view.contacts}
    ]
    if missing:
        card.add(label(f"Still missing: {', '.join(missing).lower()}.", tone="warn"))
    card.buttons(
        Button("Change them on the triad's page", partial(screen.session.go, Target(Where.TRIAD, "", view.stream)))
    )
    return card


def contact_grid(contacts: tuple[ContactView, ...]) -> QGridLayout:
    """Duty, name, where and telephone, aligned."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 3)
    words = dict(DUTIES)
    for row, each in enumerate(contacts):
        grid.addWidget(muted(words.get(each.duty.removeprefix("designated_"), each.duty)), row, 0)
        grid.addWidget(label(", ".join(part for part in (each.name, each.room, each.phone) if part)), row, 1)
    return grid

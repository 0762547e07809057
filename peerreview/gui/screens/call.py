"""The pre-visit call: one page that can be read aloud from top to bottom; claims, questions, the day, whom to tell."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from peerreview.domain.people import Role
from peerreview.domain.reviews import Level, Step
from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.handbook.model import Stage
from peerreview.services import calling, reviews
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .contacts import CONTACTS, begin_with, contacts_card
from .paper import pack_button, reading_button
from .review_frame import ReviewScreen
from .scales import note, said
from .share import level_words
from .timetable import day_card

STAGES = {
    Stage.START: "To start",
    Stage.DIG: "To dig",
    Stage.IMPACT: "Impact",
    Stage.SYSTEM: "Beyond this school",
    Stage.STEM: "To follow up",
}


class CallScreen(ReviewScreen):
    """Thirty minutes together: what the school says, two to four questions, the day."""

    def begin(self, page: QWidget, view: ReviewView) -> None:
        if self.target.record == CONTACTS:
            begin_with(self, page)

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        page.add(muted(f"Thirty minutes. Read it aloud together, from top to bottom. {note_of(view)}".strip()))
        page.add(self._claims(view))
        if words := self._asked_for(view):
            page.add(words)
        if view.last_time:
            page.add(self._last_time(view))
        page.add(self._questions(view), self._walks(view) if view.walks else day_card(self, view))
        page.add(contacts_card(self, view.triad, view.urn, view.school, view.contacts), self._sharing(view))
        page.buttons(pack_button(self), reading_button(self))
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
                mark = f" ({section.grades.from_last})" if section.grades.from_last else ""
                card.add(strong(f"{section.title}: {given}{mark}"))
                if section.grades.own_words.text:
                    card.add(label(section.grades.own_words.text))
        return card

    def _asked_for(self, view: ReviewView) -> Card | None:
        """What the host wrote for colleagues: what changed, where they want challenge, what is off limits."""
        card = Card("What the school asks of us")
        said = [(each.label, each.field.text) for each in view.answers if each.kind == "text" and each.field.text]
        for words, answer in said:
            card.add(strong(words), label(answer))
        return card if said else None

    def _last_time(self, view: ReviewView) -> Card:
        card = Card("Last time's next steps")
        outcomes = {each.code: each.label for each in view.handbook.rules.last_time}
        for number, step in enumerate(view.last_time, 1):
            became = outcomes.get(step.outcome.text, "Not said yet")
            why = f": {step.words.text}" if step.words.text else ""
            card.add(label(f"{number}  {step.text.text}"), muted(f"{became}{why}"))
        return card

    def _walks(self, view: ReviewView) -> Card:
        card = Card("Who walks with whom", "The handbook's way stands there; change it to names or roles as you agree.")
        for each in view.walks:
            who = self.bind(TextField(each.who.unexplained, f"Who: {each.title}, {each.time}", lines=1, named=False))
            card.add(SideBySide(label(f"{each.time}  {each.title}"), who, letters=70, even=True))
        about = "The whole day, with times"
        go = partial(self.session.go, Target(Where.TRIAD, "", view.stream))
        card.buttons(quiet("The whole day on the triad's page", go, about=about))
        return card

    def _sharing(self, view: ReviewView) -> Card:
        card = Card("Who will see the report", "The host decides, and can change it until the report is shared.")
        planned = [each for each in view.sharing.plan if each.level.text not in ("", "none")]
        for each in planned:
            card.add(label(f"{each.label}: {level_words(view, Level(each.level.text)).lower()}"))
        if not planned:
            card.add(muted("Not decided yet."))
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
        if len(planned) > limits.questions_most:
            card.add(label(f"{len(planned)} are more than a day has room for: take some off.", tone="warn"))
        usual = []
        if not planned:
            card.add(muted("None yet."))
            about = "One for each section that is looked at"
            usual = [Button("Begin with the handbook's questions", self._usual, icon="list-checks", about=about)]
        card.buttons(
            *usual,
            Button("Write a question", partial(self._ask, ""), icon="plus"),
            quiet("Choose from the bank …", partial(self._bank, view)),
        )
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def _ask(self, words: str) -> None:
        self.act(lambda desk: calling.ask(desk.ports, desk.signer, self.review, words), then=self._go_on_at)

    def _go_on_at(self, record: str) -> None:
        """A question that was just added has the keyboard."""
        if field := next((field for key, field in self.bound.items() if key[2] == record), None):
            self.go_to(field)

    def _remove(self, record: str) -> None:
        self.act(lambda desk: calling.remove(desk.ports, desk.signer, self.review, record))

    def _usual(self) -> None:
        self.act(lambda desk: calling.begin_with(desk.ports, desk.signer, self.review))

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
        for stage, words in STAGES.items():
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


def note_of(view: ReviewView) -> str:
    """Which end of the scale is which, as it is read aloud before the first grade."""
    grades = next((section.grades for section in view.sections if section.grades), None)
    return note(grades.scale) if grades else ""

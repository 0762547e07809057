"""Agree: hidden grades, shown together; then, a section at a time, everything that bears on its grade side by side."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from peerreview.domain.people import Role
from peerreview.gui.session import Session
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary
from peerreview.gui.widgets.card import Empty, Page
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.text import muted
from peerreview.services import grading
from peerreview.services.review_views import ReviewView
from peerreview.services.section_views import SectionView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .hidden_grades import hidden_card, shown_card
from .question_bank import BankState
from .review_frame import ReviewScreen
from .scales import note
from .section_page import section_page

_LETTERS = 26
"""A section with more letters stands in two lines, so that as many as a visit looks at stand in one row."""


class AgreeScreen(ReviewScreen):
    """One page a section. Ctrl+Page Down and Ctrl+Page Up go to the next and the one before."""

    def __init__(self, session: Session, target: Target) -> None:
        super().__init__(session, target)
        self.section = target.record.partition(".")[0]
        self.bank = BankState()
        self.notes_open = False
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            turn = QShortcut(QKeySequence(keys), self)
            turn.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turn.activated.connect(partial(self._turn, step))

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        page.widen()
        graded = [section for section in view.sections if section.grades]
        focus = [section for section in graded if section.looked_at]
        if view.hidden:
            page.add((shown_card if view.hidden.shown else hidden_card)(self, view, view.hidden))
        here = self._here(focus)
        if here is None:
            go = Button("Go to the self-evaluation", partial(self.session.go, Target(Where.PREPARE, self.review)))
            page.add(Empty("The host has not chosen the sections to look at yet.", go, icon="list-checks"))
        else:
            page.add(self._chooser(focus, here), section_page(self, view, here))
        self._host_confirms(view, page)
        if graded and graded[0].grades:
            page.add(muted(note(graded[0].grades.scale)))
        others = [f"{section.code} {section.title}" for section in graded if not section.looked_at]
        if others:
            page.add(muted(f"{view.handbook.words.not_looked_at}: {', '.join(others)}."))
        return page

    def choose(self, section: str) -> None:
        """Show another section's page, from its top, with the keyboard on its agreed grade."""
        if section != self.section:
            self.section, self.bank = section, BankState()
            self.rebuild()
            if page := self._page():
                page.verticalScrollBar().setValue(0)
            field = self.bound.get((self.review, "agreed", self.section, "grade"))
            if field:
                self.go_to(field)

    def go_on(self) -> None:
        """Go to what is left to talk about."""
        focus = [each for each in self.view.sections if each.looked_at] if self.view else []
        left = [each for each in focus if each.grades and not each.grades.agreed.text]
        differ = [each for each in left if each.grades and each.grades.differs]
        goal = next((each.code for each in (*differ, *left)), self.section)
        self.section = ""
        self.choose(goal)

    def _here(self, focus: list[SectionView]) -> SectionView | None:
        """The section chosen; at first the one that is to be talked about: where they differ, or nothing is agreed."""
        asked = [each.section for each in self.view.questions if each.record == self.section] if self.view else []
        chosen = [each for each in focus if each.code in (self.section, *asked)]
        differ = [each for each in focus if each.grades and each.grades.differs and not each.grades.agreed.text]
        waiting = [each for each in focus if each.grades and not each.grades.agreed.text]
        found = next(iter((*chosen, *differ, *waiting, *focus)), None)
        self.section = found.code if found else ""
        return found

    def _chooser(self, focus: list[SectionView], here: SectionView) -> Flow:
        flow = Flow(gap=4)
        for each in focus:
            agreed = each.grades is not None and bool(each.grades.agreed.text)
            words = _in_two_lines(f"{each.code} {each.title}")
            mark = "circle-check" if agreed else "circle"
            about = "Agreed" if agreed else "Not agreed yet"
            if each is here:
                flow.addWidget(Button(words, kind="here", icon=mark, about=f"The section you are on. {about}"))
            else:
                flow.addWidget(Button(words, partial(self.choose, each.code), kind="step", icon=mark, about=about))
        return flow

    def _turn(self, by: int) -> None:
        focus = [each.code for each in self.view.sections if each.grades and each.looked_at] if self.view else []
        if self.section in focus:
            self.choose(focus[(focus.index(self.section) + by) % len(focus)])

    def _host_confirms(self, view: ReviewView, page: Page) -> None:
        if view.my_role != Role.HOST:
            return
        agreed = [s.grades for s in view.sections if s.grades and s.grades.agreed.text]
        if agreed and not all(each.confirmed.value is True for each in agreed):
            page.buttons(primary(f"I agree with all {view.handbook.words.views}", self._confirm, icon="circle-check"))
        elif not agreed:
            page.add(
                Banner(
                    "The report writer writes them down on the day; you confirm them here.", lead="Nothing agreed yet."
                )
            )

    def _confirm(self) -> None:
        self.act(lambda desk: grading.confirm(desk.ports, desk.signer, self.review))


def _in_two_lines(words: str) -> str:
    """Long words broken at the space that makes the longer line shortest."""
    spaces = [place for place, letter in enumerate(words) if letter == " "]
    if len(words) <= _LETTERS or not spaces:
        return words
    middle = min(spaces, key=lambda place: max(place, len(words) - place - 1))
    return f"{words[:middle]}\n{words[middle + 1 :]}"

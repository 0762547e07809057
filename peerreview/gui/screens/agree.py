"""Agree: each reviewer's hidden grades, shown together, then the agreed grade beside the school's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.domain.grades import NOT_LOOKED_AT
from peerreview.domain.people import Role
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, IconMark, Page
from peerreview.gui.widgets.choice_fields import ScaleField, TickField
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import grading
from peerreview.services.review_views import GradeView, HiddenView, ReviewView, SectionView
from peerreview.services.views import FieldView

from .review_frame import ReviewScreen
from .scales import note, said


class AgreeScreen(ReviewScreen):
    """The grades of one review, side by side once every reviewer's are in."""

    def page(self, view: ReviewView) -> QWidget:
        page = Page()
        graded = [section for section in view.sections if section.grades]
        focus = [section for section in graded if section.looked_at]
        if graded and graded[0].grades:
            page.add(muted(note(graded[0].grades.scale)))
        if view.hidden:
            page.add(self._hidden(view, view.hidden))
        if view.hidden is None or view.hidden.shown:
            for section in focus:
                if section.grades:
                    page.add(self._side_by_side(view, section, section.grades))
            self._host_confirms(view, page)
        others = [f"{section.code} {section.title}" for section in graded if not section.looked_at]
        if others:
            page.add(muted(f"{view.handbook.words.not_looked_at}: {', '.join(others)}."))
        return page

    # --- hidden ------------------------------------------------------------------------------------------

    def _hidden(self, view: ReviewView, hidden: HiddenView) -> Card:
        words = view.handbook.words
        card = Card(words.reviewers, f"Each reviewer gives {words.views} alone. They stay hidden until all are in.")
        mine_in = False
        for person, name, locked in hidden.reviewers:
            me = person in _me(view)
            mine_in = mine_in or (me and locked)
            given, missing = ("shown", "gave none") if hidden.shown else ("in, hidden", "waiting")
            state = given if locked else missing
            row = QWidget()
            flow = Flow(gap=10)
            row.setLayout(flow)
            flow.addWidget(IconMark("circle-check" if locked else "circle", "ok" if locked else "muted"))
            flow.addWidget(label(f"{name}{' (me)' if me else ''}: {state}", wrap=False))
            if not locked and not me and not hidden.shown:
                hand = partial(self._hand_to, view, person, name)
                flow.addWidget(Button(f"Hand the laptop to {name} …", hand, icon="laptop"))
            card.add(row)
        if hidden.waived:
            card.add(muted(f"Shown without a colleague: {hidden.waived}"))
        if hidden.shown:
            if not hidden.blind:
                card.add(label("Not all were given before the others were shown.", tone="warn"))
            return card
        buttons: list[QWidget] = []
        if hidden.may_show:
            buttons.append(primary(f"Show all {words.views}", self._show, icon="eye"))
        elif not mine_in:
            buttons.append(primary(f"Give my {words.views} …", partial(self._give, view), icon="pencil"))
        if not hidden.may_show and view.my_role == Role.LEAD_REVIEWER and mine_in:
            buttons.append(quiet("A colleague cannot give any …", partial(self._waive, view, hidden)))
        if buttons:
            card.buttons(*buttons)
        return card

    def _give(self, view: ReviewView) -> None:
        from .giving_grades import GiveGradesDialog

        GiveGradesDialog(self, view, self.session.signer).open()

    def _hand_to(self, view: ReviewView, person: str, name: str) -> None:
        from .giving_grades import GiveGradesDialog
        from .guest import GuestDialog

        GuestDialog(self, person, name, lambda signer: GiveGradesDialog(self, view, signer).open()).open()

    def _show(self) -> None:
        also = self.session.guests()
        self.act(
            lambda desk: grading.show_both(desk.ports, desk.signer, self.review, also),
            then=lambda _state: self.session.farewell(),
        )

    def _waive(self, view: ReviewView, hidden: HiddenView) -> None:
        from .giving_grades import WaiveDialog

        WaiveDialog(self, view, hidden).open()

    # --- side by side ------------------------------------------------------------------------------------

    def _side_by_side(self, view: ReviewView, section: SectionView, grades: GradeView) -> Card:
        words = view.handbook.words
        card = Card(section.title)
        own = _column(words.own, said(grades.scale, grades.own.text, words), grades.own_words.text)
        lines = [f"{name}: {said(grades.scale, grade, words)}" for name, grade in grades.reviewers]
        theirs = _column(words.reviewers, *(lines or ["Not shown yet"]))
        card.add(SideBySide(own, theirs, letters=74, even=True))
        if grades.one_reviewer:
            card.add(label("One reviewer saw this. Look for a second kind of evidence.", tone="warn"))
        if grades.differs:
            card.add(label("You saw it differently. Agree one together, or say one line each below.", tone="warn"))
        if grades.agreed.editable:
            extra = [(NOT_LOOKED_AT, words.not_looked_at)]
            card.add(self.bind(ScaleField(grades.agreed, words.agreed, grades.scale, extra=extra, about=section.title)))
        else:
            card.add(strong(words.agreed), label(said(grades.scale, grades.agreed.text, words)))
        if compared := words.compared(grades.compared):
            card.add(muted(compared))
        if section.section == view.handbook.overall and (grades.agreed_words.editable or grades.agreed_words.text):
            card.add(self.bind(TextField(grades.agreed_words, "Why, and what it rests on", lines=2, words=60)))
        self._differences(view, section, grades, card)
        if view.my_role == Role.HOST and grades.agreed.text:
            card.add(self.bind(TickField(grades.confirmed, "I agree with this as the host", about=section.title)))
        return card

    def _differences(self, view: ReviewView, section: SectionView, grades: GradeView, card: Card) -> None:
        me = _me(view)
        limit = view.handbook.limits.difference
        mine = next((each for each in grades.differences if each.person in me), None)
        for each in grades.differences:
            if each is not mine:
                card.add(strong(f"Where {each.who} saw it differently"), label(each.words.text))
        if mine:
            name = "Where I saw it differently"
            card.add(self.bind(TextField(mine.words, name, lines=2, words=limit, hint="Prints beside the agreed one.")))
        elif grades.agreed.text:
            begin = partial(self._differ, view, section)
            card.buttons(quiet("I saw it differently …", begin, about=section.title))

    def _differ(self, view: ReviewView, section: SectionView) -> None:
        from .one_line import OneLineDialog

        record = f"{section.code}.{next(iter(_me(view)), self.session.signer.person)}"
        field = FieldView(view.stream, "difference", record, "words", "", (), True)

        def keep(words: str) -> None:
            self.act(lambda desk: grading.differ(desk.ports, desk.signer, self.review, section.code, words))

        limit = view.handbook.limits.difference
        hint = f"What you saw, in at most {limit} words. It prints beside the agreed {view.handbook.words.view}."
        OneLineDialog(self, f"Where I saw it differently: {section.title}", hint, field, keep, words=limit).open()

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


def _me(view: ReviewView) -> frozenset[str]:
    """The acting person's ids in this review (one, or none when they only look)."""
    return frozenset(each.person for each in view.cast if each.me)


def _column(name: str, *lines: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(strong(name))
    for line in lines:
        if line:
            column.addWidget(label(line))
    column.addStretch(1)
    return box

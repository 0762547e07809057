"""Prepare: the host gives every section a grade, a sentence to the focus ones, and a little context; on one page."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QWidget

from peerreview.domain import dates
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.choice_fields import ScaleField, TickField
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, question
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import earlier
from peerreview.services.review_views import ReviewView
from peerreview.services.section_views import GradeView, SectionView

from .contacts import contacts_card
from .paper import pack_button, reading_button
from .people import Spot, people_card
from .prepare_context import context_card
from .prepare_documents import documents_card
from .prepare_last_time import last_time_card
from .review_frame import ReviewScreen, page_of
from .scales import note, said
from .sending import SendDialog
from .sharing_plan import plan_card

_SENTENCES = 80
"""Words for one to three sentences about a focus section."""
PEOPLE = "people"
"""What the page is opened for by somebody who wants to say who came late."""


class PrepareScreen(ReviewScreen):
    """The self-evaluation: filled in by the host, read by the reviewers."""

    def begin(self, page: QWidget, view: ReviewView) -> None:
        if self.target.record == PEOPLE and self._people is not None:
            self.begin_at(self._people.findChildren(QAbstractButton)[0])

    def page(self, view: ReviewView) -> QWidget:
        self._people: Card | None = None
        host = view.my_role == Role.HOST
        graded = [section for section in view.sections if section.grades]
        page = page_of(self.frame, self._progress(view, graded) if host else "", "")
        if graded and graded[0].grades:
            page.add(muted(note(graded[0].grades.scale)))
        if host and view.earlier and any(each.grades and not each.grades.own.text for each in graded):
            about = "Grades and sentences where nothing stands yet; each is marked until you change it"
            copy = f"Copy from last time ({dates.plain(view.earlier)})"
            page.buttons(Button(copy, self._copy, icon="copy", about=about))
        for section in graded:
            page.add(self._section(view, section) if host else self._reading(view, section))
        page.add(documents_card(self, view, host))
        if view.answers:
            page.add(context_card(self, view, host))
        if view.last_time or host:
            page.add(last_time_card(self, view, host))
        if host and view.triad:
            self._people = people_card(self, Spot(view.triad, view.visit, view.stream), view.people)
            page.add(self._people)
            page.add(contacts_card(self, view.triad, view.urn, view.school, view.contacts))
        if host:
            page.add(plan_card(self, view))
            self._share(view, page)
        else:
            page.add(self._questions(view))
        page.buttons(pack_button(self), reading_button(self))
        return page

    # --- sections ----------------------------------------------------------------------------------------

    def _progress(self, view: ReviewView, graded: list[SectionView]) -> str:
        given = sum(1 for section in graded if section.grades and section.grades.own.text)
        limits = view.handbook.limits
        areas = [section for section in graded if section.section in view.handbook.areas]
        focus = sum(1 for section in areas if section.looked_at)
        return (
            f"{given} of {len(graded)} {view.handbook.words.views} given. Choose {limits.focus_least} to "
            f"{limits.focus_most} sections to look at ({focus} chosen) and say why in one to three sentences."
        )

    def _section(self, view: ReviewView, section: SectionView) -> Card:
        card = Card()
        head: list[QWidget] = [question(section.title)]
        if section.section in view.handbook.areas and not section.every_time:
            head.append(self.bind(TickField(section.focus, "Look at this", about=section.title)))
        card.add(SideBySide(*head, letters=70))
        if section.not_seen_for >= 3:
            card.add(label(f"Not looked at in the last {section.not_seen_for} visits.", tone="warn"))
        grades = section.grades
        if grades:
            name = view.handbook.words.own
            if grades.from_last:
                card.add(muted(_marked(grades)))
            card.add(self.bind(ScaleField(grades.own, name, grades.scale, about=section.title, named=False)))
            if section.looked_at:
                words = TextField(
                    grades.own_words,
                    "Why, in one to three sentences",
                    lines=2,
                    words=_SENTENCES,
                    hint="",
                    placeholder="What you see, and where it is uneven",
                )
                card.add(self.bind(words))
        return card

    def _reading(self, view: ReviewView, section: SectionView) -> Card:
        card = Card(section.title)
        grades = section.grades
        if grades:
            given = said(grades.scale, grades.own.text, view.handbook.words)
            mark = f" ({grades.from_last})" if grades.from_last else ""
            card.add(label(f"{view.handbook.words.own}: {given}{mark}"))
            if grades.own_words.text:
                card.add(label(grades.own_words.text))
        if section.looked_at:
            for prompt in section.section.prompts:
                card.add(muted(f"{prompt.code}  {prompt.text}"))
        else:
            card.add(muted(view.handbook.words.not_looked_at))
        return card

    def _questions(self, view: ReviewView) -> Card:
        card = Card("Key questions", "For the call and the day.")
        planned = [each.text.text for each in view.questions if not each.asked and each.text.text]
        for number, words in enumerate(planned, 1):
            card.add(label(f"{number}  {words}"))
        if not planned:
            card.add(muted("None yet."))
        return card

    # --- sharing -----------------------------------------------------------------------------------------

    def _share(self, view: ReviewView, page: Page) -> None:
        shared = next((step.on for step in view.steps if step.step is Step.SHARED), None)
        if shared:
            page.add(Banner("Later changes are marked, not forbidden.", lead="Shared with your reviewers.", tone="ok"))
            return
        page.buttons(primary("Share with my reviewers …", self._send_to_reviewers, icon="send"))

    # --- acts --------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        self.act(
            lambda desk: earlier.copy_own(desk.ports, desk.signer, self.review),
            then=lambda copied: self.session.tell(copied.sentence),
        )

    def _send_to_reviewers(self) -> None:
        if self.view:
            SendDialog(self.session, self.view, self, Step.SHARED).open()


def _marked(grades: GradeView) -> str:
    """Which of grade and words stand as they were copied ("Grade and words from last time, 18 November 2025")."""
    return f"{' and '.join(grades.copied).capitalize()} {grades.from_last}"

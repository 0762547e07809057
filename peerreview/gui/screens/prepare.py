"""Prepare: the host gives every section a grade, a sentence to the focus ones, and a little context; on one page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.bound import Bound
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Empty, Page, rule
from peerreview.gui.widgets.choice_fields import DateField, PickField, ScaleField, TickField
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.table_field import TableField
from peerreview.gui.widgets.text import label, muted, question
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import preparing
from peerreview.services.review_views import AnswerView, LastStepView, ReviewView, SectionView

from .review_frame import ReviewScreen, page_of
from .scales import note, said
from .sharing_plan import plan_card

_SENTENCES = 80
"""Words for one to three sentences about a focus section."""


class PrepareScreen(ReviewScreen):
    """The self-evaluation: filled in by the host, read by the reviewers."""

    def page(self, view: ReviewView) -> QWidget:
        host = view.my_role == Role.HOST
        graded = [section for section in view.sections if section.grades]
        page = page_of(view, self._progress(view, graded) if host else "", "")
        if graded and graded[0].grades:
            page.add(muted(note(graded[0].grades.scale)))
        for section in graded:
            page.add(self._section(view, section) if host else self._reading(view, section))
        page.add(self._documents(view, host))
        if view.answers:
            page.add(self._context(view))
        if view.last_time or host:
            page.add(self._last_time(view, host))
        if host:
            page.add(plan_card(self, view))
            self._share(view, page)
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
            card.add(label(f"{view.handbook.words.own}: {given}"))
            if grades.own_words.text:
                card.add(label(grades.own_words.text))
        if section.looked_at:
            for prompt in section.section.prompts:
                card.add(muted(f"{prompt.code}  {prompt.text}"))
        else:
            card.add(muted(view.handbook.words.not_looked_at))
        return card

    # --- context, documents, last time -------------------------------------------------------------------

    def _context(self, view: ReviewView) -> Card:
        card = Card("Context", "Only what colleagues need to know. Leave out what they can see for themselves.")
        for answer in view.answers:
            if answer.shown:
                card.add(self.bind(self._answer(view, answer)))
        return card

    def _answer(self, view: ReviewView, answer: AnswerView) -> Bound:
        item = view.handbook.items.get(answer.code)
        if item and answer.kind == "table":
            return TableField(answer.field, answer.label, [(each.code, each.label) for each in item.columns], item.rows)
        if item and item.choices:
            choices = [("", "Not said"), *((each.code, each.label) for each in item.choices)]
            return PickField(answer.field, answer.label, choices, hint=item.hint)
        if answer.kind == "date":
            return DateField(answer.field, answer.label)
        lines = 1 if answer.kind == "number" or 0 < answer.words <= 15 else 2
        hint = item.hint if item else ""
        return TextField(answer.field, answer.label, lines=lines, words=answer.words, hint=hint)

    def _documents(self, view: ReviewView, host: bool) -> Card:
        card = Card("Documents", "Your own self-evaluation, improvement plan or data report: no need to type it again.")
        for each in view.attachments:
            size = f"{max(1, each.size // 1024)} KB, from {each.who}"
            remove = quiet("Take off the page", partial(self._remove, each.record), about=each.title)
            look = Button("Open …", partial(self._look_at, each.record), about=each.title)
            card.add(SideBySide(label(f"{each.title}  ({size})"), look, *([remove] if host else []), letters=70))
        if not view.attachments:
            card.add(Empty("No documents yet. PDF, Word and Excel files up to 20 MB.", icon="paperclip"))
        card.buttons(Button("Attach a document …", self._attach, icon="paperclip"))
        return card

    def _last_time(self, view: ReviewView, host: bool) -> Card:
        card = Card("Last time's next steps", "For each: closed, kept or changed. A reason only when it was dropped.")
        for index, step in enumerate(view.last_time):
            if index:
                card.add(rule())
            card.add(*self._last_step(view, step))
        if not view.last_time:
            card.add(muted("Nothing is here from last time. If there was a review before, type its open next steps."))
        if host:
            card.buttons(Button("Add a next step of last time", self._add_last, icon="plus"))
        return card

    def _last_step(self, view: ReviewView, step: LastStepView) -> list[QWidget]:
        outcomes = [("", "Not said yet"), *((each.code, each.label) for each in view.handbook.rules.last_time)]
        parts: list[QWidget] = []
        if step.text.text:
            parts.append(label(step.text.text))
        else:
            parts.append(self.bind(TextField(step.text, "What was to be done", lines=1, words=60)))
        parts.append(self.bind(PickField(step.outcome, "What became of it", outcomes, beside=True)))
        if step.outcome.text and step.outcome.text != "closed":
            parts.append(self.bind(TextField(step.words, "In one line", lines=1)))
        return parts

    # --- sharing -----------------------------------------------------------------------------------------

    def _share(self, view: ReviewView, page: Page) -> None:
        shared = next((step.on for step in view.steps if step.step is Step.SHARED), None)
        if shared:
            page.add(Banner("Later changes are marked, not forbidden.", lead="Shared with your reviewers.", tone="ok"))
            return
        page.buttons(primary("Share with my reviewers …", self._send_to_reviewers, icon="send"))

    # --- acts --------------------------------------------------------------------------------------------

    def _attach(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Attach a document", "", "Documents (*.pdf *.docx *.xlsx)")
        if name:
            self.act(lambda desk: preparing.attach(desk.ports, desk.signer, self.review, Path(name)), "Attaching")

    def _look_at(self, record: str) -> None:
        def save(document: tuple[str, bytes]) -> None:
            name, _ = QFileDialog.getSaveFileName(self, "Where should the document go?", document[0])
            if name:
                Path(name).write_bytes(document[1])
                QDesktopServices.openUrl(QUrl.fromLocalFile(name))

        job = self.session.ask(lambda desk: preparing.attached(desk.ports, desk.signer, self.review, record))
        job.then(self, save)

    def _remove(self, record: str) -> None:
        self.act(lambda desk: preparing.remove(desk.ports, desk.signer, self.review, "attachment", record))

    def _add_last(self) -> None:
        self.act(lambda desk: preparing.last_time(desk.ports, desk.signer, self.review, [""]))

    def _send_to_reviewers(self) -> None:
        self.act(
            lambda desk: preparing.share_self_evaluation(desk.ports, desk.signer, self.review),
            then=lambda _done: self._send(),
        )

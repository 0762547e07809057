"""Report: the few words that are not yet written, with the pages beside them as they will print."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.gui import saving
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.choice_fields import TickField
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted
from peerreview.gui.widgets.text_field import TextField
from peerreview.handbook.report_layout import Content
from peerreview.services import checking, reporting
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .meter import MeasuredScreen
from .preview import Preview

_FIELDS = (
    (Content.FOCUS, "focus", "Focus and key questions", 2),
    (Content.HEADLINE, "headline", "What colleagues found", 4),
    (Content.PRACTICE, "practice", "Practice worth sharing", 2),
    (Content.LAST_TIME, "last_time", "Last time's next steps", 2),
    (Content.SUPPORT, "support_wanted", "Support the school would like", 2),
    (Content.SUPPORT, "support_offered", "Support the school can give", 2),
)


class ReportScreen(MeasuredScreen):
    """The draft. Strengths, next steps and grades are already written: they come from the other pages."""

    preview: Preview | None = None
    _sends: Button | None = None

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        page.widen()
        meter = self.new_meter(view)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._words(view))
        column.addWidget(self._taken(view))
        column.addWidget(self._next(view))
        column.addStretch(1)
        old = self.preview
        self.preview = Preview(self.session, meter)
        if old is not None:
            self.preview.view.show_words("The pages are being laid out again …")
        page.add(SideBySide(words, self.preview, letters=108, even=True, gap=20))
        return self.measured(page)

    def begin(self, page: QWidget, view: ReviewView) -> None:
        """Go to what this screen was opened for: a paragraph by its code, or sending the draft."""
        if self.target.record == Step.DRAFT and self._sends is not None:
            self._sends.setFocus()
            self._into_sight(self._sends)
        for content, name, *_ in _FIELDS:
            field = view.handbook.report.field(content)
            widget = self.bound.get((view.stream, "report", "report", name))
            if field and field.code == self.target.record and widget:
                self.go_to(widget)
                return

    def _words(self, view: ReviewView) -> Card:
        mine = view.report["met"].editable
        card = Card("Words that are still yours to write" if mine else "The report writer's words")
        layout = view.handbook.report
        card.add(self.bind(TextField(view.report["met"].unexplained, "Who was met (roles only)", lines=1)))
        for content, name, usual, lines in _FIELDS:
            field = layout.field(content)
            if field is None:
                continue
            words = field.title if content is not Content.SUPPORT else usual
            card.add(self.bind(TextField(view.report[name].unexplained, words, lines=lines, words=field.words)))
            if content is Content.PRACTICE:
                consent = view.report["practice_consent"]
                why_not = "" if consent.editable else "The host ticks this at the check for accuracy."
                card.add(
                    self.bind(TickField(replace(consent, why_not=why_not), "The host school agrees to share this"))
                )
        return card

    def _taken(self, view: ReviewView) -> Card:
        card = Card("Taken from the other pages", "Change them there; they change here.")
        starred = sum(1 for point in view.points if point.starred)
        agreed = sum(1 for section in view.sections if section.grades and section.grades.agreed.text)
        for words, where, button in (
            (f"{starred} starred main points", Where.POINTS, "Main points"),
            (f"{agreed} agreed {view.handbook.words.views}", Where.GRADES, view.handbook.words.views.capitalize()),
        ):
            go = quiet(f"Go to {button.lower()}", partial(self.session.go, Target(where, view.stream)))
            card.add(SideBySide(label(words), go, letters=40))
        kept = sum(1 for question in view.questions if question.kept)
        if kept:
            many = "One question was kept for the network. It travels"
            if kept > 1:
                many = f"{kept} questions were kept for the network. They travel"
            card.add(muted(f"{many} in the report's data; nobody is named."))
        return card

    def _next(self, view: ReviewView) -> Card:
        card = Card("When it reads well")
        sent = next((step.on for step in view.steps if step.step is Step.DRAFT), None)
        if view.my_role == Role.LEAD_REVIEWER:
            if sent:
                card.add(muted("The draft is with the host for the check for accuracy."))
                card.buttons(
                    Button("Go to the check for accuracy", partial(self.session.go, Target(Where.CHECK, view.stream)))
                )
            else:
                send = self._sends = primary("Send the draft to the host …", self._send_draft, icon="send")
                card.add(muted("The host then marks what is not accurate, and may comment."))
                card.buttons(send)
        card.buttons(quiet("Save a Word copy …", self._word), quiet("Save the pages as PDF …", self._pdf))
        return card

    def _send_draft(self) -> None:
        self.act(
            lambda desk: checking.send_draft(desk.ports, desk.signer, self.review),
            "Laying the report out",
            then=lambda _done: self._send(),
        )

    def _word(self) -> None:
        def save(copy: tuple[str, bytes]) -> None:
            self._save(*copy, "Word documents (*.docx)")

        job = self.session.ask(
            self.session.settled(lambda desk: reporting.word_copy(desk.ports, desk.signer, self.review)),
            "Making the Word copy",
        )
        job.then(self, save)

    def _pdf(self) -> None:
        job = self.session.ask(
            self.session.settled(
                lambda desk: desk.ports.reports.make_pdf(reporting.model(desk.ports, desk.signer, self.review))
            ),
            "Making the pages",
        )
        job.then(self, lambda pdf: self._save("Draft report.pdf", pdf, "PDF files (*.pdf)"))

    def _save(self, name: str, data: bytes, kinds: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save", name, kinds)
        if chosen:
            path = Path(chosen)
            saving.save(self.session, path, data, self, lambda: self.session.tell(f"Saved as {path.name}."))

"""Feedback: one page in large type for everybody round the table; words change as they talk, each point is ticked."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from peerreview.domain.people import Role
from peerreview.domain.reviews import Step, Tag
from peerreview.gui.session import Desk
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.choice_fields import TickField
from peerreview.gui.widgets.text import heading, label, muted
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.tick import Tick
from peerreview.handbook.report_layout import Content
from peerreview.services import points, reviews, writing
from peerreview.services.moments import stamp
from peerreview.services.review_views import PointView, ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .review_frame import ReviewScreen


class FeedbackScreen(ReviewScreen):
    """The headline, the strengths, the next steps; no grades. A point never said aloud is marked before signing."""

    def page(self, view: ReviewView) -> QWidget:
        page = Page()
        field = view.handbook.report.field(Content.HEADLINE)
        name = field.title if field else "Headline"
        limit = field.words if field else 0
        page.add(self.bind(TextField(view.report["headline"], name, lines=3, words=limit, wall=True)))
        starred = [point for point in view.points if point.starred]
        for words, tag in (("Strengths", Tag.STRENGTH), ("Next steps", Tag.NEXT_STEP)):
            chosen = [point for point in starred if point.tag == tag]
            page.add(heading(words))
            if not chosen:
                page.add(muted("None starred yet."))
                page.buttons(Button("Go to the main points", partial(self._go_points, view)))
            for point in chosen:
                page.add(self._card(view, point))
        page.add(self._heard(view))
        return page

    def _card(self, view: ReviewView, point: PointView) -> Card:
        card = Card()
        limit = view.handbook.limits.main_point
        if point.text.editable:
            card.add(self.bind(TextField(point.text, "In our words", lines=2, words=limit, named=False, wall=True)))
        else:
            card.add(label(point.text.text, "wall"))
        tick = Tick("Said to the head", point.said, about=point.text.text)
        tick.setEnabled(view.my_role != Role.HOST)
        tick.clicked.connect(lambda on: self._said(point, on))
        card.add(tick)
        return card

    def _heard(self, view: ReviewView) -> Card:
        card = Card("Who heard it")
        feedback = view.feedback
        card.add(
            self.bind(TextField(feedback["heard_by"], "Who was there (roles)", lines=1, placeholder="Head, deputy"))
        )
        card.add(self.bind(TickField(feedback["chair_present"], "The chair of governors was there")))
        unsaid = sum(1 for point in view.points if point.starred and not point.said)
        given = next((step.on for step in view.steps if step.step is Step.FEEDBACK), None)
        if given:
            on = Button("Go on to the report", partial(self.session.go, Target(Where.REPORT, view.stream)))
            card.add(Banner("", on, lead="Feedback given.", tone="ok"))
        elif view.my_role != Role.HOST:
            if unsaid:
                card.add(muted(f"{unsaid} starred points not ticked as said yet."))
            card.buttons(primary("Feedback has been given", self._given, icon="circle-check"))
        return card

    def _go_points(self, view: ReviewView) -> None:
        self.session.go(Target(Where.POINTS, view.stream))

    def _said(self, point: PointView, on: bool) -> None:
        self.act(lambda desk: points.said(desk.ports, desk.signer, self.review, point.record, on))

    def _given(self) -> None:
        taken = {step.step for step in self.view.steps if step.on} if self.view else set()
        reached = [step for step in (Step.VISIT, Step.FEEDBACK) if step not in taken]  # the day is over with it

        def give(desk: Desk) -> None:
            at = writing.of("feedback", "feedback", at=stamp(desk.ports.clock()))
            writing.write(desk.ports, desk.signer, self.review, at)
            for step in reached:
                reviews.take_step(desk.ports, desk.signer, self.review, step)

        self.act(give)

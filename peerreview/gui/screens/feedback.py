"""Feedback: one page in large type for everybody round the table; words change as they talk, each point is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.domain.dates import moment
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step, Tag
from peerreview.gui.session import Desk
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.choice_fields import TickField
from peerreview.gui.widgets.fold import Fold
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import heading, label, muted
from peerreview.gui.widgets.text_field import TextField
from peerreview.handbook.report_layout import Content
from peerreview.services import points, reviews, writing
from peerreview.services.moments import moment as moment_of
from peerreview.services.moments import stamp
from peerreview.services.note_views import PointView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import FieldView, Target
from peerreview.services.views import Screen as Where

from .review_frame import ReviewScreen

_REVIEWERS = (Role.LEAD_REVIEWER, Role.REVIEWER)


class FeedbackScreen(ReviewScreen):
    """The headline, the strengths, the next steps; no grades. A point never said aloud is marked before signing."""

    _others_open = False

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        page.widen()
        field = view.handbook.report.field(Content.HEADLINE)
        name = field.title if field else "Headline"
        limit = field.words if field else 0
        page.add(self.bind(TextField(view.report["headline"], name, lines=2, words=limit, wall=True)))
        starred = [point for point in view.points if point.starred]
        columns = [
            self._column(view, words, [point for point in starred if point.tag == tag])
            for words, tag in (("Strengths", Tag.STRENGTH), ("Next steps", Tag.NEXT_STEP))
        ]
        page.add(SideBySide(*columns, letters=100, even=True, gap=24))
        others = [point for point in view.points if not point.starred or point.tag not in (Tag.STRENGTH, Tag.NEXT_STEP)]
        if others:
            page.add(self._others(view, others))
        page.add(self._heard(view))
        return page

    def _column(self, view: ReviewView, words: str, chosen: Sequence[PointView]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading(words))
        for point in chosen:
            column.addWidget(self._point(view, point))
        if not chosen:
            column.addWidget(muted("None starred yet."))
            go = partial(self.session.go, Target(Where.POINTS, view.stream))
            column.addWidget(Button("Go to the main points", go))
        column.addStretch(1)
        return box

    def _point(self, view: ReviewView, point: PointView, *, large: bool = True) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if point.text.editable:
            column.addWidget(self.bind(TextField(point.text, "In our words", lines=2, named=False, wall=large)))
        else:
            column.addWidget(label(point.text.text, "wall" if large else ""))
        may = view.my_role in _REVIEWERS
        said = FieldView(view.stream, "main_point", point.record, "said", point.said, (), may)
        column.addWidget(
            self.bind(TickField(said, "Said to the head", about=point.text.text), partial(self._said, point))
        )
        return box

    def _others(self, view: ReviewView, others: Sequence[PointView]) -> Fold:
        """Main points outside the two sides: they stand in the annex, so they are said aloud too."""
        unsaid = sum(1 for point in others if not point.said)
        many = "The other main point" if len(others) == 1 else f"The other {len(others)} main points"
        state = "said" if not unsaid else f"{unsaid} not said yet"

        def make() -> QWidget:
            card = Card("", "They print in the annex of the full report: no surprises there either.")
            for point in others:
                card.add(self._point(view, point, large=False))
            return card

        wanted = self.target.field == "said" and self.target.record in {point.record for point in others}
        fold = Fold(f"{many} ({state}) …", "Fold the other main points away", make, opened=self._others_open or wanted)
        fold.turned.connect(self._turned)
        return fold

    def _turned(self, on: bool) -> None:
        self._others_open = on
        if not on:
            shown = {point.record for point in self.view.points if point.starred} if self.view else set()
            self.bound = {key: each for key, each in self.bound.items() if key[1] != "main_point" or key[2] in shown}

    def _heard(self, view: ReviewView) -> Card:
        card = Card("Who heard it")
        feedback = view.feedback
        heard = TextField(
            feedback["heard_by"], "Who was there (roles)", lines=1, placeholder="Head, deputy", named=False
        )
        chair = TickField(feedback["chair_present"], "The chair of governors was there")
        card.add(SideBySide(self.bind(heard), self.bind(chair), letters=80))
        unsaid = sum(1 for point in view.points if not point.said)
        if view.points and unsaid:
            many = "One main point is" if unsaid == 1 else f"{unsaid} main points are"
            card.add(label(f"{many} not ticked as said yet. That is marked before signing.", tone="warn"))
        given = next((step.on for step in view.steps if step.step is Step.FEEDBACK), None)
        if given:
            at = feedback["at"].text
            when = f" {moment(moment_of(at))}." if at else ""
            on = Button("Go on to the report", partial(self.session.go, Target(Where.REPORT, view.stream)))
            card.add(Banner("", on, lead=f"Feedback given.{when}", tone="ok"))
        elif view.my_role in _REVIEWERS:
            card.buttons(primary("Feedback has been given", self._given, icon="circle-check"))
        return card

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

"""Main points: the only findings there are. Starred ones are the report; nothing is typed twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from peerreview.domain.people import Role
from peerreview.domain.reviews import Tag
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.choice_fields import DateField, TickField
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import heading, label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.handbook.report_layout import Content
from peerreview.services import points, writing
from peerreview.services.note_views import NextStepView, PointView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import FieldView, Target
from peerreview.services.views import Screen as Where

from .meter import MeasuredScreen

_LACKS = {
    "evidence": "Add an evidence line, written to be shared.",
    "ways": "Seen in one way only. Link another kind of note, or say why that is enough.",
    "notes": "Link the notes it rests on.",
    "shorter": "Make it one shorter sentence.",
    "next_step": "Say the first step, who, by when and how we will know.",
}


class PointsScreen(MeasuredScreen):
    """Main points by what they are; each with its evidence line and how often it was seen."""

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        tags = {each.code: each.label for each in view.handbook.rules.tags}
        starred = [point for point in view.points if point.starred]
        rest = [point for point in view.points if not point.starred]
        writes = view.my_role in (Role.LEAD_REVIEWER, Role.REVIEWER)
        self.new_meter(view)
        if not view.points:
            words = (
                "Make one from a note, or write one."
                if writes
                else "You hear each one at the feedback, and see it here."
            )
            page.add(Empty(f"No main points yet. {words}", *self._elsewhere(writes), icon="star"))
        if starred:
            page.add(heading("In the report"), muted(_counts(view, starred)))
        for point in starred:
            page.add(self._card(view, point, tags, writes))
        if rest:
            page.add(heading("Not in the report"), muted("They print in the annex of the full report only."))
        for point in rest:
            page.add(self._card(view, point, tags, writes))
        self._adds = primary("New main point …", partial(self._new, view), icon="plus") if writes else None
        return self.measured(page, *([self._adds] if self._adds else []))

    def begin(self, page: QWidget, view: ReviewView) -> None:
        self.reveal(view)
        if not self.target.record and self._adds and self.window().focusWidget() in (None, self):
            self._adds.setFocus()

    def reveal(self, view: ReviewView) -> None:
        """Go to the main point this screen was opened for."""
        self._go_to(self.target.record, "text")

    def _go_to(self, record: str, *names: str) -> None:
        """Put the keyboard on the first of these fields that a main point has."""
        found = {key[3]: widget for key, widget in self.bound.items() if key[2] == record}
        field = next((found[name] for name in names if name in found), None)
        if field:
            self.go_to(field)

    def _elsewhere(self, writes: bool) -> list[Button]:
        """Where somebody goes while there is no main point yet."""
        where, words = (Where.NOTES, "Go to the notes") if writes else (Where.FEEDBACK, "Go to the feedback")
        return [Button(words, partial(self.session.go, Target(where, self.review)))]

    def _card(self, view: ReviewView, point: PointView, tags: dict[str, str], writes: bool) -> Card:
        card = Card()
        section = view.handbook.section(point.section)
        about = " · ".join(part for part in (section.title if section else "", point.seen, point.who) if part)
        if not point.text.editable:
            card.add(strong(tags.get(point.tag, point.tag)), label(point.text.text), muted(about))
            if point.evidence.text:
                card.add(muted(f"Evidence: {point.evidence.text}"))
            if point.next_step:
                card.add(*self._next_step(view, point.next_step))
            return card
        head = Flow(gap=14)
        tag = Pick("What it is", list(tags.items()), point.tag)
        tag.picked.connect(lambda value: self._set(point, tag=value))
        starred = FieldView(view.stream, "main_point", point.record, "starred", point.starred, (), True)
        star = TickField(starred, "In the report", about=point.text.text)
        head.addWidget(tag)
        head.addWidget(self.bind(star, partial(self._star, point)))
        card.add(head, muted(about))
        limits = view.handbook.limits
        card.add(self.bind(TextField(point.text, "One sentence", lines=2, words=limits.main_point)))
        evidence = TextField(point.evidence, "Evidence line, to be shared", lines=1, words=limits.evidence_line,
                             placeholder="Y3-Y6 books, two learning walks, six pupils")  # fmt: skip
        card.add(self.bind(evidence))
        if "ways" in point.lacks or point.reason.text:
            card.add(self.bind(TextField(point.reason, "Why one kind of evidence is enough", lines=1)))
        if point.next_step:
            card.add(*self._next_step(view, point.next_step))
        for lack in point.lacks:
            card.add(label(_LACKS["notes" if lack == "ways" and not point.ways else lack], tone="warn"))
        if writes:
            self._buttons(view, point, card)
        return card

    def _next_step(self, view: ReviewView, step: NextStepView) -> list[QWidget]:
        first = self.bind(TextField(step.first, "First step", lines=1))
        owner = self.bind(TextField(step.owner, "Who (a role, never a name)", lines=1, placeholder="Reading lead"))
        due = self.bind(DateField(step.due, "By when", near=view.visit_date))
        know = self.bind(TextField(step.know, "How we will know", lines=1))
        return [first, SideBySide(owner, due, letters=84, even=True), know]

    def _buttons(self, view: ReviewView, point: PointView, card: Card) -> None:
        order = [each.record for each in view.points if each.starred is point.starred]
        place = order.index(point.record)
        about = point.text.text
        made: list[QWidget] = [
            Button(f"Notes ({len(point.notes)}) …", partial(self._link, view, point), icon="link", about=about)
        ]
        if place:
            after = order[place - 2] if place > 1 else None
            made.append(quiet("Move up", partial(self._move, point, after), about=about))
        if place < len(order) - 1:
            made.append(quiet("Move down", partial(self._move, point, order[place + 1]), about=about))
        made.append(quiet("Take off the page", partial(self._remove, point), about=about))
        card.buttons(*made)

    # --- acts --------------------------------------------------------------------------------------------

    def _new(self, view: ReviewView) -> None:
        from .new_point import NewPointDialog

        NewPointDialog(self, view, [], lambda record: self._go_to(record, "first", "text")).open()

    def _link(self, view: ReviewView, point: PointView) -> None:
        from .new_point import LinkNotesDialog

        LinkNotesDialog(self, view, point).open()

    def _set(self, point: PointView, **fields: str) -> None:
        edits = writing.of("main_point", point.record, **fields)
        self.act(lambda desk: writing.write(desk.ports, desk.signer, self.review, edits))

    def _star(self, point: PointView, on: bool) -> None:
        self.act(lambda desk: points.star(desk.ports, desk.signer, self.review, point.record, on))

    def _move(self, point: PointView, after: str | None) -> None:
        self.act(lambda desk: points.move(desk.ports, desk.signer, self.review, point.record, after))

    def _remove(self, point: PointView) -> None:
        self.act(lambda desk: points.remove(desk.ports, desk.signer, self.review, point.record))


def _counts(view: ReviewView, starred: Sequence[PointView]) -> str:
    layout = view.handbook.report
    parts = []
    for tag, content, one, many in (
        (Tag.STRENGTH, Content.STRENGTHS, "strength", "strengths"),
        (Tag.NEXT_STEP, Content.NEXT_STEPS, "next step", "next steps"),
    ):
        count = sum(1 for point in starred if point.tag == tag)
        field = layout.field(content)
        most = f" of at most {field.at_most}" if field else ""
        parts.append(f"{count}{most} {one if count == 1 and not most else many}")
    return f"{', '.join(parts)}. The order here is the order in the report."

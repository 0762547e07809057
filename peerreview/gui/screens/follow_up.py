"""Follow-up: the next steps grow into the school's action plan, a living page outside the signatures."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from peerreview.analysis.wording import listed
from peerreview.domain.dates import in_full_or_text
from peerreview.domain.people import Role
from peerreview.domain.progress import Progress
from peerreview.domain.reviews import Step, Tag
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.choice_fields import DateField, PickField
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import following, planning, reviews
from peerreview.services.note_views import PointView
from peerreview.services.review_views import ReviewView
from peerreview.services.sharing_views import ActionView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .one_line import OneLineDialog
from .review_frame import ReviewScreen


class FollowUpScreen(ReviewScreen):
    """The host's action plan; colleagues add progress at the action check."""

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        host = view.my_role == Role.HOST
        steps = [point for point in view.points if point.starred and point.tag == Tag.NEXT_STEP]
        served = {action.serves for action in view.actions}
        days = f" {view.follow_up.days}" if view.follow_up.days else ""
        page.add(muted(f"The action plan belongs to the host school. It is not part of the signed report.{days}"))
        if host and view.actions and view.follow_up.to:
            page.add(self._up(view))
        for point in steps:
            if point.record not in served:
                page.add(self._next_step(point, host))
        for action in view.actions:
            serves = next((point.text.text for point in steps if point.record == action.serves), "")
            page.add(self._action(view, action, serves, host))
        if not steps and not view.actions:
            go = Button("Go to the main points", partial(self.session.go, Target(Where.POINTS, view.stream)))
            page.add(Empty("Next steps appear here once they are agreed.", go, icon="list-checks"))
        if host:
            page.buttons(Button("Add an action", partial(self._begin, ""), icon="plus"), *self._steps(view))
        return page

    def _up(self, view: ReviewView) -> Card:
        """Progress goes up as a signed file, to those to whom the plan gives the report."""
        card = Card("Progress", view.follow_up.sent)
        card.add(label(f"A signed file tells {listed(view.follow_up.to)} how far each action has come."))
        card.buttons(Button("Send progress up …", self._send_up, icon="send"))
        return card

    def _steps(self, view: ReviewView) -> list[QWidget]:
        """The last milestones: the workshop, then the close."""
        taken = {step.step for step in view.steps if step.on}
        if Step.SENT in taken and Step.WORKSHOP not in taken:
            return [primary("The improvement workshop has been held", self._workshop)]
        if Step.WORKSHOP in taken and Step.CLOSED not in taken:
            return [Button("Close this review", partial(self._take, Step.CLOSED))]
        return []

    def _next_step(self, point: PointView, host: bool) -> Card:
        card = Card("Next step without an action yet")
        card.add(label(point.text.text))
        if host:
            card.buttons(
                primary("Make an action of it", partial(self._begin, point.record), icon="plus", about=point.text.text)
            )
        return card

    def _action(self, view: ReviewView, action: ActionView, serves: str, host: bool) -> Card:
        rules, limits, fields = view.handbook.rules, view.handbook.limits, action.fields
        card = Card(fields["change"].text or "New action")
        if serves:
            card.add(muted(f"Serves: {serves}"))
        if action.record in view.follow_up.due:
            by = fields["due"].text
            card.add(label(f"Due {in_full_or_text(by)}: say how far it is.", tone="warn"))
        if host:
            pupils = view.handbook.words.pupils
            change = f"What will change for {pupils}"
            card.add(self.bind(TextField(fields["change"], change, lines=2, words=limits.action_change)))
            card.add(self.bind(TextField(fields["steps"], "Steps", lines=2)))
            help_ = [("", "Not said"), *((each.code, each.label) for each in rules.support)]
            card.add(
                SideBySide(
                    self.bind(TextField(fields["owner"], "Who (a role, never a name)", lines=1)),
                    self.bind(PickField(fields["help"], "Help needed from", help_)),
                    letters=84,
                    even=True,
                )
            )
            card.add(
                SideBySide(
                    self.bind(DateField(fields["start"], "Start", near=view.visit_date)),
                    self.bind(DateField(fields["due"], "By when", near=view.visit_date)),
                    letters=60,
                    even=True,
                )
            )
            card.add(self.bind(TextField(fields["know"], "How we will know", lines=1, words=limits.action_know)))
        else:
            for words, name in (("Steps", "steps"), ("Who", "owner"), ("How we will know", "know")):
                if fields[name].text:
                    card.add(label(f"{words}: {fields[name].text}"))
        checked = fields["checked"].text
        card.add(strong(f"Action check, last on {in_full_or_text(checked)}" if checked else "Action check"))
        scale = [Choice(each.code, f"{each.code} {each.label}", each.code) for each in rules.progress]
        far = Segmented("How far", scale, fields["progress"].text or None, about=fields["change"].text)
        far.setEnabled(fields["progress"].editable)
        far.chosen.connect(partial(self._check, action))
        card.add(far)
        card.add(self.bind(TextField(fields["effect"], "What it changed", lines=2, words=limits.action_effect)))
        if host:
            card.buttons(quiet("Take off the page", partial(self._remove, action), about=fields["change"].text))
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def _check(self, action: ActionView, progress: str | None) -> None:
        if progress is None:
            return

        def keep(effect: str) -> None:
            self.act(lambda desk: planning.check(desk.ports, desk.signer, self.review, action.record, progress, effect))

        effect = action.fields["effect"]
        if progress != Progress.MAKES_A_DIFFERENCE or effect.text:
            keep("")
            return
        dialog = OneLineDialog(self, "What did it change?", "One line of evidence.", effect, keep)
        dialog.rejected.connect(self.refresh)
        dialog.open()

    def _workshop(self) -> None:
        def said(begun: int) -> None:
            many = "An action was begun" if begun == 1 else f"{begun} actions were begun"
            self.session.tell(f"{many} from the next steps." if begun else "The workshop is recorded.")

        self.act(lambda desk: following.hold_workshop(desk.ports, desk.signer, self.review), then=said)

    def _send_up(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the file go? A stick or a folder.")
        if folder:
            self.send_up(Path(folder))

    def send_up(self, folder: Path) -> None:
        """Make the signed file of progress in a folder."""
        self.act(
            lambda desk: following.send(desk.ports, desk.signer, self.review, folder, desk.progress),
            "Making the file",
            then=lambda sent: self.session.tell(sent.sentence),
        )

    def _begin(self, serves: str) -> None:
        self.act(lambda desk: planning.add(desk.ports, desk.signer, self.review, serves))

    def _take(self, step: Step) -> None:
        self.act(lambda desk: reviews.take_step(desk.ports, desk.signer, self.review, step))

    def _remove(self, action: ActionView) -> None:
        self.act(lambda desk: planning.remove(desk.ports, desk.signer, self.review, action.record))

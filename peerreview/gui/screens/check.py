"""Check for accuracy: the host marks paragraph by paragraph, the report writer answers each mark."""

from __future__ import annotations

from functools import partial

from peerreview.domain.people import Role
from peerreview.domain.reviews import Outcome, Verdict
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.choice_fields import TickField
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.handbook.report_layout import Content
from peerreview.services import checking
from peerreview.services.review_views import ParagraphView, ReviewView
from peerreview.services.views import CastView, Target
from peerreview.services.views import Screen as Where

from .one_line import OneLineDialog
from .review_frame import ReviewScreen

MARKS = (
    Choice(Verdict.ACCURATE, "Accurate", "1"),
    Choice(Verdict.CORRECTION, "Factual correction", "2"),
    Choice(Verdict.DIFFERENTLY, "I see this differently", "3"),
)
ANSWERS = (
    Choice(Outcome.CHANGED, "Changed", "1"),
    Choice(Outcome.IN_PART, "Changed in part", "2"),
    Choice(Outcome.KEPT, "Kept, because …", "3"),
)

_DIFFERS = (Verdict.CORRECTION, Verdict.DIFFERENTLY)


class CheckScreen(ReviewScreen):
    """The host's page and the writer's: each writes only their own words."""

    def page(self, view: ReviewView) -> Page:
        page = Page()
        check, host = view.check, view.my_role == Role.HOST
        if not check.open:
            page.add(
                Banner("The host can mark it once the draft has been sent.", lead="The draft has not been sent yet.")
            )
            return page
        if check.done:
            on = Button("Go on to signing", partial(self.session.go, Target(Where.SIGN, view.stream)))
            page.add(Banner("", *([] if host or check.waiting else [on]), lead="The check is done.", tone="ok"))
        elif host:
            page.add(
                muted("Mark each paragraph with one key: 1 accurate, 2 factual correction, 3 I see this differently.")
            )
            page.buttons(
                primary(
                    "All accurate" if check.unmarked == len(check.paragraphs) else "The rest is accurate", self._all
                ),
            )
        else:
            page.add(self._with_the_host(view))
        if check.waiting and not host:
            marks = "One mark waits" if check.waiting == 1 else f"{check.waiting} marks wait"
            page.add(Banner(f"{marks} for your answer. Signing begins when each has one.", tone="warn"))
        for paragraph in check.paragraphs:
            page.add(self._card(view, paragraph, host))
        self._comment(view, page, host)
        if host and not check.done and not check.unmarked:
            page.buttons(primary("The check is done", self._finish, icon="circle-check"))
        return page

    def _with_the_host(self, view: ReviewView) -> Banner:
        """The draft waits for the host: at their own computer, or here at once, round the table."""
        host = next(each for each in view.cast if each.role == Role.HOST)
        hand = Button(f"Hand the laptop to {host.name} …", partial(self._hand_to, host), icon="laptop")
        lead = f"With {host.name} for the check for accuracy."
        return Banner("The host marks it in the file you sent, or here and now.", hand, lead=lead)

    def _hand_to(self, host: CastView) -> None:
        from .guest import GuestDialog
        from .guest_check import GuestCheckDialog

        GuestDialog(self, host.person, host.name, lambda signer: GuestCheckDialog(self, signer).open()).open()

    def _card(self, view: ReviewView, paragraph: ParagraphView, host: bool) -> Card:
        card = Card(paragraph.title)
        card.add(label(paragraph.text))
        if paragraph.stale:
            card.add(label("The paragraph was changed after this mark.", tone="warn"))
        verdict = paragraph.verdict.text
        if host:
            bar = Segmented("Mark", MARKS, verdict or None, about=paragraph.title)
            bar.setEnabled(paragraph.verdict.editable)
            bar.chosen.connect(partial(self._mark, paragraph))
            card.add(bar)
            if verdict in _DIFFERS:
                card.add(self.bind(TextField(paragraph.words, "What should be different", lines=2)))
        elif verdict:
            word = next((each.words for each in MARKS if each.value == verdict), verdict)
            card.add(strong(f"The host: {word.lower()}"))
            if paragraph.words.text:
                card.add(label(paragraph.words.text))
        else:
            card.add(muted("Not marked yet."))
        if verdict in _DIFFERS:
            self._answer(view, paragraph, card)
        return card

    def _answer(self, view: ReviewView, paragraph: ParagraphView, card: Card) -> None:
        if view.my_role != Role.LEAD_REVIEWER:
            outcome = next((each.words for each in ANSWERS if each.value == paragraph.outcome.text), "")
            words = ": ".join(part for part in (outcome.removesuffix(", because …"), paragraph.because.text) if part)
            card.add(
                muted(f"The report writer: {words.lower()}" if words else "The report writer has not answered yet.")
            )
            return
        bar = Segmented("Answer", ANSWERS, paragraph.outcome.text or None, about=paragraph.title)
        bar.chosen.connect(partial(self._answered, paragraph))
        card.add(bar)
        if paragraph.outcome.text and paragraph.outcome.text != Outcome.CHANGED:
            card.add(self.bind(TextField(paragraph.because, "Because", lines=2)))
        go = Target(Where.POINTS if "R" not in paragraph.record[:1] else Where.REPORT, view.stream, paragraph.record)
        card.buttons(Button("Go to the words", partial(self.session.go, go), about=paragraph.title))

    def _comment(self, view: ReviewView, page: Page, host: bool) -> None:
        field = view.handbook.report.field(Content.COMMENT)
        name, limit = (field.title, field.words) if field else ("Host school's comment", 0)
        if host:
            if view.report["practice"].text:
                words = "We agree that our practice worth sharing is shared"
                page.add(self.bind(TickField(view.report["practice_consent"], words)))
            hint = "If you wish. It prints with the full report; nobody else can change it."
            page.add(self.bind(TextField(view.check.comment, name, lines=3, words=limit, hint=hint)))
        elif view.check.comment.text:
            page.add(strong(name), label(view.check.comment.text))

    # --- acts --------------------------------------------------------------------------------------------

    def _all(self) -> None:
        self.act(
            lambda desk: checking.all_accurate(desk.ports, desk.signer, self.review),
            then=lambda _done: self.session.tell("Marked as accurate. Send your colleagues a file so that they know."),
        )

    def _finish(self) -> None:
        self.act(lambda desk: checking.finish(desk.ports, desk.signer, self.review))

    def _mark(self, paragraph: ParagraphView, verdict: str | None) -> None:
        if verdict is None:
            return

        def keep(words: str) -> None:
            mark = Verdict(verdict)
            self.act(lambda desk: checking.mark(desk.ports, desk.signer, self.review, paragraph.record, mark, words))

        if verdict == Verdict.ACCURATE or paragraph.words.text:
            keep(paragraph.words.text if verdict != Verdict.ACCURATE else "")
            return
        title = "What should be different?"
        dialog = OneLineDialog(self, title, paragraph.text, paragraph.words, keep)
        dialog.rejected.connect(self.refresh)
        dialog.open()

    def _answered(self, paragraph: ParagraphView, outcome: str | None) -> None:
        if outcome is None:
            return

        def keep(words: str) -> None:
            answer = Outcome(outcome)
            self.act(
                lambda desk: checking.answer(desk.ports, desk.signer, self.review, paragraph.record, answer, words)
            )

        if outcome == Outcome.CHANGED or paragraph.because.text:
            keep(paragraph.because.text)
            return
        dialog = OneLineDialog(self, "Because …", paragraph.text, paragraph.because, keep)
        dialog.rejected.connect(self.refresh)
        dialog.open()

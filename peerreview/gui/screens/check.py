"""Check for accuracy: the host marks paragraph by paragraph, the report writer answers each mark."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from peerreview.domain.dates import moment
from peerreview.domain.people import Role
from peerreview.domain.reviews import Outcome, Step, Verdict
from peerreview.gui import saving
from peerreview.gui.session import Desk, Session
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.bound import key_of
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.choice_fields import TickField
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.handbook.report_layout import Content
from peerreview.identity.signer import Signer
from peerreview.services import check_sheet, checking
from peerreview.services.ports import Ports
from peerreview.services.report_views import ParagraphView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import CastView, FieldView, Target
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

_ANSWER = "Answer"
_DIFFERS = (Verdict.CORRECTION, Verdict.DIFFERENTLY)


class CheckScreen(ReviewScreen):
    """The host's page and the writer's: each writes only their own words, and sees all that both have said."""

    def __init__(self, session: Session, target: Target) -> None:
        super().__init__(session, target)
        self._sheet = False  # whether the writer is typing in a sheet
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            rest = QShortcut(QKeySequence(keys), self)
            rest.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            rest.activated.connect(self._rest)

    def page(self, view: ReviewView) -> Page:
        page = Page(self.frame)
        check, host = view.check, view.my_role == Role.HOST
        if not check.open:
            words = "The host can mark it once the draft has been sent."
            go = Button("Go to the report", partial(self.session.go, Target(Where.REPORT, view.stream, Step.DRAFT)))
            page.add(Banner(words, go, lead="The draft has not been sent yet."))
            return page
        if check.done:
            self._on = Button("Go on to signing", partial(self.session.go, Target(Where.SIGN, view.stream)))
            said = "What you still see differently can be marked again." if host else ""
            page.add(Banner(said, *([] if host or check.waiting else [self._on]), lead="The check is done.", tone="ok"))
        elif host:
            page.add(
                muted("Mark each paragraph with one key: 1 accurate, 2 factual correction, 3 I see this differently.")
            )
            words = "All accurate" if check.unmarked == len(check.paragraphs) else "The rest is accurate"
            page.buttons(primary(words, self._all, about="Ctrl+Enter"))
        else:
            page.add(self._with_the_host(view))
        paper = view.my_role == Role.LEAD_REVIEWER
        if paper and (self._sheet or not check.done):
            page.add(self._on_paper(view))
        if check.waiting and not host:
            marks = "One mark waits" if check.waiting == 1 else f"{check.waiting} marks wait"
            page.add(Banner(f"{marks} for your answer. Signing begins when each has one.", tone="warn"))
        for number, paragraph in enumerate(check.paragraphs, 1):
            page.add(self._card(view, number, paragraph, host))
        self._comment(view, page, host)
        if paper and not self._sheet and check.done:
            page.add(self._on_paper(view))  # for another round
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

    def _on_paper(self, view: ReviewView) -> Card:
        """For a host without the program: the sheet that goes out, and typing in what comes back."""
        host = next(each.name for each in view.cast if each.role == Role.HOST)
        if not self._sheet:
            card = Card(
                "A host without the program", "A sheet with numbered paragraphs, boxes to tick, lines to write."
            )
            card.buttons(
                Button("Word sheet …", partial(self._save, check_sheet.word), icon="file-text"),
                Button("Paper sheet …", partial(self._save, check_sheet.paper), icon="printer"),
                quiet(f"Type in {host}’s sheet", partial(self._type_in, True), icon="pencil"),
            )
            return card
        card = Card(
            f"You are typing in {host}’s sheet",
            "Type exactly what stands there. It is kept as yours: “entered by "
            f"{self.session.signer.name} from {host}’s sheet”, here, in the history and in the report.",
        )
        card.buttons(
            primary("The rest of the sheet is accurate", self._sheet_rest, about="Ctrl+Enter"),
            Button("Leave the sheet", partial(self._type_in, False)),
        )
        return card

    def _card(self, view: ReviewView, number: int, paragraph: ParagraphView, host: bool) -> Card:
        card = Card(f"{number}. {paragraph.title}")
        card.add(label(paragraph.text))
        if paragraph.stale:
            said = "The paragraph was changed after this mark."
            card.add(muted(said) if paragraph.answered else label(said, tone="warn"))
        if _told(paragraph):
            for line in paragraph.rounds:
                card.add(label(f"{line.who}, {moment(line.at)}: {line.words}"))
        if host:
            self._my_mark(paragraph, card)
        elif self._sheet and (paragraph.from_sheet or not paragraph.marked):
            self._sheet_mark(paragraph, card)
        elif paragraph.marked:
            word = next((each.words for each in MARKS if each.value == paragraph.marked), paragraph.marked)
            if not _told(paragraph):
                card.add(strong(f"The host: {word if word.startswith('I ') else word.lower()}"))
                if paragraph.marked_words:
                    card.add(label(paragraph.marked_words))
        else:
            card.add(muted("Not marked yet."))
        if paragraph.marked in _DIFFERS:
            self._answer(view, paragraph, card)
            self._lead(view, paragraph, card)
        return card

    def _my_mark(self, paragraph: ParagraphView, card: Card) -> None:
        verdict = paragraph.verdict.text
        bar = Segmented("Mark", MARKS, verdict or None, about=paragraph.title)
        bar.setEnabled(paragraph.verdict.editable)
        bar.chosen.connect(partial(self._mark, paragraph))
        card.add(bar)
        if verdict in _DIFFERS:
            card.add(self.bind(TextField(paragraph.words, "What should be different", lines=2)))

    def _sheet_mark(self, paragraph: ParagraphView, card: Card) -> None:
        bar = Segmented("On the sheet", MARKS, paragraph.marked or None, about=paragraph.title)
        bar.chosen.connect(partial(self._enter, paragraph))
        card.add(bar)
        if paragraph.from_sheet and paragraph.marked in _DIFFERS and paragraph.sheet_words:
            card.add(self.bind(TextField(paragraph.sheet_words, "What stands on the lines", lines=2)))

    def _answer(self, view: ReviewView, paragraph: ParagraphView, card: Card) -> None:
        if view.my_role != Role.LEAD_REVIEWER:
            outcome = next((each.words for each in ANSWERS if each.value == paragraph.outcome.text), "")
            words = ": ".join(part for part in (outcome.removesuffix(", because …"), paragraph.because.text) if part)
            if words and paragraph.answered:
                if _told(paragraph):
                    return
                card.add(strong(f"The report writer: {words[:1].lower()}{words[1:]}"))
            else:
                card.add(muted("The report writer has not answered yet."))
            return
        bar = Segmented(_ANSWER, ANSWERS, paragraph.outcome.text if paragraph.answered else None, about=paragraph.title)
        bar.chosen.connect(partial(self._answered, paragraph))
        card.add(bar)
        if paragraph.answered and paragraph.outcome.text and paragraph.outcome.text != Outcome.CHANGED:
            card.add(self.bind(TextField(paragraph.because, "Because", lines=2)))
        go = Target(Where.POINTS if "R" not in paragraph.record[:1] else Where.REPORT, view.stream, paragraph.record)
        card.buttons(Button("Go to the words", partial(self.session.go, go), about=paragraph.title))

    def _lead(self, view: ReviewView, paragraph: ParagraphView, card: Card) -> None:
        """Either side may ask the lead headteacher, whose word binds nobody."""
        if paragraph.lead_asked:
            card.add(muted(paragraph.lead_asked))
        if paragraph.ask_lead and view.my_role in (Role.HOST, Role.LEAD_REVIEWER):
            ask = partial(self._ask_lead, paragraph)
            card.buttons(quiet("Ask the lead headteacher …", ask, icon="copy", about=paragraph.title))

    def _comment(self, view: ReviewView, page: Page, host: bool) -> None:
        field = view.handbook.report.field(Content.COMMENT)
        name, limit = (field.title, field.words) if field else ("Host school's comment", 0)
        own, sheet = view.check.comment, view.check.sheet_comment
        if host:
            if view.report["practice"].text:
                words = "We agree that our practice worth sharing is shared"
                page.add(self.bind(TickField(view.report["practice_consent"], words)))
            hint = "If you wish. It prints with the full report; nobody else can change it."
            page.add(self.bind(TextField(own, name, lines=3, words=limit, hint=hint)))
        elif own.text:
            page.add(strong(name), label(own.text))
        elif self._sheet and sheet:
            page.add(self.bind(TextField(sheet, f"{name}, as it stands on the sheet", lines=3, words=limit)))
        if sheet and sheet.text and not own.text and not self._sheet:
            page.add(strong(f"{name}, {view.check.entered}"), label(sheet.text))

    # --- acts --------------------------------------------------------------------------------------------

    def _rest(self) -> None:
        """Ctrl+Enter: everything that nobody has marked is accurate, said by the host or by the host's sheet."""
        if self.view is None or not self.view.check.open:
            return
        if self.view.my_role == Role.HOST and not self.view.check.done:
            self._all()
        elif self._sheet:
            self._sheet_rest()

    def _type_in(self, on: bool) -> None:
        self._sheet = on
        self.rebuild()

    def _sheet_rest(self) -> None:
        self._sheet = False
        self.act(
            lambda desk: check_sheet.enter_rest(desk.ports, desk.signer, self.review),
            then=lambda _done: self._sheet_is_in(),
        )

    def _sheet_is_in(self) -> None:
        """Work goes on at the first mark that waits for an answer."""
        self.session.tell("The sheet is typed in, and marked as yours.")
        bars = [each for each in self._body.findChildren(Segmented) if each.accessibleName() == _ANSWER]
        for waiting in [each for each in bars if each.value is None][:1]:
            self.begin_at(waiting.segments[0])
            self._card_in_sight(waiting)

    def _enter(self, paragraph: ParagraphView, verdict: str | None) -> None:
        if verdict is None:
            return

        def keep(words: str) -> None:
            mark = Verdict(verdict)
            self.act(
                lambda desk: check_sheet.enter(desk.ports, desk.signer, self.review, paragraph.record, mark, words),
                then=lambda _done: self._to_the_words(paragraph.sheet_words),
            )

        if verdict == Verdict.ACCURATE or paragraph.marked_words:
            keep(paragraph.marked_words if verdict != Verdict.ACCURATE else "")
            return
        dialog = OneLineDialog(self, "What stands on the lines?", paragraph.text, paragraph.sheet_words, keep)
        dialog.rejected.connect(self._as_it_stood)
        dialog.open()

    def _save(self, make: Callable[[Ports, Signer, str], tuple[str, bytes]]) -> None:
        def sheet(desk: Desk) -> tuple[str, bytes]:
            return make(desk.ports, desk.signer, self.review)

        def save(file: tuple[str, bytes]) -> None:
            name, data = file
            chosen, _ = QFileDialog.getSaveFileName(self, "Save the check sheet", name)
            if chosen:
                self.save_sheet(Path(chosen), data)

        self.session.ask(self.session.settled(sheet), "Making the sheet").then(self, save)

    def save_sheet(self, path: Path, data: bytes) -> None:
        """Put the sheet where it was asked for."""
        saving.save(self.session, path, data, self, lambda: self.session.tell(f"Saved as {path.name}."))

    def _ask_lead(self, paragraph: ParagraphView) -> None:
        QApplication.clipboard().setText(paragraph.ask_lead)
        self.act(
            lambda desk: checking.ask_lead(desk.ports, desk.signer, self.review, paragraph.record),
            then=lambda _done: self.session.tell(
                "Copied, with both sides’ words. Paste it into an e-mail to the lead."
            ),
        )

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
            self.act(
                lambda desk: checking.mark(desk.ports, desk.signer, self.review, paragraph.record, mark, words),
                then=lambda _done: self._to_the_words(paragraph.words),
            )

        if verdict == Verdict.ACCURATE or paragraph.words.text:
            keep(paragraph.words.text if verdict != Verdict.ACCURATE else "")
            return
        title = "What should be different?"
        dialog = OneLineDialog(self, title, paragraph.text, paragraph.words, keep)
        dialog.rejected.connect(self._as_it_stood)
        dialog.open()

    def _as_it_stood(self) -> None:
        """No words were given: the choices show again what is kept, so that the same one can be made once more."""
        self.rebuild()
        self.refresh()

    def _to_the_words(self, field: FieldView | None) -> None:
        """The words that go with a mark, now that the page has a field for them, come into sight; the keyboard stays on
        the mark, a few keys from the next paragraph's."""
        if here := self.bound.get(key_of(field)) if field else None:
            self._card_in_sight(here)

    def _card_in_sight(self, within: QWidget) -> None:
        """A paragraph is answered or marked with its words before one's eyes."""
        if card := within.parentWidget():
            self._into_sight(card)

    def _go_on(self) -> None:
        """The last mark has its answer: the keyboard goes where work goes on."""
        if self.view is not None and self.view.check.done and not self.view.check.waiting:
            self.begin_at(self._on)

    def _answered(self, paragraph: ParagraphView, outcome: str | None) -> None:
        if outcome is None:
            return

        def keep(words: str) -> None:
            answer, last = Outcome(outcome), self.view is not None and self.view.check.waiting == 1
            self.act(
                lambda desk: checking.answer(desk.ports, desk.signer, self.review, paragraph.record, answer, words),
                then=lambda _done: self._go_on() if last else self._to_the_words(paragraph.because),
            )

        if outcome == Outcome.CHANGED or (paragraph.answered and paragraph.because.text):
            keep(paragraph.because.text if paragraph.answered else "")
            return
        dialog = OneLineDialog(self, "Because …", paragraph.text, paragraph.because, keep)
        dialog.rejected.connect(self._as_it_stood)
        dialog.open()


def _told(paragraph: ParagraphView) -> bool:
    """Whether what was said is shown line by line: from the first answer on, and when somebody typed it in."""
    return len(paragraph.rounds) > 1 or bool(paragraph.from_sheet)

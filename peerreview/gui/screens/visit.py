"""Visit: notes, typed as they come or many in one go, for reviewers or only me."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from peerreview.analysis.wording import listed
from peerreview.domain.dates import in_full
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.gui.dialogs import Dialog
from peerreview.gui.session import Session
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.bound import Typed
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label
from peerreview.gui.widgets.tick import Tick
from peerreview.services import arranging, claiming, keeping, noting, pad, photos, reviews
from peerreview.services.note_search import NoteIndex
from peerreview.services.note_views import NoteView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import FieldView, Target

from .note_card import NoteCard
from .note_list import NoteList
from .note_pad import NotePad
from .review_frame import ReviewScreen
from .timetable import day_card

_WRITERS = (Role.LEAD_REVIEWER, Role.REVIEWER)


class VisitScreen(ReviewScreen):
    """The reviewers' notes of one review. The host sees the day and who is where; notes stay with the reviewers."""

    pad: NotePad

    def __init__(self, session: Session, target: Target) -> None:
        super().__init__(session, target)
        self.histories: dict[QWidget, tuple[FieldView, str]] = {}
        self._chosen_note = target.record
        self._query = ""
        self._latest = ""

    def page(self, view: ReviewView) -> QWidget:
        page = Page(self.frame)
        if view.my_role not in _WRITERS:
            if view.my_role == Role.HOST:
                words = "You will hear every main point today, before it is written."
                page.add(Banner(words, lead="Your colleagues' notes stay with them."))
            page.add(day_card(self, view))
            if view.my_role == Role.HOST:
                page.add(self._photo_rule(view))
            self._milestones(view, page)
            return page
        page.widen()
        self.pad = NotePad(self, view, getattr(self, "pad", None))
        page.add(self.pad, *self._typed_for_me(view))
        self._milestones(view, page)
        self._both = SideBySide(self._list_card(view), self._detail_card(view), letters=108, even=True)
        page.add(self._both)
        return page

    def begin(self, page: QWidget, view: ReviewView) -> None:
        if view.my_role in _WRITERS:
            self.pad.take_focus()
            present = self.pad.record
            left = self.session.ask(lambda desk: pad.take_up(desk.ports, self.review, present))
            left.then(self, lambda draft: self.pad.take_up(draft))

    def expect(self, record: str) -> None:
        """Show this note at the side when the page is next shown."""
        self._chosen_note = record

    def choose(self, record: str) -> None:
        """Show this note at the side now."""
        self._chosen_note = record
        self._narrow(self._query)
        if self.view:
            self._show_detail(self.view)

    def bring_up(self, record: str) -> None:
        """Let the list show this note, wherever its time of day has put it, also when the page is built anew."""
        self._latest = record
        self._scroll()

    def put_back(self, record: str, words: str) -> None:
        """What could not be added stands on the pad again."""
        self.pad.put_back(record, words)

    def _photo_rule(self, view: ReviewView) -> Card:
        card = Card("Photos", "Most schools say no. If you allow them: displays and documents only, never people.")
        tick = Tick("Reviewers may take photos of displays and documents", view.pad.photos)
        tick.clicked.connect(
            lambda on: self.act(lambda desk: photos.allow(desk.ports, desk.signer, self.review, bool(on)))
        )
        card.add(tick)
        return card

    def _milestones(self, view: ReviewView, page: Page) -> None:
        """That the visit took place; and, once the time has come, clearing the notes out."""
        visited = any(step.step is Step.VISIT and step.on for step in view.steps)
        if not visited and view.my_role in (Role.HOST, Role.LEAD_REVIEWER):
            page.buttons(Button("The visit has taken place", self._visited, icon="circle-check"))
        due = next((each for each in view.deadlines if each.code == view.handbook.retention.clear_out), None)
        signed = any(step.step is Step.SIGNED and step.on for step in view.steps)
        if due and signed and view.notes:
            clear = Button("Clear out the notes …", self._clear_out)
            lead = f"Notes are due for clearing on {in_full(due.on)}."
            page.add(Banner(view.handbook.retention.notice, clear, lead=lead, tone="warn" if due.late else "info"))

    def _typed_for_me(self, view: ReviewView) -> list[Banner]:
        """What colleagues typed for me since: mine in one key, but for what I probably wrote myself."""
        found = [note for note in view.notes if note.for_me]
        if not found:
            return []
        by = listed(sorted({note.typed_by for note in found}))
        new = [note.record for note in found if not note.repeats]
        again = [note.record for note in found if note.repeats]
        buttons = []
        if new:
            words = "This is mine" if len(new) == 1 else f"These {len(new)} are mine"
            buttons.append(Button(words, lambda: self._claim(new)))
        if again:
            buttons.append(Button("Look at what is probably there twice", lambda: self._look_at(again[0])))
        one = "It" if len(found) == 1 else "One of them"
        said = {0: "", 1: f"{one} probably says what you wrote yourself."}
        text = said.get(len(again), f"{len(again)} of them probably say what you wrote yourself.")
        many = "1 note" if len(found) == 1 else f"{len(found)} notes"
        return [Banner(text, *buttons, lead=f"{by} typed {many} for you.")]

    # --- the list ----------------------------------------------------------------------------------------

    def _list_card(self, view: ReviewView) -> Card:
        mine = sum(1 for note in view.notes if note.mine and not note.removed)
        card = Card("Notes", f"{view.noted or 'No notes'}, {mine} of them mine. {_ways(view)}")
        self._index = NoteIndex(view.notes, view.handbook)
        self.search = QLineEdit(self._query)
        self.search.setAccessibleName("Find in notes")
        self.search.setPlaceholderText("Find in notes")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = NoteList()
        self.list.wanted.connect(self._show)
        self.list.currentRowChanged.connect(self._passed)
        self.list.moved.connect(self._move)
        self.list.sorted_into.connect(self._sort)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * 18)
        card.add(self.search, self.list)
        if not view.notes:
            card.add(Empty("No notes yet. Write what you saw, where and how often; never who.", icon="notebook-pen"))
            self.search.hide()
            self.list.hide()
        self._narrow(self.search.text())
        return card

    def _narrow(self, words: str) -> None:
        self._query = words
        if self.view is not None:
            self.list.show_notes(self.view, self._index.find(words), self._chosen_note)
            self._scroll()

    def _scroll(self) -> None:
        QTimer.singleShot(0, self.list, partial(self.list.bring_up, self._latest))  # once it is laid out

    def _passed(self, row: int) -> None:
        if self.list.hasFocus() and 0 <= row < len(self.list.notes):
            self._show(self.list.notes[row].record)

    def _show(self, record: object) -> None:
        if self.view and record != self._chosen_note:
            self._chosen_note = str(record)
            self._show_detail(self.view)

    def _move(self, note: NoteView, earlier: NoteView | None, later: NoteView | None) -> None:
        after, before = (each.order if each else "" for each in (earlier, later))
        self.expect(note.record)
        self.act(
            lambda desk: arranging.move(desk.ports, desk.signer, note.stream, note.record, after=after, before=before)
        )

    def _sort(self, note: NoteView, number: int) -> None:
        areas = self.view.handbook.areas if self.view else ()
        if number <= len(areas):
            self.expect(note.record)
            section = areas[number - 1].code
            self.act(lambda desk: noting.change(desk.ports, desk.signer, note.stream, note.record, section=section))

    # --- one note ----------------------------------------------------------------------------------------

    def _detail_card(self, view: ReviewView) -> QWidget:
        self._detail = QWidget()
        column = QVBoxLayout(self._detail)
        column.setContentsMargins(0, 0, 0, 0)
        self._detail_column = column
        self._show_detail(view)
        return self._detail

    def _show_detail(self, view: ReviewView) -> None:
        while (item := self._detail_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                self._let_go(widget)
                widget.hide()
                widget.deleteLater()
        self.histories = {}
        shown = self.list.notes
        row = next((row for row, each in enumerate(shown) if each.record == self._chosen_note), None)
        note = next((each for each in view.notes if each.record == self._chosen_note), None)
        below = shown[row + 1] if row is not None and row + 1 < len(shown) else None
        card = NoteCard(self, view, note, below) if note else self._nothing_chosen(view)
        self._detail_column.addWidget(card)
        self._detail_column.addStretch(1)

    def _let_go(self, card: QWidget) -> None:
        """Another note is shown in its place: hand over what was typed in this one, and fill it no more."""
        for key, field in list(self.bound.items()):
            if card.isAncestorOf(field):
                if isinstance(field, Typed) and field.dirty:
                    field.flush()
                    field.left.emit(field.field)
                del self.bound[key]

    def _nothing_chosen(self, view: ReviewView) -> Card:
        card = Card("Where we have looked", "Choose a note at the left to change it.")
        for section in view.sections:
            if section.looked_at and section.section in view.handbook.areas:
                ways = (
                    f", in {len(section.ways)} ways"
                    if len(section.ways) > 1
                    else ", in one way"
                    if section.ways
                    else ""
                )
                notes = (
                    f"{section.notes} note{'s' if section.notes > 1 else ''}{ways}"
                    if section.notes
                    else "nothing noted yet"
                )
                card.add(label(f"{section.code}  {section.title}: {notes}"))
        return card

    def _history_here(self) -> None:
        focus = QApplication.focusWidget()
        if focus in self.histories:
            self.show_history(*self.histories[focus])
        else:
            super()._history_here()

    # --- acts --------------------------------------------------------------------------------------------

    def _visited(self) -> None:
        self.act(lambda desk: reviews.take_step(desk.ports, desk.signer, self.review, Step.VISIT))

    def _claim(self, records: list[str]) -> None:
        self.act(lambda desk: claiming.claim_all(desk.ports, desk.signer, self.review, records))

    def _look_at(self, record: str) -> None:
        self.choose(record)
        self.list.setFocus()
        if page := self._page():
            page.bring_to_top(self._both)

    def _clear_out(self) -> None:
        dialog = Dialog("Clear out the notes", self)
        dialog.add(label("The words of the notes go for good, here and with your colleagues after the next file."))
        dialog.accepted.connect(
            lambda: self.act(
                lambda desk: keeping.clear_out(desk.ports, desk.signer, self.review),
                then=lambda count: self.session.tell(f"{count} notes cleared out."),
            )
        )
        dialog.button("Clear them out", dialog.accept)
        dialog.closes("Not yet")
        dialog.open()


def _ways(view: ReviewView) -> str:
    areas = [section for section in view.sections if section.section in view.handbook.areas]
    blank = [section.code for section in areas if section.looked_at and not section.notes]
    return f"Nothing yet on {', '.join(blank)}." if blank and view.notes else ""

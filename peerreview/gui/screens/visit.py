"""Visit: notes, typed as they come or many in one go, for reviewers or only me."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from peerreview.domain.dates import in_full, moment
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.gui.dialogs import Dialog
from peerreview.gui.navigation import Navigation, Place
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.tick import Tick
from peerreview.services import arranging, claiming, keeping, noting, reviews
from peerreview.services.review_views import NoteView, ReviewView

from .note_pad import NotePad
from .review_frame import ReviewScreen
from .timetable import day_card

_SHOWN = 200
"""How many notes the list holds at most; searching finds the rest."""


class VisitScreen(ReviewScreen):
    """The reviewers' notes of one review. The host sees the day and who is where; notes stay with the reviewers."""

    def page(self, view: ReviewView) -> QWidget:
        page = Page()
        if view.my_role == Role.HOST:
            page.add(
                Banner(
                    "You will hear every main point today, before it is written.",
                    lead="Your colleagues' notes stay with them.",
                )
            )
            page.add(day_card(self, view))
            self._milestones(view, page)
            return page
        page.widen()
        self.pad = NotePad(self, view, getattr(self, "pad", None))
        page.add(self.pad)
        self._milestones(view, page)
        page.add(SideBySide(self._list_card(view), self._detail_card(view), letters=108, even=True))
        return page

    def begin(self, page: QWidget, view: ReviewView) -> None:
        if view.my_role != Role.HOST:
            self.pad.take_focus()

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

    # --- the list ----------------------------------------------------------------------------------------

    def _list_card(self, view: ReviewView) -> Card:
        mine = sum(1 for note in view.notes if note.mine)
        card = Card("Notes", f"{len(view.notes)} notes, {mine} of them mine. {_ways(view)}")
        self.search = QLineEdit(getattr(self, "_query", ""))
        self.search.setAccessibleName("Find in notes")
        self.search.setPlaceholderText("Find in notes")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = Navigation("Notes")
        self.list.wanted.connect(self._choose)
        self.list.currentRowChanged.connect(self._moved)
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
        view = self.view
        if view is None:
            return
        wanted = words.casefold().split()
        draft = self.pad.record
        found = [
            note
            for note in reversed(view.notes)
            if note.record != draft and all(word in _spoken(view, note).casefold() for word in wanted)
        ]
        places = [
            Place(note.text.text or "Removed for good", note.record, _spoken_about(view, note), _icon(note), "accent")
            for note in found[:_SHOWN]
        ]
        self.list.show_places(places, getattr(self, "_chosen_note", None))

    def _moved(self, row: int) -> None:
        item = self.list.item(row)
        if item is not None and self.list.hasFocus():
            self._choose(item.data(Qt.ItemDataRole.UserRole).goes)

    def _choose(self, record: object) -> None:
        self._chosen_note = record
        if self.view:
            self._show_detail(self.view)

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
                widget.hide()
                widget.deleteLater()
        record = getattr(self, "_chosen_note", None)
        note = next((each for each in view.notes if each.record == record), None)
        self._detail_column.addWidget(self._note_card(view, note) if note else self._nothing_chosen(view))
        self._detail_column.addStretch(1)

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
                notes = f"{section.notes} notes{ways}" if section.notes else "nothing noted yet"
                card.add(label(f"{section.code}  {section.title}: {notes}"))
        return card

    def _note_card(self, view: ReviewView, note: NoteView) -> Card:
        card = Card(note.who if note.mine is False else "My note")
        card.add(muted(_spoken_about(view, note)))
        if note.for_me:
            claim = primary("This is mine", partial(self._claim, note.record))
            card.add(Banner(f"{note.typed_by} typed this for you.", claim))
        if not note.mine or note.removed:
            card.add(label(note.text.text or "Removed for good."))
            card.buttons(Button("Make a main point of it …", partial(self._make_point, note)))
            return card
        card.add(self.bind(TextField(note.text, "What was seen", lines=4, words=view.handbook.limits.note)))
        picks = [self._pick(note, *each) for each in _choices(view, note)]
        card.add(SideBySide(*picks[:2], letters=56, even=True), SideBySide(*picks[2:], letters=56, even=True))
        starred = Tick("Starred", note.starred)
        starred.clicked.connect(lambda on: self._change(note, starred=on))
        card.add(starred)
        if note.private:
            share = Button("Share with the reviewers", partial(self._share, note), icon="users")
            card.add(
                Banner(
                    "If someone makes a legal request, even private notes may have to be shown.",
                    share,
                    lead="Only on this computer.",
                )
            )
        card.buttons(
            Button("Make a main point of it …", partial(self._make_point, note)),
            quiet("Take off the page", partial(self._remove, note)),
            quiet("Remove for good …", partial(self._remove_for_good, note)),
        )
        return card

    def _pick(self, note: NoteView, name: str, field: str, choices: list[tuple[str, str]], value: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(strong(name))
        pick = Pick(name, [("", "Not said"), *choices], value)
        pick.picked.connect(lambda chosen: self._change(note, **{field: chosen or None}))
        column.addWidget(pick, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    # --- acts --------------------------------------------------------------------------------------------

    def _change(self, note: NoteView, **fields: str | bool | None) -> None:
        self.act(lambda desk: noting.change(desk.ports, desk.signer, note.stream, note.record, **fields))

    def _claim(self, record: str) -> None:
        self.act(lambda desk: claiming.claim(desk.ports, desk.signer, self.review, record))

    def _share(self, note: NoteView) -> None:
        self.act(
            lambda desk: arranging.to_reviewers(desk.ports, desk.signer, self.review, [note.record]),
            then=lambda _noted: self.session.tell("It is with the reviewers now."),
        )

    def _remove(self, note: NoteView) -> None:
        self.act(lambda desk: noting.remove(desk.ports, desk.signer, note.stream, note.record))

    def _remove_for_good(self, note: NoteView) -> None:
        from peerreview.gui.removing import RemoveDialog

        RemoveDialog.ask(self, self.review, note.record)

    def _visited(self) -> None:
        self.act(lambda desk: reviews.take_step(desk.ports, desk.signer, self.review, Step.VISIT))

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

    def _make_point(self, note: NoteView) -> None:
        from .new_point import NewPointDialog

        if self.view:
            NewPointDialog(self, self.view, [note]).open()


def new_record() -> str:
    """An id for a note that is being typed: 32 hex digits."""
    return uuid4().hex


def _choices(view: ReviewView, note: NoteView) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    rules = view.handbook.rules
    return [
        (
            "What were you doing?",
            "activity",
            [(each.code, each.label) for each in view.handbook.activities],
            note.activity,
        ),
        ("Section", "section", [(each.code, f"{each.code} {each.title}") for each in view.sections], note.section),
        ("What does it show?", "shows", [(each.code, each.label) for each in rules.shows], note.shows),
        ("How typical?", "typical", [(each.code, each.label) for each in rules.typical], note.typical),
    ]


def _spoken_about(view: ReviewView, note: NoteView) -> str:
    activity = view.handbook.activity(note.activity)
    section = view.handbook.section(note.section)
    parts = (
        moment(note.at) if note.at else "",
        activity.label if activity else "",
        note.place,
        f"{section.code} {section.title}" if section else "",
        "" if note.mine else note.who,
        "Only me" if note.private else "",
        f"typed by {note.typed_by}" if note.typed_by else "",
    )
    return " · ".join(part for part in parts if part)


def _spoken(view: ReviewView, note: NoteView) -> str:
    return f"{note.text.text} {_spoken_about(view, note)}"


def _icon(note: NoteView) -> str:
    return "lock" if note.private else "star" if note.starred else "notebook-pen"


def _ways(view: ReviewView) -> str:
    areas = [section for section in view.sections if section.section in view.handbook.areas]
    blank = [section.code for section in areas if section.looked_at and not section.notes]
    return f"Nothing yet on {', '.join(blank)}." if blank and view.notes else ""

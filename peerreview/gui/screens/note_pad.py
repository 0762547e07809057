"""The note pad: one note or many, a line each; a prefix says what one was doing. Only the words are required."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import lunch, noting, pad
from peerreview.services.review_views import ReviewView
from peerreview.services.slots import BY_TIMETABLE
from peerreview.services.views import FieldView

if TYPE_CHECKING:
    from peerreview.gui.session import Desk

    from .visit import VisitScreen

_NOW = "now"
_LOOK_MS = 20_000
"""How often it is looked whether lunch has begun, or is over."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class _Draft:
    """What is on the pad: how it was set and what is written."""

    words: str
    place: int
    slot: str
    section: str
    who: str
    whom: str


class NotePad(Card):
    """Write notes. `before` is the pad of the same screen before it was built anew: what is on it stays on it."""

    def __init__(self, screen: VisitScreen, view: ReviewView, before: NotePad | None = None) -> None:
        super().__init__()
        self._screen = screen
        self._view = view
        usual = BY_TIMETABLE if view.timetable else _NOW
        draft = before.draft() if before else _Draft("", 0, usual, "", "reviewers", "")
        self.record: str = before.record if before else uuid4().hex
        self._slot = self._pick("When", _times(view), draft.slot)
        self._section = Pick("Section", [("", "No section"), *_sections(view)], draft.section, letters=None)
        colleagues = [
            (each.person, f"Typing for {each.name}") for each in view.cast if not each.me and each.role != "host"
        ]
        self._whom = self._pick("Whose notes", [("", "Mine"), *colleagues], draft.whom)
        self._who = Segmented("Who may read it", [Choice("reviewers", "Reviewers"), Choice("me", "Only me")], draft.who)
        row = Flow(gap=16)
        for name, widget in (("When", self._slot), ("Section", self._section), ("Whose notes", self._whom)):
            row.addWidget(_named(name, widget))
        row.addWidget(_named("Who may read it", self._who))
        hint = "One note a line. Begin a line with " + ", ".join(_prefixes(view)) + " … to say what you were doing."
        self.text = TextField(self._field(), "Notes", lines=4, hint=hint, placeholder="Y4 books show …")
        if draft.words:
            self.text.carry(draft.words, draft.place)
        self.text.typed.connect(screen.session.keep)
        if view.pad.copy_due:
            self.add(self._lunch())
        if view.pad.turns:
            self._wait_for(view.pad.turns)
        self.add(row, self.text)
        foot = QHBoxLayout()
        self._add = primary("Add to notes", self.add_notes, icon="plus", about="Ctrl+Enter")
        foot.addWidget(self._add)
        foot.addWidget(muted("Ctrl+Enter"), 1)
        foot.addWidget(quiet("Save a safe copy …", self._safe_copy, icon="save", about="Onto a stick or another disk"))
        self.add(foot)
        for key in _ENTER:
            shortcut = QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.add_notes)

    def take_focus(self) -> None:
        """Put the keyboard on the words."""
        self.text.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> _Draft:
        """What is on the pad."""
        who = self._who.value or "reviewers"
        return _Draft(self.text.text, self.text.place, self._slot.value, self._section.value, who, self._whom.value)

    def take_up(self, left: pad.Draft | None) -> None:
        """Go on with what was left on the pad, ahead of what has been typed since."""
        if left is not None:
            self._fill_ahead(left.record, left.words)

    def add_notes(self) -> None:
        """Turn what is written into notes; a long text that was pasted is asked about first."""
        lines = sum(bool(line.strip()) for line in self.text.text.splitlines())
        if lines >= noting.MANY:
            ManyLinesDialog(self, lines).open()
        elif lines:
            self.write(whole=False)

    def write(self, *, whole: bool) -> None:
        """Add what is written, a note a line or the `whole` as one note; the pad is then empty."""
        draft, record, review = self.draft(), self.record, self._screen.review

        def write(desk: Desk) -> noting.Noted:
            return noting.add_many(
                desk.ports,
                desk.signer,
                review,
                draft.words,
                slot="" if draft.slot == _NOW else draft.slot,
                section=draft.section,
                private=draft.who == "me",
                on_behalf_of=draft.whom,
                record=record,
                whole=whole,
            )

        self.text.flush()
        self._fill(uuid4().hex, "")
        job = self._screen.act(write, then=self._said)
        job.fails(self._screen, lambda _error: self._screen.put_back(record, draft.words))

    def put_back(self, record: str, words: str) -> None:
        """Nothing came of adding these words: they stand on the pad again, ahead of what was typed meanwhile."""
        self._fill_ahead(record, words)

    def _fill_ahead(self, record: str, words: str) -> None:
        """Words of an earlier filling come ahead of what is typed: one filling, under the earlier one's record."""
        now, typed = self.text.field, self.text.text
        self._fill(record, "\n".join(part for part in (words, typed) if part))
        self.text.flush()
        if typed:
            self._screen.session.keep(now, "")  # after the other: at every moment the words are in one of them

    def _fill(self, record: str, words: str) -> None:
        self.record = record
        self.text.field = self._field()
        self.text.rebind(self.text.field)
        self.text.carry(words, len(words))

    def _field(self) -> FieldView:
        return FieldView(self._view.stream, pad.KIND, self.record, "text", "", (), True)

    # --- the copy at lunch -------------------------------------------------------------------------------

    def _wait_for(self, moment: datetime) -> None:
        """Offer the copy when lunch begins and no longer when it ends, also on a page that nobody has touched since,
        or a computer that slept."""
        looking = QTimer(self, interval=_LOOK_MS)

        def look() -> None:
            if self._screen.session.ports.clock() >= moment:
                looking.stop()
                self._screen.refresh()

        looking.timeout.connect(look)
        looking.start()

    def _lunch(self) -> Banner:
        where = self._view.pad.copy_to
        save = Button("Save it now", self._copy_again if where else self._safe_copy, icon="save", about=where)
        words = f"It goes to {where} again." if where else "Onto a stick or another disk; next time it asks nothing."
        return Banner(words, save, lead="Lunch: time for a safe copy.")

    def _copy_again(self) -> None:
        self._copy(self._view.pad.copy_to)

    def _safe_copy(self) -> None:
        start = self._view.pad.copy_to
        folder = QFileDialog.getExistingDirectory(
            self, "Where should the safe copy go? A stick or another disk.", start
        )
        if folder:
            self._copy(folder)

    def _copy(self, folder: str) -> None:
        """What is on the pad goes along as notes."""
        if self.text.text.strip():
            self.add_notes()
        review = self._screen.review
        self._screen.carry(
            lambda desk: lunch.save(desk.ports, desk.signer, review, Path(folder), desk.progress, desk.turn).sentence,
            "Saving a safe copy",
            self._screen.session.tell,
        )

    def _said(self, noted: noting.Noted) -> None:
        if noted.records:
            self._screen.bring_up(noted.records[-1])
        if noted.sentence:
            self._screen.session.tell(noted.sentence, "info")

    def _pick(self, name: str, choices: list[tuple[str, str]], value: str) -> Pick:
        return Pick(name, choices, value, letters=18)


class ManyLinesDialog(Dialog):
    """A text was pasted: it is one note, or it waits to be cut into smaller parts."""

    def __init__(self, note_pad: NotePad, lines: int) -> None:
        super().__init__("A long text", note_pad)
        self.add(
            label(f"There are {lines} lines on the note pad. A line is a note, and nobody reads so many."),
            muted("A document can be attached to the review instead; then this page stays short."),
        )
        self.accepted.connect(lambda: note_pad.write(whole=True))
        self.button("Keep it as one note", self.accept, main=True)
        self.closes("Leave it on the pad")


def _named(name: str, widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(strong(name))
    column.addWidget(widget)
    return box


def _times(view: ReviewView) -> list[tuple[str, str]]:
    """By the timetable first, saying what that is now."""
    now = next((slot.start for slot in view.timetable if slot.record == view.pad.slot), "")
    usual = [(BY_TIMETABLE, f"By the timetable ({now})" if now else "By the timetable")] if view.timetable else []
    return [*usual, (_NOW, "Now"), *((slot.record, f"{slot.start} {slot.title}") for slot in view.timetable)]


def _sections(view: ReviewView) -> list[tuple[str, str]]:
    chosen = sorted(view.sections, key=lambda section: not section.looked_at)
    return [(each.code, f"{each.code} {each.title}") for each in chosen if each.section in view.handbook.areas]


def _prefixes(view: ReviewView) -> list[str]:
    return [f"{activity.prefix}:" for activity in view.handbook.activities if activity.prefix][:4]

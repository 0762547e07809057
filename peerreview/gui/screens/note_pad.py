"""The note pad: one note or many, a line each; a prefix says what one was doing. Only the words are required."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from peerreview.gui.widgets.buttons import primary, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.text import muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import keeping, noting
from peerreview.services.review_views import ReviewView
from peerreview.services.views import FieldView

if TYPE_CHECKING:
    from peerreview.gui.session import Desk

    from .review_frame import ReviewScreen

_NOW = "now"


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

    def __init__(self, screen: ReviewScreen, view: ReviewView, before: NotePad | None = None) -> None:
        super().__init__()
        self._screen = screen
        self._view = view
        draft = before.draft() if before else _Draft("", 0, _NOW, "", "reviewers", "")
        self.record: str = before.record if before else uuid4().hex
        self._slot = self._pick("When", [(_NOW, "Now"), *_slots(view)], draft.slot)
        self._section = self._pick("Section", [("", "No section"), *_sections(view)], draft.section)
        colleagues = [
            (each.person, f"Typing for {each.name}") for each in view.cast if not each.me and each.role != "host"
        ]
        self._whom = self._pick("Whose notes", [("", "Mine"), *colleagues], draft.whom)
        self._who = Segmented("Who may read it", [Choice("reviewers", "Reviewers"), Choice("me", "Only me")], draft.who)
        row = Flow(gap=16)
        for name, widget in (("When", self._slot), ("Section", self._section), ("Whose notes", self._whom)):
            row.addWidget(_named(name, widget))
        row.addWidget(_named("Who may read it", self._who))
        stream = view.reviewers_stream or view.stream
        field = FieldView(stream, "note", self.record, "text", "", (), True)
        hint = "One note a line. Begin a line with " + ", ".join(_prefixes(view)) + " … to say what you were doing."
        self.text = TextField(field, "Notes", lines=4, hint=hint, placeholder="Y4 books show …")
        if draft.words:
            self.text.carry(draft.words, draft.place)
        self.text.typed.connect(screen.session.keep)
        self.add(row, self.text)
        foot = QHBoxLayout()
        self._add = primary("Add to notes", self.add_notes, icon="plus", about="Ctrl+Enter")
        foot.addWidget(self._add)
        foot.addWidget(muted("Ctrl+Enter"), 1)
        foot.addWidget(quiet("Save a safe copy …", self._safe_copy, icon="save", about="Onto a stick or another disk"))
        self.add(foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.add_notes)

    def take_focus(self) -> None:
        """Put the keyboard on the words."""
        self.text.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> _Draft:
        """What is on the pad."""
        who = self._who.value or "reviewers"
        return _Draft(self.text.text, self.text.place, self._slot.value, self._section.value, who, self._whom.value)

    def add_notes(self) -> None:
        """Turn what is written into notes."""
        draft = self.draft()
        lines = [line.strip() for line in draft.words.splitlines() if line.strip()]
        if not lines:
            return
        slot = next((each for each in self._view.timetable if each.record == draft.slot), None)
        at = _at(self._view, slot.start) if slot else None
        activity = self._view.handbook.activity(slot.activity) if slot else None
        if activity:
            lines = [line if _says_kind(self._view, line) else f"{activity.prefix}: {line}" for line in lines]
        record, review, view = self.record, self._screen.review, self._view
        private = draft.who == "me"

        def write(desk: Desk) -> noting.Noted:
            given = {"section": draft.section, "on_behalf_of": draft.whom}
            noted = noting.add(
                desk.ports, desk.signer, review, lines[0], private=private, at=at, record=record, **given
            )
            if len(lines) > 1:
                rest = "\n".join(lines[1:])
                noting.add_many(desk.ports, desk.signer, view.stream, rest, private=private, at=at, **given)
            return noted

        self.text.flush()
        self.record = uuid4().hex
        self.text.field = FieldView(self.text.field.stream, "note", self.record, "text", "", (), True)
        self.text.rebind(self.text.field)
        self.text.carry("", 0)
        self._screen.act(write, then=self._said)

    def _safe_copy(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the safe copy go? A stick or another disk.")
        if folder:
            session = self._screen.session
            job = session.ask(
                lambda desk: keeping.safe_copy(desk.ports, desk.signer, Path(folder), progress=desk.progress),
                "Saving a safe copy",
            )
            job.then(self, lambda copied: session.tell(copied.sentence))

    def _said(self, noted: noting.Noted) -> None:
        if noted.sentence:
            self._screen.session.tell(noted.sentence, "info")

    def _pick(self, name: str, choices: list[tuple[str, str]], value: str) -> Pick:
        return Pick(name, choices, value, letters=14)


def _named(name: str, widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(strong(name))
    column.addWidget(widget)
    return box


def _slots(view: ReviewView) -> list[tuple[str, str]]:
    return [(slot.record, f"{slot.start} {slot.title}") for slot in view.timetable]


def _sections(view: ReviewView) -> list[tuple[str, str]]:
    chosen = sorted(view.sections, key=lambda section: not section.looked_at)
    return [(each.code, f"{each.code} {each.title}") for each in chosen if each.section in view.handbook.areas]


def _prefixes(view: ReviewView) -> list[str]:
    return [f"{activity.prefix}:" for activity in view.handbook.activities if activity.prefix][:4]


def _says_kind(view: ReviewView, line: str) -> bool:
    prefix, colon, _ = line.partition(":")
    return bool(colon) and view.handbook.activity_of(prefix) is not None


def _at(view: ReviewView, start: str) -> datetime | None:
    if view.visit_date is None:
        return None
    return datetime.fromisoformat(f"{view.visit_date.isoformat()}T{start}").astimezone()

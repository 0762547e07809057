"""Making a main point, from notes or from nothing, and linking notes to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.domain.reviews import Tag
from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.tick import Tick
from peerreview.services import noting, points
from peerreview.services.note_views import NoteView, PointView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import FieldView

from .review_frame import ReviewScreen


class NewPointDialog(Dialog):
    """One sentence, what it is, its section; the notes it comes from are linked. `added` gets the record made."""

    def __init__(
        self,
        screen: ReviewScreen,
        view: ReviewView,
        notes: Sequence[NoteView],
        added: Callable[[str], object] = lambda _record: None,
        *,
        section: str = "",
    ) -> None:
        super().__init__("New main point", screen, letters=104)
        self._screen, self._notes, self._added = screen, notes, added
        words = notes[0].text.text if notes else ""
        for note in notes:
            self.add(muted("From the note:"), label(note.text.text))
        self._tag = Pick("What it is", [(each.code, each.label) for each in view.handbook.rules.tags])
        sections = [(each.code, f"{each.code} {each.title}") for each in view.sections]
        self._section = Pick(
            "Section", [("", "No section"), *sections], notes[0].section if notes else section, letters=34
        )
        self.add(SideBySide(_named("What it is", self._tag), _named("Section", self._section), letters=70, even=True))
        field = FieldView(screen.review, "main_point", uuid4().hex, "text", words, (), True)
        limit = view.handbook.limits.main_point
        hint = "Say what you saw and how often, not who."
        self.text = TextField(field, "One sentence", lines=3, words=limit, hint=hint)
        self.add(self.text)
        evidence = FieldView("", "", "", "", "", (), True)
        self.evidence = TextField(
            evidence, "Evidence line, to be shared", lines=1, words=view.handbook.limits.evidence_line
        )
        self.add(self.evidence)
        self._star = Tick("In the report", True)
        self.add(self._star)
        self._keep = self.button("Add", self._done, main=True)
        self.closes()
        self.text.edit.textChanged.connect(self._ready)
        self._ready()
        self.text.edit.setFocus()

    def _ready(self) -> None:
        self._keep.setEnabled(bool(self.text.text.strip()))

    def _done(self) -> None:
        words, tag, section = self.text.text.strip(), Tag(self._tag.value), self._section.value
        evidence, starred = self.evidence.text.strip(), self._star.isChecked()
        notes, review = [note.record for note in self._notes if not note.private], self._screen.review
        self.accept()
        self._screen.act(
            lambda desk: points.add(
                desk.ports, desk.signer, review, words, tag, section, evidence=evidence, notes=notes, starred=starred
            ),
            then=self._say,
        )

    def _say(self, record: str) -> None:
        self._screen.session.tell("Added to the main points.")
        self._added(record)


class LinkNotesDialog(Dialog):
    """Which notes a main point rests on; the kinds of the notes become its "seen in ... ways"."""

    def __init__(self, screen: ReviewScreen, view: ReviewView, point: PointView) -> None:
        super().__init__("Notes behind this main point", screen, letters=110)
        self._screen, self._point = screen, point
        self.add(label(point.text.text), muted("Colleagues' notes count too. Private notes cannot be linked."))
        self._ticks: dict[str, Tick] = {}
        found = sorted(view.notes, key=lambda note: note.section != point.section)
        for note in found:
            if note.private or note.removed:
                continue
            activity = view.handbook.activity(note.activity)
            kind = f"{activity.label}: " if activity else ""
            tick = Tick(f"{kind}{note.text.text}", note.record in point.notes)
            tick.setEnabled(note.record not in point.notes)
            self._ticks[note.record] = tick
            self.add(tick)
        if not self._ticks:
            self.add(muted("There are no notes yet."))
        self.button("Link these notes", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        record, review = self._point.record, self._screen.review
        chosen = [note for note, tick in self._ticks.items() if tick.isChecked() and note not in self._point.notes]
        self.accept()
        if chosen:
            self._screen.act(lambda desk: noting.link(desk.ports, desk.signer, review, chosen, record))


def _named(name: str, widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(strong(name))
    column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    return box

"""One note at the side of the list: its words, what is said of it, and everything that can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.bound import key_of
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.tick import Tick
from peerreview.services import arranging, claiming, noting, photos
from peerreview.services.note_views import NoteView, PhotoView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import FieldView

from .note_list import about

if TYPE_CHECKING:
    from pathlib import Path

    from .visit import VisitScreen

_PHOTO_WIDTH = 320


class NoteCard(Card):
    """A note of mine to be changed, or a colleague's to be read. `below` is the note under it in the list."""

    def __init__(self, screen: VisitScreen, view: ReviewView, note: NoteView, below: NoteView | None) -> None:
        super().__init__("My note" if note.mine else note.who)
        self._screen, self._view, self._note, self._below = screen, view, note, below
        self.add(muted(about(view, note)))
        if note.for_me:
            self.add(self._typed_for_me())
        if not note.mine or note.removed or not note.text.editable:
            self.add(label(note.text.text or "Removed for good."))
            self.add(*[self._photo(photo) for photo in note.photos])
            history = quiet("History", lambda: screen.show_history(note.text, "What was seen"), about="Who typed it")
            self.buttons(Button("Make a main point of it …", self._make_point), history)
            return
        self.text = screen.bind(TextField(note.text, "What was seen", lines=4, words=view.handbook.limits.note))
        split = QShortcut(QKeySequence("Ctrl+Shift+Return"), self.text)
        split.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        split.activated.connect(self._split)
        self.add(self.text)
        picks = [self._pick(*each) for each in _choices(view, note)]
        for first in range(0, len(picks), 2):
            self.add(SideBySide(*picks[first : first + 2], letters=56, even=True))
        starred = Tick("Starred", note.starred)
        starred.clicked.connect(lambda on: self._change(starred=on))
        self.add(starred)
        self.add(*[self._photo(photo) for photo in note.photos])
        if note.private:
            self.add(self._private())
        self.buttons(*self._acts())

    def _typed_for_me(self) -> Banner:
        note = self._note
        own = next((each for each in self._view.notes if each.record == note.repeats), None)
        if own is None:
            return Banner(f"{note.typed_by} typed this for you.", primary("This is mine", self._claim))
        return Banner(
            f"Your own note: “{own.text.text}”",
            primary("Both are mine", self._claim),
            Button("Keep my own", partial(self._keep_own, own), about="The one typed for you counts no longer"),
            Button("Keep this one", partial(self._keep_typed, own), about="Your own goes off the page"),
            lead=f"{note.typed_by} typed this for you. It probably says what you wrote yourself.",
        )

    def _private(self) -> Banner:
        share = Button("Move to the reviewers", self._to_reviewers, icon="users")
        words = "If someone makes a legal request, even private notes may have to be shown."
        return Banner(words, share, lead="Only on this computer.")

    def _acts(self) -> list[Button]:
        note, acts = self._note, [Button("Make a main point of it …", self._make_point)]
        if self._view.pad.photos and not note.private:
            acts.append(Button("Add a photo …", self._add_photo, about="Of a display or a document, never of people"))
        acts.append(quiet("Split at the cursor", self._split, about="Ctrl+Shift+Enter"))
        below = self._below
        if below is not None and below.mine and below.stream == note.stream and below.text.editable:
            acts.append(quiet("Join with the note below", self._join, about=below.text.text))
        if not note.private:
            acts.append(quiet("Move to Only me", self._to_me_alone, icon="lock"))
        return [*acts, quiet("Take off the page", self._remove), quiet("Remove for good …", self._remove_for_good)]

    def _pick(self, name: str, field: str, choices: list[tuple[str, str]], value: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(strong(name))
        pick = Pick(name, [("", "Not said"), *choices], value)
        pick.setToolTip("History: Ctrl+H")
        if field == "point":
            pick.picked.connect(lambda chosen: self._link(chosen))
        else:
            pick.picked.connect(lambda chosen: self._change(**{field: chosen or None}))
        shown = FieldView(self._note.stream, self._note.text.kind, self._note.record, field, value, (), True)
        self._screen.histories[pick] = (shown, name)
        column.addWidget(pick, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _photo(self, photo: PhotoView) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        picture = QLabel("One moment …")
        picture.setAccessibleName(photo.caption.text or "Photo of a display or a document")
        column.addWidget(picture)
        screen, record = self._screen, photo.record
        job = screen.session.ask(lambda desk: photos.picture(desk.ports, desk.signer, screen.review, record))
        job.then(picture, lambda data: _show(picture, data))
        if not photo.caption.editable:
            column.addWidget(label(photo.caption.text))
            return box
        column.addWidget(screen.bind(TextField(photo.caption, "What the photo shows", lines=1)))
        off = quiet("Take the photo off", lambda: self._act_on_photo(record))
        column.addWidget(off, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    # --- acts --------------------------------------------------------------------------------------------

    def _change(self, **fields: str | bool | None) -> None:
        stream, record = self._note.stream, self._note.record
        self._screen.act(lambda desk: noting.change(desk.ports, desk.signer, stream, record, **fields))

    def _link(self, point: str) -> None:
        review, note = self._screen.review, self._note
        if point:
            self._screen.act(lambda desk: noting.link(desk.ports, desk.signer, review, [note.record], point))
        else:
            self._change(point=None)

    def _claim(self) -> None:
        review, record = self._screen.review, self._note.record
        self._screen.act(lambda desk: claiming.claim(desk.ports, desk.signer, review, record))

    def _keep_own(self, own: NoteView) -> None:
        review, record = self._screen.review, self._note.record
        self._screen.act(lambda desk: claiming.repeats(desk.ports, desk.signer, review, record, own.record))

    def _keep_typed(self, own: NoteView) -> None:
        review, record = self._screen.review, self._note.record
        self._screen.act(lambda desk: claiming.claim(desk.ports, desk.signer, review, record, instead_of=own.record))

    def _split(self) -> None:
        words = self.text.text.encode("utf-16-le")  # the cursor counts as Qt does
        first, second = (
            part.decode("utf-16-le") for part in (words[: 2 * self.text.place], words[2 * self.text.place :])
        )
        stream, record = self._note.stream, self._note.record
        self.text.flush()
        self._screen.bound.pop(key_of(self.text.field), None)  # what it says now is the two notes'
        self._screen.act(lambda desk: arranging.split(desk.ports, desk.signer, stream, record, first, second))

    def _join(self) -> None:
        if self._below is not None:
            stream, records = self._note.stream, [self._below.record, self._note.record]
            self._screen.expect(self._below.record)
            self._screen.act(lambda desk: arranging.merge(desk.ports, desk.signer, stream, records))

    def _to_reviewers(self) -> None:
        review, record = self._screen.review, self._note.record
        self._screen.act(
            lambda desk: arranging.to_reviewers(desk.ports, desk.signer, review, [record]),
            then=lambda noted: self._moved(noted, "It is with the reviewers now."),
        )

    def _to_me_alone(self) -> None:
        review, record = self._screen.review, self._note.record
        self._screen.act(
            lambda desk: arranging.to_me_alone(desk.ports, desk.signer, review, record),
            then=lambda noted: self._moved(noted, noted.sentence),
        )

    def _moved(self, noted: noting.Noted, sentence: str) -> None:
        self._screen.choose(noted.records[0])
        self._screen.session.tell(sentence)

    def _add_photo(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "A photo of a display or a document", "", "Photos (*.jpg *.jpeg *.png)"
        )
        if name:
            self.add_photo(name)

    def add_photo(self, name: str | Path) -> None:
        """Put the photo in this file on the note."""
        from pathlib import Path

        review, record = self._screen.review, self._note.record
        self._screen.carry(
            lambda desk: photos.attach(desk.ports, desk.signer, review, record, Path(name), turn=desk.turn),
            "Reducing the photo",
            fetches=True,
        )

    def _act_on_photo(self, record: str) -> None:
        stream = self._note.stream
        self._screen.act(lambda desk: photos.remove(desk.ports, desk.signer, stream, record))

    def _remove(self) -> None:
        stream, record = self._note.stream, self._note.record
        self._screen.act(
            lambda desk: noting.remove(desk.ports, desk.signer, stream, record),
            then=lambda _none: self._screen.session.tell("Taken off the page. Ctrl+Z brings it back."),
        )

    def _remove_for_good(self) -> None:
        from peerreview.gui.removing import RemoveDialog

        RemoveDialog.ask(self._screen, self._screen.review, self._note.record)

    def _make_point(self) -> None:
        from .new_point import NewPointDialog

        NewPointDialog(self._screen, self._view, [self._note]).open()


def _show(picture: QLabel, data: bytes) -> None:
    shown = QPixmap()
    shown.loadFromData(QByteArray(data))
    picture.setPixmap(shown.scaledToWidth(min(_PHOTO_WIDTH, shown.width()), Qt.TransformationMode.SmoothTransformation))


def _choices(view: ReviewView, note: NoteView) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    rules = view.handbook.rules
    activities = [(each.code, each.label) for each in view.handbook.activities]
    sections = [(each.code, f"{each.code} {each.title}") for each in view.sections]
    shows = [(each.code, each.label) for each in rules.shows]
    found = [
        ("What were you doing?", "activity", activities, note.activity),
        ("Section", "section", sections, note.section),
        ("What does it show?", "shows", shows, note.shows),
    ]
    if not note.private:
        typical = [(each.code, each.label) for each in rules.typical]
        points = [(each.record, each.text.text) for each in view.points]
        found.append(("How typical?", "typical", typical, note.typical))
        found += [("Main point", "point", points, next(iter(note.points), ""))] if points else []
    return found

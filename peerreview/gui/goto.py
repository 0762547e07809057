"""Go anywhere: type a few letters of a place, or of a note, and press Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from peerreview.domain.ledger import ReviewLine
from peerreview.domain.people import Role
from peerreview.services import noting, reviews
from peerreview.services.noting import FoundNote
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .dialogs import Dialog
from .navigation import Navigation, Place
from .session import Session
from .widgets.text import muted
from .widgets.throttle import Throttle

_FROM_LETTERS = 3
"""Notes are searched from this many letters on."""


_NONE = "Nothing is called that. The pages of a review are found once it is open."
_CONTACTS = "Whom to tell of a worry"


class GoDialog(Dialog):
    """Places first, then reviews, then notes that hold the words."""

    def __init__(self, session: Session, places: Sequence[Place], parent: QWidget) -> None:
        super().__init__("Go anywhere", parent, letters=86)
        self._session = session
        self._places = [place for place in places if place.goes is not None]
        self._reviews: list[Place] = []
        self._notes: list[Place] = []
        self.edit = QLineEdit()
        self.edit.setAccessibleName("Where to")
        self.edit.setPlaceholderText("A school, a page, or words from a note")
        self.list = Navigation("Places found")
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * 14)
        self.list.wanted.connect(self._go)
        self.none = muted("")
        self.add(self.edit, self.none, self.list)
        self.closes("Close")
        self._throttle = Throttle(self)
        self._throttle.due.connect(self._search)
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self._first)
        self.edit.installEventFilter(self)
        session.ask(lambda desk: reviews.lines(desk.ports, desk.signer)).then(self, self._known)
        self._show()
        self.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            self.list.setCurrentRow(0)
            return True
        return super().eventFilter(watched, event)

    def _known(self, lines: tuple[ReviewLine, ...]) -> None:
        self._reviews = [
            Place(line.school_name, Target(Where.PREPARE, line.stream), line.term, "file-text") for line in lines
        ]
        self._show()

    def _typed(self) -> None:
        self._notes = []
        self._show()
        if len(self.edit.text().strip()) >= _FROM_LETTERS:
            self._throttle.stir()

    def _search(self) -> None:
        query = self.edit.text().strip()
        job = self._session.ask(lambda desk: noting.search(desk.ports, desk.signer, query, 20))
        job.then(self, self._found)

    def _found(self, hits: tuple[FoundNote, ...]) -> None:
        self._notes = [
            Place(hit.snippet, Target(Where.NOTES, hit.review, hit.record), f"Note, {hit.school}", "notebook-pen")
            for hit in hits
        ]
        self._show()

    def _show(self) -> None:
        words = self.edit.text().casefold().split()
        found = [
            place
            for place in (*self._places, *self._reviews)
            if all(word in f"{place.words} {place.state}".casefold() for word in words)
        ]
        self.list.show_places([*found, *self._notes])
        self.none.setText("" if found or self._notes else _NONE)
        self.none.setVisible(bool(self.none.text()))

    def _first(self) -> None:
        item = self.list.item(0)
        if item is not None:
            self._go(item.data(Qt.ItemDataRole.UserRole).goes)

    def _go(self, target: object) -> None:
        self.accept()
        if isinstance(target, Target):
            self._session.go(target)
        elif callable(target):
            target()


def every_place(places: Sequence[Place], review: ReviewView | None) -> list[Place]:
    """The places of the list at the left, with every page of the open review and every card of the settings; for the
    host the people of the visit, whom somebody late is noted among; and the safeguarding contacts to be changed."""
    from .screens.contacts import CONTACTS
    from .screens.prepare import PEOPLE
    from .screens.review_frame import every_page
    from .screens.settings import CARDS

    pages = every_page(review) if review is not None else []
    if review is not None and review.my_role == Role.HOST:
        there = Target(Where.PREPARE, review.stream, PEOPLE)
        pages.append(Place("Who is there", there, "Came late, left early, did not come", "users"))
    if review is not None and review.triad:
        pages.append(Place(_CONTACTS, Target(Where.CALL, review.stream, CONTACTS), review.school, "message-square"))
    triads = [
        Place(_CONTACTS, Target(Where.TRIAD, place.goes.stream, CONTACTS), place.words, "message-square")
        for place in places
        if isinstance(place.goes, Target) and place.goes.screen is Where.TRIAD
    ]
    stood = {place.goes for place in pages}
    others = [place for place in places if place.goes not in stood]
    cards = [
        Place(words, Target(Where.SETTINGS, "", record), "Settings", "settings") for record, words in CARDS.items()
    ]
    return [*others[:1], *pages, *others[1:], *triads, *cards]

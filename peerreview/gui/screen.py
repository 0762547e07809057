"""What every screen is: fetch one frozen view off the window's thread, show it, call one service for each act.

A screen is built anew when the shape of its view changes, and only filled anew when just the words in it did. Words
that are being typed at that moment stay, with the cursor where it was, and so does the place on the page.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget

from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Edit
from peerreview.services import writing
from peerreview.services.views import FieldView, Target
from peerreview.services.views import Screen as Where

from .failures import tell
from .jobs import Job
from .session import Desk, Session
from .viewtree import fields_in, outline
from .widgets.banner import Banner, announce
from .widgets.bound import Bound, FieldKey, Typed, key_of
from .widgets.buttons import Button
from .widgets.card import Page
from .widgets.pick import Pick
from .widgets.text import muted

_LOADING = "One moment …"

V = TypeVar("V")
T = TypeVar("T")
B = TypeVar("B", bound=Bound)


class Screen(QWidget, Generic[V]):
    """A screen over one view. `target` says what it shows; `shown` carries each view as it comes."""

    shown = Signal(object)

    def __init__(self, session: Session, target: Target) -> None:
        super().__init__()
        self.session = session
        self.target = target
        self.view: V | None = None
        self.bound: dict[FieldKey, Bound] = {}
        self._outline: object = None
        self._shaped: tuple[object, object] = None, None
        self._stood: Standing | None = None
        self._body: QWidget = _loading()
        self.setAccessibleName(_LOADING)
        history = QShortcut(QKeySequence("Ctrl+H"), self)
        history.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        history.activated.connect(self._history_here)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._body)
        self.holder = layout

    @abstractmethod
    def fetch(self, desk: Desk) -> V:
        """Get the view; runs off the window's thread."""

    @abstractmethod
    def build(self, view: V) -> QWidget:
        """Make the page for a view; binds its fields with `bind`."""

    def spoken_title(self, view: V) -> str:
        """What a screen reader calls this screen: the title of its page."""
        titles = (each.text() for each in self._body.findChildren(QLabel) if each.property("kind") == "title")
        return next(titles, "")

    def begin(self, page: QWidget, view: V) -> None:
        """Called once after the first page stands: put the keyboard where work begins."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self._page()
        if page is None or not page.scroll_by(event):
            super().keyPressEvent(event)

    # --- showing -----------------------------------------------------------------------------------------

    def refresh(self) -> Job[V]:
        """Fetch and show the view as it is now."""
        job = self._fetching()
        job.quiet = self.view is None  # then the page itself says it
        return job.then(self, self.show_view)

    def _outlined(self, desk: Desk) -> V:
        """The view; its outline is made in the same thread, for hundreds of notes take it a while."""
        view = self.fetch(desk)
        self._shaped = view, outline(view)
        return view

    def _fetching(self) -> Job[V]:
        job = self.session.ask(self.session.settled(self._outlined))
        job.again = self._fetch_again
        job.failed.connect(self.show_failure)
        return job

    def show_view(self, view: V, *, anew: bool = True) -> None:
        """Show `view`; without `anew` a page on which somebody types is only filled, and built when they pause."""
        self.flush()  # a page takes a while to build, and nothing is handed over meanwhile
        first = self.view is None
        self.view = view
        self.shown.emit(view)
        shaped, shape = self._shaped  # at one glance: the next view may come from the store's thread meanwhile
        if shaped is not view:
            shape = outline(view)
        if not first and shape == self._outline:
            self._fill(view)
            return
        if not anew and any(widget.typing for widget in self.bound.values()):
            self._fill(view)
            return
        held = next((button for button in self._body.findChildren(QAbstractButton) if button.isDown()), None)
        if held is not None:  # a page made anew under a pressed key or finger would swallow the click
            held.released.connect(lambda: QTimer.singleShot(0, self, self._show_again))
            return
        self._outline = shape
        self._rebuild(view)
        if first:
            self.setAccessibleName(self.spoken_title(view))
            self.begin(self._body, view)
            self._to_the_place()
            QTimer.singleShot(0, self, self._take_the_keyboard)  # once the page is laid out

    def _show_again(self) -> None:
        if self.view is not None:
            self.show_view(self.view)

    def rebuild(self) -> None:
        """Make the page anew (another theme or text size)."""
        if self.view is not None:
            self.flush()
            self._rebuild(self.view)

    def show_failure(self, error: BaseException) -> None:
        """Say what happened, what is safe and what to do in place of a page that never stood.

        Above one that stands the window says it, and how to try again.
        """
        self._stood = self.standing() or self._stood  # not when it stands on what tries again
        if self.view is None:
            told, page = tell(error), Page(self)
            again = Button("Try again", self._try_again, about=told.happened)
            banner = Banner(told.rest, again, lead=told.happened, tone=told.tone, details=told.details)
            page.add(banner)
            self._swap(page)
            self.setAccessibleName(told.happened)
            announce(banner, banner.text)
            if self.window().focusWidget() in (None, self):
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try_again(self) -> None:
        """Fetch once more what could not be shown; the keyboard waits on the screen itself."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._swap(_loading())
        self.setAccessibleName(_LOADING)
        self.refresh()

    def _fetch_again(self) -> None:
        """Fetch once more what could not be shown anew; the keyboard goes back to where it stood."""
        self.session.hush()
        if shiboken6.isValid(self):  # they may have gone elsewhere since
            if self._stood:
                self.stand_again(self._stood)
            self.refresh()

    def home_button(self) -> Button:
        """The way on from a page on which nothing is left to do."""
        return Button("Go to Home", lambda: self.session.go(Target(Where.HOME)))

    # --- acting ------------------------------------------------------------------------------------------

    def bind(self, widget: B, choose: Callable[[Any], object] | None = None) -> B:
        """Let a field write: what is typed, left or chosen in it goes where it belongs.

        `choose` takes what is chosen when more than the field itself follows from it.
        """
        self.bound[key_of(widget.field)] = widget
        widget.typed.connect(self.session.keep)
        widget.left.connect(self._left)
        if choose:
            widget.chosen.connect(lambda _field, value: choose(value))
        else:
            widget.chosen.connect(self._chosen)
        widget.history_wanted.connect(self.show_history)
        widget.choice_wanted.connect(lambda _field, _name: self.session.go(_choosing(self.target)))
        return widget

    def act(
        self, work: Callable[[Desk], T], title: str = "", *, then: Callable[[T], object] | None = None
    ) -> Job[tuple[T, V]]:
        """Do something for the person and show what became of it; a failure puts the page back as it is stored."""
        self.flush()
        self.session.hush()

        def both(desk: Desk) -> tuple[T, V]:
            return work(desk), self._outlined(desk)

        return self._shown(self.session.ask(self.session.settled(both), title), then)

    def carry(
        self,
        work: Callable[[Desk], T],
        title: str,
        tell: Callable[[T], object] = lambda _: None,
        *,
        fetches: bool = False,
    ) -> Job[tuple[T, V]]:
        """Carry a safe copy to a drive, or fetch a file from one, and tell above whatever page is then on."""
        self.flush()
        self.session.hush()
        look = self.session.settled(self._outlined)
        start = self.session.fetch if fetches else self.session.carry
        job = start(lambda desk: (work(desk), desk.turn(lambda: look(desk))), title)
        self._shown(job, None)
        return job.then(self.session, lambda outcome: tell(outcome[0]))

    def _shown(self, job: Job[tuple[T, V]], then: Callable[[T], object] | None) -> Job[tuple[T, V]]:
        """Show what becomes of the page, as long as it is there."""
        job.fails(self, lambda _error: self.refresh())

        def show(outcome: tuple[T, V]) -> None:
            self.show_view(outcome[1])
            if then:
                then(outcome[0])

        return job.then(self, show)

    def flush(self) -> None:
        """Hand over at once every word that waits for its 400 ms, on the note pad too, which is bound to no field."""
        for widget in self.findChildren(QWidget):
            if isinstance(widget, Typed):
                widget.flush()

    def show_history(self, field: FieldView, name: str) -> None:
        """Show who changed a field, when, and what it said before."""
        from .history import HistoryDialog

        HistoryDialog(self.session, field, name, self).open()

    def _history_here(self) -> None:
        here = self._typing_in()
        if here is not None and here.field.history:
            self.show_history(here.field, here.name)

    def _left(self, _field: FieldView) -> None:
        self._fetching().then(self, lambda view: self.show_view(view, anew=False))

    def _chosen(self, field: FieldView, value: object) -> None:
        edit = Edit(field.kind, field.record, field.field, cast(JsonValue, value), field.saw)
        self.act(lambda desk: writing.write(desk.ports, desk.signer, field.stream, [edit]))

    def go_to(self, field: Bound) -> None:
        """Put the keyboard on a field and bring it into sight."""
        field.take_focus()
        self._into_sight(field)

    def begin_at(self, stop: QWidget) -> None:
        """Put the keyboard on what a page was opened for, and bring it into sight."""
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._into_sight(stop)

    def standing(self) -> Standing | None:
        """Where the keyboard stands on this page, also while a dialog is open above it."""
        focus = self.window().focusWidget()
        if focus is None or not self._body.isAncestorOf(focus):
            return None
        stops = self._stops()
        return Standing(_spoken(focus), stops.index(focus) if focus in stops else 0)

    def stand_again(self, stood: Standing) -> None:
        """Put the keyboard where it stood before something was built anew, or on what came in its place."""
        stops = self._stops()
        same = [stop for stop in stops if _spoken(stop) == stood.spoken]
        for stop in same[:1] or stops[stood.place : stood.place + 1] or stops[-1:]:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)
            if not same:
                self._into_sight(stop)

    # --- keeping the place -------------------------------------------------------------------------------

    def _to_the_place(self) -> None:
        """Put the keyboard on the very field this screen was opened for, where it has one of its own."""
        wanted = self.target
        if wanted.field:
            here = next(
                (widget for key, widget in self.bound.items() if key[2:] == (wanted.record, wanted.field)), None
            )
            if here is not None:
                self.go_to(here)

    def _typing_in(self) -> Bound | None:
        return next((widget for widget in self.bound.values() if widget.has_focus()), None)

    def _fill(self, view: V) -> None:
        now = fields_in(view)
        for key, widget in self.bound.items():
            if key in now:
                widget.rebind(now[key])

    def _rebuild(self, view: V) -> None:
        typing = self._typing_in()
        where = key_of(typing.field) if typing else None
        stood = self.standing()
        carried = {
            key: (widget.field, widget.text, widget.place)
            for key, widget in self.bound.items()
            if isinstance(widget, Typed) and widget.dirty
        }
        page, focus = self._page(), self.window().focusWidget()
        down = page.verticalScrollBar().value() if page else 0
        seen = page is not None and focus is not None and page.isAncestorOf(focus) and page.shows(focus)
        self.bound = {}
        self._swap(self.build(view))
        for key, (field, text, place) in carried.items():
            widget = self.bound.get(key)
            if isinstance(widget, Typed) and widget.text != text:
                widget.field = field
                widget.carry(text, place)
        if down and (page := self._page()):
            page.go_down_to(down)
        if where in self.bound:
            self.bound[where].take_focus()
        elif stood:
            self.stand_again(stood)
        now = self.bound.get(where) if where else self.window().focusWidget()
        if seen and now is not None and self._body.isAncestorOf(now):
            self._into_sight(now)  # what came above it must not push it out

    def _page(self) -> Page | None:
        return self._body if isinstance(self._body, Page) else self._body.findChild(Page)

    def _into_sight(self, widget: QWidget) -> None:
        if page := self._page():
            page.bring_into_sight(widget)

    def _take_the_keyboard(self) -> None:
        """A page that stands for the first time gets the keyboard, unless somebody is elsewhere on purpose."""
        if self.window().focusWidget() not in (None, self):
            return
        for _ in range(
            2
        ):  # what is not laid out is not seen: first how wide everything is, then how high that makes it
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        page, seen = self._page(), [stop for stop in self._stops() if not stop.visibleRegion().isEmpty()]
        # Never on a list: keys that are meant to scroll would change its answer.
        inside = [stop for stop in seen if page and page.isAncestorOf(stop) and not isinstance(stop, Pick)]
        here = [stop for stop in seen if stop.property("kind") == "here"]
        for first in (*inside, *here, *seen)[:1]:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stops(self) -> list[QWidget]:
        """Where the Tab key stops on this page, from top to bottom."""
        return [
            widget
            for widget in self._body.findChildren(QWidget)
            if widget.isVisibleTo(self._body) and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]

    def _swap(self, body: QWidget) -> None:
        old, self._body = self._body, body
        self.holder.addWidget(body)
        self.holder.removeWidget(old)
        old.hide()
        old.deleteLater()


@dataclass(frozen=True)
class Standing:
    """Where the keyboard stands: on what (its type, name and description) and at which stop of the page."""

    spoken: tuple[type, str, str]
    place: int


def _loading() -> QLabel:
    made = muted(_LOADING)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def _spoken(widget: QWidget) -> tuple[type, str, str]:
    return type(widget), widget.accessibleName(), widget.accessibleDescription()


def _choosing(target: Target) -> Target:
    return Target(Where.TWO_VERSIONS, target.stream, target.record)


AnyScreen = Screen[Any]
"""A screen whose view does not matter here."""

"""The open profile in the window: which screen stands there, what keys do, what happens to files that are dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit

from peerreview.bootstrap import App
from peerreview.domain.people import Role
from peerreview.identity.signer import Signer
from peerreview.services import home, safeguarding, triads, typing, undoing
from peerreview.services.home import Standing
from peerreview.services.ports import Ports
from peerreview.services.review_views import ReviewView
from peerreview.services.safeguarding import Whom
from peerreview.services.start import Recovered
from peerreview.services.triad_views import TriadView
from peerreview.services.undoing import Undone
from peerreview.services.views import HomeView, Target
from peerreview.services.views import Screen as Where

from . import keymap, theme, unsaved, window_state
from . import safeguarding as concern_page
from .arrivals import Arrivals
from .copying import Copying
from .failures import tell
from .jobs import Jobs
from .learning import Learning
from .navigation import Place
from .routes import make_screen
from .screen import AnyScreen
from .second_start import SecondStarts
from .session import Desk, Session
from .shell import SAVED, Shell
from .theme import Look, Theme
from .typescale import PERCENTS
from .unsaved import NOT_SAVED
from .watching import Watcher
from .widgets.banner import Banner
from .widgets.buttons import Button
from .window_state import WindowState

_HOME = Target(Where.HOME)
_TRY_OUT = "Peer Review: a try-out, everything in it is invented"


class Workplace(QObject):
    """Moves into the shell once the profile is open; `files` are opened as if they had been dropped."""

    def __init__(
        self, app: QApplication, shell: Shell, jobs: Jobs, profile: App, state: WindowState, files: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.app, self.shell, self.jobs, self.profile, self.state = app, shell, jobs, profile, state
        self.screen: AnyScreen | None = None
        self._hats: frozenset[str] = frozenset()
        self._triads: tuple[tuple[str, str], ...] = ()
        self._review: ReviewView | None = None
        self._whom: tuple[Whom, ...] = ()
        shell.before_close = self.close
        shell.navigation.wanted.connect(self.go)
        shell.dropped.connect(self.open_files)
        shell.concern.connect(self.show_concern)
        jobs.failed.connect(self.show_failure)
        self.keys = keymap.install(
            shell,
            {
                "note": self.note,
                "shift": self.shift,
                "undo": self.undo,
                "redo": self.redo,
                "go": self.go_anywhere,
                "open": self.choose_files,
                "look into": self.look_into,
                "save": self.say_saved,
                "home": lambda: self.go(_HOME),
                "settings": lambda: self.go(Target(Where.SETTINGS)),
                "larger": lambda: self.resize_text(1),
                "smaller": lambda: self.resize_text(-1),
                "keys": lambda: keymap.key_page(shell).open(),
            },
        )
        self.step_keys = keymap.install_steps(shell, self.go_step)
        session = self.session = Session(profile.ports, profile.signer, jobs)
        session.look = state.look
        self.arrivals = Arrivals(session, shell)
        session.wanted.connect(self.go)
        session.arrived.connect(self._arrived)
        session.files_wanted.connect(self.open_files)
        session.saving.connect(self._saving)
        session.told.connect(self._told)
        session.made.connect(self.arrivals.show_sent)
        self.watcher = Watcher(session, shell, self.open_files)
        session.look_wanted.connect(self.set_look)
        self.learning = Learning(session, jobs, shell)
        self.copying = Copying(session)
        self._starts = SecondStarts(profile.ports.folder, shell)
        self._starts.wanted.connect(self.open_files)
        shell.say(SAVED)
        self._renew_places()  # ahead of the page: whoever presses F8 or Ctrl+K at once finds names and places there
        self.go(_last(state) or _HOME)
        if profile.recovered.sentence:
            self._recovered(profile.recovered)
        if files:
            self.open_files(list(files))

    # --- beginning ---------------------------------------------------------------------------------------

    def _arrived(self) -> None:
        """After a file came in: the office's may have made us a member, and the page may have more to show."""
        job = self.jobs.on_store(lambda _job: self.profile.renew_signer())
        job.then(self, self._renewed)

    def _renewed(self, signer: Signer) -> None:
        self.session.signer = signer
        self._renew_places()
        if self.screen is not None:
            self.screen.refresh()

    def _recovered(self, found: Recovered) -> None:
        words = f"Last words: “…{found.words}”." if found.words else ""
        carry_on = [Button("Carry on", lambda: self.go(_place_of(found.stream)))] if found.stream else []
        self.shell.show_banner(Banner(words, *carry_on, lead=found.sentence, closes=True))

    # --- going -------------------------------------------------------------------------------------------

    def go(self, target: Target) -> None:
        """Show another screen; what is being typed is settled first."""
        if self.screen is not None:
            self.screen.flush()
        screen = make_screen(self.session, target)
        self.screen = screen
        self.state = replace(self.state, last=(str(target.screen), target.stream, target.record))
        window_state.write(self.profile.ports.folder, self.state)  # it opens here again if the computer stops
        if not target.stream.startswith("review-"):
            self._review = None
        screen.shown.connect(self._shown)
        self.shell.clear_banners()
        self.shell.show_screen(screen)
        self.shell.aside.setText("")
        self._show_places()
        screen.refresh()
        if target.screen is Where.TRIAD:
            self._renew_places()  # it may have been begun just now

    def go_step(self, number: int) -> None:
        """Go to one of the five steps of the open review (1 to 5)."""
        if self._review is not None:
            from .screens.review_frame import stages

            self.go(Target(stages(self._review)[number - 1].pages[0][0], self._review.stream))

    def go_anywhere(self) -> None:
        """The list of every place, narrowed by typing."""
        from .goto import GoDialog, every_place

        inside = Place("Look into a file …", self.look_into, "Nothing is brought in", "folder-open")
        GoDialog(self.session, [*every_place(self._places(), self._review), inside], self.shell).open()

    def note(self) -> None:
        """The note pad of the open review, from any of its pages."""
        if self._review is not None:
            self.go(Target(Where.NOTES, self._review.stream))
        else:
            self._told("Open a review first; notes belong to one.", "info")

    def undo(self) -> None:
        """Take back what the person did last; in a text field, what was typed there (the field does so by itself)."""
        self._turn(undoing.undo)

    def redo(self) -> None:
        """Do again what was taken back, in a text field what was typed there."""
        field = self.shell.focusWidget()
        if isinstance(field, QLineEdit | QPlainTextEdit) and not field.isReadOnly():
            field.redo()
        else:
            self._turn(undoing.redo)

    def _turn(self, turn: Callable[[Ports, Signer], Undone]) -> None:
        if self.screen is not None:
            self.screen.flush()
        self.session.hush()
        job = self.session.ask(self.session.settled(lambda desk: turn(desk.ports, desk.signer)))
        job.then(self, self._turned)

    def _turned(self, undone: Undone) -> None:
        if self.screen is not None:
            self.screen.refresh()
        self._told(undone.sentence, "ok")

    def shift(self) -> None:
        """F6: the rest of the day moves: of the review that is open, or of the triad's next visit."""
        from .screens.timetable import day_of, shift_rest
        from .screens.triad import TriadScreen

        if isinstance(self.screen, TriadScreen):
            shift_rest(self.screen, self.screen.day())
        elif self._review is not None and self.screen is not None:
            shift_rest(self.screen, day_of(self._review))
        else:
            self._told("Open a review or a triad first; a day belongs to a visit.", "info")

    def _shown(self, view: object) -> None:
        if isinstance(view, ReviewView):
            self._review = view
            self._know_whom(_with_contacts(self._whom, view))
            self.shell.aside.setText(_aside(view))
        if isinstance(view, HomeView):
            self._hats = view.hats
        if isinstance(view, TriadView):
            self._learn_whom()
        self._show_places()

    def _learn_whom(self) -> None:
        """The names may have been typed just now."""
        job = self.session.ask(lambda desk: safeguarding.whom(desk.ports, desk.signer))
        job.then(self, self._know_whom)

    def _know_whom(self, whom: tuple[Whom, ...]) -> None:
        if whom != self._whom:
            self._whom = whom
            concern_page.renew(self._likeliest_first())

    def _renew_places(self) -> None:
        def look(desk: Desk) -> tuple[Standing, tuple[tuple[str, str], ...], tuple[Whom, ...]]:
            ports, signer = desk.ports, desk.signer
            return home.standing(ports, signer), triads.mine(ports, signer), safeguarding.whom(ports, signer)

        self.session.ask(look).then(self, self._places_known)

    def _places_known(self, known: tuple[Standing, tuple[tuple[str, str], ...], tuple[Whom, ...]]) -> None:
        stands, self._triads, whom = known
        self._know_whom(whom if self._review is None else _with_contacts(whom, self._review))
        self._hats = stands.hats
        if stands.pretend:
            self.shell.setWindowTitle(_TRY_OUT)
        self._show_places()

    def _places(self) -> list[Place]:
        places = [Place("Home", _HOME, icon="home")]
        if self._review is not None:
            from .screens.review_frame import places as steps

            places += steps(self._review)
        places += [Place(words, Target(Where.TRIAD, stream), icon="users") for stream, words in self._triads]
        if "lead_head" in self._hats:
            places.append(Place("Lead headteacher", Target(Where.LEAD), icon="landmark"))
        if "officer" in self._hats or "office" in self._hats:
            places.append(Place("Board office", Target(Where.BOARD), icon="scale"))
        if self._hats:
            places.append(Place("Our network", Target(Where.NETWORK), icon="shield-check"))
        places.append(Place("Sent and arrived", Target(Where.OPEN), icon="inbox"))
        return [*places, Place("Settings", Target(Where.SETTINGS), icon="settings")]

    def _show_places(self) -> None:
        here: object = self.screen.target if self.screen else None
        if self._review is not None and isinstance(here, Target) and here.stream == self._review.stream:
            from .screens.review_frame import STEP_SCREENS, stage_of

            if here.screen in STEP_SCREENS:
                here = Target(stage_of(self._review, here.screen).pages[0][0], self._review.stream)
        elif isinstance(here, Target):
            here = Target(here.screen, here.stream)
        self.shell.navigation.show_places(self._places(), here)

    # --- what is said ------------------------------------------------------------------------------------

    def _saving(self, busy: bool) -> None:
        self.shell.say("Saving …" if busy else self._how_saved())

    def _how_saved(self) -> str:
        return SAVED if self.session.all_kept else NOT_SAVED

    def say_saved(self) -> None:
        """Ctrl+S: everything is saved already, unless the disk takes no more; say so aloud."""
        if self.screen is not None:
            self.screen.flush()
        self.jobs.on_typing(lambda _job: None).then(self, lambda _done: self.shell.say(self._how_saved(), aloud=True))

    def _told(self, text: str, tone: str) -> None:
        if text:
            self.shell.show_banner(Banner(text, tone=tone, closes=True))
        else:
            self.shell.clear_banners()

    def show_failure(self, error: BaseException, again: Callable[[], object] | None = None) -> None:
        """What happened, what is safe, what to do; details folded. `again` tries once more."""
        told = tell(error)
        more = [Button("Try again", again, about=told.happened)] if again else []
        banner = Banner(told.rest, *more, lead=told.happened, tone=told.tone, details=told.details, closes=True)
        self.shell.show_banner(banner)

    def show_concern(self) -> None:
        """The safeguarding stop, from every screen: at once, from what is known already."""
        concern_page.show(self._likeliest_first(), self.remove_for_good, self.shell)

    def _likeliest_first(self) -> list[Whom]:
        here = self._review.urn if self._review is not None else ""
        return sorted(self._whom, key=lambda each: each.urn != here)

    def remove_for_good(self) -> None:
        """Everything that I wrote, to choose what has to go everywhere."""
        from .removing import RemoveDialog

        if self.screen is not None:
            RemoveDialog.ask(self.screen, self._review.stream if self._review is not None else "")

    # --- files -------------------------------------------------------------------------------------------

    def open_files(self, files: list[str]) -> None:
        """Open any file: the app says what it is."""
        host = self._review is not None and self._review.my_role == Role.HOST
        self.arrivals.open([Path(each) for each in files], self._review if host else None)

    def choose_files(self) -> None:
        """Ctrl+O."""
        names, _ = QFileDialog.getOpenFileNames(self.shell, "Open any file")
        if names:
            self.open_files(names)

    def look_into(self) -> None:
        """Ctrl+Shift+O: what lies in a file, without bringing it in."""
        from .inside import choose

        choose(self.session, self.shell)

    # --- look and end ------------------------------------------------------------------------------------

    def set_look(self, look: Look) -> None:
        """Wear another theme or text size, at once and next time."""
        self.state = window_state.with_look(self.state, look)
        self.session.look = look
        theme.apply(self.app, look)
        if self.screen is not None and self.screen.view is not None:
            self.screen.rebuild()

    def resize_text(self, step: int) -> None:
        """One text size up or down."""
        look = self.state.look
        nearest = min(range(len(PERCENTS)), key=lambda index: abs(PERCENTS[index] - look.percent))
        percent = PERCENTS[min(len(PERCENTS) - 1, max(0, nearest + step))]
        self.set_look(Look(Theme(look.theme), percent))

    def close(self) -> bool:
        """Settle every word, let the store finish, and keep where the person was; not while the disk takes no words."""
        if focus := self.shell.focusWidget():
            focus.clearFocus()  # a field that is handed over when it is left is left now
        if self.screen is not None:
            self.screen.flush()
        if not unsaved.seen_to(self.session, self.shell):
            return False
        self.session.farewell()
        self.session.ask(lambda desk: typing.settle(desk.ports, desk.signer))
        rect = self.shell.normalGeometry()
        place, full = (rect.x(), rect.y(), rect.width(), rect.height()), self.shell.isMaximized()
        window_state.write(self.profile.ports.folder, replace(self.state, place=place, full=full))
        self.watcher.end()
        self.copying.end()
        self.shell.hide()  # a slow stick keeps nobody waiting
        self.jobs.close()
        self.profile.close()
        return True


def _last(state: WindowState) -> Target | None:
    """Where the person was, when it is a place that one can come back to."""
    if not state.last or state.last[0] not in set(Where):
        return None
    where = Where(state.last[0])
    return None if where is Where.OPEN else Target(where, *state.last[1:])


def _with_contacts(schools: tuple[Whom, ...], view: ReviewView) -> tuple[Whom, ...]:
    """The schools with what a review that was just shown says of its own."""
    return Whom(view.urn, view.school, view.contacts), *(each for each in schools if each.urn != view.urn)


def _place_of(stream: str) -> Target:
    return Target(Where.NOTES if stream.startswith("review-") else Where.HOME, stream)


def _aside(view: ReviewView) -> str:
    focus = [section for section in view.sections if section.looked_at and section.section in view.handbook.areas]
    seen = sum(1 for section in focus if section.notes)
    return f"Focus {seen} of {len(focus)} looked at · {view.noted}" if view.noted else ""

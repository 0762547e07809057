"""Start-up, in this order: the theme and an empty window (nothing but Qt, the shell and the paths are imported), its
first paint, then in the store's own thread everything heavy, then the profile, then the page where the person was.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QApplication

from peerreview.config import paths
from peerreview.errors import Cancelled, EnvironmentFault, Refused

from . import collector, theme, window_state
from .jobs import Job, Jobs
from .keys_in_turn import KeysInTurn
from .progress import ProgressPanel
from .shell import Shell
from .window_state import WindowState

if TYPE_CHECKING:
    from peerreview.bootstrap import App, Unlock


def main(
    profile: Path | None = None,
    files: Sequence[str] = (),
    phrase_file: Path | None = None,
    *,
    ready: Callable[[Opening], object] | None = None,
) -> int:
    """Open the window on a profile (the usual one when none is named), with files to open; gives the exit code.

    `phrase_file` holds the profile's unlock phrase. `ready` is called with the opening once the window was painted
    (measurements and tests).
    """
    collector.hold()
    _spare_the_imports()
    profile, phrase_file = (each and each.absolute() for each in (profile, phrase_file))
    files = [str(Path(each).absolute()) for each in files]
    _stand_among_the_documents()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Peer Review")
    folder = profile or paths.default_profile()
    state = window_state.read(folder)
    theme.apply(app, state.look)
    opening = Opening(app, folder, state, files, phrase_file)
    if ready:
        opening.shell.painted.connect(lambda: ready(opening))
    opening.shell.painted.connect(opening.begin)
    opening.shell.show_at(state.place, full=state.full)
    collector.Collector(opening.jobs)
    return app.exec()


def _stand_among_the_documents() -> None:
    """Let every dialog for files begin where a person's documents are, not where the program happened to be started."""
    usual = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    for folder in (*usual, QDir.homePath()):
        if QDir(folder).exists() and QDir.setCurrent(folder):
            return


def _spare_the_imports() -> None:
    """Keep PySide from reading the source of every module that is imported after it: it looks for a switch (its
    `__feature__`) that nothing here uses, takes a tenth of the start, and keeps 20 MB of text in memory."""
    from shibokensupport import feature  # type: ignore[import-not-found]  # PySide brings it along in itself

    feature._mod_uses_pyside = lambda _module: False


class Opening(QObject):
    """From the painted window to the open profile. `phrase_wanted` carries the future that takes the unlock phrase and
    whether the one before was wrong."""

    phrase_wanted = Signal(object)
    usable = Signal()

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        state: WindowState,
        files: Sequence[str] = (),
        phrase_file: Path | None = None,
    ) -> None:
        super().__init__()
        self.app, self.folder, self.state, self.files, self.phrase_file = app, folder, state, list(files), phrase_file
        self.jobs = Jobs()
        self.shell = Shell()
        KeysInTurn(self.shell)
        self.shell.add_panel(ProgressPanel(self.jobs))
        self.shell.before_close = self._closed
        self.shell.concern.connect(self._concern)
        self.phrase_wanted.connect(self._ask_phrase)
        self.workplace: QObject | None = None
        self._usual: Unlock

    def begin(self) -> None:
        """Import what is heavy and open the profile, in the thread that owns the store."""
        job = self.jobs.on_store(self._open)
        job.failed.connect(self._not_opened)
        job.cancelled.connect(self.shell.close)
        job.then(self, self._opened)

    def _open(self, _job: Job[App | None]) -> App | None:
        """The open profile, or None when nobody has begun to work in the folder."""
        from peerreview import bootstrap
        from peerreview.config.phrase_file import read_phrase

        from . import workplace  # noqa: F401  # imported here, so that the window never waits for it

        given = read_phrase(self.phrase_file) if self.phrase_file else None
        self._usual = bootstrap.Unlock(given)
        if not bootstrap.exists(self.folder):
            return None
        if not bootstrap.needs_phrase(self.folder):
            return bootstrap.open_profile(self.folder)
        phrase = given or self._unlock(wrong=False)
        while True:
            try:
                return bootstrap.open_profile(self.folder, bootstrap.Unlock(phrase))
            except Refused as refused:
                if refused.code != "wrong_phrase":
                    raise
                phrase = self._unlock(wrong=True)

    def _unlock(self, *, wrong: bool) -> str:
        """Ask for the phrase on the window's thread, and wait for it on this one."""
        answer: Future[str] = Future()
        self.phrase_wanted.emit((answer, wrong))
        return answer.result()

    def _ask_phrase(self, asked: tuple[Future[str], bool]) -> None:
        from .unlock import UnlockDialog

        answer, wrong = asked
        dialog = UnlockDialog(self.shell, wrong=wrong)
        dialog.accepted.connect(lambda: answer.set_result(dialog.phrase))
        dialog.rejected.connect(lambda: answer.set_exception(_forgotten() if dialog.forgotten else Cancelled()))
        dialog.open()

    def _opened(self, profile: App | None) -> None:
        if profile is None:
            from .screens.first_run import FirstRun

            self.shell.show_screen(FirstRun(self.folder, self.jobs, self._moved_in, self._usual))
            self.usable.emit()
        else:
            self._moved_in(profile)

    def _concern(self) -> None:
        """The safeguarding stop works before anything else does: also while nothing is open, or all is locked."""
        if self.workplace is None:
            from . import safeguarding

            safeguarding.show((), None, self.shell)

    def _moved_in(self, profile: App) -> None:
        from peerreview.config import logs

        from .workplace import Workplace

        logs.start(profile.folder)
        if profile.folder != self.folder:  # the invented network has a window of its own to come back to
            self.state = window_state.read(profile.folder)
            theme.apply(self.app, self.state.look)
            self.shell.show_at(self.state.place, full=self.state.full)
        place = self.workplace = Workplace(self.app, self.shell, self.jobs, profile, self.state, self.files)
        # A bug in what a key or a click began is told and logged like any other: never printed, with what it may hold.
        sys.excepthook = lambda _kind, error, _where: place.show_failure(error)
        self.usable.emit()

    def _not_opened(self, error: BaseException) -> None:
        if isinstance(error, EnvironmentFault) and error.code == "already_open":
            from . import second_start

            left = second_start.leave(self.folder, self.files)
            QTimer.singleShot(second_start.TAKEN_MS, self, lambda: self._left(left, error))
        else:
            self._locked(error)

    def _left(self, message: Path, error: BaseException) -> None:
        """The window that is open took the message; or there is none, and a command works with the profile."""
        if message.exists():
            message.unlink(missing_ok=True)
            self._locked(error)
        else:
            self.shell.close()

    def _locked(self, error: BaseException) -> None:
        from .screens.locked import Locked

        self.shell.show_screen(Locked(self.folder, self.jobs, self._moved_in, error, self.begin))

    def _closed(self) -> bool:
        if self.workplace is None:
            self.jobs.close()
        return True


def _forgotten() -> Refused:
    return Refused(
        "Your reviews are locked with a phrase.",
        "Everything you wrote is still there.",
        "Try again, or use your emergency sheet.",
        code="forgotten",
    )

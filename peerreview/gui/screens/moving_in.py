"""What ends in an open profile: a page that tries, asks for a phrase where the computer has no secret store, and says
what stood in the way; and the dialogs it asks with.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from peerreview.bootstrap import App, Unlock
from peerreview.domain import dates
from peerreview.errors import UserFacingError
from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Job, Jobs
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.card import Page
from peerreview.gui.widgets.sheet_words import SheetWords
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import regular_copies
from peerreview.services.regular_copies import CopyFound

_LEAST_PHRASE = 12
"""Letters of an unlock phrase: four everyday words have more."""

Way = Callable[[Job[App], Unlock], App]
"""A way to an open profile whose key is had as `Unlock` says."""


class MovingIn(Page):
    """`move_in` gets the profile once it is open; `unlock` is how its key is had, unless a phrase has to be chosen.

    `said` is where the page, once it added it, says what stood in the way.
    """

    def __init__(self, folder: Path, jobs: Jobs, move_in: Callable[[App], object], unlock: Unlock) -> None:
        super().__init__()
        self._folder, self._jobs, self._move_in, self._unlock = folder, jobs, move_in, unlock
        self.said = QVBoxLayout()

    def try_it(self, way: Way, words: str, unlock: Unlock | None = None) -> None:
        """Go this way; `words` say what is being done."""
        chosen = unlock or self._unlock
        job = self._jobs.on_store(lambda job: way(job, chosen), words)
        self.setEnabled(False)  # one thing at a time
        job.ended.connect(lambda: self.setEnabled(True))
        job.quiet = True
        job.fails(self, partial(self._failed, way, words))
        job.then(self, self._move_in)

    def _failed(self, way: Way, words: str, error: BaseException) -> None:
        if isinstance(error, UserFacingError) and error.code == "no_keyring":
            PhraseDialog(self, lambda unlock: self.try_it(way, words, unlock)).open()
            return
        told = tell(error)
        self.say(Banner(told.rest, lead=told.happened, tone=told.tone, details=told.details))

    def say(self, banner: Banner) -> None:
        """Say something on the page, in place of what was said before."""
        while (item := self.said.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.deleteLater()
        self.said.addWidget(banner)


class PhraseDialog(Dialog):
    """Choosing an unlock phrase, when the computer has no secret store."""

    def __init__(self, parent: QWidget, go_on: Callable[[Unlock], object]) -> None:
        super().__init__("Choose an unlock phrase", parent, letters=76)
        self._go_on = go_on
        self.add(label("This computer has no safe place of its own for the key, so a phrase of yours locks it."))
        self.add(muted("Four everyday words are good. It is asked for each time, and cannot be looked up by anybody."))
        self._first, self._second = _secret("Unlock phrase", self), _secret("The same once more", self)
        self._go = self.button("Go on", self._done, main=True)
        self.closes("Back")
        for edit in (self._first, self._second):
            edit.textChanged.connect(self._ready)
        self._ready()

    def _ready(self) -> None:
        first = self._first.text()
        self._go.setEnabled(len(first) >= _LEAST_PHRASE and first == self._second.text())

    def _done(self) -> None:
        self.accept()
        self._go_on(Unlock(self._first.text()))


class SheetDialog(Dialog):
    """The 24 words of the emergency sheet, and (`copy`) the safe copy that they open; `go_on` gets both."""

    def __init__(
        self, parent: QWidget, title: str, jobs: Jobs, go_on: Callable[[str, Path], object], *, copy: bool
    ) -> None:
        super().__init__(title, parent)
        self._jobs, self._go_on = jobs, go_on
        self._may_do_without = copy
        self._copy = None if copy else Path()
        self._looking = Path()
        self._chosen = muted("No safe copy chosen yet.")
        if copy:
            self.add(Button("Choose the safe copy …", self._choose, icon="folder-open"), self._chosen)
        self.words = SheetWords(self.done_with)
        self.words.looked.connect(self._ready)
        self.add(strong("The 24 words of your emergency sheet"), self.words, self.words.said)
        if copy:
            self.add(muted("On the computer that made the copy they may not be needed: try it without."))
        self._go = self.button("Bring it back" if copy else "Open", self.done_with, main=True)
        self.closes()
        self._ready()

    def choose(self, copy: Path) -> None:
        """Look for safe copies in this folder, and in the folders within it."""
        self._copy, self._looking = None, copy
        self.speak(self._chosen, f"Looking into {copy} …")
        self._ready()
        job = self._jobs.in_pool(lambda job: regular_copies.within(copy, job.report), "Looking for safe copies")
        job.quiet = True
        job.fails(self, lambda error: self.speak(self._chosen, f"{tell(error).happened} {tell(error).rest}"))
        job.then(self, partial(self.show_copies, copy))

    def show_copies(self, copy: Path, found: tuple[CopyFound, ...]) -> None:
        """Say what lies in the folder; the newest of it is brought back."""
        if copy != self._looking:  # another was chosen since
            return
        self._copy = copy if found else None
        more = f" {len(found)} are there; the newest that is whole is brought back." if len(found) > 1 else ""
        self.speak(
            self._chosen,
            f"{found[0].folder}: a safe copy of {dates.moment(found[0].at)}.{more}"
            if found
            else f"No safe copy is in {copy}.",
        )
        self._ready()

    def done_with(self) -> None:
        """Go on with what was given, once it can be right."""
        if self._go.isEnabled() and self._copy is not None:
            self.accept()
            self._go_on(self.words.text(), self._copy)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "The folder of the safe copy")
        if name:
            self.choose(Path(name))

    def _ready(self) -> None:
        typed = self.words.typed
        without = self._may_do_without and not typed.words
        self._go.setEnabled(self._copy is not None and (typed.whole or without))


def _secret(name: str, dialog: Dialog) -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    edit.setAccessibleName(name)
    dialog.add(strong(name), edit)
    return edit

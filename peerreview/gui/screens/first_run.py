"""The first minutes: work at once with a name and a school, open an invitation, or try the invented network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from peerreview import bootstrap
from peerreview.bootstrap import App, Unlock
from peerreview.errors import UserFacingError
from peerreview.gui import pretending
from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Job, Jobs
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.text import label, muted, strong, title

_LEAST_PHRASE = 12
"""Letters of an unlock phrase: four everyday words have more."""


class FirstRun(Page):
    """Shown when the folder holds no profile; `move_in` gets the profile that was made."""

    def __init__(self, folder: Path, jobs: Jobs, move_in: Callable[[App], object]) -> None:
        super().__init__()
        self._folder, self._jobs, self._move_in = folder, jobs, move_in
        self.add(title("Welcome"))
        self.add(
            label("Headteachers review each other's schools. Everything you write stays on this computer, encrypted.")
        )
        self._said = QVBoxLayout()
        self.add(self._said)
        self.add(self._begin_card(), self._others())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.name.setFocus()

    def _begin_card(self) -> Card:
        card = Card("Begin", "You can prepare and take notes at once. Only sending waits until your network knows you.")
        self.name = _line("Your name", card)
        self.school = _line("Your school", card)
        self.begin = primary("Begin", self._begin)
        self.begin.setEnabled(False)
        self.name.textChanged.connect(lambda text: self.begin.setEnabled(bool(text.strip())))
        for edit in (self.name, self.school):
            edit.returnPressed.connect(self.begin.click)
        card.buttons(self.begin)
        return card

    def _others(self) -> Card:
        card = Card("Or")
        card.add(
            muted(
                "Had an invitation from your board's office? Begin with your name, then drop the file into the window."
            ),
            muted("New computer? Bring your safe copy back with the 24 words of your emergency sheet."),
        )
        there = pretending.made(self._folder)
        words = "Go on in the invented network" if there else "Try the invented network"
        card.buttons(
            Button("Bring a safe copy back …", self._restore, icon="undo-2"),
            Button(words, self._try, icon="eye", about="Everything in it is invented; nothing is sent"),
            *([quiet("Remove the invented network", self._remove)] if there else []),
        )
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._create(Unlock())

    def _create(self, unlock: Unlock) -> None:
        name, school = self.name.text().strip(), self.school.text().strip()
        self.begin.setEnabled(False)

        def create(_job: Job[App]) -> App:
            return bootstrap.create_profile(self._folder, unlock, name=name, school=school)

        self._run(create, "Getting ready")

    def _restore(self) -> None:
        RestoreDialog(self, self._folder, self._run_restore).open()

    def _run_restore(self, copy: Path, words: str, unlock: Unlock) -> None:
        self._run(
            lambda _job: bootstrap.restore_profile(copy, self._folder, unlock, words), "Bringing your reviews back"
        )

    def _try(self) -> None:
        self._run(lambda job: pretending.open_it(self._folder, job.report), "Making the invented network")

    def _remove(self) -> None:
        pretending.remove(self._folder)
        self._said.addWidget(Banner("", lead="The invented network is removed.", tone="ok"))

    def _run(self, work: Callable[[Job[App]], App], words: str) -> None:
        job = self._jobs.on_store(work, words)
        self.setEnabled(False)  # one thing at a time
        job.ended.connect(lambda: self.setEnabled(True))
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self._move_in)

    def _failed(self, error: BaseException) -> None:
        self.begin.setEnabled(bool(self.name.text().strip()))
        if isinstance(error, UserFacingError) and error.code == "no_keyring":
            PhraseDialog(self, self._create).open()
            return
        told = tell(error)
        while (item := self._said.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.deleteLater()
        self._said.addWidget(Banner(told.rest, lead=told.happened, tone=told.tone, details=told.details))


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


class RestoreDialog(Dialog):
    """A safe copy and the 24 words."""

    def __init__(self, parent: QWidget, folder: Path, go_on: Callable[[Path, str, Unlock], object]) -> None:
        super().__init__("Bring a safe copy back", parent)
        self._go_on, self._copy = go_on, None
        self._chosen = muted("No safe copy chosen yet.")
        self.add(Button("Choose the safe copy …", self._choose, icon="folder-open"), self._chosen)
        self.add(strong("The 24 words of your emergency sheet"))
        self._words = QLineEdit()
        self._words.setAccessibleName("The 24 words of your emergency sheet")
        self._words.textChanged.connect(self._ready)
        self.add(self._words)
        self._go = self.button("Bring it back", self._done, main=True)
        self.closes()
        self._ready()

    _copy: Path | None

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "The folder of the safe copy")
        if name:
            self._copy = Path(name)
            self._chosen.setText(name)
            self._ready()

    def _ready(self) -> None:
        self._go.setEnabled(self._copy is not None and len(self._words.text().split()) == 24)

    def _done(self) -> None:
        if self._copy is not None:
            self.accept()
            self._go_on(self._copy, self._words.text(), Unlock())


def _line(name: str, card: Card) -> QLineEdit:
    named = strong(name)
    edit = QLineEdit()
    edit.setAccessibleName(name)
    named.setBuddy(edit)
    card.add(named, edit)
    return edit


def _secret(name: str, dialog: Dialog) -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    edit.setAccessibleName(name)
    dialog.add(strong(name), edit)
    return edit

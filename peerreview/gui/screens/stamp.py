"""Our network's stamp: opened for one act, made anew when it is lost, and accepted anew by every member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.session import Session
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import stamping
from peerreview.services.stamping import NewStamp

from .network_lists import Form

if TYPE_CHECKING:
    from .network import NetworkScreen

LEAST_PHRASE = 12
"""Letters of a stamp's phrase."""


class StampDialog(Dialog):
    """The network's stamp (office only): its file and its phrase, for one act; `beware` says what to look at first."""

    def __init__(
        self, screen: NetworkScreen, words: str, go_on: Callable[[Path, str], object], beware: Sequence[str] = ()
    ) -> None:
        super().__init__("Our network's stamp (office only)", screen)
        self.add(*(label(each, tone="warn") for each in beware))
        self.setAccessibleDescription(" ".join(beware))  # the keyboard stands below it
        self._go_on = go_on
        self._path = QLineEdit(screen.view.stamp_at if screen.view else "")
        self._path.setAccessibleName("File of the stamp")
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(Button("Choose …", self._choose, about="Choose the file of the stamp"))
        self._phrase = QLineEdit()
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._phrase.setAccessibleName("Phrase of the stamp")
        self.add(strong("File of the stamp"), row, strong("Phrase of the stamp"), self._phrase)
        self._go = self.button(words, self._done, main=True)
        self.closes()
        for edit in (self._path, self._phrase):
            edit.textChanged.connect(self._ready)
        self._ready()
        (self._phrase if self._path.text() else self._path).setFocus()

    def _ready(self) -> None:
        self._go.setEnabled(bool(self._path.text().strip() and self._phrase.text()))

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "File of the stamp", "", "Stamps (*.p12)")
        if name:
            self._path.setText(name)

    def _done(self) -> None:
        path, phrase = Path(self._path.text().strip()), self._phrase.text()
        self.accept()
        self._go_on(path, phrase)


class NewStampDialog(Form):
    """A lost or stolen stamp is replaced: two places, a phrase, and the words that every member compares."""

    def __init__(self, screen: NetworkScreen) -> None:
        super().__init__("Make a new stamp", screen, letters=90)
        self.add(
            label("When the stamp is lost, or somebody else may have it. Every member has to accept the new one."),
            muted("What the old stamp signed stays good in everything that is here already."),
        )
        self._places: list[Path | None] = [None, None]
        self._shown = [muted("Not chosen yet."), muted("Not chosen yet.")]
        for place, words in enumerate(("Choose where it goes …", "Choose a second place …")):
            self.add(Button(words, lambda place=place: self._choose(place)), self._shown[place])  # type: ignore[misc]
        self.phrase = self.line("Phrase of the new stamp")
        self.again = self.line("The same once more")
        for edit in (self.phrase, self.again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.keeps("Make the new stamp", self._done)

    def _choose(self, place: int) -> None:
        name = QFileDialog.getExistingDirectory(self, "A folder for the stamp; a stick is best")
        if name:
            self.choose(place, Path(name))

    def choose(self, place: int, folder: Path) -> None:
        """Put one of the two copies into this folder."""
        self._places[place] = folder
        self._shown[place].setText(str(folder))

    def _done(self) -> None:
        first, second = self._places
        phrase = self.phrase.text()
        if first is None or second is None:
            self.say("Choose two places.")
            return
        if len(phrase) < LEAST_PHRASE or phrase != self.again.text():
            self.say(f"The phrase is typed twice, the same, and has {LEAST_PHRASE} letters or more.")
            return
        self.attempt(
            lambda desk: stamping.renew(desk.ports, desk.signer, (first, second), phrase), self._screen.stamp_made
        )


class AcceptStampDialog(Dialog):
    """The office has a new stamp: who sent it and what to do; its words are compared by telephone, then accepted."""

    def __init__(self, session: Session, path: Path, found: NewStamp, parent: QWidget) -> None:
        super().__init__(f"{found.network} has a new stamp", parent, letters=84)
        self._session, self._path, self._found = session, path, found
        self.said = label("", tone="warn")
        told = (
            label(
                "The old stamp was lost or stolen. Until you accept the new one, no newer list of members counts here."
            ),
            label(found.maker),
            strong("Ring the office on a number you know. Let them read these words to you:"),
            label(" ".join(found.words), "wall"),
            muted("If a word is different, accept nothing: somebody else may have made this file."),
        )
        self.add(*told, self.said)
        self.setAccessibleDescription(" ".join(each.text() for each in told))  # the keyboard stands below all of it
        self.button("They are the same: accept it", self.accept_it, main=True)
        later = self.closes("Not now")
        later.setDefault(True)  # nobody accepts by pressing Enter once too often
        later.setFocus()

    @classmethod
    def look(cls, session: Session, path: Path, parent: QWidget) -> None:
        """Open it for the new stamp that a file bears, or say that it is accepted already."""
        job = session.fetch(
            lambda desk: stamping.waiting(desk.ports, desk.signer, path, desk.progress, desk.turn), "Opening the file"
        )

        def show(found: NewStamp | None) -> None:
            if found:
                cls(session, path, found, parent).open()
            else:
                session.tell("This file bears the stamp that is accepted here already.")

        job.then(parent, show)

    def accept_it(self) -> None:
        """The words are the same."""
        path, words = self._path, self._found.words
        job = self._session.fetch(
            lambda desk: stamping.accept(desk.ports, desk.signer, path, words, desk.progress, desk.turn),
            "Accepting the stamp",
        )
        job.quiet = True
        job.fails(self, self._refused)
        job.then(self, lambda _done: self._accepted())

    def _accepted(self) -> None:
        self.accept()
        self._session.arrived.emit()
        self._session.tell("The new stamp is accepted. Nothing else changes.")

    def _refused(self, error: BaseException) -> None:
        told = tell(error)
        self.speak(self.said, f"{told.happened} {told.rest}")

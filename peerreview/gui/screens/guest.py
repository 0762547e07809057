"""Passing the laptop: a colleague opens their own key file here; nothing of it stays when they hand it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit

from peerreview.gui import pretending
from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Job
from peerreview.gui.widgets.banner import announce
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.identity.signer import Signer
from peerreview.services import start

from .review_frame import ReviewScreen


class GuestDialog(Dialog):
    """Asks for the key file and its phrase; `go_on` gets the colleague's hand."""

    def __init__(self, screen: ReviewScreen, person: str, name: str, go_on: Callable[[Signer], object]) -> None:
        super().__init__(f"Hand the laptop to {name}", screen)
        self._screen, self._person, self._name, self._go_on = screen, person, name, go_on
        self.add(muted(f"{name} opens their own signing key from their stick. Nothing of it stays on this computer."))
        self._path = QLineEdit()
        self._path.setAccessibleName("Signing key on a stick")
        self._path.setPlaceholderText("Signing key (.p12)")
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(Button("Choose …", self._choose, about="Choose the signing key on the stick"))
        self._phrase = QLineEdit()
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._phrase.setAccessibleName("Unlock phrase")
        self._said = label("", tone="warn")
        lent = pretending.key_file(screen.session.ports.folder, name)
        if lent:
            self._path.setText(str(lent))
            self.add(muted(f"In this try-out you play {name}: the key is here, its phrase is “{pretending.phrase()}”."))
        self.add(strong("Signing key"), row, strong("Unlock phrase"), self._phrase, self._said)
        self._open = self.button("Open", self._try, main=True)
        self.closes()
        for edit in (self._path, self._phrase):
            edit.textChanged.connect(self._ready)
        self._ready()
        (self._phrase if lent else self._path).setFocus()

    def _ready(self) -> None:
        self._open.setEnabled(bool(self._path.text().strip() and self._phrase.text()))

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Signing key", "", "Signing keys (*.p12)")
        if name:
            self._path.setText(name)

    def _try(self) -> None:
        path, phrase = Path(self._path.text().strip()), self._phrase.text()
        self._open.setEnabled(False)

        def unlock(_job: Job[Signer]) -> Signer:
            return start.guest(path, phrase)

        job = self._screen.session.jobs.in_pool(unlock)
        job.quiet = True
        job.failed.connect(self._not_opened)
        job.then(self, self._opened)

    def _not_opened(self, error: BaseException) -> None:
        told = tell(error)
        self._say(f"{told.happened} {told.rest}")

    def _opened(self, signer: Signer) -> None:
        if signer.person != self._person:
            self._say(f"This is the signing key of {signer.name}, not of {self._name}.")
            return
        self._screen.session.welcome(signer)
        self.accept()
        self._go_on(signer)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)
        self._ready()

"""A file went to the wrong person, or sharing was stopped: what they hold, asking for it back, a note of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from peerreview.analysis.wording import listed
from peerreview.domain.dates import moment
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import AnyScreen
from peerreview.gui.widgets.card import rule
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import recalling
from peerreview.services.posting import Sent
from peerreview.services.recalling import Astray, Holding


class AstrayDialog(Dialog):
    """What went out, to whom, and the three things to do: a message, a file that removes it, a note."""

    def __init__(self, screen: AnyScreen, found: Astray) -> None:
        super().__init__("Ask for it back", screen)
        self._screen, self._found = screen, found
        self.add(strong(f"{found.describes}, made on {moment(found.sent)}"))
        self.add(*(label(_holding(each)) for each in found.holders))
        self.add(rule(), strong("What they hold"))
        self.add(*(label(each) for each in found.holds))
        if not found.holds:
            self.add(muted("An earlier version made this file and did not remember what lies in it."))
        if found.copies:
            self.add(label(f"The same file was also copied to {listed(found.copies)}."))
        if found.asked:
            self.add(label(f"It was asked back on {moment(found.asked)}."))
        self.add(rule())
        self.add(
            muted("What was read or saved cannot be recalled, and what they have from another file too stays."),
            muted("Ring them first; then do these three, in any order."),
        )
        self.button("Copy the message", self._copy, main=True)
        self.button("Make the file that removes it …", self._choose)
        self.button("Note for the data protection officer …", self._note)
        self.closes("Close")

    @classmethod
    def ask(cls, screen: AnyScreen, bundles: Sequence[str]) -> None:
        """Look what these files held, and open the dialog."""
        job = screen.session.ask(lambda desk: recalling.astray(desk.ports, desk.signer, bundles))
        job.then(screen, lambda found: cls(screen, found).open())

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._found.message)
        self._screen.session.tell("Copied. Paste it into an e-mail.")

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the file go? A stick or a folder.")
        if folder:
            self.make(Path(folder))

    def make(self, folder: Path) -> None:
        """Make the file that asks for it back in `folder`."""
        bundles = self._found.bundles
        self.accept()
        self._screen.act(
            lambda desk: recalling.ask_back(desk.ports, desk.signer, bundles, folder, desk.progress),
            "Making the file",
            then=partial(_made, self._screen),
        )

    def _note(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the page go?")
        if folder:
            self.write_note(Path(folder))

    def write_note(self, folder: Path) -> None:
        """Write the note for the data protection officer into `folder`, and show it."""
        bundles = self._found.bundles
        job = self._screen.session.ask(
            lambda desk: recalling.note(desk.ports, desk.signer, bundles, folder), "Making the page"
        )
        job.then(self._screen, partial(_written, self._screen))


def _made(screen: AnyScreen, sent: Sent) -> None:
    screen.session.tell(f"{sent.sentence} Send it with the message; word comes back once it is removed.")


def _written(screen: AnyScreen, path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    screen.session.tell(f"Saved as {path.name}.")


def _holding(each: Holding) -> str:
    who = f"{each.name} ({each.place})" if each.place else each.name
    if each.gone and not each.arrived:
        return f"{who}: never brought in, and kept out since {moment(each.gone)}."
    if each.gone:
        return f"{who}: removed, {moment(each.gone)}."
    return f"{who}: opened, {moment(each.arrived)}." if each.arrived else f"{who}: no word yet that it was opened."

"""The emergency sheet and the signing key on a stick, so that nothing depends on one laptop."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit

from peerreview.gui import saving
from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import keeping, start
from peerreview.services.keeping import Kit

if TYPE_CHECKING:
    from .settings import SettingsScreen

_LEAST_PHRASE = 12


class KitDialog(Dialog):
    """Print the sheet, then type three of its words back: only then is it safe."""

    def __init__(self, screen: SettingsScreen, kit: Kit) -> None:
        super().__init__("Emergency sheet (print and keep safe)", screen)
        self._screen, self._kit = screen, kit
        self.add(
            label("24 words that open your safe copies when everything else is gone. They exist only on this sheet.")
        )
        self.add(Button("Save the sheet to print it …", self._save, icon="printer"))
        self.add(muted("Print it, delete the file, and keep the paper where you keep your passport."))
        self.add(strong("Then type these words from the paper"))
        self._edits: dict[int, QLineEdit] = {}
        for place in kit.asked:
            edit = QLineEdit()
            edit.setAccessibleName(f"Word {place}")
            edit.textChanged.connect(self._ready)
            self._edits[place] = edit
            self.add(label(f"Word {place}"), edit)
        self._said = label("", tone="warn")
        self.add(self._said)
        self._keep = self.button("They are on the paper", self._done, main=True)
        self.closes("Later")
        self._ready()

    def _ready(self) -> None:
        self._keep.setEnabled(all(edit.text().strip() for edit in self._edits.values()))

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save the sheet", "Emergency sheet.pdf", "PDF files (*.pdf)")
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Save the sheet and show it."""
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))
        saving.save(self._screen.session, path, self._kit.sheet, self, show, partial(self.speak, self._said))

    def _done(self) -> None:
        typed = {place: edit.text() for place, edit in self._edits.items()}
        job = self._screen.session.ask(lambda desk: keeping.kit_printed(desk.ports, self._kit, typed))
        job.quiet = True
        job.fails(self, lambda error: self.speak(self._said, f"{tell(error).happened} {tell(error).rest}"))
        job.then(self, lambda _done: self._right())

    def _right(self) -> None:
        self.accept()
        self._screen.refresh()
        self._screen.session.tell("Safe: your emergency sheet is printed.")


class KeyFileDialog(Dialog):
    """The signing key under a phrase, for signing or giving grades on a colleague's laptop."""

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__("Signing key on my stick", screen)
        self._screen = screen
        self.add(muted("With it you sign and give your grades on a colleague's laptop. The phrase is asked for there."))
        self._edits = []
        for name in ("Unlock phrase", "The same once more"):
            edit = QLineEdit()
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setAccessibleName(name)
            edit.textChanged.connect(self._ready)
            self._edits.append(edit)
            self.add(strong(name), edit)
        self._go = self.button("Choose where …", self._done, main=True)
        self.closes()
        self._ready()

    def _ready(self) -> None:
        first, second = (edit.text() for edit in self._edits)
        self._go.setEnabled(len(first) >= _LEAST_PHRASE and first == second)

    def _done(self) -> None:
        session, phrase = self._screen.session, self._edits[0].text()
        usual = f"{session.signer.name} key.p12"
        name, _ = QFileDialog.getSaveFileName(self, "Signing key", usual, "Signing keys (*.p12)")
        if name:
            self.accept()
            job = session.carry(
                lambda desk: start.make_key_file(desk.ports, Path(name), phrase, desk.turn), "Making the key file"
            )
            job.then(session, session.tell)

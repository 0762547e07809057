"""The cards of Settings that keep one safe: the emergency sheet, safe copies by hand and by themselves, their test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from peerreview.domain.dates import moment
from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.sheet_words import SheetWords
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import keeping, regular_copies
from peerreview.services.views import SettingsView

from .kit import KeyFileDialog, KitDialog

if TYPE_CHECKING:
    from .settings import SettingsPage, SettingsScreen


class SheetCard(Card):
    """The emergency sheet and the signing key; `kit` is the button that prints the sheet."""

    def __init__(self, screen: SettingsScreen, view: SettingsView, name: str) -> None:
        super().__init__(name, "Without the printed sheet and a safe copy, a broken laptop is lost work.")
        self._screen = screen
        if view.kit_printed:
            since = f" on {moment(view.kit_on)}" if view.kit_on else ""
            self.add(label(f"Your emergency sheet was printed{since}. Its check code: {view.kit_code}."))
        else:
            self.add(label("Your emergency sheet is not printed yet.", tone="warn"))
        make = primary if not view.kit_printed else Button
        words = "Print the emergency sheet …" if not view.kit_printed else "Print a new emergency sheet …"
        self.kit = make(words, self._make_kit, icon="printer")
        self.buttons(
            self.kit, quiet("Put my signing key on my stick …", lambda: KeyFileDialog(screen).open(), icon="key-round")
        )

    def _make_kit(self) -> None:
        job = self._screen.session.ask(lambda desk: keeping.make_kit(desk.ports, desk.signer), "Making the sheet")
        job.then(self._screen, lambda kit: KitDialog(self._screen, kit).open())


class CopiesCard(Card):
    """Safe copies by themselves and by hand, and the test of the newest; `first` is the button to begin with."""

    def __init__(self, screen: SettingsScreen, view: SettingsPage, name: str) -> None:
        super().__init__(
            name,
            "One when the window opens, every few hours, and one when it closes. The last seven days and four weeks "
            "are kept.",
        )
        regular, drilled, by_hand = view.copies, view.drilled, view.settings
        self._screen = screen
        self.add(label(regular.sentence, tone="warn" if regular.missed else ""))
        if by_hand.last_copy:
            self.add(muted(f"By hand: {moment(by_hand.last_copy)}, in {by_hand.last_copy_at}."))
        self.add(
            label(f"Tested {moment(drilled.at)}: {drilled.sentence}", tone="" if drilled.good else "warn")
            if drilled
            else muted("Not tested yet. A test takes seconds and changes nothing.")
        )
        words = "Choose another folder for them …" if regular.folder else "Choose a folder for them …"
        self.first = Button(words, self._choose, icon="folder-open", about="For safe copies made by themselves")
        self.buttons(
            self.first,
            Button("Save a safe copy …", self._copy_all, icon="save"),
            Button("Test my safe copy …", self._test, icon="list-checks"),
            *([quiet("Make none by themselves", self._stop)] if regular.folder else []),
        )

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self._screen, "Where should safe copies go? A stick, the school's drive, a synchronised folder."
        )
        if folder:
            self.choose(Path(folder))

    def choose(self, folder: Path) -> None:
        """Let safe copies be made in a folder by themselves from now on."""
        self._screen.carry(
            lambda desk: regular_copies.choose(desk.ports, desk.signer, folder, desk.progress, desk.turn),
            "Saving the first safe copy",
            self._screen.session.tell,
        )

    def _stop(self) -> None:
        self._screen.act(lambda desk: regular_copies.stop(desk.ports))

    def _copy_all(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self._screen, "Where should the safe copy go? A stick or another disk."
        )
        if folder:
            self._screen.save_copy(Path(folder))

    def _test(self) -> None:
        TestCopyDialog(self._screen).open()


class TestCopyDialog(Dialog):
    """Bring the newest safe copy back for a trial, with the paper if one likes."""

    __test__ = False  # no test of ours, though it is called so

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__("Test my safe copy", screen)
        self._screen = screen
        self.add(
            label("The newest safe copy is brought back to a temporary place, compared with what is here, and removed.")
        )
        self.words = SheetWords(self._done)
        self.words.looked.connect(self._ready)
        self.add(
            strong("The 24 words of your emergency sheet"),
            muted("With them the paper is tested too, as if this laptop were lost. Leave it empty to test the copy."),
            self.words,
            self.words.said,
        )
        self._go = self.button("Test it", self._done, main=True)
        self.closes()

    def _ready(self) -> None:
        self._go.setEnabled(self.words.typed.whole or not self.words.typed.words)

    def _done(self) -> None:
        if self._go.isEnabled():
            words = self.words.text()
            self.accept()
            self._screen.test_copy(words)

"""The first minutes: work at once with a name and a school, open an invitation, or try the invented network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit

from peerreview import bootstrap
from peerreview.bootstrap import App, Unlock
from peerreview.gui import pretending
from peerreview.gui.jobs import Jobs
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.text import label, muted, strong, title

from .moving_in import MovingIn, SheetDialog


class FirstRun(MovingIn):
    """Shown when the folder holds no profile."""

    def __init__(self, folder: Path, jobs: Jobs, move_in: Callable[[App], object], unlock: Unlock) -> None:
        super().__init__(folder, jobs, move_in, unlock)
        self.add(
            title("Welcome"),
            label("Headteachers review each other's schools. Everything you write stays on this computer, encrypted."),
            self.said,
        )
        self.add(self._begin_card(), self._others())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.name.setFocus()

    def _begin_card(self) -> Card:
        card = Card(
            "Begin",
            "Then open the joining file from your board's office, or start a network. You can prepare and take notes "
            "at once; only sending waits until you are admitted.",
        )
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
            muted("New computer? Bring your safe copy back with the 24 words of your emergency sheet."),
            muted(
                "Only looking? In the invented network nothing is real and nothing is sent; it can be removed again."
            ),
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
        folder, name, school = self._folder, self.name.text().strip(), self.school.text().strip()
        self.try_it(
            lambda _job, unlock: bootstrap.create_profile(folder, unlock, name=name, school=school), "Getting ready"
        )

    def _restore(self) -> None:
        SheetDialog(self, "Bring a safe copy back", self._jobs, self._bring_back, copy=True).open()

    def _bring_back(self, words: str, copy: Path) -> None:
        folder = self._folder
        self.try_it(
            lambda job, unlock: bootstrap.restore_profile(copy, folder, unlock, words or None, progress=job.report),
            "Bringing your reviews back",
        )

    def _try(self) -> None:
        folder = self._folder
        self.try_it(lambda job, _unlock: pretending.open_it(folder, job.report), "Making the invented network")

    def _remove(self) -> None:
        pretending.remove(self._folder)
        self.say(Banner("", lead="The invented network is removed.", tone="ok"))


def _line(name: str, card: Card) -> QLineEdit:
    named = strong(name)
    edit = QLineEdit()
    edit.setAccessibleName(name)
    named.setBuddy(edit)
    card.add(named, edit)
    return edit

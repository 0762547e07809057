"""A profile that does not open: what happened, and the ways back to it (the emergency sheet, a safe copy)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QShowEvent

from peerreview import bootstrap
from peerreview.bootstrap import App, Unlock
from peerreview.errors import UserFacingError
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Jobs
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.text import muted, title

from .moving_in import MovingIn, SheetDialog

_KEY = frozenset({"forgotten", "no_key", "no_keyring", "wrong_key"})
_DATA = frozenset({"damaged", "wrong_key", "disk_error"})


class Locked(MovingIn):
    """Shown when a profile could not be opened because of `error`; `again` tries once more."""

    def __init__(
        self,
        folder: Path,
        jobs: Jobs,
        move_in: Callable[[App], object],
        error: BaseException,
        again: Callable[[], object],
    ) -> None:
        super().__init__(folder, jobs, move_in, Unlock())
        told = tell(error)
        self.add(title("Your reviews could not be opened"), self.said)
        self._again = Button("Try again", again, about=told.happened)
        self.say(Banner(told.rest, self._again, lead=told.happened, tone=told.tone, details=told.details))
        code = error.code if isinstance(error, UserFacingError) else ""
        ways = [Button("Use my emergency sheet …", self.use_sheet, icon="key-round")] if code in _KEY else []
        ways += [Button("Bring a safe copy back …", self.bring_back, icon="undo-2")] if code in _DATA else []
        if ways:
            card = Card("Other ways in")
            card.add(
                muted("Have the 24 words of your printed emergency sheet at hand. Nothing that is here is deleted.")
            )
            card.buttons(*ways)
            self.add(card)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():  # not when the window is brought up again
            self._again.setFocus()

    def use_sheet(self) -> None:
        """Open the data with the 24 words; the key is had anew from then on."""
        SheetDialog(self, "Use my emergency sheet", self._jobs, self._with_words, copy=False).open()

    def bring_back(self) -> None:
        """Put a safe copy in the place of what does not open, which is kept beside it."""
        SheetDialog(self, "Bring a safe copy back", self._jobs, self._with_copy, copy=True).open()

    def _with_words(self, words: str, _copy: Path) -> None:
        folder = self._folder
        self.try_it(lambda _job, unlock: bootstrap.open_with_sheet(folder, words, unlock), "Opening with your sheet")

    def _with_copy(self, words: str, copy: Path) -> None:
        folder = self._folder
        self.try_it(
            lambda job, unlock: bootstrap.restore_instead(copy, folder, unlock, words or None, progress=job.report),
            "Bringing your reviews back",
        )

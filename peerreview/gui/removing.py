"""Remove for good: text gone from note, draft, history, search and safe copies in reach; that it was removed stays."""

from __future__ import annotations

from collections.abc import Sequence

from peerreview.services import keeping
from peerreview.services.review_views import NoteView

from .dialogs import Dialog
from .screen import AnyScreen
from .session import Desk
from .widgets.text import label, muted
from .widgets.tick import Tick


class RemoveDialog(Dialog):
    """Tick the notes whose words have to go everywhere; `chosen` is ticked already."""

    def __init__(self, screen: AnyScreen, notes: Sequence[NoteView], chosen: str = "") -> None:
        super().__init__("Remove for good", screen, letters=104)
        self._screen = screen
        self.add(
            label("The words go from the note, the history, the search and the safe copies on this computer, at once."),
            muted("Colleagues who have a copy are asked with your next file, and their computers remove it too. "
                  "That something was removed, when and by whom stays."),
        )  # fmt: skip
        self._ticks = {}
        for note in sorted(
            (each for each in notes if each.mine and not each.removed), key=lambda each: each.record != chosen
        ):
            tick = Tick(note.text.text, note.record == chosen)
            tick.toggled.connect(self._ready)
            self._ticks[(note.stream, note.text.kind, note.record)] = tick
            self.add(tick)
        if not self._ticks:
            self.add(muted("You have no notes here."))
        self._remove = self.button("Remove for good", self._done)
        self.closes("Keep them")
        self._ready()

    def _ready(self) -> None:
        self._remove.setEnabled(any(tick.isChecked() for tick in self._ticks.values()))

    def _done(self) -> None:
        chosen = [where for where, tick in self._ticks.items() if tick.isChecked()]
        self.accept()

        def remove(desk: Desk) -> str:
            return keeping.removed([keeping.remove_for_good(desk.ports, desk.signer, *where) for where in chosen])

        self._screen.act(remove, "Removing for good", then=self._screen.session.tell)

"""Remove for good: text gone from note, draft, history, search and safe copies in reach; that it was removed stays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from peerreview.domain.dates import moment
from peerreview.journal.buffer import DRAFT
from peerreview.services import removing
from peerreview.services.removing import MyText, Removal

from .dialogs import Dialog
from .screen import AnyScreen
from .session import Desk
from .widgets.card import rule
from .widgets.text import label, muted, strong
from .widgets.text_field import TextField
from .widgets.tick import Tick

_SHOWN = 12
_START = 220
"""Characters of a long text: enough to know it by."""


class RemoveDialog(Dialog):
    """Tick what has to go everywhere; whatever else of mine says the same words is ticked with it."""

    def __init__(
        self, screen: AnyScreen, texts: Sequence[MyText], removals: Sequence[Removal], chosen: str = ""
    ) -> None:
        super().__init__("Remove for good", screen.window(), letters=104)
        self._screen, self._texts = screen, texts
        self._chosen = {each for each in texts if each.record == chosen}
        self._looking = 0
        self.add(
            label(
                "The words go from the text, its history, the search, your own words for spelling and the safe copies "
                "on this computer, at once."
            ),
            muted(
                "Colleagues who have a copy are asked with your next file, and their computers remove it too. "
                "That something was removed, when and by whom stays."
            ),
        )
        self.words = QLineEdit()
        self.words.setAccessibleName("A word of it")
        self.words.setPlaceholderText("A word of it, also one that was written over since")
        self.words.textChanged.connect(self._list)
        self.add(strong("What you wrote, the latest first"), self.words)
        self._found = QVBoxLayout()
        self.add(self._found)
        if removals:
            self.add(rule(), strong("Removed for good before"))
        for removal in removals:
            self.add(label(_told(removal)))
        self._remove = self.button("Remove for good", self._done)
        self.closes("Keep them")
        self._list()

    @classmethod
    def ask(cls, screen: AnyScreen, review: str, chosen: str = "") -> None:
        """Open it over a screen once everything typed is settled; `chosen` is a record that is ticked already."""

        def look(desk: Desk) -> tuple[tuple[MyText, ...], tuple[Removal, ...]]:
            ports, signer = desk.ports, desk.signer
            return removing.mine(ports, signer, review), removing.removals(ports, signer, review)

        screen.flush()
        job = screen.session.ask(screen.session.settled(look))
        job.then(screen, lambda found: cls(screen, *found, chosen).open())

    def _list(self) -> None:
        while (item := self._found.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        words = self.words.text()
        shown = [each for each in self._texts if each in self._chosen]
        shown += [each for each in self._texts if each.has(words) and each not in self._chosen]
        for text in shown[:_SHOWN]:
            self._found.addWidget(self._line(text))
        if not shown:
            self._found.addWidget(muted("Nothing of yours says this." if words else "You have written nothing here."))
        elif len(shown) > _SHOWN:
            self._found.addWidget(muted(f"{len(shown) - _SHOWN} more: type a word of it above."))
        self._ready()
        self.fit()

    def _line(self, text: MyText) -> QWidget:
        when = f", {moment(text.at)}" if text.at else ""
        start = text.text if len(text.text) <= _START else f"{text.text[:_START]} …"
        before = len(text.said) - 1
        also = f" (and {before} earlier wording{'s' if before > 1 else ''})" if before else ""
        tick = Tick(f"{text.place}{when}: {start}{also}", text in self._chosen)
        tick.toggled.connect(lambda on: self._choose(text, on))
        return tick

    def _choose(self, text: MyText, on: bool) -> None:
        if not on:
            self._chosen.discard(text)
        else:
            self._chosen.add(text)
            self._looking += 1
            job = self._screen.session.jobs.in_pool(lambda _job: removing.alike(self._texts, text))
            job.then(self, partial(self._tick_too, text))
            job.ended.connect(self._looked)
        self._ready()

    def _tick_too(self, text: MyText, same: Sequence[MyText]) -> None:
        """What says the same goes too, if it was not taken back meanwhile."""
        if text in self._chosen and same:
            self._chosen.update(same)
            self._list()

    def _looked(self) -> None:
        self._looking -= 1
        self._ready()

    def _ready(self) -> None:
        self._remove.setEnabled(bool(self._chosen) and not self._looking)

    def _done(self) -> None:
        chosen = [each for each in self._texts if each in self._chosen]
        self.accept()
        for field in self._screen.findChildren(TextField):
            if field.field.kind == DRAFT and any(each.has(field.text) for each in chosen):
                field.carry("", 0)
        clipboard = QApplication.clipboard()
        if clipboard.text() and any(each.has(clipboard.text()) for each in chosen):
            clipboard.clear()

        def remove(desk: Desk) -> str:
            return removing.remove(desk.ports, desk.signer, chosen)

        self._screen.act(remove, "Removing for good", then=self._screen.session.tell)


def _told(removal: Removal) -> str:
    """When and by whom, and whose computers have removed it too."""
    parts = [f"{moment(removal.at)}, by {'you' if removal.mine else removal.who}."]
    for holder in removal.holders:
        if holder.confirmed:
            parts.append(f"{holder.name}’s computer confirmed it {moment(holder.confirmed)}.")
        else:
            parts.append(f"{holder.name}: not confirmed yet; it goes with the next file.")
    return " ".join(parts)

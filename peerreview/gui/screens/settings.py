"""Settings and safety: text size, theme, membership, the emergency sheet, safe copies, review files, one's data."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from peerreview.config import file_type
from peerreview.domain.dates import moment
from peerreview.domain.ledger import StoreReport
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.spelling import speller
from peerreview.gui.theme import Look, Theme
from peerreview.gui.typescale import PERCENTS
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, Page
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.text import label, muted, strong, title
from peerreview.services import carriers, drill, keeping, leaflets, regular_copies, typing
from peerreview.services.carriers import Carriers
from peerreview.services.drill import Drilled
from peerreview.services.leaflets import Leaflet
from peerreview.services.regular_copies import RegularCopies
from peerreview.services.views import KeptEntry, SettingsView, Target
from peerreview.services.views import Screen as Where

from .carrying import carriers_card
from .safe_copies import CopiesCard, SheetCard

_THEMES = (
    Choice(Theme.SYSTEM, "As the computer", "1"),
    Choice(Theme.LIGHT, "Light", "2"),
    Choice(Theme.DARK, "Dark", "3"),
    Choice(Theme.CONTRAST, "High contrast", "4"),
)


CARDS = {
    "look": "How it looks",
    "kit": "Emergency sheet",
    "copies": "Safe copies",
    "carriers": "Sending and receiving",
    "files": "Review files",
    "me": "Me",
    "data": "My data",
    "asked": "For those who ask first",
}
"""The page's cards: the record of a target that opens it there, and what stands above the card."""


@dataclass(frozen=True)
class SettingsPage:
    """What the page shows: settings, typing that could not be written where it was meant, safe copies and their test,
    and whether a double click opens review files here (None where that cannot be arranged)."""

    settings: SettingsView
    kept: tuple[KeptEntry, ...]
    carriers: Carriers
    copies: RegularCopies = field(default_factory=RegularCopies)
    drilled: Drilled | None = None
    opens_here: bool | None = None


class SettingsScreen(Screen[SettingsPage]):
    """Nothing here has to be touched before the first review."""

    def fetch(self, desk: Desk) -> SettingsPage:
        return SettingsPage(
            keeping.settings(desk.ports, desk.signer),
            typing.kept(desk.ports, desk.signer),
            carriers.show(desk.ports, desk.signer),
            regular_copies.state(desk.ports),
            drill.last(desk.ports),
            file_type.opens_here(),
        )

    def build(self, view: SettingsPage) -> QWidget:
        page = Page(self)
        page.add(title("Settings"))
        for entry in view.kept:
            page.add(self._kept(entry))
        cards = (
            self._look(),
            SheetCard(self, view.settings, CARDS["kit"]),
            CopiesCard(self, view, CARDS["copies"]),
            carriers_card(self, view.carriers),
            self._files(view),
            self._me(view.settings),
            self._data(),
            self._others(),
        )
        self._cards = dict(zip(CARDS, cards, strict=True))
        page.add(*cards)
        return page

    def begin(self, page: QWidget, view: SettingsPage) -> None:
        card = self._cards.get(self.target.record)
        if card is not None:
            for first in [each for each in self._stops() if card.isAncestorOf(each)][:1]:
                first.setFocus()
            self._into_sight(card)

    # --- cards -------------------------------------------------------------------------------------------

    def _kept(self, entry: KeptEntry) -> Banner:
        copy = Button("Copy the words", partial(self._copy, entry.text))
        drop = quiet("I do not need it", partial(self._let_go, entry))
        return Banner(f"“{entry.text}”", copy, drop, lead=f"Kept from {moment(entry.at)}. {entry.why}", tone="warn")

    def _look(self) -> Card:
        card = Card(CARDS["look"])
        look = self.session.look
        sizes = [Choice(str(each), f"{each} %", str(index)) for index, each in enumerate(PERCENTS, 1)]
        size = Segmented("Text size", sizes, str(look.percent), about="Ctrl and plus, Ctrl and minus")
        size.chosen.connect(lambda value: self._wear(percent=int(value)) if value else None)
        theme = Segmented("Theme", _THEMES, str(look.theme))
        theme.chosen.connect(lambda value: self._wear(theme=Theme(value)) if value else None)
        card.add(strong("Text size"), size, strong("Theme"), theme)
        return card

    def _me(self, view: SettingsView) -> Card:
        card = Card(CARDS["me"])
        card.add(label(", ".join(part for part in (view.name, view.school) if part)))
        if view.network:
            state = "Member" if view.member else "Not yet a member: you can prepare and take notes; sending waits"
            card.add(label(f"{view.network}: {state}."))
        else:
            card.add(muted("No network yet. Drop the invitation of your board's office into the window."))
            card.buttons(quiet("Start a network …", partial(self.session.go, Target(Where.NETWORK))))
        card.add(muted(f"Check words: {' '.join(view.check_words)}"))
        return card

    def _data(self) -> Card:
        card = Card(CARDS["data"], "Everything lies encrypted on this computer and nowhere else.")
        card.buttons(
            Button("Check my data", self._check, icon="shield-check"),
            quiet("Repair …", self._repair),
            quiet("My words …", speller().listed.emit, about="Words added to the dictionary"),
        )
        return card

    def _files(self, view: SettingsPage) -> Card:
        card = Card(
            CARDS["files"], "Files ending in .prb, as colleagues send them. They can be dropped into the window."
        )
        if view.opens_here:
            card.add(muted("A double click on a review file opens it here."))
        elif view.opens_here is not None:
            card.add(muted("A double click can open them too, for you alone: it needs no administrator."))
            card.buttons(Button("Open them with a double click", self._open_here, icon="file-text"))
        return card

    def _others(self) -> Card:
        card = Card(CARDS["asked"], "What is stored, where, how long, who sees it; what the computer needs.")
        officer = partial(self._leaflet, Leaflet.DATA_PROTECTION)
        card.buttons(
            Button("For the data protection officer …", officer, icon="printer"),
            Button("For the IT manager …", partial(self._leaflet, Leaflet.IT), icon="printer"),
        )
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def _wear(self, *, percent: int | None = None, theme: Theme | None = None) -> None:
        look = self.session.look
        self.session.look_wanted.emit(Look(theme or look.theme, percent or look.percent))

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        self.session.tell("Copied.")

    def _let_go(self, entry: KeptEntry) -> None:
        self.act(lambda desk: typing.let_go(desk.ports, desk.signer, entry))

    def save_copy(self, folder: Path, phrase: str | None = None) -> None:
        """Save a safe copy into a folder; with a phrase, the signing key beside it."""
        self.carry(
            lambda desk: (
                keeping.safe_copy(
                    desk.ports, desk.signer, folder, phrase=phrase, progress=desk.progress, turn=desk.turn
                ).sentence
            ),
            "Saving a safe copy",
            self.session.tell,
        )

    def test_copy(self, words: str) -> None:
        """Test the newest safe copy, with the words of the emergency sheet when they are given."""
        self.carry(
            lambda desk: drill.run(desk.ports, words, desk.progress, desk.turn),
            "Testing your safe copy",
            lambda drilled: self.session.tell(drilled.sentence, "ok" if drilled.good else "bad"),
        )

    def _open_here(self) -> None:
        self.act(
            lambda _desk: file_type.open_here(),
            then=lambda _done: self.session.tell("A double click on a review file opens it here from now on."),
        )

    def _leaflet(self, leaflet: Leaflet) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the pages go?")
        if folder:
            job = self.session.ask(
                lambda desk: leaflets.save(desk.ports, desk.signer, leaflet, Path(folder)), "Making the pages"
            )
            job.then(self, lambda written: self._written(written))

    def _written(self, written: tuple[Path, ...]) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(written[0])))
        self.session.tell(f"Saved in {written[0].parent}: {', '.join(path.name for path in written)}.")

    def _check(self) -> None:
        job = self.session.ask(lambda desk: keeping.check(desk.ports, desk.progress), "Checking your data")
        job.then(self, self._checked)

    def _repair(self) -> None:
        job = self.session.ask(lambda desk: keeping.rebuild(desk.ports, desk.progress), "Repairing")
        job.then(self, self._checked)

    def _checked(self, report: StoreReport) -> None:
        self.session.tell(keeping.verdict(report), "warn" if report.problems else "ok")

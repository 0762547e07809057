"""The joining table at a heads' briefing: where the joining file goes, and the slips that are printed for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from peerreview.domain.network import Network
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.tick import Tick
from peerreview.services import joining_table
from peerreview.services.joining_table import Laid

from .network_lists import Form

if TYPE_CHECKING:
    from .network import NetworkScreen


class TableDialog(Form):
    """Who comes to the table, the stick, and the slips. The two never lie in one folder."""

    def __init__(self, screen: NetworkScreen, network: Network) -> None:
        super().__init__("Joining table", screen, letters=96)
        self._folder: Path | None = None
        self._slips: Path | None = None
        self.add(
            label("At the briefing: one stick, a printed slip for each head, 90 seconds a head."),
            muted("Hand each slip over in person. It replaces the telephone call: two words on it are theirs alone."),
        )
        self._shown = {"folder": muted("No stick or folder chosen yet."), "slips": muted("Not chosen yet.")}
        self.add(Button("Choose the stick or folder …", self._choose, icon="folder-open"), self._shown["folder"])
        self.add(Button("Choose where the slips go …", self._choose_slips, icon="printer"), self._shown["slips"])
        self.add(strong("Slips for"))
        names = {each.urn: each.name for each in network.schools}
        self.people = {
            each.id: Tick(", ".join(filter(None, (each.name, names.get(each.school, each.organisation)))), True)
            for each in network.people
            if each.id not in network.members
        }
        self.add(*self.people.values())
        if not self.people:
            self.add(muted("Everybody in the network is a member already."))
        self.keeps("Make the joining file and the slips", self._done)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "The stick or folder of the table")
        if name:
            self.choose(Path(name), None)

    def _choose_slips(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save the slips", "Slips.pdf", "PDF files (*.pdf)")
        if name:
            self.choose(None, Path(name))

    def choose(self, folder: Path | None, slips: Path | None) -> None:
        """Where the joining file goes, and where the slips."""
        self._folder, self._slips = folder or self._folder, slips or self._slips
        for key, path in (("folder", self._folder), ("slips", self._slips)):
            if path:
                self._shown[key].setText(str(path))

    def _done(self) -> None:
        folder, slips = self._folder, self._slips
        people = [person for person, tick in self.people.items() if tick.isChecked()]
        if folder is None or slips is None:
            self.say("Choose the stick, and where the slips go.")
            return

        def made(laid: object) -> None:
            assert isinstance(laid, Laid)
            self._screen.table = folder
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(laid.slips)))
            many = "1 slip" if laid.people == 1 else f"{laid.people} slips"
            self._screen.session.tell(f"{many} to print; delete the PDF afterwards. {laid.invited.sent.sentence}")

        self.attempt(
            lambda desk: joining_table.lay(desk.ports, desk.signer, people, folder, slips, progress=desk.progress), made
        )

"""Issuing the report without somebody who does not sign: by leave of the lead headteacher, the reason printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.text import muted, strong
from peerreview.gui.widgets.tick import Tick
from peerreview.services.report_views import SigningView

if TYPE_CHECKING:
    from .sign import SignScreen

_REASON = 160  # characters, so that it prints in one line with the names


class IssueWithoutDialog(Dialog):
    """Without whom, by whose leave, and why. Makes a new version, which those who are left sign."""

    def __init__(self, screen: SignScreen, signing: SigningView) -> None:
        super().__init__("Issue the report without a signature", screen)
        self._screen = screen
        self.add(
            muted(
                "The lead headteacher may let the report be issued without somebody who cannot sign. The reason prints "
                "in the report. It becomes a new version, which everybody else signs."
            ),
            strong("Without the signature of"),
        )
        self._people = [(person, Tick(name, about="Without this signature")) for person, name in signing.without]
        self._lead, self._reason = QLineEdit(signing.lead), QLineEdit()
        self._reason.setMaxLength(_REASON)
        for name, edit in (("By leave of", self._lead), ("Because", self._reason)):
            edit.setAccessibleName(name)
            edit.textChanged.connect(self._ready)
        for _, tick in self._people:
            tick.toggled.connect(self._ready)
            self.add(tick)
        self.add(strong("By leave of"), self._lead, strong("Because"), self._reason)
        self._issue = self.button("Make the version", self._done, main=True)
        self.closes()
        self._ready()
        self._people[0][1].setFocus()

    def _chosen(self) -> list[str]:
        return [person for person, tick in self._people if tick.isChecked()]

    def _ready(self) -> None:
        self._issue.setEnabled(bool(self._chosen() and self._lead.text().strip() and self._reason.text().strip()))

    def _done(self) -> None:
        self.accept()
        self._screen.issue_without(self._chosen(), self._reason.text().strip(), self._lead.text().strip())

"""The check for accuracy round the table: the host marks the draft as themselves on the report writer's laptop."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.session import Session
from peerreview.gui.widgets.text import label
from peerreview.identity.signer import Signer
from peerreview.services.review_views import ReviewView

from .check import CheckScreen


class GuestCheckDialog(Dialog):
    """The host's page and nothing else of this laptop; what they write is theirs, under the key they opened."""

    def __init__(self, screen: CheckScreen, signer: Signer) -> None:
        super().__init__(f"Check for accuracy: {signer.name}", screen, letters=124)
        self._screen = screen
        self._session = Session(screen.session.ports, signer, screen.session.jobs)
        self._said = label("", tone="ok")
        self._page = _HostsPage(self._session, screen.target)
        self.add(self._said, self._page)
        self._session.told.connect(lambda text, _tone: self._said.setText(text))
        self._page.shown.connect(lambda _view: QTimer.singleShot(0, self, self.fit))
        self.button("Hand the laptop back", self.accept, main=True)
        self.finished.connect(lambda _how: self._back())
        self._page.refresh()

    def _back(self) -> None:
        """Everything the host typed becomes theirs before the laptop goes back."""
        self._page.flush()
        self._session.ask(self._session.settled(lambda _desk: None))
        self._screen.session.farewell()
        self._screen.refresh()


class _HostsPage(CheckScreen):
    """The check without the frame of the review."""

    def build(self, view: ReviewView) -> QWidget:
        return self.page(view).takeWidget()

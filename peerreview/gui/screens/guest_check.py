"""The check for accuracy round the table: the host marks the draft as themselves on the report writer's laptop."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.session import Session
from peerreview.gui.widgets.banner import announce
from peerreview.gui.widgets.text import label
from peerreview.identity.signer import Signer
from peerreview.services.review_views import ReviewView

from .check import CheckScreen


class GuestCheckDialog(Dialog):
    """The host's page and nothing else of this laptop; what they write is theirs, under the key they opened."""

    def __init__(self, screen: CheckScreen, signer: Signer) -> None:
        super().__init__(f"Check for accuracy: {signer.name}", screen, large=True)
        self._screen = screen
        self._session = Session(screen.session.ports, signer, screen.session.jobs)
        self._said = label("", tone="warn")
        self._page = _HostsPage(self._session, screen.target)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 16, 0, 0)
        head = QVBoxLayout()
        head.setContentsMargins(28, 0, 28, 0)
        head.addWidget(self.title)
        head.addWidget(self._said)
        column.addLayout(head)
        column.addWidget(self._page, 1)
        self.fill(body)
        self.button("Hand the laptop back", self.accept, main=True)
        screen.session.jobs.failed.connect(self._failed)
        self.finished.connect(lambda _how: self._back())
        self._page.setFocus()
        self._page.refresh()

    def _failed(self, error: BaseException) -> None:
        told = tell(error)
        self._said.setText(f"{told.happened} {told.rest}")
        announce(self._said, self._said.text())

    def _back(self) -> None:
        """Everything the host typed becomes theirs before the laptop goes back."""
        self._page.flush()
        self._session.ask(self._session.settled(lambda _desk: None))
        self._screen.session.farewell()
        self._screen.refresh()


class _HostsPage(CheckScreen):
    """The check without the frame of the review."""

    def build(self, view: ReviewView) -> QWidget:
        self.frame = self
        return self.page(view)

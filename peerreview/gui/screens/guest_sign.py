"""Signing round the table: a colleague reads the pages on this laptop and signs with the key they opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from peerreview.domain.reviews import Meaning
from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.text import label
from peerreview.identity.signer import Signer
from peerreview.services.report_views import ReportVersionView
from peerreview.services.words import MEANING_WORDS

if TYPE_CHECKING:
    from .sign import SignScreen


class GuestSignDialog(Dialog):
    """What the signature says is the colleague's to choose; only the host's comment can stand beside it."""

    def __init__(self, screen: SignScreen, version: ReportVersionView, signer: Signer, *, host: bool) -> None:
        super().__init__(f"{signer.name} signs", screen)
        self._screen, self._version, self._signer = screen, version, signer
        self.add(label(f"Read the pages of version {version.number}, then sign."))
        read = Button("Open the pages", partial(screen.open_pages, version), icon="eye")
        self.page.buttons(read)
        for meaning in Meaning if host else (Meaning.FAIR_RECORD,):
            words, first = f"Sign: {MEANING_WORDS[meaning]}", meaning is Meaning.FAIR_RECORD
            self.button(words, partial(self._sign, meaning), main=first)
        self.closes()
        self.rejected.connect(screen.session.farewell)
        read.setFocus()  # nobody signs by pressing Enter once too often

    def _sign(self, meaning: Meaning) -> None:
        self.accept()
        self._screen.sign(self._version.number, meaning, self._signer)

"""Send: one button for a working copy to colleagues, or on to sharing the report."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from peerreview.domain.people import Role
from peerreview.domain.reviews import Step
from peerreview.gui.dialogs import Dialog
from peerreview.gui.session import Session
from peerreview.gui.widgets.card import rule
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.tick import Tick
from peerreview.services import sending
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .review_frame import ReviewScreen

_WITH_NOTES = "This file holds everything the reviewers share: notes, hidden grades, main points."
_WITHOUT_NOTES = (
    "The host gets this file, so no note and no hidden grade goes into it. Make the reviewers one of their own."
)


class SendDialog(Dialog):
    """Who gets a working copy (at first all, or the one person `to`), and into which folder; the review `reaches` a
    step by it. Private notes stay here."""

    def __init__(
        self, session: Session, view: ReviewView, screen: ReviewScreen, reaches: Step | None = None, *, to: str = ""
    ) -> None:
        super().__init__("Send", screen)
        self._session, self._view, self._screen, self._reaches = session, view, screen, reaches
        self.add(strong("A working copy, to colleagues in this review"))
        self.add(muted("Notes marked Only me never leave this computer."))
        self._ticks = {}
        for each in view.cast:
            if not each.me:
                place = f", {each.organisation}" if each.organisation else ""
                first = " (the first time that you send anything to them)" if each.first else ""
                tick = Tick(f"{each.name}, {each.word.lower()}{place}{first}", to in ("", each.person))
                tick.toggled.connect(self._ready)
                self._ticks[each.person] = tick
                self.add(tick)
        self._holds = label("")
        self.add(self._holds)
        self.email = Tick("It goes by e-mail: no file larger than my e-mail takes", False)
        self.add(self.email)
        shared = [release for release in view.sharing.releases if not release.stopped]
        if shared:
            often = "once" if len(shared) == 1 else f"{len(shared)} times"
            self.add(rule(), muted(f"The report has been shared {often}. Sharing has its own page."))
        self._make = self.button("Make the file …", self._choose, main=True)
        self.button("Share the report", self._share)
        self.closes()
        self._ready()

    def _ready(self) -> None:
        host = {each.person for each in self._view.cast if each.role == Role.HOST}
        chosen = {person for person, tick in self._ticks.items() if tick.isChecked()}
        if self._view.my_role != Role.HOST:
            self._holds.setText(_WITHOUT_NOTES if host & chosen else _WITH_NOTES)
        self._make.setEnabled(any(tick.isChecked() for tick in self._ticks.values()))

    def _share(self) -> None:
        self.accept()
        self._session.go(Target(Where.SHARE, self._view.stream))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the file go? A stick or a folder.")
        if folder:
            self.make(Path(folder))

    def make(self, folder: Path) -> None:
        """Make the review file in `folder`."""
        people = [person for person, tick in self._ticks.items() if tick.isChecked()]
        review, mail = self._view.stream, self.email.isChecked()
        self.accept()
        self._screen.act(
            lambda desk: sending.working_copy(
                desk.ports, desk.signer, review, people, folder, desk.progress, by_email=mail, reaches=self._reaches
            ),
            "Making the file",
            then=self._session.tell_sent,
        )

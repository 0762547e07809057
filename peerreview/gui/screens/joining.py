"""Joining a network: the phrase from the slip, who one is, and the file that goes back to the office."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.session import Session
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import joining
from peerreview.services.joining import InvitationView
from peerreview.services.posting import Sent


class JoinDialog(Dialog):
    """An invitation that was dropped. First the phrase, then one's name, then where the request goes."""

    def __init__(self, session: Session, path: Path, parent: QWidget) -> None:
        super().__init__("Join a network", parent)
        self._session, self._path = session, path
        self.add(label("This is a joining file. Its phrase was given to you on paper or by telephone."))
        self._phrase = QLineEdit()
        self._phrase.setAccessibleName("Phrase from the slip")
        self._phrase.textChanged.connect(self._ready)
        self.add(strong("Phrase from the slip"), self._phrase)
        self._said = label("", tone="warn")
        self.add(self._said)
        self._person: Pick | None = None
        self._invitation: InvitationView | None = None
        self._go = self.button("Open", self._next, main=True)
        self.closes()
        self._ready()
        self._phrase.setFocus()

    def _ready(self) -> None:
        self._go.setEnabled(bool(self._phrase.text().strip()))

    def _next(self) -> None:
        self._said.setText("")
        if self._person is None:
            path, phrase = self._path, self._phrase.text().strip()
            job = self._session.ask(
                lambda desk: joining.read_invitation(desk.ports, path, phrase, desk.progress), "Opening the invitation"
            )
            job.quiet = True
            job.failed.connect(self._not_opened)
            job.then(self, self.show_invitation)
        else:
            folder = QFileDialog.getExistingDirectory(self, "Where should the request go? A stick or a folder.")
            if folder:
                self.ask_to_join(Path(folder))

    def show_invitation(self, view: InvitationView) -> None:
        """Say which network it is, and ask who one is."""
        self._invitation = view
        self._phrase.setEnabled(False)
        self.add(label(f"{view.network.name}, {len(view.network.schools)} schools."))
        if view.check_words:
            self.add(muted(f"Check words of the office: {' '.join(view.check_words)}"))
        people = [(person.id, person.name) for person in view.people]
        self._person = Pick("I am", people, letters=44)
        self.add(strong("I am"), self._person)
        self.add(muted("A request goes back to the office. You can prepare and take notes until you are admitted."))
        self._go.setText("Make my request …")
        self.fit()

    def ask_to_join(self, folder: Path) -> None:
        """Make the request in `folder`."""
        if self._person is None or self._invitation is None:
            return
        person, invitation = self._person.value, self._invitation
        job = self._session.ask(
            lambda desk: joining.request(desk.ports, desk.signer, invitation, person, folder, progress=desk.progress),
            "Making the request",
        )
        job.quiet = True
        job.failed.connect(self._not_opened)
        job.then(self, self._made)

    def _made(self, sent: Sent) -> None:
        self.accept()
        self._session.arrived.emit()
        self._session.tell(f"{sent.sentence} Send it to the office; their answer is one more file.")

    def _not_opened(self, error: BaseException) -> None:
        told = tell(error)
        self._said.setText(f"{told.happened} {told.rest}")
        self.fit()

"""Joining a network: the phrase from the slip, who one is, and the file that goes back to the office."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.session import Desk, Session
from peerreview.gui.widgets.buttons import Button
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
        self._slip = QLineEdit()
        self._slip.setAccessibleName("Your own two words from the slip")
        self._person: Pick | None = None
        self._invitation: InvitationView | None = None
        self._put: Button | None = None
        self._go = self.button("Open", self._next, main=True)
        self.closes()
        self._ready()
        self._phrase.setFocus()

    def _ready(self) -> None:
        self._go.setEnabled(bool(self._phrase.text().strip() if self._person is None else self._person.value))
        if self._put is not None:
            self._put.setEnabled(self._go.isEnabled())

    def _next(self) -> None:
        self._said.setText("")
        if self._person is None:
            path, phrase = self._path, self._phrase.text().strip()
            job = self._session.fetch(
                lambda desk: joining.read_invitation(desk.ports, path, phrase, desk.progress, desk.turn),
                "Opening the invitation",
            )
            job.quiet = True
            job.fails(self, self._not_opened)
            job.then(self, self.show_invitation)
        else:
            self.ask_to_join(self._path.parent)

    def show_invitation(self, view: InvitationView) -> None:
        """Say which network it is, and ask who one is."""
        self._invitation = view
        self._phrase.setEnabled(False)
        self.add(label(f"{view.network.name}, {len(view.network.schools)} schools."))
        if view.check_words:
            self.add(muted(f"Check words of the office: {' '.join(view.check_words)}"))
        people = [(person.id, person.name) for person in view.people]
        said = self._session.signer.name.casefold()
        alike = [person for person, name in people if name.casefold() == said]
        mine = (alike if len(alike) == 1 else [person for person, _ in people] if len(people) == 1 else [""])[0]
        self._person = Pick("I am", people, mine, letters=44)
        if not mine:  # nobody asks in another's name by going on
            self._person.setPlaceholderText("Choose your name")
            self._person.setCurrentIndex(-1)
        self._person.currentIndexChanged.connect(self._ready)
        self.add(strong("I am"), self._person)
        if view.own:
            self.add(muted("A request goes to your first computer, which passes it on to the office."))
        else:
            self.add(strong("Your own two words from the slip"), self._slip)
            self.add(muted("Leave them empty if you got no slip: then the office rings you."))
        self.add(muted("You can prepare and take notes until you are admitted."))
        self._go.setText("Put my request beside the joining file")
        self._put = self.button("Put it elsewhere …", self._elsewhere)
        self._ready()
        QTimer.singleShot(0, self, self.fit)  # what was added counts once it is shown
        (self._slip if not view.own and mine else self._person).setFocus()

    def _elsewhere(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the request go? A stick or a folder.")
        if folder:
            self.ask_to_join(Path(folder))

    def ask_to_join(self, folder: Path) -> None:
        """Make the request in `folder`."""
        if self._person is None or self._invitation is None:
            return
        person, invitation, slip = self._person.value, self._invitation, self._slip.text().strip()

        def make(desk: Desk) -> tuple[Sent, tuple[str, ...]]:
            sent = joining.request(desk.ports, desk.signer, invitation, person, folder, slip, desk.progress)
            return sent, joining.my_check_words(desk.ports)

        job = self._session.ask(make, "Making the request")
        job.quiet = True
        job.fails(self, self._not_opened)
        job.then(self, lambda made: self._made(*made, slip=bool(slip), own=bool(invitation.own)))

    def _made(self, sent: Sent, words: tuple[str, ...], *, slip: bool, own: bool) -> None:
        self.accept()
        self._session.arrived.emit()
        if slip:
            self._session.tell(f"{sent.sentence} Give the stick back; the welcome file follows.")
        elif own:
            self._session.tell(f"{sent.sentence} Open it on your first computer.")
        else:
            said = f"Send it to the office. When they ring, read these words out: {' '.join(words)}."
            self._session.tell(f"{sent.sentence} {said} They stay under Our network.")

    def _not_opened(self, error: BaseException) -> None:
        told = tell(error)
        self.speak(self._said, f"{told.happened} {told.rest}")

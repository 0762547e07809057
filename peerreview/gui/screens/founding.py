"""Beginnings that happen once: starting a network from a list of people, and planning a triad's year."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QLineEdit

from peerreview.domain.exchange import SignedDocument
from peerreview.domain.network import Group, Network
from peerreview.domain.people import Role
from peerreview.gui.dialogs import Dialog
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import founding, joining, triads
from peerreview.services.triads import Member
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

if TYPE_CHECKING:
    from .network import NetworkScreen

_LEAST_PHRASE = 12


class StartDialog(Dialog):
    """A name, a list of people, and two places for the stamp: it exists nowhere else."""

    def __init__(self, screen: NetworkScreen) -> None:
        super().__init__("Start a network", screen, letters=100)
        self._screen = screen
        self._chosen: dict[str, Path] = {}
        self._go = self.button("Start the network", self._done, main=True)
        self.closes()
        self.add(muted("For a board's office, or for a triad that works alone."))
        self._name = self._line("Name of the network")
        for key, words, about in (
            (
                "people",
                "Choose the list of people (CSV) …",
                "A line each: name, role, urn, school, triad, collaborative",
            ),
            ("first", "Choose where the stamp goes …", "A stick is best"),
            ("second", "Choose a second place for it …", "Another stick, kept elsewhere"),
        ):
            self._place(key, words, about)
        self._phrase, self._again = (
            self._line("Phrase of the stamp", secret=True),
            self._line("The same once more", secret=True),
        )
        for edit in (self._name, self._phrase, self._again):
            edit.textChanged.connect(self._ready)
        self._ready()

    def _line(self, name: str, *, secret: bool = False) -> QLineEdit:
        edit = QLineEdit()
        edit.setAccessibleName(name)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.add(strong(name), edit)
        return edit

    def _place(self, key: str, words: str, about: str) -> None:
        shown = muted(about)

        def choose() -> None:
            if key == "people":
                name, _ = QFileDialog.getOpenFileName(self, words, "", "Lists (*.csv)")
            else:
                name = QFileDialog.getExistingDirectory(self, words)
            if name:
                self._chosen[key] = Path(name)
                shown.setText(name)
                self._ready()

        self.add(Button(words, choose, about=about), shown)

    def _ready(self) -> None:
        phrase = self._phrase.text()
        ready = len(self._chosen) == 3 and len(phrase) >= _LEAST_PHRASE and phrase == self._again.text()
        self._go.setEnabled(ready and bool(self._name.text().strip()))

    def _done(self) -> None:
        name, phrase, chosen = self._name.text().strip(), self._phrase.text(), dict(self._chosen)

        def begin(desk: Desk) -> SignedDocument:
            rows = founding.from_csv(chosen["people"].read_text("utf-8-sig"))
            network = founding.network_of(
                rows,
                name=name,
                issued=desk.ports.clock().date(),
                ids=desk.ports.ids,
                handbook=next(iter(desk.ports.library.ids()), ""),
                me=(desk.signer.name, desk.signer.person),
            )
            folders = (chosen["first"], chosen["second"])
            return joining.start_network(desk.ports, desk.signer, network, folders, phrase)

        self.accept()
        job = self._screen.act(begin, "Starting the network")
        job.then(self._screen, lambda _done: self._screen.session.arrived.emit())


class YearDialog(Dialog):
    """The triad's year: term and handbook; the members come from the network."""

    def __init__(self, screen: NetworkScreen, network: Network, group: Group) -> None:
        super().__init__(f"{group.name}: plan the year", screen, letters=80)
        self._screen, self._network, self._group = screen, network, group
        today = date.today()  # noqa: DTZ011  # a person's own calendar day
        first = today.year if today.month >= 8 else today.year - 1
        self._year, self._term = QLineEdit(f"{first}/{(first + 1) % 100:02}"), QLineEdit("Autumn")
        for name, edit in (("School year", self._year), ("Term", self._term)):
            edit.setAccessibleName(name)
            self.add(strong(name), edit)
        self._handbook = Pick(
            "Handbook", [(network.handbook, network.handbook)] if network.handbook else [], letters=30
        )
        self.add(strong("Handbook"), self._handbook)
        names = [person.name for person in self._heads()]
        self.add(label(f"Members: {', '.join(names)}."))
        self.button("Begin the plan", self._done, main=True)
        self.closes()

    def _heads(self) -> list[Member]:
        network, group = self._network, self._group
        found = []
        for person in network.people:
            school = network.school(person.school)
            if person.school in group.schools and person.role in (Role.HEAD, Role.OFFICE, Role.LEAD_HEAD) and school:
                role = Role.OFFICE if person.role is Role.OFFICE else Role.HEAD
                found.append(Member(person.id, person.name, role, school.urn, school.name, school.phase, school.pupils))
        return found

    def _done(self) -> None:
        year, term, handbook = self._year.text().strip(), self._term.text().strip(), self._handbook.value
        members, name = self._heads(), self._group.name
        self.accept()
        self._screen.act(
            lambda desk: triads.begin(
                desk.ports, desk.signer, name=name, year=year, term=term, handbook=handbook, members=members
            ),
            then=lambda stream: self._screen.session.go(Target(Where.TRIAD, stream)),
        )

"""Beginnings that happen once: starting a network from a list of people, and planning a triad's year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

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
_TRIAD, _OFFICE = "triad", "office"
_LIST_ABOUT = "A line each: name, role, urn, school, triad, collaborative. Or add schools and people afterwards."


class StartDialog(Dialog):
    """A name, who is in it, and two places for the stamp: it exists nowhere else.

    A triad types its three schools here. A board's office may bring a list, or put its schools together afterwards.
    """

    def __init__(self, screen: NetworkScreen) -> None:
        super().__init__("Start a network", screen, letters=100)
        self._screen = screen
        self._chosen: dict[str, Path] = {}
        self.kind = Pick("For whom", ((_TRIAD, "A triad that works alone"), (_OFFICE, "A board's office")), letters=40)
        self.add(strong("For whom"), self.kind)
        self.name = self._line("Name of the network")
        self._heads = QWidget()
        grid = QGridLayout(self._heads)
        grid.setContentsMargins(0, 0, 0, 0)
        self.mine = self._cell(grid, 0, "Your school")
        self.colleagues = [
            (self._cell(grid, row, f"Colleague {row}: name"), self._cell(grid, row, f"Colleague {row}: school", 2))
            for row in (1, 2, 3)
        ]
        self.add(self._heads)
        self._list = self._place("people", "Choose a list of people (Excel or CSV) …", _LIST_ABOUT)
        self._place("first", "Choose where the stamp goes …", "The stamp signs the list of members. A stick is best.")
        self._place("second", "Choose a second place for it …", "Another stick, kept elsewhere")
        secrets = QGridLayout()
        self._phrase = self._secret(secrets, 0, "Phrase of the stamp")
        self._again = self._secret(secrets, 1, "The same once more")
        self.add(secrets)
        self.add(muted(f"{_LEAST_PHRASE} letters or more. Four everyday words are good."))
        self._go = self.button("Start the network", self._done, main=True)
        self.closes()
        for edit in self.findChildren(QLineEdit):
            edit.textChanged.connect(self._ready)
        self.kind.picked.connect(self._kinds)
        self._kinds(self.kind.value)
        self.name.setFocus()

    def _line(self, name: str) -> QLineEdit:
        edit = _named(name)
        self.add(strong(name), edit)
        return edit

    def _secret(self, grid: QGridLayout, column: int, name: str) -> QLineEdit:
        edit = _named(name)
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        grid.addWidget(strong(name), 0, column)
        grid.addWidget(edit, 1, column)
        return edit

    def _cell(self, grid: QGridLayout, row: int, name: str, column: int = 1) -> QLineEdit:
        edit = _named(name)
        edit.setPlaceholderText(name)
        grid.addWidget(edit, row, column)
        return edit

    def _place(self, key: str, words: str, about: str) -> tuple[QWidget, QWidget]:
        shown = muted(about)

        def choose() -> None:
            if key == "people":
                name, _ = QFileDialog.getOpenFileName(self, words, "", "Lists (*.xlsx *.csv)")
            else:
                name = QFileDialog.getExistingDirectory(self, words)
            if name:
                self.choose(key, Path(name))
                shown.setText(name)

        button = Button(words, choose, about=about)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addWidget(shown, 1)
        self.add(row)
        return button, shown

    def choose(self, key: str, path: Path) -> None:
        """The list of people, or the first or second place of the stamp."""
        self._chosen[key] = path
        self._ready()

    def _kinds(self, kind: str) -> None:
        self._heads.setVisible(kind == _TRIAD)
        for each in self._list:
            each.setVisible(kind == _OFFICE)
        self._ready()
        self.fit()

    def _ready(self) -> None:
        phrase = self._phrase.text()
        ready = {"first", "second"} <= set(self._chosen) and len(phrase) >= _LEAST_PHRASE
        self._go.setEnabled(ready and phrase == self._again.text() and bool(self.name.text().strip()))

    def _done(self) -> None:
        name, phrase, chosen, kind = self.name.text().strip(), self._phrase.text(), dict(self._chosen), self.kind.value
        mine = self.mine.text()
        others = [(head.text(), school.text(), "") for head, school in self.colleagues]

        def begin(desk: Desk) -> SignedDocument:
            if kind == _TRIAD:
                rows = founding.alone(name, [(desk.signer.name, mine, ""), *others])
            else:
                rows = founding.from_cells(desk.ports.papers.rows(chosen["people"])) if "people" in chosen else []
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
        job.then(self._screen, lambda _done: self._started())

    def _started(self) -> None:
        self._screen.session.arrived.emit()
        self._screen.session.tell("The network is started. Invite the others next; keep the two stamps apart.")


def _named(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    return edit


class YearDialog(Dialog):
    """The triad's year: term and handbook; the members come from the network."""

    def __init__(self, screen: NetworkScreen, network: Network, group: Group, titles: Mapping[str, str]) -> None:
        super().__init__(f"{group.name}: plan the year", screen, letters=80)
        self._screen, self._network, self._group = screen, network, group
        today = date.today()  # noqa: DTZ011  # a person's own calendar day
        first = today.year if today.month >= 8 else today.year - 1
        year, term = network.cycle.year or f"{first}/{(first + 1) % 100:02}", network.cycle.term_on(today)
        self._year, self._term = QLineEdit(year), QLineEdit(term.name if term else "Autumn")
        for name, edit in (("School year", self._year), ("Term", self._term)):
            edit.setAccessibleName(name)
            self.add(strong(name), edit)
        books = [(each, titles.get(each, each)) for each in (network.handbook, *network.handbooks) if each]
        self._handbook = Pick("Handbook", books, letters=30)
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

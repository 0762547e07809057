"""The office's part of the network's page: its schools, people and groups, what was agreed on, and how people join."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from peerreview.analysis.wording import listed
from peerreview.domain.dates import plain
from peerreview.domain.network import Group, Network
from peerreview.domain.people import Person, Role
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.fold import Fold
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted
from peerreview.services import handing_over, office
from peerreview.services.words import hat, standing

from .joining_table import TableDialog
from .network_lists import AgreedDialog, Form, GroupDialog, MemberDialog, RegisterDialog, SchoolDialog

if TYPE_CHECKING:
    from .network import NetworkScreen

_FEW = 8
"""Lines that stand open on the page; a longer list is folded."""


def office_cards(screen: NetworkScreen, network: Network, titles: Mapping[str, str]) -> list[Card]:
    """The cards that only the office sees; `network` holds what is not published yet too, `titles` are handbooks'."""
    return [
        _joining(screen, network),
        _people(screen, network),
        _schools(screen, network),
        _groups(screen, network),
        _agreed(screen, network, titles),
    ]


def _joining(screen: NetworkScreen, network: Network) -> Card:
    card = Card("Joining", "At a briefing with slips of paper, or by e-mail and telephone. One welcome file for all.")
    out = [person.name for person in network.people if person.id not in network.members]
    card.add(label(f"Not yet a member: {len(out)} of {len(network.people)}." if out else "Everybody is a member."))
    card.buttons(
        *(
            [
                Button("Joining table …", lambda: TableDialog(screen, network).open(), icon="users"),
                Button("Invite those not admitted …", screen.choose_invitation, icon="send"),
            ]
            if out
            else []
        ),
        quiet("Make the welcome file …", screen.choose_welcome, about="The list of members, for all of them"),
    )
    return card


def _people(screen: NetworkScreen, network: Network) -> Card:
    def line(person: Person) -> SideBySide:
        school = network.school(person.school)
        said = ", ".join(filter(None, (person.name, hat(person), school.name if school else person.organisation)))
        not_one = standing(network, person.id)
        change = quiet("Change …", lambda: MemberDialog(screen, network, person).open(), about=person.name)
        return SideBySide(label(f"{said} ({not_one})" if not_one else said), change, letters=84)

    card = Card("People")
    card.add(_lines([partial(line, each) for each in network.people], "people"))
    card.buttons(
        Button("Add somebody …", lambda: MemberDialog(screen, network).open(), icon="plus"),
        quiet("From a list …", partial(_from_list, screen), about="Excel or CSV: name, role, urn, school, triad"),
        quiet("Give a new head the school's reviews …", lambda: HandOverDialog(screen, network).open()),
    )
    return card


def _schools(screen: NetworkScreen, network: Network) -> Card:
    card = Card("Schools")
    card.add(
        _lines(
            [
                partial(
                    SideBySide,
                    label(f"{each.name} ({each.urn}){f', {each.pupils} pupils' if each.pupils else ''}"),
                    quiet("Change …", partial(_open_school, screen, each), about=each.name),
                    letters=84,
                )
                for each in network.schools
            ],
            "schools",
        )
    )
    card.buttons(
        Button("Add a school …", lambda: SchoolDialog(screen).open(), icon="plus"),
        quiet("From a register file …", lambda: RegisterDialog(screen).open()),
    )
    return card


def _groups(screen: NetworkScreen, network: Network) -> Card:
    card = Card("Groups", "Triads, collaboratives, or any kind of your own.")
    for group in network.groups:
        change = quiet("Change …", partial(_open_group, screen, network, group), about=group.name)
        card.add(SideBySide(label(_said(network, group)), change, letters=84))
    card.buttons(Button("Add a group …", lambda: GroupDialog(screen, network).open(), icon="plus"))
    return card


def _said(network: Network, group: Group) -> str:
    schools = listed([school.name for urn in group.schools if (school := network.school(urn))])
    lead = network.person(group.lead)
    since = f", from {plain(group.since)}" if group.since else ""
    until = f", until {plain(group.until)}" if group.until else ""
    led = f" Organised by {lead.name}." if lead else ""
    return f"{group.name} ({group.kind}{since}{until}): {schools}.{led}"


def _agreed(screen: NetworkScreen, network: Network, titles: Mapping[str, str]) -> Card:
    card = Card("What we agreed on")
    cycle = network.cycle
    visits = "one visit" if cycle.visits == 1 else f"{cycle.visits} visits"
    card.add(label(f"{cycle.year or 'School year not set'}: {visits} to each school."))
    card.add(*(label(f"{term.name} term: {plain(term.first)} to {plain(term.last)}") for term in cycle.terms))
    books = [titles.get(each, each) for each in (network.handbook, *network.handbooks) if each]
    card.add(label(f"Handbook: {', '.join(books)}"))
    card.buttons(Button("Change …", lambda: AgreedDialog(screen, network, titles).open(), about="What we agreed on"))
    return card


class HandOverDialog(Form):
    """One file for a school's new head with every review of that school that is held here."""

    def __init__(self, screen: NetworkScreen, network: Network) -> None:
        super().__init__("Give a new head the school's reviews", screen)
        self.add(
            label("Reports and actions belong to the school. They open them on the first day."),
            muted("Reviewers' notes do not go along, nor anything marked Only me."),
        )
        heads = [
            (each.id, f"{each.name}, {school.name}")
            for each in network.people
            if each.role is Role.HEAD and each.id in network.members and (school := network.school(each.school))
        ]
        self.head = self.pick(Pick("New head", heads, letters=50))
        self.keeps("Make the file …", self._choose)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the file go?")
        if folder:
            self.make(Path(folder))

    def make(self, folder: Path) -> None:
        """Make the file in `folder`."""
        head = self.head.value
        self.attempt(
            lambda desk: handing_over.school_copy(desk.ports, desk.signer, head, folder, desk.progress),
            lambda sent: self._screen.session.tell(sent.sentence),  # type: ignore[attr-defined]
        )


def _from_list(screen: NetworkScreen) -> None:
    name, _ = QFileDialog.getOpenFileName(screen, "List of people", "", "Lists (*.xlsx *.csv)")
    if name:
        screen.carry(
            lambda desk: office.from_list(desk.ports, desk.signer, Path(name), desk.turn),
            "Reading the list",
            lambda taken: screen.session.tell(taken.sentence),
            fetches=True,
        )


def _open_school(screen: NetworkScreen, school: object) -> None:
    SchoolDialog(screen, school).open()  # type: ignore[arg-type]


def _open_group(screen: NetworkScreen, network: Network, group: Group) -> None:
    GroupDialog(screen, network, group).open()


def _lines(make: Sequence[Callable[[], QWidget]], what: str) -> QWidget:
    """The lines themselves, or a fold with them when they are many."""

    def column() -> QWidget:
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        for each in make:
            layout.addWidget(each())
        return made

    if len(make) <= _FEW:
        return column()
    return Fold(f"Show all {len(make)} {what}", f"Hide the {what}", column)

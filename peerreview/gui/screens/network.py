"""Our network, for its office: who asks to join, admitting them, inviting, and the one welcome file for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from peerreview.domain.network import Group, GroupKind, Network
from peerreview.domain.people import Role
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong, title
from peerreview.gui.widgets.tick import Tick
from peerreview.services import asking, joining
from peerreview.services.asking import RequestView
from peerreview.services.joining import AdmittedView, Invited
from peerreview.services.words import hat, standing

from .founding import StartDialog, YearDialog

_PHOTOS = {
    None: "The network has no rule of its own: the handbook's holds.",
    True: "Reviewers may take photos of displays and documents.",
    False: "Reviewers take no photos.",
}
_RULES = (("Let reviewers take photos …", True), ("No photos …", False))


@dataclass(frozen=True)
class NetworkPage:
    """What the page shows: the network as it stands (None: not joined yet), and who asks to join."""

    network: Network | None
    requests: tuple[RequestView, ...]


class NetworkScreen(Screen[NetworkPage]):
    """Acts of the network open its stamp for just that act."""

    def fetch(self, desk: Desk) -> NetworkPage:
        return NetworkPage(joining.ours(desk.ports, desk.signer), asking.waiting(desk.ports, desk.signer))

    def build(self, view: NetworkPage) -> QWidget:
        page = Page()
        page.add(title(view.network.name if view.network else "Our network"))
        if view.network is None:
            begin = Button(
                "Start a network …", lambda: StartDialog(self).open(), about="For an office, or a triad alone"
            )
            words = "There is no network here yet. Drop the invitation of the office into the window."
            page.add(Empty(words, begin, icon="users"))
            return page
        schools, members = len(view.network.schools), len(view.network.members)
        page.add(muted(f"Number {view.network.number}. {schools} schools, {members} members."))
        if view.requests or self._is_office(view.network):
            page.add(self._requests(view))
        page.add(self._triads(view.network), self._people(view.network))
        if self._is_office(view.network):
            page.add(self._photos(view.network))
        return page

    def _is_office(self, network: Network) -> bool:
        me = network.person(self.session.signer.person)
        alone = not network.with_role(Role.OFFICE)  # a triad that works alone has no office
        return me is not None and (alone or me.role in (Role.OFFICE, Role.OFFICER))

    def _triads(self, network: Network) -> Card:
        card = Card("Triads", "Schools that review each other. One of their heads plans the year.")
        me = network.person(self.session.signer.person)
        for group in network.groups:
            if group.kind is not GroupKind.TRIAD:
                continue
            names = ", ".join(school.name for urn in group.schools if (school := network.school(urn)))
            words = label(f"{group.name}: {names}")
            mine = me is not None and me.school in group.schools
            plan = Button("Plan the year …", partial(self._plan_year, network, group), about=group.name)
            card.add(SideBySide(words, *([plan] if mine else []), letters=80))
        return card

    def _plan_year(self, network: Network, group: Group) -> None:
        YearDialog(self, network, group).open()

    def _requests(self, view: NetworkPage) -> Card:
        card = Card(
            "Asking to join", "Compare the check words by telephone, or use the printed slips at a joining table."
        )
        self._ticks = {}
        for each in view.requests:
            tick = Tick(f"{each.name}: {' '.join(each.check_words)}", True)
            self._ticks[each.actor] = tick
            card.add(tick)
        if not view.requests:
            card.add(muted("Nobody is waiting."))
        else:
            card.buttons(primary("Admit those ticked …", lambda: StampDialog(self, "Admit", self.admit).open()))
        return card

    def _people(self, network: Network) -> Card:
        card = Card("People")
        for person in network.people:
            school = network.school(person.school)
            where = school.name if school else person.organisation
            said = ", ".join(filter(None, (person.name, hat(person), where)))
            not_one = standing(network, person.id)
            card.add(label(f"{said} ({not_one})" if not_one else said))
        if self._is_office(network):
            card.buttons(
                Button("Invite those not admitted …", self._invite, icon="send"),
                quiet("Make the welcome file …", self._welcome),
            )
        return card

    def _photos(self, network: Network) -> Card:
        card = Card("Photos", "Of displays and documents only, never of people. A host school may say otherwise.")
        card.add(label(_PHOTOS[network.photos]))
        changes = [
            Button(words, partial(self._rule, words, allowed)) for words, allowed in _RULES if allowed != network.photos
        ]
        card.buttons(*changes)
        return card

    def _rule(self, words: str, allowed: bool) -> None:
        StampDialog(self, words.removesuffix(" …"), partial(self.allow_photos, allowed)).open()

    # --- acts --------------------------------------------------------------------------------------------

    def admit(self, stamp: Path, phrase: str) -> None:
        """Admit the requests that are ticked."""
        chosen = [actor for actor, tick in self._ticks.items() if tick.isChecked()]
        self.act(
            lambda desk: joining.admit(desk.ports, desk.signer, stamp, phrase, chosen), "Admitting", then=self._admitted
        )

    def _admitted(self, view: AdmittedView) -> None:
        refused = "".join(f" {name}: {reason}." for name, reason in view.refused)
        names = ", ".join(view.names) or "Nobody"
        self.session.tell(f"{names} admitted. Make the welcome file next.{refused}", "warn" if refused else "ok")

    def allow_photos(self, allowed: bool, stamp: Path, phrase: str) -> None:
        """Say for the whole network whether reviewers may take photos: a new list, which members get by a file."""
        network = self.view.network if self.view else None
        if network is None:
            return
        self.act(
            lambda desk: joining.publish(desk.ports, desk.signer, stamp, phrase, replace(network, photos=allowed)),
            "Signing the new list",
            then=lambda _number: self.session.tell("The list says so now. Make the welcome file next."),
        )

    def _invite(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the invitation go?")
        if folder:
            self.invite(Path(folder))

    def invite(self, folder: Path) -> None:
        """One invitation and one phrase for everybody who is not admitted yet."""
        network = self.view.network if self.view else None
        if network is None:
            return
        carded = {each.person for each in network.cards}
        people = [person.id for person in network.people if person.id not in carded]
        self.act(
            lambda desk: joining.invite(desk.ports, desk.signer, people, folder, progress=desk.progress),
            "Making the invitation",
            then=self._invited,
        )

    def _invited(self, made: Invited) -> None:
        dialog = Dialog("The phrase of this invitation", self, letters=70)
        dialog.add(label(made.phrase, "wall"), muted("Pass it on by paper or telephone, never with the file."))
        dialog.closes("Close")
        dialog.open()
        self.session.tell(made.sent.sentence)

    def _welcome(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the welcome file go?")
        if folder:
            self.act(
                lambda desk: joining.send_network(desk.ports, desk.signer, Path(folder), progress=desk.progress),
                "Making the welcome file",
                then=lambda sent: self.session.tell(sent.sentence),
            )


class StampDialog(Dialog):
    """The network's stamp (office only): its file and its phrase, for one act."""

    def __init__(self, screen: NetworkScreen, words: str, go_on: Callable[[Path, str], object]) -> None:
        super().__init__("Our network's stamp (office only)", screen)
        self._go_on = go_on
        self._path = QLineEdit()
        self._path.setAccessibleName("File of the stamp")
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(Button("Choose …", self._choose, about="Choose the file of the stamp"))
        self._phrase = QLineEdit()
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._phrase.setAccessibleName("Phrase of the stamp")
        self.add(strong("File of the stamp"), row, strong("Phrase of the stamp"), self._phrase)
        self._go = self.button(words, self._done, main=True)
        self.closes()
        for edit in (self._path, self._phrase):
            edit.textChanged.connect(self._ready)
        self._ready()

    def _ready(self) -> None:
        self._go.setEnabled(bool(self._path.text().strip() and self._phrase.text()))

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "File of the stamp", "", "Stamps (*.p12)")
        if name:
            self._path.setText(name)

    def _done(self) -> None:
        path, phrase = Path(self._path.text().strip()), self._phrase.text()
        self.accept()
        self._go_on(path, phrase)

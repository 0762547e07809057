"""Our network, for its office: who asks to join, admitting them, inviting, and the one welcome file for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from peerreview.analysis.wording import listed
from peerreview.domain.dates import plain
from peerreview.domain.network import Group, GroupKind, Network
from peerreview.domain.people import Role
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, title
from peerreview.gui.widgets.tick import Tick
from peerreview.services import asking, devices, handing_over, joining, joining_table, office, own_keys
from peerreview.services.asking import RequestView
from peerreview.services.devices import MyComputers
from peerreview.services.handing_over import Inherited
from peerreview.services.joining import AdmittedView, Invited
from peerreview.services.joining_table import Collected
from peerreview.services.office import Source
from peerreview.services.own_keys import Whose
from peerreview.services.posting import Sent
from peerreview.services.words import hat, standing

from .founding import StartDialog, YearDialog
from .my_computers import computers_card, new_computer
from .network_office import HandOverDialog, office_cards
from .stamp import AcceptStampDialog, NewStampDialog, StampDialog

_PHOTOS = {
    None: "The network has no rule of its own: the handbook's holds.",
    True: "Reviewers may take photos of displays and documents.",
    False: "Reviewers take no photos.",
}
_RULES = (("Let reviewers take photos …", True), ("No photos …", False))


@dataclass(frozen=True)
class NetworkPage:
    """What the page shows: the network as it stands (None: not joined yet), and who asks to join.

    `source` is the network as its office has it now, `stamp_at` where its stamp lay last; `mine` are one's own
    computers, `own` those that ask for this one's word, `inherited` the reviews of one's school from before one was its
    head, `words` one's own check words, `handbooks` the id and title of each that is here.
    """

    network: Network | None
    requests: tuple[RequestView, ...] = ()
    source: Source | None = None
    own: tuple[RequestView, ...] = ()
    inherited: tuple[Inherited, ...] = ()
    words: tuple[str, ...] = ()
    handbooks: tuple[tuple[str, str], ...] = ()
    mine: MyComputers = field(default_factory=MyComputers)
    stamp_at: str = ""


class NetworkScreen(Screen[NetworkPage]):
    """Acts of the network open its stamp for just that act. `table` is the folder of a joining table, once there is
    one."""

    table: Path | None = None
    _again: Button | None = None

    def fetch(self, desk: Desk) -> NetworkPage:
        desks, library = (desk.ports, desk.signer), desk.ports.library
        return NetworkPage(
            network=joining.ours(*desks),
            requests=asking.waiting(*desks),
            source=office.show(*desks),
            own=asking.own(*desks),
            inherited=handing_over.inherited(*desks),
            words=joining.my_check_words(desk.ports),
            handbooks=tuple((each, library.get(each).title) for each in library.ids()),
            mine=devices.mine(*desks),
            stamp_at=joining.stamp_at(desk.ports),
        )

    def build(self, view: NetworkPage) -> QWidget:
        page = Page(self)
        page.add(title(view.network.name if view.network else "Our network"))
        network = view.network
        if network is None:
            begin = Button(
                "Start a network …", lambda: StartDialog(self).open(), about="For an office, or a triad alone"
            )
            words = "There is no network here yet. Drop the invitation of the office into the window."
            page.add(Empty(words, begin, icon="users"))
            return page
        schools, members = len(network.schools), len(network.members)
        many = (
            f"{schools} {'school' if schools == 1 else 'schools'}, {members} {'member' if members == 1 else 'members'}"
        )
        page.add(muted(f"Number {network.number}. {many}."))
        if view.inherited:
            page.add(self._inherited(view))
        if view.mine.keys.whose is not Whose.OWN:
            page.add(new_computer(self, view.mine.keys))
        elif self.session.signer.person not in network.members:
            page.add(self._waiting(view))
        keeps = self._is_office(network)
        source = view.source or Source(network, ())
        if keeps and source.changes:
            page.add(self._unpublished(source))
        if view.requests or keeps:
            page.add(self._requests(view))
        page.add(self._triads(network, dict(view.handbooks)))
        if keeps:
            page.add(*office_cards(self, source.network, dict(view.handbooks)))
            page.add(self._photos(network))
        else:
            page.add(self._people(network))
        if self.session.signer.person in network.members:
            page.add(computers_card(self, view.mine, view.own), self._stamp(keeps))
        return page

    def _inherited(self, view: NetworkPage) -> Card:
        card = Card(
            "Your school's reviews from before", "Reports and actions belong to the school. Notes of reviewers do not."
        )
        for each in view.inherited:
            card.add(label(f"{each.school}, {plain(each.visited)}" if each.visited else each.school))
        card.buttons(primary("Take them over", self.take_over))
        return card

    def _waiting(self, view: NetworkPage) -> Card:
        card = Card(
            "You are not a member yet", "Send your request to the office. When they ring, read these words out."
        )
        card.add(label(" ".join(view.words), "wall"))
        return card

    def _unpublished(self, source: Source) -> Card:
        card = Card("Not published yet", "Members get it with the next list. Nobody can be invited before.")
        card.add(label(f"Changed: {', '.join(source.changes)}."))
        card.buttons(
            primary("Publish …", lambda: StampDialog(self, "Publish", self.publish).open()),
            quiet("Let go of it", lambda: self.act(lambda desk: office.let_go(desk.ports, desk.signer))),
        )
        return card

    def _stamp(self, keeps: bool) -> Card:
        card = Card("The network's stamp", "The office signs the list of members with it.")
        make = Button("Make a new stamp …", lambda: NewStampDialog(self).open(), about="It was lost, or stolen")
        card.buttons(*([make] if keeps else []), Button("Accept a new stamp …", self._accept))
        return card

    def _is_office(self, network: Network) -> bool:
        me = network.person(self.session.signer.person)
        alone = not any(not each.school for each in network.with_role(Role.OFFICE))  # a triad that works alone
        return me is not None and (alone or (me.role in (Role.OFFICE, Role.OFFICER) and not me.school))

    def _triads(self, network: Network, titles: Mapping[str, str]) -> Card:
        card = Card("Triads", "Schools that review each other. One of their heads plans the year.")
        me = network.person(self.session.signer.person)
        for group in network.groups:
            if group.kind != GroupKind.TRIAD:
                continue
            names = ", ".join(school.name for urn in group.schools if (school := network.school(urn)))
            words = label(f"{group.name}: {names}")
            mine = me is not None and me.school in group.schools
            plan = Button("Plan the year …", partial(self._plan_year, network, group, titles), about=group.name)
            card.add(SideBySide(words, *([plan] if mine else []), letters=80))
        return card

    def _plan_year(self, network: Network, group: Group, titles: Mapping[str, str]) -> None:
        YearDialog(self, network, group, titles).open()

    def _requests(self, view: NetworkPage) -> Card:
        card = Card(
            "Asking to join", "A slip speaks for itself. For everybody else compare the check words by telephone first."
        )
        self._ticks = {}
        for each in view.requests:
            sure = "by their slip" if each.slip else "another computer of theirs, vouched for" if each.own else ""
            doubt = f" ({each.doubt.rstrip('.')})" if each.doubt else ""
            tick = Tick(f"{each.name}: {sure or ' '.join(each.check_words)}{doubt}", bool(sure))
            self._ticks[each.actor] = tick
            card.add(tick)
        if not view.requests:
            card.add(muted("Nobody is waiting."))
        self._admit = primary("Admit those ticked …", lambda: StampDialog(self, "Admit", self.admit).open())
        again = [Button(f"Look into {self.table.name} again", partial(self.collect, self.table))] if self.table else []
        self._again = next(iter(again), None)
        card.buttons(
            *([self._admit] if view.requests else []),
            *again,
            Button("Take in a folder of requests …", self._collect, icon="folder-open"),
        )
        return card

    def _people(self, network: Network) -> Card:
        card = Card("People")
        for person in network.people:
            school = network.school(person.school)
            where = school.name if school else person.organisation
            said = ", ".join(filter(None, (person.name, hat(person), where)))
            not_one = standing(network, person.id)
            card.add(label(f"{said} ({not_one})" if not_one else said))
        card.buttons(quiet("Give a new head the school's reviews …", lambda: HandOverDialog(self, network).open()))
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
        """Admit the requests that are ticked; at a joining table the welcome file follows at once."""
        chosen = [actor for actor, tick in self._ticks.items() if tick.isChecked()]
        if not chosen:
            self.session.tell("Tick whom to admit.", "warn")
            return
        table = self.table

        def work(desk: Desk) -> tuple[AdmittedView, Sent | None]:
            if table is None:
                return joining.admit(desk.ports, desk.signer, stamp, phrase, chosen), None
            return joining_table.finish(desk.ports, desk.signer, stamp, phrase, chosen, table, desk.progress)

        self.act(work, "Admitting", then=lambda done: self.admitted(*done))

    def admitted(self, view: AdmittedView, welcome: Sent | None = None) -> None:
        """Say who was admitted, who was not and why, and what comes next."""
        refused = "".join(f" {name}: {reason}" for name, reason in view.refused)
        names = listed(list(view.names)) or "Nobody"
        then = welcome.sentence if welcome else "Make the welcome file next."
        self.session.arrived.emit()  # a new computer of one's own may have been among them
        self.session.tell(f"{names} admitted. {then}{refused}", "warn" if refused else "ok")
        if self._again is not None:
            self._again.setFocus()  # the next head

    def publish(self, stamp: Path, phrase: str) -> None:
        """Sign what the office put together as the next list."""
        self.act(
            lambda desk: office.publish(desk.ports, desk.signer, stamp, phrase),
            "Publishing",
            then=lambda number: self.session.tell(f"Published as number {number}. Make the welcome file next."),
        )

    def end_membership(self, person: str, reason: str, device: str = "") -> None:
        """End somebody's membership, or (`device`) that of one computer of theirs, once the stamp is open."""

        def end(stamp: Path, phrase: str) -> None:
            self.act(
                lambda desk: joining.drop(desk.ports, desk.signer, stamp, phrase, person, reason, device),
                "Signing the new list",
                then=lambda _n: self._ended(person),
            )

        StampDialog(self, "Cancel it" if device else "End it", end, self._beware(person, device)).open()

    def _beware(self, person: str, device: str) -> tuple[str, ...]:
        """What stays listed of somebody on the word of the computer that is cancelled."""
        network = self.view.network if self.view else None
        return own_keys.vouched(network, person, device).lines if network and device else ()

    def _ended(self, person: str) -> None:
        stays = self.view is not None and self.view.network is not None and person in self.view.network.members
        said = "That computer is cancelled; their others go on." if stays else "Their membership has ended."
        self.session.arrived.emit()  # it may have been this computer's
        self.session.tell(f"{said} Make the file for all members next.")

    def _collect(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "The folder or stick with the requests")
        if folder:
            self.collect(Path(folder))

    def collect(self, folder: Path) -> None:
        """Take in every request in a folder, and remember it for the welcome file."""
        self.table = folder
        self.act(
            lambda desk: joining_table.collect(desk.ports, desk.signer, folder, desk.progress),
            "Looking at the files",
            then=self._collected,
        )

    def _collected(self, found: Collected) -> None:
        said = (
            f"{listed(list(found.names))} {'asks' if len(found.names) == 1 else 'ask'} to join."
            if found.names
            else ("Nobody new has asked.")
        )
        unread = "".join(f" {Path(each.path).name}: {each.sentence}" for each in found.unopened)
        self.session.tell(said + unread, "warn" if unread else "ok")
        if found.names:
            self._admit.setFocus()  # the next thing at the table

    def take_over(self) -> None:
        """Become the host of the school's reviews."""
        self.act(
            lambda desk: handing_over.take_over(desk.ports, desk.signer),
            then=lambda _many: self.session.tell("Your school's reviews are yours now. Find them with Ctrl+K."),
        )

    def stamp_made(self, words: object) -> None:
        """Show the words that members compare; the new stamp is in its two places."""
        assert isinstance(words, tuple)
        dialog = Dialog("The new stamp is made", self, letters=84)
        dialog.add(label("Read these words to every member who rings:"), label(" ".join(words), "wall"))
        dialog.add(muted("Now make the file for all members. Each accepts the new stamp on this page."))
        dialog.closes("Close")
        dialog.open()

    def _accept(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "The office's newest file", "", "Review files (*.prb)")
        if name:
            self.look_at_stamp(Path(name))

    def look_at_stamp(self, path: Path) -> None:
        """Show the words of the new stamp that a file bears."""
        AcceptStampDialog.look(self.session, path, self)

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

    def choose_invitation(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the invitation go?")
        if folder:
            self.invite(Path(folder))

    def invite(self, folder: Path) -> None:
        """One invitation and one phrase for everybody who is not admitted yet."""
        network = self.view.network if self.view else None
        if network is None:
            return
        people = [person.id for person in network.people if person.id not in network.members]
        self.act(
            lambda desk: joining.invite(desk.ports, desk.signer, people, folder, progress=desk.progress),
            "Making the invitation",
            then=self.show_phrase,
        )

    def show_phrase(self, made: Invited) -> None:
        """Show the phrase of a joining file that was made."""
        dialog = Dialog("The phrase of this invitation", self, letters=70)
        dialog.add(label(made.phrase, "wall"), muted("Pass it on by paper or telephone, never with the file."))
        dialog.add(muted("They read their check words to you when you ring; then admit them on this page."))
        dialog.closes("Close")
        dialog.open()
        self.session.tell(made.sent.sentence)

    def choose_welcome(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the welcome file go?")
        if folder:
            self.act(
                lambda desk: joining.send_network(desk.ports, desk.signer, Path(folder), progress=desk.progress),
                "Making the welcome file",
                then=lambda sent: self.session.tell(sent.sentence),
            )

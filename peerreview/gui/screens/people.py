"""The people of a visit: who, as what, for which parts; ground rules read; late, left early, did not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from peerreview.domain.dates import short
from peerreview.domain.people import Role
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import AnyScreen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.tick import Tick
from peerreview.journal.canonical import JsonValue
from peerreview.services import attending, triads
from peerreview.services.triad_views import ParticipantView
from peerreview.services.words import ROLE_WORDS

from .timetable import clock

_AS = (
    ("", "Takes part"),
    ("acts_for", "Acts for somebody"),
    ("observes", "Observes"),
    ("guest", "Guest reviewer from outside the network"),
)


@dataclass(frozen=True)
class Spot:
    """Where a visit stands: its triad's stream, its record there, and the review, once it has begun and is here.

    `may`: whether whoever looks may write there.
    """

    triad: str
    visit: str
    review: str = ""
    may: bool = True


def people_card(screen: AnyScreen, spot: Spot, people: Sequence[ParticipantView]) -> Card:
    """Who is there, with what is known of each."""
    card = Card("Who is there", "Host and reviewers are in the list already. Add whoever else comes.")
    for person in people:
        card.add(_row(screen, spot, person))
    if not spot.may:
        return card
    unread = [each.record for each in people if each.ground_rules is None and not each.absent]
    read_all = partial(_read, screen, spot, unread)
    card.buttons(
        Button("Add somebody …", lambda: PersonDialog(screen, spot).open(), icon="plus"),
        quiet("As last time", lambda: _as_last_time(screen, spot), about="Take over the people of the visit before"),
        *([Button("Everybody has read the ground rules", read_all, icon="circle-check")] if unread else []),
    )
    return card


def _row(screen: AnyScreen, spot: Spot, person: ParticipantView) -> SideBySide:
    buttons: list[QWidget] = [quiet("Change …", lambda: PersonDialog(screen, spot, person).open(), about=person.name)]
    if person.ground_rules is None and not person.absent:
        read = Tick("Has read the ground rules", about=person.name)
        read.clicked.connect(lambda _on: _read(screen, spot, [person.record]))
        buttons.insert(0, read)
    about = QWidget()
    column = QVBoxLayout(about)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(", ".join(part for part in (person.name, person.role, person.organisation) if part)))
    if more := said(person):
        column.addWidget(muted(more))
    return SideBySide(about, *(buttons if spot.may else []), letters=84)


def said(person: ParticipantView) -> str:
    """What there is to say of somebody besides name and role."""
    rules = person.ground_rules
    parts = (
        f"did not come: {person.absent}" if person.absent else "",
        f"acts for {person.acts_for}" if person.acts_for else "",
        "observes" if person.observes else "",
        "guest reviewer from outside the network" if person.guest else "",
        person.parts,
        f"came at {person.arrived}" if person.arrived else "",
        f"left at {person.left}" if person.left else "",
        f"ground rules read {short(rules)}" if rules else "",
    )
    return " · ".join(part for part in parts if part)


def _read(screen: AnyScreen, spot: Spot, records: Sequence[str]) -> None:
    screen.act(lambda desk: attending.accept_rules(desk.ports, desk.signer, spot.triad, spot.visit, *records))


def _as_last_time(screen: AnyScreen, spot: Spot) -> None:
    def tell(many: int) -> None:
        came = "1 person comes" if many == 1 else f"{many} people come"
        screen.session.tell(f"{came} along from last time." if many else "There is nobody to take over from last time.")

    screen.act(lambda desk: attending.as_last_time(desk.ports, desk.signer, spot.triad, spot.visit), then=tell)


class PersonDialog(Dialog):
    """Somebody new, or what changes of somebody: as what, for which parts, late, early, not at all."""

    def __init__(self, screen: AnyScreen, spot: Spot, person: ParticipantView | None = None) -> None:
        super().__init__(person.name if person else "Add somebody", screen)
        self._screen, self._spot, self._person = screen, spot, person
        known = person or ParticipantView("", "", "", "", "", "", observes=False, ground_rules=None)
        self.name = _edit(known.name, "Name")
        self.role = _edit(known.role, "Role", "for example deputy headteacher")
        self.organisation = _edit(known.organisation, "School or organisation")
        if not known.cast:
            self._ask(self.name, self.role, self.organisation)
        self.kind = Pick("Takes part as", _AS, _kind(known), letters=44)
        self.acts_for = _edit(known.acts_for, "Acts for", "whom they stand in for")
        self.parts = _edit(known.parts, "Parts of the day", "for example: from 13:45, feedback")
        self.add(strong("Takes part as"), self.kind)
        self._ask(self.acts_for, self.parts)
        self.kind.picked.connect(self._show_acts_for)
        self._show_acts_for(self.kind.value)
        self.arrived, self.left = _edit(known.arrived, "Came at", "10:20"), _edit(known.left, "Left at", "15:00")
        self.absent = _edit(known.absent, "Did not come, because", "for example: snow (this is printed in the report)")
        if person:
            self._ask(self.arrived, self.left)
        self._may_be_left_out = bool(spot.review) and known.cast and known.role == ROLE_WORDS[Role.REVIEWER]
        if self._may_be_left_out:
            self._ask(self.absent)
            self.add(muted("The review goes on without them, and their signature is not expected."))
        self._said = label("", tone="warn")
        self.add(self._said)
        keep = self.button("Keep" if person else "Add", self._done, main=True)
        if not known.cast:
            keep.setEnabled(bool(known.name))
            self.name.textChanged.connect(lambda text: keep.setEnabled(bool(text.strip())))
        if person and not person.cast:
            self.button("Take off the list", self._take_off, about=person.name)
        self.closes()

    def _ask(self, *edits: QLineEdit) -> None:
        for edit in edits:
            words = strong(edit.accessibleName())
            words.setBuddy(edit)
            self.add(words, edit)

    def _show_acts_for(self, kind: str) -> None:
        self.acts_for.setEnabled(kind == "acts_for")

    def _done(self) -> None:
        spot, person = self._spot, self._person
        times = {edit: clock(edit.text()) for edit in (self.arrived, self.left) if edit.text().strip()}
        if None in times.values():
            self._said.setText("Please write a time like 10:20.")
            return
        kind = self.kind.value
        acts_for = self.acts_for.text().strip() if kind == "acts_for" else ""
        observes, guest, parts = kind == "observes", kind == "guest", self.parts.text().strip()
        name, role = self.name.text().strip(), self.role.text().strip()
        organisation, absent = self.organisation.text().strip(), self.absent.text().strip()
        arrived, left = times.get(self.arrived) or "", times.get(self.left) or ""

        fields: dict[str, JsonValue] = {"parts": parts, "acts_for": acts_for, "observes": observes, "guest": guest}
        if person and not person.cast:
            fields |= {"name": name, "role": role, "organisation": organisation}

        def keep(desk: Desk) -> None:
            if person is None:
                attending.add(
                    desk.ports, desk.signer, spot.triad, spot.visit, name=name, role=role, organisation=organisation,
                    parts=parts, acts_for=acts_for, observes=observes, guest=guest,
                )  # fmt: skip
                return
            came = {"arrived": arrived, "left": left}
            attending.note(desk.ports, desk.signer, spot.triad, spot.visit, person.record, **fields, **came)
            if self._may_be_left_out and absent != person.absent:
                attending.did_not_come(desk.ports, desk.signer, spot.review, person.person, absent)

        self.accept()
        self._screen.act(keep)

    def _take_off(self) -> None:
        spot, person = self._spot, self._person
        self.accept()
        if person:
            self._screen.act(
                lambda desk: triads.remove(desk.ports, desk.signer, spot.triad, "participant", person.record)
            )


def _kind(person: ParticipantView) -> str:
    return "guest" if person.guest else "observes" if person.observes else "acts_for" if person.acts_for else ""


def _edit(value: str, name: str, placeholder: str = "") -> QLineEdit:
    edit = QLineEdit(value)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    return edit

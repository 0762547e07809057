"""Whom to tell of a worry, school by school: shown, and typed once by head or office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import AnyScreen
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import contacts
from peerreview.services.views import ContactView
from peerreview.services.words import DUTY_WORDS

CONTACTS = "contacts"
"""The record of a page that was opened for the contacts of its school."""
_ABOUT = "Contacts of"


def contacts_card(
    screen: AnyScreen, triad: str, urn: str, school: str, known: Sequence[ContactView], *, may: bool = True
) -> Card:
    """A school's contacts, what is missing of them, and the way to change them."""
    card = Card(
        f"{school}: whom to tell of a worry",
        "Shown on the safeguarding page, and the first lines of the printed pack.",
    )
    card.add(contact_grid(known))
    missing = [words for duty, words in DUTY_WORDS.items() if duty not in {_duty(each) for each in known}]
    if missing:
        card.add(label(f"Still missing: {', '.join(missing).lower()}.", tone="warn"))
    if triad and may:

        def change() -> None:
            asked = screen.session.ask(lambda desk: contacts.chair(desk.ports, triad, urn))
            asked.then(screen, lambda chair: ContactsDialog(screen, triad, urn, school, known, chair).open())

        card.buttons(Button("Change …", change, about=f"{_ABOUT} {school}"))
    return card


def begin_with(screen: AnyScreen, page: QWidget) -> None:
    """Put the keyboard on the button that changes the contacts of a page, where there is one."""
    here = (each for each in page.findChildren(Button) if each.accessibleDescription().startswith(_ABOUT))
    for change in (*here,)[:1]:
        screen.begin_at(change)


def contact_grid(known: Sequence[ContactView]) -> QGridLayout:
    """Duty, name, where and telephone, aligned."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 3)
    for row, each in enumerate(known):
        grid.addWidget(muted(DUTY_WORDS.get(_duty(each), each.duty)), row, 0)
        grid.addWidget(label(", ".join(part for part in (each.name, each.room, each.phone) if part)), row, 1)
    return grid


class ContactsDialog(Dialog):
    """A school's four contacts; one without a name is taken off. `chair` is who the chair of governors is."""

    def __init__(
        self, screen: AnyScreen, triad: str, urn: str, school: str, known: Sequence[ContactView], chair: str = ""
    ) -> None:
        super().__init__(f"{school}: whom to tell of a worry", screen, letters=110)
        self._screen, self._triad, self._urn = screen, triad, urn
        self._edits: dict[str, tuple[QLineEdit, QLineEdit, QLineEdit]] = {}
        names = {"chair": chair}
        by_duty = {_duty(each): each for each in known}
        for duty, words in DUTY_WORDS.items():
            each = by_duty.get(duty)
            name, room, phone = (each.name, each.room, each.phone) if each else (names.get(duty, ""), "", "")
            edits = (
                _edit(name, words, "name"),
                _edit(room, words, "room"),
                _edit(phone, words, "telephone or extension"),
            )
            self.add(strong(words), SideBySide(*edits, letters=60, even=True, gap=8))
            self._edits[each.duty if each else duty] = edits
        self.button("Keep", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        triad, urn = self._triad, self._urn
        given: dict[str, contacts.Reach] = {
            duty: (name.text().strip(), room.text().strip(), phone.text().strip())
            for duty, (name, room, phone) in self._edits.items()
        }
        self.accept()
        self._screen.act(lambda desk: contacts.keep(desk.ports, desk.signer, triad, urn, given))


def _edit(value: str, duty: str, name: str) -> QLineEdit:
    edit = QLineEdit(value)
    edit.setAccessibleName(f"{duty}: {name}")
    edit.setPlaceholderText(name)
    edit.setCursorPosition(0)
    return edit


def _duty(contact: ContactView) -> str:
    return contact.duty.removeprefix("designated_")

"""The safeguarding stop (USERS §4.4): whom to tell, now, in person. It records nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from peerreview.services.views import ContactView

from .dialogs import Dialog

_UNKNOWN = {
    "lead": "the school's safeguarding lead (the office knows the name and room)",
    "deputy": "the deputy",
    "chair": "the chair of governors",
    "officer": "the council's designated officer",
}


class ConcernDialog(Dialog):
    """The page behind "Worried about a child or an adult's conduct?"."""

    def __init__(self, contacts: Sequence[ContactView], remove: Callable[[], object], parent: QWidget) -> None:
        super().__init__("Stop typing. Do not write it here.", parent, letters=100)
        by_duty = {contact.duty.removeprefix("designated_"): contact for contact in contacts}

        def who(duty: str, *parts: str) -> str:
            contact = by_duty.get(duty)
            if contact is None or not contact.name:
                return f"<b>{_UNKNOWN[duty]}</b>"
            named = {"name": contact.name, "room": contact.room, "phone": contact.phone, "duty": _DUTY[duty]}
            said = ", ".join(named[part] for part in ("name", "duty", *parts) if named[part])
            return f"<b>{escape(said)}</b>"

        self.add(
            _said(
                f"Go now, in person, to {who('lead', 'room', 'phone')}; if not there, {who('deputy', 'room', 'phone')}."
            ),
            _said(
                "About an adult's conduct: tell the headteacher. About the headteacher: "
                f"{who('chair', 'phone')}; for a trust school as its policy says. If they cannot be reached, or there "
                f"is a conflict of interest: {who('officer', 'phone')}. Immediate danger: <b>999</b>."
            ),
            _said("Write what you saw or heard on <b>this school's own form</b> before you leave."),
        )
        self._then = remove
        self.button("I have told someone", self.accept, main=True)
        self.button("I typed something about it: remove it for good", self._remove)

    def _remove(self) -> None:
        self.accept()
        self._then()


_DUTY = {"lead": "safeguarding lead", "deputy": "", "chair": "", "officer": ""}


def _said(html: str) -> QLabel:
    made = QLabel(html)
    made.setTextFormat(Qt.TextFormat.RichText)  # our own words; names are escaped
    made.setWordWrap(True)
    made.setProperty("kind", "wall")
    made.setMinimumWidth(1)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made

"""The safeguarding stop (USERS §4.4): whom to tell, now, in person. It records nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from .dialogs import Dialog
from .widgets.pick import Pick

if TYPE_CHECKING:
    from peerreview.services.safeguarding import Whom

_UNKNOWN = {
    "lead": "the school's safeguarding lead",
    "deputy": "the deputy",
    "chair": "the chair of governors",
    "officer": "the council's designated officer",
}
_DUTY = {
    "lead": "safeguarding lead",
    "deputy": "",
    "chair": "chair of governors",
    "officer": "the council's designated officer",
}


class ConcernDialog(Dialog):
    """The page behind "Worried about a child or an adult's conduct?".

    `schools` come with the likeliest first; empty while nothing is open yet. `remove` is None where nothing can have
    been typed.
    """

    before_all = True

    def __init__(self, schools: Sequence[Whom], remove: Callable[[], object] | None, parent: QWidget) -> None:
        super().__init__("Stop typing. Do not write it here.", parent, letters=100)
        self._which, self._said, self._chosen = QVBoxLayout(), QVBoxLayout(), ""
        self.add(self._which, self._said)
        self.know(schools)
        self._then = remove
        told = self.button("I have told someone", self.accept, main=True)
        if remove is not None:
            self.button("I typed something about it: remove it for good", self._remove)
        told.setFocus()

    def know(self, schools: Sequence[Whom]) -> None:
        """Show the names of these schools; they may come a moment after the page. One that was chosen stays."""
        self._schools = {each.urn: each for each in schools}
        first = self._chosen if self._chosen in self._schools else next(iter(self._schools), "")
        _clear(self._which)
        if len(schools) > 1:
            pick = Pick("School", [(each.urn, each.school) for each in schools], first, letters=40)
            pick.picked.connect(self._choose)
            self._which.addWidget(pick)
        elif schools:
            self._which.addWidget(_said(f"<b>{escape(schools[0].school)}</b>"))
        self._show(first)

    def _choose(self, urn: str) -> None:
        self._chosen = urn
        self._show(urn)

    def _show(self, urn: str) -> None:
        _clear(self._said)
        school = self._schools.get(urn)
        by_duty = {each.duty.removeprefix("designated_"): each for each in (school.contacts if school else ())}

        def who(duty: str, *parts: str) -> str:
            contact = by_duty.get(duty)
            if contact is None or not contact.name:
                return f"<b>{_UNKNOWN[duty]}</b>"
            named = {"name": contact.name, "room": contact.room, "phone": contact.phone, "duty": _DUTY[duty]}
            parts_said = ", ".join(named[part] for part in ("name", "duty", *parts) if named[part])
            return f"<b>{escape(parts_said, quote=False)}</b>"

        lines = [
            f"Go now, in person, to {who('lead', 'room', 'phone')}; if not there, {who('deputy', 'room', 'phone')}.",
            "About an adult's conduct: tell the headteacher. About the headteacher: "
            f"{who('chair', 'phone')}; for a trust school as its policy says. If they cannot be reached, or there "
            f"is a conflict of interest: {who('officer', 'phone')}. Immediate danger: <b>999</b>.",
            "Write what you saw or heard on <b>this school's own form</b> before you leave.",
        ]
        if "lead" not in by_duty:
            lines.append(
                "The names are not here. The school's office has them: go there now, ask for the safeguarding lead, "
                "and say no more than that."
            )
        for line in lines:
            self._said.addWidget(_said(line))
        self.fit()

    def _remove(self) -> None:
        self.accept()
        if self._then:
            self._then()


def show(schools: Sequence[Whom], remove: Callable[[], object] | None, window: QWidget) -> None:
    """Open the page above everything else that is open, once."""
    while menu := QApplication.activePopupWidget():
        menu.close()
    above = QApplication.activeModalWidget()
    if not isinstance(above, ConcernDialog):
        ConcernDialog(schools, remove, above or window).open()


def renew(schools: Sequence[Whom]) -> None:
    """The names were read a moment after the page was opened: it shows them."""
    above = QApplication.activeModalWidget()
    if isinstance(above, ConcernDialog):
        above.know(schools)


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def _said(html: str) -> QLabel:
    made = QLabel(html)
    made.setTextFormat(Qt.TextFormat.RichText)  # our own words; names are escaped
    made.setWordWrap(True)
    made.setProperty("kind", "wall")
    made.setMinimumWidth(1)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made

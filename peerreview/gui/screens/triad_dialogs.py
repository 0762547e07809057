"""What the triad's page asks for: a visit, a reason, minutes, people, contacts, closure days, whom the plan goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit

from peerreview.domain.dates import in_full, short
from peerreview.domain.people import Role
from peerreview.domain.reviews import VisitState
from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.dates import read
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.tick import Tick
from peerreview.services import attending, contacts, sending, timetable, triads, visits
from peerreview.services.triad_views import TriadView, VisitView
from peerreview.services.views import ContactView, SlotView
from peerreview.services.words import STATE_WORDS

from .call import DUTIES

if TYPE_CHECKING:
    from .triad import TriadScreen

_NEW_SLOT = SlotView("", "", "", "", "", "")
_MINUTES = (5, 10, 15, 20, 30, 45, 60)


class PlanDialog(Dialog):
    """A visit: who hosts, who writes, when."""

    def __init__(self, screen: TriadScreen, view: TriadView) -> None:
        super().__init__("Plan a visit", screen)
        self._screen, self._view = screen, view
        heads = [each for each in view.members if each.role == Role.HEAD]
        people = [(each.person, f"{each.name}, {each.organisation}") for each in heads]
        self.host = Pick("Host", people, letters=50)
        self.writer = Pick("Report writer", people[1:] + people[:1], letters=50)
        self.when = _edit(self, "", "Date of the visit (leave it empty until it is agreed)", build=False)
        self.add(strong("Host"), self.host, strong("Who writes the report"), self.writer)
        self.add(strong("Date"), self.when, muted("For example 24 Nov. Leave it empty until it is agreed."))
        self._said = label("", tone="warn")
        self.add(self._said)
        self.button("Plan it", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        host, writer = self.host.value, self.writer.value
        typed, on = self.when.text().strip(), read(self.when.text().strip())
        if host == writer:
            self._said.setText("Nobody reviews their own school. Choose another report writer.")
            return
        if typed and on is None:
            self._said.setText("Please write the date like 24 Nov or 24/11/2026.")
            return
        members = {each.person: each for each in self._view.members}
        school = next((urn for urn, name in self._view.schools if name == members[host].organisation), "")
        fellows = [
            each.person for each in members.values() if each.role == Role.HEAD and each.person not in (host, writer)
        ]
        triad = self._screen.triad
        self.accept()
        self._screen.act(
            lambda desk: visits.plan(
                desk.ports, desk.signer, triad, school=school, host=host, writer=writer, reviewers=fellows, on=on
            )
        )


class StateDialog(Dialog):
    """Why a visit was postponed, moved, abandoned or cancelled."""

    def __init__(self, screen: TriadScreen, visit: VisitView, state: VisitState) -> None:
        super().__init__(f"{visit.school}: {STATE_WORDS[state].lower()}", screen, letters=70)
        self.add(muted("One line, for example: snow. A postponed visit is not late."))
        self.reason = _edit(self, "", "Reason")
        self.accepted.connect(lambda: screen.set_state(visit, state, self.reason.text().strip()))
        self.rejected.connect(screen.rebuild)
        self.button("Keep", self.accept, main=True)
        self.closes()


class ShiftDialog(Dialog):
    """Somebody is late: the rest of the day moves by some minutes."""

    def __init__(self, screen: TriadScreen, visit: VisitView) -> None:
        super().__init__("Shift the rest of the day", screen, letters=70)
        self._screen, self._visit = screen, visit
        slots = [(slot.start, f"{slot.start} {slot.title}") for slot in visit.timetable]
        self.after = Pick("From", slots, letters=44)
        self.minutes = Pick("By", [(str(each), f"{each} minutes later") for each in _MINUTES], "15")
        self.add(strong("From"), self.after, strong("By"), self.minutes)
        self.button("Shift", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        minutes, after, triad = int(self.minutes.value), self.after.value, self._screen.triad
        self.accept()
        self._screen.act(
            lambda desk: timetable.shift(desk.ports, desk.signer, triad, self._visit.record, minutes, after=after)
        )


class TimetableDialog(Dialog):
    """The day line by line; an empty title takes a line off."""

    def __init__(self, screen: TriadScreen, visit: VisitView) -> None:
        super().__init__(f"Timetable: {visit.school}", screen, letters=124)
        self._screen, self._visit = screen, visit
        self._rows: list[tuple[SlotView, QLineEdit, QLineEdit, QLineEdit, QLineEdit]] = []
        self.add(muted("Times like 09:45. Empty the words of a line to take it off."))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 3)
        grid.setColumnStretch(3, 2)
        for row, slot in enumerate((*visit.timetable, _NEW_SLOT, _NEW_SLOT)):
            about = slot.title or "new line"
            start, end, words, who = (
                _edit(self, value, f"{name}, {about}", build=False)
                for name, value in (("From", slot.start), ("To", slot.end), ("What", slot.title), ("Who", slot.who))
            )
            for column, edit in enumerate((start, end, words, who)):
                if column < 2:
                    edit.setFixedWidth(self.fontMetrics().horizontalAdvance("00:00") + 30)
                edit.setCursorPosition(0)
                grid.addWidget(edit, row, column)
            self._rows.append((slot, start, end, words, who))
        self.add(grid)
        self._said = label("", tone="warn")
        self.add(self._said)
        self.button("Keep", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        slots = []
        for slot, start, end, words, who in self._rows:
            if not words.text().strip():
                continue
            times = [_time(start.text()), _time(end.text())]
            if times[0] is None or (end.text().strip() and times[1] is None):
                self._said.setText(f"Please write a time like 09:45 beside “{words.text().strip()}”.")
                return
            slots.append(
                replace(slot, start=times[0], end=times[1] or "", title=words.text().strip(), who=who.text().strip())
            )
        triad = self._screen.triad
        self.accept()
        self._screen.act(lambda desk: timetable.keep(desk.ports, desk.signer, triad, self._visit.record, slots))


class PersonDialog(Dialog):
    """Somebody else at the visit: a deputy, an observer, a guest reviewer."""

    def __init__(self, screen: TriadScreen, visit: VisitView) -> None:
        super().__init__(f"Add somebody: {visit.school}", screen)
        self._screen, self._visit = screen, visit
        self.name, self.role = _edit(self, "", "Name"), _edit(self, "", "Role, for example deputy headteacher")
        self.organisation = _edit(self, "", "School or organisation")
        self.acts_for = _edit(self, "", "Acts for (if they stand in for somebody)")
        self.observes = Tick("Observes only")
        self.add(self.observes)
        add = self.button("Add", self._done, main=True)
        add.setEnabled(False)
        self.name.textChanged.connect(lambda text: add.setEnabled(bool(text.strip())))
        self.closes()

    def _done(self) -> None:
        triad, visit = self._screen.triad, self._visit.record
        name, role = self.name.text().strip(), self.role.text().strip()
        organisation, acts_for = self.organisation.text().strip(), self.acts_for.text().strip()
        observes = self.observes.isChecked()
        self.accept()
        self._screen.act(
            lambda desk: attending.add(
                desk.ports, desk.signer, triad, visit, name=name, role=role, organisation=organisation,
                acts_for=acts_for, observes=observes,
            )
        )  # fmt: skip


class ContactsDialog(Dialog):
    """A school's four safeguarding contacts."""

    def __init__(self, screen: TriadScreen, urn: str, school: str, known: Sequence[ContactView]) -> None:
        super().__init__(f"{school}: whom to tell of a worry", screen, letters=110)
        self._screen, self._urn = screen, urn
        self._edits: dict[str, tuple[QLineEdit, QLineEdit, QLineEdit]] = {}
        by_duty = {each.duty.removeprefix("designated_"): each for each in known}
        for duty, words in DUTIES:
            each = by_duty.get(duty)
            self.add(strong(words))
            values = (each.name, each.room, each.phone) if each else ("", "", "")
            edits = tuple(
                _edit(self, value, f"{words}: {name}", build=False, placeholder=name)
                for name, value in zip(("name", "room", "telephone or extension"), values, strict=True)
            )
            self._edits[duty] = (edits[0], edits[1], edits[2])
            self.add(SideBySide(*edits, letters=60, even=True, gap=8))
        self.button("Keep", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        triad, urn = self._screen.triad, self._urn
        given: dict[str, contacts.Reach] = {
            duty: (name.text().strip(), room.text().strip(), phone.text().strip())
            for duty, (name, room, phone) in self._edits.items()
        }
        self.accept()
        self._screen.act(lambda desk: contacts.keep(desk.ports, desk.signer, triad, urn, given))


class ClosureDialog(Dialog):
    """Days on which every school of the triad is closed."""

    def __init__(self, screen: TriadScreen, view: TriadView) -> None:
        super().__init__("Days the schools are closed", screen, letters=80)
        self._screen = screen
        self.add(muted("One after the other with commas, for example: 27 Nov, 4 Jan."))
        self.days = _edit(self, ", ".join(in_full(day) for day in view.closure_days), "Closure days")
        self._said = label("", tone="warn")
        self.add(self._said)
        self.button("Keep", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        typed = [each.strip() for each in self.days.text().split(",") if each.strip()]
        days: list[date] = []
        for each in typed:
            on = read(each)
            if on is None:
                self._said.setText(f"“{each}” is not a date we can read.")
                return
            days.append(on)
        triad = self._screen.triad
        self.accept()
        self._screen.act(
            lambda desk: triads.close_days(desk.ports, desk.signer, triad, days),
            then=lambda _done: self._screen.session.tell(
                f"Closed on {', '.join(short(day) for day in days)}." if days else "No closure days."
            ),
        )


class SendPlanDialog(Dialog):
    """The plan alone, for the heads, offices and lead headteacher of the triad."""

    def __init__(self, screen: TriadScreen, view: TriadView) -> None:
        super().__init__("Send the plan", screen)
        self._screen = screen
        self.add(muted("Dates, people, timetable and contacts; no notes and no grades."))
        self._ticks = {
            each.person: Tick(f"{each.name}, {each.word.lower()}", True) for each in view.members if not each.me
        }
        self.add(*self._ticks.values())
        self.button("Make the file …", self._choose, main=True)
        self.closes()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where should the file go? A stick or a folder.")
        people = [person for person, tick in self._ticks.items() if tick.isChecked()]
        if folder and people:
            triad = self._screen.triad
            self.accept()
            self._screen.act(
                lambda desk: sending.triad_copy(desk.ports, desk.signer, triad, people, Path(folder), desk.progress),
                "Making the file",
                then=lambda sent: self._screen.session.tell(sent.sentence),
            )


def _edit(dialog: Dialog, value: str, name: str, *, build: bool = True, placeholder: str = "") -> QLineEdit:
    edit = QLineEdit(value)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    if build:
        dialog.add(strong(name), edit)
    return edit


def _time(text: str) -> str | None:
    hours, colon, minutes = text.strip().replace(".", ":").partition(":")
    if not colon or not hours.isdigit() or not minutes.isdigit() or int(hours) > 23 or int(minutes) > 59:
        return None
    return f"{int(hours):02}:{int(minutes):02}"

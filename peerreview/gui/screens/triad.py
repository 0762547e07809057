"""The triad's page: three visits, who hosts and writes, all dates worked out, the day, the people, whom to tell."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from peerreview.domain.dates import in_full, short
from peerreview.domain.reviews import VisitState
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.choice_fields import DateField
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong, title
from peerreview.services import attending, calendar_file, reviews, timetable, triads, visits
from peerreview.services.triad_views import TriadView, VisitView
from peerreview.services.views import DeadlineView, Target
from peerreview.services.views import Screen as Where
from peerreview.services.words import STATE_WORDS

from . import triad_dialogs as dialogs
from .call import DUTIES, contact_grid
from .timetable import day_grid


class TriadScreen(Screen[TriadView]):
    """Ten minutes a year: dates, who hosts, who writes; everything else is worked out."""

    def fetch(self, desk: Desk) -> TriadView:
        stream = self.target.stream
        if not stream:
            review = reviews.open_review(desk.ports, desk.signer, self.target.record)
            stream = next(
                (each for each, _ in triads.mine(desk.ports, desk.signer) if _holds(desk, each, review.stream)), ""
            )
        return triads.show(desk.ports, desk.signer, stream)

    def build(self, view: TriadView) -> QWidget:
        page = Page()
        page.add(title(view.name), muted(" · ".join(part for part in (view.year, view.term) if part)))
        page.add(muted(_members(view)))
        for visit in view.visits:
            page.add(self._visit(view, visit))
        if not view.visits:
            page.add(Empty("No visits yet. Each head hosts once and reviews twice.", icon="calendar"))
        page.buttons(
            Button("Plan a visit …", lambda: dialogs.PlanDialog(self, view).open(), icon="plus"),
            Button("Send the plan …", lambda: dialogs.SendPlanDialog(self, view).open(), icon="send"),
            Button("Save a calendar file …", self._calendar, icon="calendar"),
        )
        for urn, name in view.schools:
            page.add(self._contacts(view, urn, name))
        page.add(self._closed(view))
        return page

    @property
    def triad(self) -> str:
        """The stream of the triad."""
        return self.view.stream if self.view else self.target.stream

    # --- a visit -----------------------------------------------------------------------------------------

    def _visit(self, view: TriadView, visit: VisitView) -> Card:
        names = {member.person: member.name for member in view.members}
        card = Card(visit.school)
        fellows = ", ".join(names.get(person, "") for person in visit.reviewers)
        cast = f"{visit.host_name} hosts. {visit.writer_name} writes the report."
        card.add(label(f"{cast} {fellows} reviews too." if fellows else cast))
        state = Pick("State of the visit", [(str(each), STATE_WORDS[each]) for each in VisitState], str(visit.state))
        state.picked.connect(partial(self._state, visit))
        when = DateField(
            visit.date, "Date of the visit", near=date.fromisoformat(visit.date.text) if visit.date.text else None
        )
        self.bind(when, choose=partial(self._date, visit))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(strong("State"))
        column.addWidget(state, 0, Qt.AlignmentFlag.AlignLeft)
        card.add(SideBySide(when, box, letters=70, even=True))
        if visit.reason:
            card.add(muted(f"{STATE_WORDS[visit.state]}: {visit.reason}"))
        if visit.deadlines:
            card.add(_deadlines(visit.deadlines))
        if visit.timetable:
            card.add(strong("The day"), day_grid(visit.timetable))
        if visit.participants:
            card.add(strong("Who is there besides"))
            for each in visit.participants:
                said = ", ".join(part for part in (each.name, each.role, each.organisation) if part)
                extra = f", acts for {each.acts_for}" if each.acts_for else ", observes" if each.observes else ""
                buttons = [quiet("Take off", partial(self._remove, "participant", each.record), about=each.name)]
                if each.ground_rules is None:
                    read = partial(self._rules, visit, each.record)
                    buttons.insert(0, quiet("Has read the ground rules", read, about=each.name))
                else:
                    extra += f", has read the ground rules ({short(each.ground_rules)})"
                card.add(SideBySide(label(said + extra), *buttons, letters=84))
        card.buttons(*self._buttons(view, visit))
        return card

    def _buttons(self, view: TriadView, visit: VisitView) -> list[QWidget]:
        made: list[QWidget] = []
        if visit.review:
            go = partial(self.session.go, Target(Where.PREPARE, visit.review))
            made.append(primary("Open the review", go, about=visit.school))
        elif visit.mine:
            made.append(primary("Begin the review", partial(self._begin, visit), about=visit.school))
        if visit.timetable:
            made.append(
                Button("Shift the rest of the day …", lambda: dialogs.ShiftDialog(self, visit).open(), icon="clock")
            )
            made.append(quiet("Change the timetable …", lambda: dialogs.TimetableDialog(self, visit).open()))
        else:
            made.append(Button("Use the usual timetable", partial(self._timetable, visit), icon="clock"))
        made.append(quiet("Add somebody …", lambda: dialogs.PersonDialog(self, visit).open(), about=visit.school))
        return made

    # --- contacts and closure days -----------------------------------------------------------------------

    def _contacts(self, view: TriadView, urn: str, name: str) -> Card:
        card = Card(
            f"{name}: whom to tell of a worry", "Shown on the safeguarding page and on top of the printed pack."
        )
        known = view.contacts.get(urn, ())
        card.add(contact_grid(known))
        missing = [
            words for duty, words in DUTIES if duty not in {each.duty.removeprefix("designated_") for each in known}
        ]
        if missing:
            card.add(label(f"Still missing: {', '.join(missing).lower()}.", tone="warn"))
        card.buttons(Button("Change …", lambda: dialogs.ContactsDialog(self, urn, name, known).open(), about=name))
        return card

    def _closed(self, view: TriadView) -> Card:
        card = Card("Days the schools are closed", "Training days and the like, so that deadlines count working days.")
        days = ", ".join(short(day) for day in view.closure_days)
        card.add(label(days or "None given."))
        card.buttons(Button("Change …", lambda: dialogs.ClosureDialog(self, view).open(), about="Closure days"))
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def _date(self, visit: VisitView, value: str | None) -> None:
        if value:
            on = date.fromisoformat(value)
            self.act(lambda desk: visits.change(desk.ports, desk.signer, self.triad, visit.record, on=on))

    def _state(self, visit: VisitView, value: str) -> None:
        state = VisitState(value)
        if state in (VisitState.PLANNED, VisitState.DONE):
            self.set_state(visit, state, "")
        else:
            dialogs.StateDialog(self, visit, state).open()

    def set_state(self, visit: VisitView, state: VisitState, reason: str) -> None:
        """Record that a visit was postponed, moved, abandoned or cancelled, and why."""
        self.act(
            lambda desk: visits.change(desk.ports, desk.signer, self.triad, visit.record, state=state, reason=reason)
        )

    def _begin(self, visit: VisitView) -> None:
        self.act(
            lambda desk: reviews.begin(desk.ports, desk.signer, self.triad, visit.record),
            then=lambda review: self.session.go(Target(Where.PREPARE, review)),
        )

    def _calendar(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Calendar file", f"{self._name()}.ics", "Calendar files (*.ics)")
        if name:
            job = self.session.ask(lambda desk: calendar_file.triad(desk.ports, desk.signer, self.triad))
            job.then(self, lambda data: self._save(Path(name), data))

    def _save(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)
        self.session.tell(f"Saved as {path.name}. Open it in any calendar.")

    def _name(self) -> str:
        return self.view.name if self.view else "Visits"

    def _timetable(self, visit: VisitView) -> None:
        self.act(lambda desk: timetable.keep(desk.ports, desk.signer, self.triad, visit.record))

    def _rules(self, visit: VisitView, record: str) -> None:
        self.act(lambda desk: attending.accept_rules(desk.ports, desk.signer, self.triad, visit.record, record))

    def _remove(self, kind: str, record: str) -> None:
        self.act(lambda desk: triads.remove(desk.ports, desk.signer, self.triad, kind, record))


def _members(view: TriadView) -> str:
    return " · ".join(f"{each.name}, {each.organisation or each.word}" for each in view.members)


def _deadlines(deadlines: tuple[DeadlineView, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, each in enumerate(deadlines):
        on = strong(short(each.on))
        on.setWordWrap(False)
        late = each.late and not each.done
        state = f": done {in_full(each.done)}" if each.done else ": late" if late else ""
        grid.addWidget(on, row, 0)
        grid.addWidget(label(f"{each.label} ({each.who.lower()}){state}", tone="warn" if late else ""), row, 1)
    return grid


def _holds(desk: Desk, triad: str, review: str) -> bool:
    return any(visit.review == review for visit in triads.show(desk.ports, desk.signer, triad).visits)

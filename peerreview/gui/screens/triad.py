"""The triad's page: its visits on one page, who hosts and writes, days proposed and fixed, all dates worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from peerreview.domain.dates import in_full, short
from peerreview.domain.reviews import OVER, RESTING, VisitState
from peerreview.errors import UserFacingError
from peerreview.gui.failures import tell
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk, Session
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.choice_fields import DateField
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong, title
from peerreview.services import calendar_file, reviews, timetable, triads, visits
from peerreview.services.triad_views import TriadView, VisitView
from peerreview.services.views import DeadlineView, Target
from peerreview.services.views import Screen as Where
from peerreview.services.words import DUTY_WORDS, STATE_WORDS

from . import triad_dialogs as dialogs
from .contacts import CONTACTS, begin_with, contacts_card
from .people import Spot, people_card
from .proposals import proposals
from .timetable import Day, day_buttons, day_grid

_PLANNED = (VisitState.PLANNED, VisitState.DONE)
"""States that need no reason."""


@dataclass(frozen=True)
class _Fold:
    """A part of a visit that is folded away: the words while it is folded, while it is open, and what makes it."""

    words: str
    hide: str
    make: Callable[[], QWidget]


_HIDE_CONTACTS = "Hide whom to tell"
_NO_TABLE = 150
"""Per cent of the usual text size from which six columns would cut words."""


class TriadScreen(Screen[TriadView]):
    """Ten minutes a year: dates, who hosts, who writes; everything else is worked out."""

    def __init__(self, session: Session, target: Target) -> None:
        super().__init__(session, target)
        self._opened: set[tuple[str, str]] = set()  # what is unfolded, so that it stays so on a page built anew
        self._for_contacts = target.record == CONTACTS
        self._first: QWidget | None = None  # what is next for the visit that the page was opened for

    def fetch(self, desk: Desk) -> TriadView:
        stream = self.target.stream
        if not stream:
            stream = reviews.open_review(desk.ports, desk.signer, self.target.record).triad
        return triads.show(desk.ports, desk.signer, stream)

    def build(self, view: TriadView) -> QWidget:
        if self._for_contacts and (following := self._coming(view.visits)):
            self._opened.add((following.record, _HIDE_CONTACTS))
        self._for_contacts = False  # whoever folds them away again finds them folded
        page = Page(self)
        page.add(title(view.name), muted(" · ".join(part for part in (view.year, view.term) if part)))
        page.add(muted(" · ".join(f"{each.name}, {each.organisation or each.word}" for each in view.members)))
        page.buttons(
            Button("Plan a visit …", lambda: dialogs.PlanDialog(self, view).open(), icon="plus"),
            Button("Send the plan …", lambda: dialogs.SendPlanDialog(self, view).open(), icon="send"),
            Button("Save a calendar file …", self._calendar, icon="calendar"),
            quiet("Who belongs to the triad …", lambda: dialogs.MembersDialog(self, view).open()),
        )
        if view.visits:
            page.add(_at_a_glance(view, table=self.session.look.percent < _NO_TABLE))
        else:
            page.add(Empty("No visits yet. Each head hosts once and reviews twice.", icon="calendar"))
        for visit in view.visits:
            page.add(self._visit(view, visit))
        page.add(self._closed(view))
        return page

    def begin(self, page: QWidget, view: TriadView) -> None:
        if self.target.record == CONTACTS:
            begin_with(self, page)
        elif self._first is not None:
            self.begin_at(self._first)

    @property
    def triad(self) -> str:
        """The stream of the triad."""
        return self.view.stream if self.view else self.target.stream

    def day(self) -> Day | None:
        """The day that F6 shifts: of the first visit that is today or still to come, else of the last."""
        chosen = self._coming([each for each in self.view.visits if each.timetable]) if self.view else None
        return self._day(chosen) if chosen else None

    def _coming(self, found: Sequence[VisitView]) -> VisitView | None:
        """The first visit that is today or still to come, else the last."""
        today = self.session.ports.clock().date().isoformat()
        coming = [each for each in found if each.date.text >= today]
        return next(iter(coming or found[-1:]), None)

    # --- a visit -----------------------------------------------------------------------------------------

    def _visit(self, view: TriadView, visit: VisitView) -> Card:
        card = Card(visit.school)
        card.add(label(_cast(view, visit)))
        card.add(SideBySide(self._when(visit), self._state_box(visit), letters=70, even=True))
        if visit.reason:
            card.add(muted(f"{STATE_WORDS[visit.state]}: {visit.reason}"))
        for before in visit.before:
            card.add(muted(f"Before: {before}"))
        if visit.proposals:
            card.add(proposals(self, visit))
        card.buttons(*self._buttons(view, visit))
        folds = self._folds(view, visit)
        card.buttons(*(self._turn(visit, each) for each in folds))
        for each in folds:
            if (visit.record, each.hide) in self._opened:
                card.add(each.make())
        return card

    def _when(self, visit: VisitView) -> DateField:
        near = date.fromisoformat(visit.date.text) if visit.date.text else None
        when = DateField(visit.date, "Date of the visit", near=near)

        def choose(value: str | None) -> None:
            if value:
                self.set_day(visit, date.fromisoformat(value))

        return self.bind(when, choose=choose)

    def _state_box(self, visit: VisitView) -> QWidget:
        offered = [each for each in VisitState if each is not VisitState.MOVED or each is visit.state]
        state = Pick("State of the visit", [(str(each), STATE_WORDS[each]) for each in offered], str(visit.state))
        state.setAccessibleDescription(visit.school)
        state.setEnabled(visit.date.editable)
        state.picked.connect(partial(self._state, visit))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(strong("State"))
        column.addWidget(state, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _buttons(self, view: TriadView, visit: VisitView) -> list[QWidget]:
        made: list[QWidget] = []
        if visit.held:
            go = partial(self.session.go, Target(Where.PREPARE, visit.review))
            made.append(primary("Open the review", go, about=visit.school))
        elif visit.mine and not visit.review and visit.state not in OVER:
            made.append(primary("Begin the review", partial(self._begin, visit), about=visit.school))
        if made and visit.record == self.target.record:
            self._first = made[0]
        if not visit.date.editable or visit.state in OVER:
            return made
        if not visit.proposals:
            propose = partial(self._open, dialogs.ProposeDialog, visit)
            made.append(Button("Propose days …", propose, icon="calendar", about=visit.school))
        cast = quiet(
            "Who hosts, who reviews …", lambda: dialogs.CastDialog(self, view, visit).open(), about=visit.school
        )
        return [*made, cast]

    def _folds(self, view: TriadView, visit: VisitView) -> list[_Fold]:
        may, known = visit.date.editable, view.contacts.get(visit.urn, ())
        spot = Spot(self.triad, visit.record, visit.review if visit.held else "", may=may)
        people = partial(people_card, self, spot, visit.participants)
        contacts = partial(contacts_card, self, self.triad, visit.urn, visit.school, known, may=may)
        found = [
            _Fold("The day", "Hide the day", partial(self._the_day, view, visit)),
            _Fold(f"Who is there ({len(visit.participants)})", "Hide who is there", people),
            _Fold(f"Whom to tell of a worry ({len(known)} of {len(DUTY_WORDS)})", _HIDE_CONTACTS, contacts),
        ]
        if visit.deadlines and visit.state not in RESTING:
            found.insert(0, _Fold("All dates", "Hide all dates", partial(_dates, visit)))
        return found

    def _turn(self, visit: VisitView, fold: _Fold) -> Button:
        """The button that opens or folds a part of a visit; what is open stays so on a page built anew."""
        key = (visit.record, fold.hide)

        def turn() -> None:
            self._opened ^= {key}
            self.rebuild()

        opened = key in self._opened
        if opened:
            return quiet(fold.hide, turn, icon="chevron-up", about=visit.school)
        return quiet(fold.words, turn, icon="chevron-down", about=visit.school)

    def _the_day(self, view: TriadView, visit: VisitView) -> QWidget:
        card = Card("The day")
        if visit.timetable:
            card.add(day_grid(visit.timetable))
        if visit.date.editable and visit.timetable:
            card.buttons(*day_buttons(self, self._day(visit)))
        elif visit.date.editable:
            models = (Button(words, partial(self._model, visit, code), icon="clock") for code, words in view.days)
            card.buttons(*models)
        return card

    def _day(self, visit: VisitView) -> Day:
        on = date.fromisoformat(visit.date.text) if visit.date.text else None
        return Day(self.triad, visit.record, on, visit.timetable, visit.school)

    def _closed(self, view: TriadView) -> Card:
        card = Card("Days the schools are closed", "Training days and the like, so that deadlines count working days.")
        days = ", ".join(short(day) for day in view.closure_days)
        card.add(label(days or "None given for all schools."))
        for urn, name in view.schools:
            if view.closed.get(urn):
                card.add(label(f"{name}: {', '.join(short(day) for day in view.closed[urn])}"))
        card.buttons(Button("Change …", lambda: dialogs.ClosureDialog(self, view).open(), about="Closure days"))
        return card

    # --- acts --------------------------------------------------------------------------------------------

    def set_day(self, visit: VisitView, on: date, *, in_the_past: bool = False) -> None:
        """Let a visit be on another day; asks when that day has passed."""
        job = self.act(
            lambda desk: visits.change(
                desk.ports, desk.signer, self.triad, visit.record, on=on, in_the_past=in_the_past
            ),
            then=lambda _done: self.session.tell(f"{visit.school}: {in_full(on)}. All dates follow."),
        )
        job.quiet = True
        job.fails(self, partial(self._no_such_day, visit, on))

    def _no_such_day(self, visit: VisitView, on: date, error: BaseException) -> None:
        if isinstance(error, UserFacingError) and error.code == "date_past":
            dialogs.PastDialog(self, visit, on, error).open()
        else:
            told = tell(error)
            self.session.tell(f"{told.happened} {told.rest}", told.tone)

    def _state(self, visit: VisitView, value: str) -> None:
        state = VisitState(value)
        if state in _PLANNED:
            self.set_state(visit, state, "")
        else:
            dialogs.StateDialog(self, visit, state).open()

    def set_state(self, visit: VisitView, state: VisitState, reason: str) -> None:
        """Record that a visit was postponed, abandoned or cancelled, and why."""
        self.act(
            lambda desk: visits.change(desk.ports, desk.signer, self.triad, visit.record, state=state, reason=reason)
        )

    def _open(self, kind: type[dialogs.ProposeDialog], visit: VisitView) -> None:
        kind(self, visit).open()

    def _begin(self, visit: VisitView) -> None:
        self.act(
            lambda desk: reviews.begin(desk.ports, desk.signer, self.triad, visit.record),
            then=lambda review: self.session.go(Target(Where.PREPARE, review)),
        )

    def _calendar(self) -> None:
        name = f"{self.view.name if self.view else 'Visits'}.ics"
        chosen, _ = QFileDialog.getSaveFileName(self, "Calendar file", name, "Calendar files (*.ics)")
        if chosen:
            job = self.session.ask(lambda desk: calendar_file.save(desk.ports, desk.signer, self.triad, Path(chosen)))
            job.then(self, self.session.tell)

    def _model(self, visit: VisitView, code: str) -> None:
        self.act(
            lambda desk: timetable.keep_model(desk.ports, desk.signer, self.triad, visit.record, code),
        )


def _at_a_glance(view: TriadView, *, table: bool) -> Card:
    """The visits: school, day, who hosts, who writes, where it stands, what is next; line by line without a table."""
    card = Card()
    heads = ("School", "Day", "Host", "Report writer", "State", "Next")
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(6)
    for column, words in enumerate(heads if table else ()):
        grid.addWidget(muted(words), 0, column)
        grid.setColumnStretch(column, (3, 3, 3, 3, 2, 4)[column])
    for row, visit in enumerate(view.visits, 1):
        coming = next((each for each in visit.deadlines if not each.done), None) if visit.state not in RESTING else None
        following = f"{coming.label}, {short(coming.on)}{' · late' if coming.late else ''}" if coming else ""
        day = short(date.fromisoformat(visit.date.text)) if visit.date.text else _undecided(visit)
        cells = (visit.school, day, visit.host_name, visit.writer_name, STATE_WORDS[visit.state], following)
        if not table:
            rest = zip(heads[2:], cells[2:], strict=True)
            card.add(
                strong(f"{visit.school}: {day}"), label("; ".join(f"{head}: {each}" for head, each in rest if each))
            )
            continue
        for column, words in enumerate(cells):
            grid.addWidget(strong(words) if column < 2 else label(words), row, column)
    card.add(grid)
    return card


def _undecided(visit: VisitView) -> str:
    many = len(visit.proposals)
    return f"{many} days proposed" if many > 1 else "1 day proposed" if many else "Not fixed yet"


def _cast(view: TriadView, visit: VisitView) -> str:
    names = {member.person: member.name for member in view.members}
    fellows = ", ".join(names.get(person, "") for person in visit.reviewers)
    cast = f"{visit.host_name} hosts. {visit.writer_name} writes the report."
    return f"{cast} {fellows} reviews too." if fellows else cast


def _dates(visit: VisitView) -> QWidget:
    box = Card("All dates", "Worked out from the day of the visit in working days; they move with it.")
    box.add(_deadlines(visit.deadlines))
    return box


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

"""The day of the visit: plain time boxes, and one key (F6) to shift the rest when somebody is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from peerreview.errors import BadInput
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screen import AnyScreen
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, Empty
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.tick import Tick
from peerreview.services import timetable
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import SlotView, Target

if TYPE_CHECKING:
    from .review_frame import ReviewScreen

_NEW = SlotView("", "", "", "", "", "")
_MINUTES = (5, 10, 15, 20, 30, 45, 60, 90)
_USUAL = 15
"""Minutes that somebody is late by, most often."""


@dataclass(frozen=True)
class Day:
    """A visit's day: where its lines stand (triad and visit record), when it is, and the lines."""

    triad: str
    visit: str
    on: date | None
    slots: tuple[SlotView, ...]
    school: str = ""


def day_of(view: ReviewView) -> Day:
    """The day of a review's visit."""
    return Day(view.triad, view.visit, view.visit_date, view.timetable, view.school)


def day_card(screen: ReviewScreen, view: ReviewView) -> Card:
    """The timetable of this review's visit."""
    card = Card("The day")
    day = day_of(view)
    if day.slots:
        card.add(day_grid(day.slots))
        card.buttons(*day_buttons(screen, day))
        return card
    card.add(Empty("No timetable yet. The usual one is a click away on the triad's page.", icon="clock"))
    card.buttons(Button("Open our triad", lambda: screen.session.go(Target(Where.TRIAD, "", view.stream))))
    return card


def day_buttons(screen: AnyScreen, day: Day) -> list[QWidget]:
    """What can be done with a day that has lines."""
    return [
        Button("Shift the rest by … (F6)", lambda: ShiftDialog(screen, day).open(), icon="clock", about=day.school),
        quiet("Change the timetable …", lambda: DayDialog(screen, day).open(), about=day.school),
    ]


def day_grid(slots: Sequence[SlotView], moved: Sequence[SlotView] = ()) -> QGridLayout:
    """Times, what, and who, aligned; lines that are not as in `moved` say when they will be."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 2)
    for row, slot in enumerate(slots):
        later = next((each for each in moved if each.record == slot.record and each != slot), None)
        time = strong(_span(slot))
        time.setWordWrap(False)
        grid.addWidget(time, row, 0)
        grid.addWidget(label(slot.title), row, 1)
        stays = "stays put" if slot.stays and moved else ""
        who = f"now {_span(later)}" if later else stays if moved else slot.who
        grid.addWidget(strong(who) if later else muted(who), row, 2)
    return grid


def shift_rest(screen: AnyScreen, day: Day | None) -> None:
    """F6: somebody is late, the rest of the day moves."""
    if day and day.slots and day.triad:
        ShiftDialog(screen, day).open()
    else:
        screen.session.tell("There is no timetable to shift yet.", "warn")


class ShiftDialog(Dialog):
    """Somebody is late: the rest of the day moves, lunch and whatever else stays put. Enter does it."""

    def __init__(self, screen: AnyScreen, day: Day) -> None:
        super().__init__("Shift the rest of the day", screen, letters=100)
        self._screen, self._day = screen, day
        slots = [(slot.start, f"{slot.start} {slot.title}") for slot in day.slots]
        now = screen.session.ports.clock().astimezone()
        first = timetable.next_line(day.slots, f"{now:%H:%M}" if now.date() == day.on else "00:00")
        self.after = Pick("From", slots, first.start if first else "", letters=44)
        minutes = [(str(each), f"{each} minutes later") for each in _MINUTES]
        minutes += [(str(-each), f"{each} minutes earlier") for each in _MINUTES[:5]]
        self.minutes = Pick("By", minutes, str(_USUAL))
        self.add(strong("From"), self.after, strong("By"), self.minutes)
        self._shown = QWidget()
        self.add(self._shown)
        self.after.currentIndexChanged.connect(self._preview)
        self.minutes.currentIndexChanged.connect(self._preview)
        self._shift = self.button("Shift", self._done, main=True)
        self.closes()
        self._preview()
        self._shift.setFocus()

    def _preview(self) -> None:
        shown = QWidget()
        try:
            moved = timetable.shifted(self._day.slots, int(self.minutes.value), self.after.value)
            grid = day_grid(self._day.slots, moved)
            self._shift.setEnabled(True)
        except BadInput as refused:
            grid = QGridLayout()
            grid.addWidget(label(refused.happened, tone="warn"))
            self._shift.setEnabled(False)
        grid.setContentsMargins(0, 0, 0, 0)
        shown.setLayout(grid)
        self.page.column.replaceWidget(self._shown, shown)
        self._shown.deleteLater()
        self._shown = shown
        if self.isVisible():
            self.fit()

    def _done(self) -> None:
        minutes, after, day = int(self.minutes.value), self.after.value, self._day
        self.accept()
        self._screen.act(
            lambda desk: timetable.shift(desk.ports, desk.signer, day.triad, day.visit, minutes, after=after),
            then=lambda _done: self._screen.session.tell(f"The rest of the day is {_by(minutes)}.{_stays(day)}"),
        )


class DayDialog(Dialog):
    """The day line by line in plain boxes; an empty title takes a line off."""

    def __init__(self, screen: AnyScreen, day: Day) -> None:
        super().__init__(f"Timetable: {day.school}", screen, letters=132)
        self._screen, self._day = screen, day
        self._rows: list[_Row] = []
        self.add(muted("Times like 09:45. Empty the words of a line to take it off. What stays put never shifts."))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 3)
        grid.setColumnStretch(3, 2)
        for row, slot in enumerate((*day.slots, _NEW, _NEW)):
            made = _Row(slot)
            self._rows.append(made)
            for column, widget in enumerate((made.start, made.end, made.words, made.who, made.stays)):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
        self.add(grid)
        self._said = label("", tone="warn")
        self.add(self._said)
        self.button("Keep", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        slots = []
        for row in self._rows:
            if not row.words.text().strip():
                continue
            slot = row.slot_now()
            if slot is None:
                self._said.setText(f"Please write a time like 09:45 beside “{row.words.text().strip()}”.")
                return
            slots.append(slot)
        wrong = timetable.faults(slots)
        if wrong and wrong[0] not in self._said.text():
            self._said.setText(f"{wrong[0]} Press Keep again if that is meant.")
            return
        day = self._day
        self.accept()
        self._screen.act(lambda desk: timetable.keep(desk.ports, desk.signer, day.triad, day.visit, slots))


class _Row:
    """One line's boxes: from, to, what, who, stays put."""

    def __init__(self, slot: SlotView) -> None:
        about = slot.title or "new line"
        self._slot = slot
        self.start, self.end = _box(slot.start, f"From, {about}"), _box(slot.end, f"To, {about}")
        self.words, self.who = _box(slot.title, f"What, {about}"), _box(slot.who, f"Who, {about}")
        for edit in (self.start, self.end):
            edit.setFixedWidth(edit.fontMetrics().horizontalAdvance("00:00") + 30)
        self.stays = Tick("stays put", slot.stays, about=about)

    def slot_now(self) -> SlotView | None:
        """The line as it is typed; None when a time cannot be read."""
        start, end = clock(self.start.text()), clock(self.end.text())
        if start is None or (self.end.text().strip() and end is None):
            return None
        words, who = self.words.text().strip(), self.who.text().strip()
        return replace(self._slot, start=start, end=end or "", title=words, who=who, stays=self.stays.isChecked())


def clock(text: str) -> str | None:
    """A time of day as people type it ("9.45", "09:45") as HH:MM, or None."""
    hours, colon, minutes = text.strip().replace(".", ":").partition(":")
    if not colon or not hours.isdigit() or not minutes.isdigit() or int(hours) > 23 or int(minutes) > 59:
        return None
    return f"{int(hours):02}:{int(minutes):02}"


def _box(value: str, name: str) -> QLineEdit:
    edit = QLineEdit(value)
    edit.setAccessibleName(name)
    edit.setCursorPosition(0)
    return edit


def _span(slot: SlotView) -> str:
    return f"{slot.start}–{slot.end}" if slot.end else slot.start


def _by(minutes: int) -> str:
    return f"{abs(minutes)} minutes {'later' if minutes > 0 else 'earlier'}"


def _stays(day: Day) -> str:
    fixed = next((slot for slot in day.slots if slot.stays), None)
    return f" {fixed.title.partition(',')[0]} stays at {fixed.start}." if fixed else ""

"""What the triad's page asks for: a visit, days to choose from, a reason, who hosts and writes, closure days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QLineEdit

from peerreview.domain.dates import in_full, short
from peerreview.domain.people import Role
from peerreview.domain.reviews import VisitState
from peerreview.errors import UserFacingError
from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import quiet
from peerreview.gui.widgets.dates import read
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.tick import Tick
from peerreview.services import belonging, proposing, sending, triads, visits
from peerreview.services.triad_views import TriadView, VisitView
from peerreview.services.views import CastView
from peerreview.services.words import STATE_WORDS

if TYPE_CHECKING:
    from .triad import TriadScreen


class _Asking(Dialog):
    """A dialog that stays, with all that was typed, until what it asks for was done."""

    def __init__(self, title: str, screen: TriadScreen, *, letters: int = 92) -> None:
        super().__init__(title, screen, letters=letters)
        self._screen = screen
        self._said = label("", tone="warn")

    def _try(self, work: Callable[[Desk], object], then: Callable[[], object] | None = None) -> None:
        """Do it; a refusal is said here, and the dialog stays as it is."""
        job = self._screen.act(work)
        job.quiet = True
        job.fails(self, self._refused)

        def done(_outcome: object) -> None:
            self.accept()
            if then:
                then()

        job.then(self, done)

    def _refused(self, error: BaseException) -> None:
        told = tell(error)
        self.say(f"{told.happened} {told.rest}")

    def say(self, words: str) -> None:
        """Say what is still wrong."""
        self._said.setText(words)
        self.fit()


class PlanDialog(_Asking):
    """A visit: who hosts, who writes, when."""

    def __init__(self, screen: TriadScreen, view: TriadView) -> None:
        super().__init__("Plan a visit", screen)
        self._view = view
        people = _heads(view)
        self.host = Pick("Host", people, letters=50)
        self.writer = Pick("Report writer", people[1:] + people[:1], letters=50)
        self.when = _edit("", "Date of the visit (leave it empty until it is agreed)")
        self.add(strong("Host"), self.host, strong("Who writes the report"), self.writer)
        self.add(strong("Date"), self.when, muted("For example 24 Nov. Leave it empty until it is agreed."), self._said)
        self.button("Plan it", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        host, writer = self.host.value, self.writer.value
        typed, on = self.when.text().strip(), read(self.when.text().strip())
        if typed and on is None:
            self.say("Please write the date like 24 Nov or 24/11/2026.")
            return
        organisation = next(each.organisation for each in self._view.members if each.person == host)
        school = next((urn for urn, name in self._view.schools if name == organisation), "")
        fellows = [person for person, _ in _heads(self._view) if person not in (host, writer)]
        triad = self._screen.triad
        self._try(
            lambda desk: visits.plan(
                desk.ports, desk.signer, triad, school=school, host=host, writer=writer, reviewers=fellows, on=on
            )
        )


class ProposeDialog(_Asking):
    """Two or three days to choose from."""

    def __init__(self, screen: TriadScreen, visit: VisitView) -> None:
        super().__init__(f"{visit.school}: propose days", screen, letters=70)
        self._visit = visit
        said = "Your colleagues tick which suit them, in the file you send or when you ring. Yours count as ticked."
        self.add(muted(said))
        room = max(1, proposing.MOST - len(visit.proposals))
        self.days = [_edit("", f"Day {number}", "for example 24 Nov") for number in range(1, room + 1)]
        self.add(*self.days, self._said)
        self.button("Propose", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        days: list[date] = []
        for edit in self.days:
            typed = edit.text().strip()
            on = read(typed)
            if typed and on is None:
                self.say(f"“{typed}” is not a date we can read. Write it like 24 Nov or 24/11/2026.")
                return
            days += [on] if on else []
        if not days:
            self.say("Write at least one day.")
            return
        triad, visit = self._screen.triad, self._visit.record
        self._try(lambda desk: proposing.propose(desk.ports, desk.signer, triad, visit, days))


class PastDialog(Dialog):
    """The day that was typed has passed: a slip, or really so."""

    def __init__(self, screen: TriadScreen, visit: VisitView, on: date, refused: UserFacingError) -> None:
        super().__init__(f"{visit.school}: {in_full(on)}", screen, letters=70)
        self.add(label(refused.happened), muted(refused.safe))
        self.button("It was on that day", lambda: self._take(screen, visit, on), main=True)
        self.closes("Choose another day")

    def _take(self, screen: TriadScreen, visit: VisitView, on: date) -> None:
        self.accept()
        screen.set_day(visit, on, in_the_past=True)


class StateDialog(Dialog):
    """Why a visit was postponed, abandoned or cancelled, or what became of host or school."""

    def __init__(self, screen: TriadScreen, visit: VisitView, state: VisitState) -> None:
        super().__init__(f"{visit.school}: {STATE_WORDS[state].lower()}", screen, letters=70)
        self.add(muted(_EXPLAINED.get(state, "One line, for example: snow. A visit that rests is not late.")))
        self.reason = _edit("", "Reason")
        self.add(strong("Reason"), self.reason)
        self.accepted.connect(lambda: screen.set_state(visit, state, self.reason.text().strip()))
        self.rejected.connect(screen.rebuild)
        self.button("Keep", self.accept, main=True)
        self.closes()


_EXPLAINED = {
    VisitState.HOST_LEFT: "The new head hosts once they belong to the triad: then change who hosts. What is written "
    "stays with the school.",
    VisitState.SCHOOL_CLOSED: "What was written stays readable, and nobody is asked for a report.",
}


class CastDialog(_Asking):
    """Who hosts and who reviews, when it is not as planned."""

    def __init__(self, screen: TriadScreen, view: TriadView, visit: VisitView) -> None:
        super().__init__(f"{visit.school}: who hosts, who reviews", screen)
        self._visit = visit
        people = _heads(view)
        self.host = Pick("Host", people, visit.host, letters=50)
        self.writer = Pick("Report writer", people, visit.writer, letters=50)
        self.add(strong("Host"), self.host, strong("Who writes the report"), self.writer, strong("Reviews too"))
        self._fellows = {person: Tick(words, person in visit.reviewers) for person, words in people}
        self.add(*self._fellows.values(), self._said)
        self.button("Keep", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        host, writer = self.host.value, self.writer.value
        fellows = [person for person, tick in self._fellows.items() if tick.isChecked() and person != writer]
        triad, visit = self._screen.triad, self._visit.record
        self._try(
            lambda desk: visits.change(
                desk.ports, desk.signer, triad, visit, host=host, writer=writer, reviewers=fellows
            )
        )


class MembersDialog(_Asking):
    """Who belongs to the triad: a new head or the office manager of a school comes to it, somebody leaves it."""

    def __init__(self, screen: TriadScreen, view: TriadView) -> None:
        super().__init__("Who belongs to the triad", screen)
        for each in view.members:
            words = label(", ".join(part for part in (each.name, each.word.lower(), each.organisation) if part))
            off = quiet("Take off …", partial(self._take_off, view, each), about=each.name)
            self.add(SideBySide(words, *([] if each.me else [off]), letters=60))
        self.who = Pick("Add", view.joinable, letters=56)
        if view.joinable:
            said = (
                "A school's office arranges dates, people and timetable and sends files; it sees no notes, no grades."
            )
            self.add(strong("Add"), self.who, muted(said), self._said)
            self.button("Add", self._done, main=True)
        else:
            self.add(muted("Everybody whom your network lists for these schools is here already."))
        self.closes("Close")

    def _done(self) -> None:
        triad, person = self._screen.triad, self.who.value
        self._try(lambda desk: belonging.add(desk.ports, desk.signer, triad, person))

    def _take_off(self, view: TriadView, member: CastView) -> None:
        self.accept()
        TakeOffDialog(self._screen, view, member).open()


class TakeOffDialog(_Asking):
    """What follows when somebody leaves the triad, said before it is done."""

    def __init__(self, screen: TriadScreen, view: TriadView, member: CastView) -> None:
        super().__init__(f"Take {member.name} off the triad", screen)
        self._member = member
        self.add(*(label(each) for each in belonging.what_follows(view, member.person)), self._said)
        self.button("Take off the triad", self._done)
        self.closes("Leave as it is").setDefault(True)

    def _done(self) -> None:
        screen, member = self._screen, self._member
        self._try(
            lambda desk: belonging.take_off(desk.ports, desk.signer, screen.triad, member.person),
            lambda: screen.session.tell(f"{member.name} no longer belongs to the triad. Send the plan to the others."),
        )


class ClosureDialog(_Asking):
    """Training days and the like: of all the triad's schools, or of one."""

    def __init__(self, screen: TriadScreen, view: TriadView) -> None:
        super().__init__("Days the schools are closed", screen, letters=80)
        self.add(muted("One after the other with commas, for example: 27 Nov, 4 Jan."))
        self._days: dict[str, QLineEdit] = {}
        for urn, name in (("", "All schools"), *view.schools):
            edit = _edit(", ".join(in_full(day) for day in view.closed.get(urn, ())), f"Closure days, {name}")
            self._days[urn] = edit
            self.add(strong(name), edit)
        self.add(self._said)
        self.button("Keep", self._done, main=True)
        self.closes()

    def _done(self) -> None:
        closed: dict[str, list[date]] = {}
        for urn, edit in self._days.items():
            for typed in (each.strip() for each in edit.text().split(",") if each.strip()):
                on = read(typed)
                if on is None:
                    self.say(f"“{typed}” is not a date we can read.")
                    return
                closed.setdefault(urn, []).append(on)
        triad = self._screen.triad

        def keep(desk: Desk) -> None:
            for urn in self._days:
                triads.close_days(desk.ports, desk.signer, triad, closed.get(urn, ()), urn)

        every = sorted({day for days in closed.values() for day in days})
        words = f"Closed on {', '.join(short(day) for day in every)}." if every else "No closure days."
        self._try(keep, lambda: self._screen.session.tell(f"{words} The deadlines follow."))


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


def _heads(view: TriadView) -> list[tuple[str, str]]:
    return [(each.person, f"{each.name}, {each.organisation}") for each in view.members if each.role == Role.HEAD]


def _edit(value: str, name: str, placeholder: str = "") -> QLineEdit:
    edit = QLineEdit(value)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    return edit

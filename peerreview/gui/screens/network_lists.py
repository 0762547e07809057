"""What the office types into its network: a school, somebody, a group, what was agreed on, and schools from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QLineEdit

from peerreview.domain.dates import plain
from peerreview.domain.network import Cycle, Group, GroupKind, Network, School, Term
from peerreview.domain.people import Person, Role
from peerreview.domain.reviews import Audience, Level
from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.dates import read
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.tick import Tick
from peerreview.services import office, own_keys
from peerreview.services.own_keys import Computer
from peerreview.services.words import AUDIENCE_WORDS, LEVEL_WORDS, ROLE_WORDS

if TYPE_CHECKING:
    from .network import NetworkScreen

_HATS = (
    (Role.HEAD, "Headteacher"),
    (Role.LEAD_HEAD, ROLE_WORDS[Role.LEAD_HEAD]),
    (Role.REVIEWER, "Reviewer (deputy, stand-in)"),
    (Role.OFFICE, "Office (the board's, if no school)"),
    (Role.OFFICER, ROLE_WORDS[Role.OFFICER]),
    (Role.GUEST, "Guest from outside the network"),
)
_KINDS = ((GroupKind.TRIAD, "Triad"), (GroupKind.COLLABORATIVE, "Collaborative"), ("", "Another kind"))
LOST = "Lost laptop, cancelled"
"""Why a computer's membership ended."""

_TERMS = {
    "Autumn": ("1 Sep 2026", "18 Dec 2026"),
    "Spring": ("4 Jan 2027", "25 Mar 2027"),
    "Summer": ("12 Apr 2027", "21 Jul 2027"),
}
"""The terms of a year, with days as somebody may write them."""
_DATES = "Please write dates like 1 Sep 2026 or 01/09/2026."


class Form(Dialog):
    """Lines to fill in; it stays, with all that was typed, until what it asks for was done."""

    def __init__(self, title: str, screen: NetworkScreen, *, letters: int = 80) -> None:
        super().__init__(title, screen, letters=letters)
        self._screen = screen
        self.said = label("", tone="warn")

    def line(self, name: str, value: str = "", hint: str = "") -> QLineEdit:
        """A named line."""
        edit, words = QLineEdit(value), strong(name)
        edit.setAccessibleName(name)
        edit.setPlaceholderText(hint)
        words.setBuddy(edit)
        self.add(words, edit)
        return edit

    def pick(self, pick: Pick) -> Pick:
        """A named list."""
        words = strong(pick.accessibleName())
        words.setBuddy(pick)
        self.add(words, pick)
        return pick

    def keeps(self, words: str, act: Callable[[], object]) -> None:
        """The line for what is wrong, and the buttons."""
        self.add(self.said)
        self.button(words, act, main=True)
        self.closes()

    def attempt(
        self, work: Callable[[Desk], object], then: Callable[[object], object] | None = None, reading: str = ""
    ) -> None:
        """Do it; a refusal is said here. `reading` says what is read, where a file is fetched from its drive first."""
        job = self._screen.carry(work, reading, fetches=True) if reading else self._screen.act(work)
        job.quiet = True
        job.fails(self, self._refused)

        def done(outcome: tuple[object, object]) -> None:
            self.accept()
            if then:
                then(outcome[0])

        job.then(self, done)

    def say(self, words: str) -> None:
        """Say what is still wrong."""
        self.speak(self.said, words)

    def _refused(self, error: BaseException) -> None:
        told = tell(error)
        self.say(f"{told.happened} {told.rest}")


class SchoolDialog(Form):
    """A school by hand."""

    def __init__(self, screen: NetworkScreen, school: School | None = None) -> None:
        super().__init__(school.name if school else "Add a school", screen)
        self._school = school or School("", "")
        self.name = self.line("Name of the school", self._school.name)
        self.urn = self.line("URN", self._school.urn, "six digits, on Get Information About Schools")
        self.urn.setEnabled(school is None)
        self.pupils = self.line("Number of pupils", str(self._school.pupils or ""))
        self.keeps("Keep" if school else "Add", self._done)
        if school:
            self.button("Take it out", self._out, about=school.name)

    def _done(self) -> None:
        pupils = self.pupils.text().strip()
        if pupils and not pupils.isdecimal():
            self.say("The number of pupils is not a number.")
            return
        school = replace(
            self._school, name=self.name.text().strip(), urn=self.urn.text().strip(), pupils=int(pupils or 0)
        )
        self.attempt(lambda desk: office.keep_school(desk.ports, desk.signer, school))

    def _out(self) -> None:
        self.attempt(lambda desk: office.drop_school(desk.ports, desk.signer, self._school.urn))


class MemberDialog(Form):
    """Somebody of the network: who they are, which hat, which school; and the end of a membership."""

    def __init__(self, screen: NetworkScreen, network: Network, person: Person | None = None) -> None:
        super().__init__(person.name if person else "Add somebody", screen)
        self._person = person or Person("", "", Role.HEAD)
        self.name = self.line("Name", self._person.name)
        self.hat = self.pick(Pick("Role", _HATS, self._person.role, letters=36))
        schools = [("", "No school"), *((each.urn, each.name) for each in network.schools)]
        self.school = self.pick(Pick("School", schools, self._person.school, letters=50))
        self.organisation = self.line("Organisation, where it is no school", self._person.organisation)
        self.keeps("Keep" if person else "Add", self._done)
        if person and network.cards_of(person.id):
            if person.id in network.members:
                self._computers(own_keys.computers(network, person.id))
                self.button("Has left …", lambda: self._end("Left the network"), about=person.name)
        elif person:
            self.button("Take off the list", self._out, about=person.name)

    def _done(self) -> None:
        person = replace(
            self._person, name=self.name.text().strip(), role=Role(self.hat.value), school=self.school.value,
            organisation=self.organisation.text().strip(),
        )  # fmt: skip
        self.attempt(lambda desk: office.keep_person(desk.ports, desk.signer, person))

    def _out(self) -> None:
        self.attempt(lambda desk: office.drop_person(desk.ports, desk.signer, self._person.id))

    def _computers(self, found: Sequence[Computer]) -> None:
        """Their computers, each of which can be cancelled by itself when it is lost."""
        self.add(strong("Computer" if len(found) == 1 else "Computers"))
        if len(found) > 1:
            self.add(muted("They read out the words of the one that is lost: Our network, My computers, on another."))
        for each in found:
            cancel = quiet("Lost: cancel it …", partial(self._end, LOST, each.actor), about=each.name)
            said = f"Listed since {plain(each.since)}: {' '.join(each.words)}"
            self.add(SideBySide(label(said), cancel, letters=84))

    def _end(self, reason: str, device: str = "") -> None:
        self.accept()
        self._screen.end_membership(self._person.id, reason, device)


class GroupDialog(Form):
    """A group of any kind: its schools, who leads it, from when to when."""

    def __init__(self, screen: NetworkScreen, network: Network, group: Group | None = None) -> None:
        super().__init__(group.name if group else "Add a group", screen, letters=90)
        self._group = group or Group("", GroupKind.TRIAD, "", ())
        self.name = self.line("Name", self._group.name)
        own = self._group.kind not in dict(_KINDS)
        self.kind = self.pick(Pick("Kind", _KINDS, "" if own else self._group.kind))
        self.other = self.line("Which other kind", self._group.kind if own else "", "for example: reading hub")
        people = [("", "Nobody yet"), *((each.id, each.name) for each in network.people)]
        self.lead = self.pick(Pick("Organised by", people, self._group.lead, letters=50))
        self.since = self.line("From (may be empty)", _day(self._group.since), "1 Sep 2026")
        self.until = self.line("Until (may be empty)", _day(self._group.until), "31 Aug 2027")
        self.add(strong("Schools"))
        self.schools = {each.urn: Tick(each.name, each.urn in self._group.schools) for each in network.schools}
        self.add(*self.schools.values())
        self.kind.picked.connect(self._kinds)
        self._kinds(self.kind.value)
        self.keeps("Keep" if group else "Add", self._done)
        if group:
            self.button("Take it out", self._out, about=group.name)

    def _kinds(self, kind: str) -> None:
        self.other.setEnabled(not kind)

    def _done(self) -> None:
        if not (_is_day(self.since) and _is_day(self.until)):
            self.say(_DATES)
            return
        group = replace(
            self._group, name=self.name.text().strip(), kind=self.kind.value or self.other.text().strip(),
            lead=self.lead.value, schools=tuple(urn for urn, tick in self.schools.items() if tick.isChecked()),
            since=read(self.since.text()), until=read(self.until.text()),
        )  # fmt: skip
        self.attempt(lambda desk: office.keep_group(desk.ports, desk.signer, group))

    def _out(self) -> None:
        self.attempt(lambda desk: office.drop_group(desk.ports, desk.signer, self._group.id))


class AgreedDialog(Form):
    """The year and its terms, handbooks, least levels of sharing, closure days."""

    def __init__(self, screen: NetworkScreen, network: Network, titles: Mapping[str, str]) -> None:
        super().__init__("What the network agreed on", screen, letters=90)
        cycle = network.cycle
        self.year = self.line("School year", cycle.year, "2026/27")
        terms = {term.name: term for term in cycle.terms}
        self.terms = {
            name: (
                self.line(f"{name} term, first day", _day(terms[name].first if name in terms else None), first),
                self.line(f"{name} term, last day", _day(terms[name].last if name in terms else None), last),
            )
            for name, (first, last) in _TERMS.items()
        }
        self.visits = self.line("Visits to each school in the year", str(cycle.visits))
        known = {each: titles.get(each, each) for each in (network.handbook, *network.handbooks, *titles) if each}
        self.handbook = self.pick(Pick("Usual handbook", list(known.items()), network.handbook))
        self.others = {each: Tick(name, each in network.handbooks) for each, name in known.items()}
        self.add(strong("Handbooks a triad may choose besides"), *self.others.values())
        levels = [("", "As the handbook has it"), *((level, LEVEL_WORDS[level]) for level in Level)]
        self.least = {
            who: self.pick(Pick(f"Least for: {AUDIENCE_WORDS[who]}", levels, network.least.get(who, "")))
            for who in Audience
        }
        closed = ", ".join(map(plain, network.closure_days))
        self.closed = self.line("Closure days of every school, with commas between", closed)
        self.keeps("Keep", self._done)

    def _done(self) -> None:
        given = {name: (read(first.text()), read(last.text())) for name, (first, last) in self.terms.items()}
        terms = tuple(Term(name, first, last) for name, (first, last) in given.items() if first and last)
        closed = [each.strip() for each in self.closed.text().split(",") if each.strip()]
        half = any((first is None) != (last is None) for first, last in given.values())
        days = tuple(day for each in closed if (day := read(each)))
        if half or len(days) < len(closed) or not all(_is_day(each) for pair in self.terms.values() for each in pair):
            self.say(_DATES)
            return
        visits = self.visits.text().strip()
        if not visits.isdecimal():
            self.say("The number of visits is not a number.")
            return
        cycle = Cycle(self.year.text().strip(), terms, int(visits))
        least = {str(who): pick.value for who, pick in self.least.items() if pick.value}
        handbook = self.handbook.value
        others = [each for each, tick in self.others.items() if tick.isChecked()]
        self.attempt(
            lambda desk: office.agree(
                desk.ports, desk.signer, cycle=cycle, handbook=handbook, handbooks=others, least=least,
                closure_days=days,
            )
        )  # fmt: skip


class RegisterDialog(Form):
    """Schools from the register of schools: an authority's, or those whose numbers are typed."""

    def __init__(self, screen: NetworkScreen) -> None:
        super().__init__("Schools from a register file", screen)
        self._source: Path | None = None
        self.add(muted("The file of Get Information About Schools (“Establishment fields CSV”), as it was downloaded."))
        self._chosen = muted("No file chosen yet.")
        self.add(Button("Choose the file …", self._choose, icon="folder-open"), self._chosen)
        self.authority = self.line("Every open school of this authority", hint="as the register writes it")
        self.urns = self.line("And schools with these URNs", hint="900101, 900102")
        self.keeps("Take them in", self._done)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Register of schools", "", "Register files (*.csv *.zip)")
        if name:
            self.choose(Path(name))

    def choose(self, source: Path) -> None:
        """Take schools from this file."""
        self._source = source
        self._chosen.setText(source.name)

    def _done(self) -> None:
        source, authority = self._source, self.authority.text().strip()
        urns = self.urns.text().replace(",", " ").split()
        if source is None or not (authority or urns):
            self.say("Choose the file, and say which authority or which schools.")
            return
        self.attempt(
            lambda desk: office.from_register(
                desk.ports, desk.signer, source, urns, authority, desk.progress, desk.turn
            ),
            lambda taken: self._screen.session.tell(taken.sentence),  # type: ignore[attr-defined]
            "Reading the register",
        )


def _day(on: date | None) -> str:
    return plain(on) if on else ""


def _is_day(edit: QLineEdit) -> bool:
    """Whether a day, or nothing, stands in a line."""
    return not edit.text().strip() or read(edit.text().strip()) is not None

"""The network document: schools, groups, people, roles, cards, closure days and least sharing levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .people import Card, Person, Role


class GroupKind(StrEnum):
    """The kinds of group that mean something to the program; a network has whatever other kinds it likes."""

    TRIAD = "triad"
    COLLABORATIVE = "collaborative"
    NETWORK = "network"


@dataclass(frozen=True)
class School:
    """A school. `urn` is its register number as text; `pupils` is 0 when not known."""

    urn: str
    name: str
    phase: str = "primary"
    pupils: int = 0
    closure_days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Group:
    """Schools that review or work together; `lead` is the person who organises them.

    `kind` is a GroupKind, or the network's own word ("reading hub"). It stands from `since` to `until`, both included;
    None is an open end.
    """

    id: str
    kind: str
    name: str
    schools: tuple[str, ...]
    lead: str = ""
    since: date | None = None
    until: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the group is one on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Term:
    """A term of the school year, by its first and last day."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Cycle:
    """The network's round: the school year and its terms, and how often in it each school is reviewed."""

    year: str = ""
    terms: tuple[Term, ...] = ()
    visits: int = 1

    def term_on(self, day: date) -> Term | None:
        """The term in which a day lies, or the next one to begin; None after the last."""
        return min((term for term in self.terms if day <= term.last), key=lambda term: term.first, default=None)


@dataclass(frozen=True)
class Network:
    """One numbered network document, as its root signed it.

    `root` is the actor id of the root key that signed; `least` maps an audience to the least sharing level; `photos`
    says whether reviewers may take any of displays and documents (None: as the handbook has it). `handbook` is the
    usual one, `handbooks` are others that a triad may choose.
    """

    id: str
    name: str
    number: int
    issued: date
    root: str
    root_certificate: str
    schools: tuple[School, ...] = ()
    groups: tuple[Group, ...] = ()
    people: tuple[Person, ...] = ()
    cards: tuple[Card, ...] = ()
    handbook: str = ""
    closure_days: tuple[date, ...] = ()
    least: Mapping[str, str] = field(default_factory=dict)
    photos: bool | None = None
    handbooks: tuple[str, ...] = ()
    cycle: Cycle = Cycle()

    def person(self, person_id: str) -> Person | None:
        """The person with this id, or None."""
        return next((person for person in self.people if person.id == person_id), None)

    def school(self, urn: str) -> School | None:
        """The school with this URN, or None."""
        return next((school for school in self.schools if school.urn == urn), None)

    def cards_of(self, person_id: str) -> tuple[Card, ...]:
        """Every card ever listed for a person, standing or ended."""
        return tuple(card for card in self.cards if card.person == person_id)

    @property
    def members(self) -> frozenset[str]:
        """Whose card stands (person ids)."""
        return frozenset(card.person for card in self.cards if card.until is None)

    def left(self, person_id: str) -> date | None:
        """The day on which somebody's membership ended; None for a member, and for somebody who never was one."""
        if person_id in self.members:
            return None
        return max((card.until for card in self.cards_of(person_id) if card.until), default=None)

    def card(self, actor: str) -> Card | None:
        """The card that lists this signing key, or None."""
        return next((card for card in self.cards if card.actor == actor), None)

    def with_role(self, role: Role) -> tuple[Person, ...]:
        """Everybody with this hat."""
        return tuple(person for person in self.people if person.role is role)

"""What a network's office puts together: schools, people, groups, its cycle, handbooks and least sharing levels.

All of it is kept here, unpublished, until the office has done and opens the network's stamp once. Members' cards are
never touched: `joining.admit` and `joining.drop` alone change them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from peerreview.analysis.wording import listed
from peerreview.domain.network import Cycle, Group, Network, School
from peerreview.domain.people import Person
from peerreview.domain.register import RegisterEntry
from peerreview.errors import BadInput, Refused
from peerreview.handbook.model import Handbook
from peerreview.identity import network_document
from peerreview.identity.signer import Signer

from . import context, founding, joining, membership
from .ports import Ports, Progress, Turn, UnitOfWork, at_once, silent

_DRAFT = "network draft"
_AGREED = ("handbook", "handbooks", "closure_days", "least", "cycle")
_COUNTED = (("school", "schools"), ("person", "people"), ("group", "groups"))

Listed = TypeVar("Listed", School, Person, Group)


@dataclass(frozen=True)
class Source:
    """The network as its office has it now; `changes` says in sentences what members do not have yet."""

    network: Network
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """What a file added to the network, in numbers; `missing` are URNs that it does not list."""

    schools: int
    people: int = 0
    groups: int = 0
    missing: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What happened, for the banner."""
        many = (self.schools, "school", "schools"), (self.people, "person", "people"), (self.groups, "group", "groups")
        said = listed([f"{count} {one if count == 1 else more}" for count, one, more in many if count])
        missing = f" Not in the file: {', '.join(self.missing)}." if self.missing else ""
        return (f"{said} taken from the file." if said else "Nothing in the file was new.") + missing


def show(ports: Ports, signer: Signer) -> Source | None:
    """The network as its office has it; None before there is one."""
    with ports.store.begin() as work:
        found = membership.network(work)
        if found is None:
            return None
        draft = draft_in(work, found)
        return Source(draft, _changes(found, draft))


def keep_school(ports: Ports, signer: Signer, school: School) -> None:
    """Add a school, or write what is known of it anew; a name and a URN (or any code) are needed."""
    if not school.name.strip() or not school.urn.isalnum():
        raise BadInput("A school needs a name and a URN.", "Nothing has changed.", code="bad_school")

    def changed(network: Network) -> Network:
        return replace(network, schools=_put(network.schools, school))

    _change(ports, changed)


def drop_school(ports: Ports, signer: Signer, urn: str) -> None:
    """Take a school out of the network and its groups; refused while somebody is there."""

    def changed(network: Network) -> Network:
        there = [person.name for person in network.people if person.school == urn]
        if there:
            raise Refused(
                f"{listed(there)} {'is' if len(there) == 1 else 'are'} of this school.",
                "Nothing has changed.",
                "Move them to another school or take them off the list first.",
                code="people_there",
            )
        schools = tuple(each for each in network.schools if each.urn != urn)
        groups = tuple(
            replace(group, schools=tuple(each for each in group.schools if each != urn)) for group in network.groups
        )
        return replace(network, schools=schools, groups=groups)

    _change(ports, changed)


def keep_person(ports: Ports, signer: Signer, person: Person) -> str:
    """Add somebody (an empty id), or write anew who they are: another name, hat or school. Gives their id."""
    if not person.name.strip():
        raise BadInput("Somebody in the list needs a name.", "Nothing has changed.", code="bad_person")
    known = replace(person, id=person.id or ports.ids())
    _change(ports, lambda network: replace(network, people=_put(network.people, known)))
    return known.id


def drop_person(ports: Ports, signer: Signer, person: str) -> None:
    """Take somebody off the list who never was a member; a membership is ended instead (`joining.drop`)."""

    def changed(network: Network) -> Network:
        if network.cards_of(person):
            raise Refused(
                "They are, or were, a member, and what they signed bears their name.",
                "Nothing has changed.",
                "End their membership instead.",
                code="was_member",
            )
        people = tuple(each for each in network.people if each.id != person)
        groups = tuple(replace(group, lead="") if group.lead == person else group for group in network.groups)
        return replace(network, people=people, groups=groups)

    _change(ports, changed)


def keep_group(ports: Ports, signer: Signer, group: Group) -> str:
    """Add a group (an empty id), or write it anew: any kind, from a day to a day. Gives its id."""
    if not (group.name.strip() and group.kind.strip() and group.schools):
        raise BadInput("A group needs a name, a kind and its schools.", "Nothing has changed.", code="bad_group")
    if group.since and group.until and group.until < group.since:
        raise BadInput("The group would end before it begins.", "Nothing has changed.", code="bad_group")
    known = replace(group, id=group.id or ports.ids())
    _change(ports, lambda network: replace(network, groups=_put(network.groups, known)))
    return known.id


def drop_group(ports: Ports, signer: Signer, group: str) -> None:
    """Take out a group that was entered by mistake; one that came to an end gets its last day instead."""
    _change(ports, lambda now: replace(now, groups=tuple(each for each in now.groups if each.id != group)))


def agree(
    ports: Ports,
    signer: Signer,
    *,
    cycle: Cycle,
    handbook: str,
    handbooks: Sequence[str],
    least: Mapping[str, str],
    closure_days: Sequence[date],
) -> None:
    """What the network has agreed on: its year and terms, its handbooks, least sharing levels and closure days."""
    others = tuple(each for each in dict.fromkeys(handbooks) if each != handbook)
    days = tuple(sorted(set(closure_days)))
    _change(
        ports,
        lambda now: replace(
            now, cycle=cycle, handbook=handbook, handbooks=others, least=dict(least), closure_days=days
        ),
    )


def from_list(ports: Ports, signer: Signer, source: Path, turn: Turn = at_once) -> Taken:
    """Take schools, people and groups from a list (CSV or Excel, `founding.COLUMNS`); whoever is known stays.

    People are known by name and school, groups by kind and name; a school's facts are written anew.
    """
    rows = founding.from_cells(ports.papers.rows(source))
    found = founding.network_of(rows, name="list", issued=ports.clock().date(), ids=ports.ids, handbook="")
    counted: list[Taken] = []

    def changed(network: Network) -> Network:
        known = {(person.name, person.school): person for person in network.people}
        ids = {each.id: known.get((each.name, each.school), each).id for each in found.people}
        new = tuple(each for each in found.people if (each.name, each.school) not in known)
        schools = network.schools
        for school in found.schools:
            schools = _put(schools, school)
        groups = network.groups
        for group in found.groups:
            here = next((each for each in groups if (each.kind, each.name) == (group.kind, group.name)), group)
            together = tuple(dict.fromkeys((*here.schools, *group.schools))) if here is not group else group.schools
            lead = ids.get(group.lead, "") or here.lead
            groups = _put(groups, replace(here, schools=together, lead=lead))
        more = len(schools) - len(network.schools), len(groups) - len(network.groups)
        counted.append(Taken(more[0], len(new), more[1]))
        return replace(network, schools=schools, people=(*network.people, *new), groups=groups)

    turn(lambda: _change(ports, changed))
    return counted[-1]


def from_register(
    ports: Ports,
    signer: Signer,
    source: Path,
    urns: Collection[str] = (),
    authority: str = "",
    progress: Progress = silent,
    turn: Turn = at_once,
) -> Taken:
    """Take schools from a register file: those with these URNs, and every open one of an authority.

    Schools that are in the network already get the register's name, phase and number of pupils.
    """
    progress("Reading the register", 0, 0)
    source_now = turn(lambda: show(ports, signer))
    known = {school.urn for school in source_now.network.schools} if source_now else set()
    register = ports.papers.register(source, {*urns, *known}, authority)
    if not register.entries:
        raise Refused(
            "None of these schools is in this file.",
            "Nothing has changed.",
            "Check the URNs or how the authority is written, or choose a newer file.",
            code="not_in_register",
        )
    counted: list[int] = []

    def changed(network: Network) -> Network:
        schools, handbook = network.schools, ports.library.get(network.handbook or ports.library.ids()[0])
        for entry in register.entries.values():
            schools = _put(schools, _school(handbook, entry, network.school(entry.urn)))
        counted.append(len(schools) - len(network.schools))
        return replace(network, schools=schools)

    turn(lambda: _change(ports, changed))
    return Taken(counted[-1], missing=tuple(sorted(set(urns) - set(register.entries))))


def publish(ports: Ports, signer: Signer, stamp: Path, phrase: str) -> int:
    """Sign what the office put together as the next list of members; gives its number."""
    with ports.store.begin() as work:
        found = membership.network(work)
        draft = draft_in(work, found) if found else None
    if found is None or draft is None or not _changes(found, draft):
        raise Refused("There is nothing new to publish.", "Nothing has changed.", code="nothing_new")
    number = joining.publish(ports, signer, stamp, phrase, draft)
    let_go(ports, signer)
    return number


def let_go(ports: Ports, signer: Signer) -> None:
    """Let go of what was not published: the network is again as members have it."""
    with ports.store.begin() as work:
        work.set_setting(_DRAFT, "")
        work.commit()


def draft_in(work: UnitOfWork, standing: Network) -> Network:
    """The network as its office has it, with the members and ids that joined since it was begun."""
    raw = work.setting(_DRAFT)
    if not raw:
        return standing
    draft = network_document.decode(raw.encode())
    if draft.id != standing.id:
        return standing
    aliases = {person.id: person.aliases for person in standing.people}
    people = tuple(replace(each, aliases=aliases.get(each.id, each.aliases)) for each in draft.people)
    missing = tuple(each for each in standing.people if each.id not in {known.id for known in people})
    carded = tuple(each for each in missing if standing.cards_of(each.id))  # joined while the draft left them out
    return replace(
        standing,
        schools=draft.schools,
        groups=draft.groups,
        people=people + carded,
        handbook=draft.handbook,
        handbooks=draft.handbooks,
        closure_days=draft.closure_days,
        least=draft.least,
        cycle=draft.cycle,
    )


def _change(ports: Ports, change: Callable[[Network], Network]) -> None:
    with ports.store.begin() as work:
        standing = membership.network(work)
        if standing is None:
            raise Refused("There is no network here yet.", "Nothing has changed.", "Start one.", code="no_network")
        changed = change(draft_in(work, standing))
        work.set_setting(_DRAFT, network_document.encode(changed).decode())
        work.commit()


def _put(held: tuple[Listed, ...], one: Listed) -> tuple[Listed, ...]:
    """`held` with `one` in the place of what has its key, or else at the end."""
    at = next((place for place, each in enumerate(held) if _key(each) == _key(one)), len(held))
    kept = list(held)
    kept[at : at + 1] = [one]
    return tuple(kept)


def _key(each: School | Person | Group) -> str:
    return each.urn if isinstance(each, School) else each.id


def _changes(standing: Network, draft: Network) -> tuple[str, ...]:
    """What members do not have yet, in words: how many schools, people and groups, and whether anything else."""
    said = []
    for one, more in _COUNTED:
        before, now = set(getattr(standing, more)), set(getattr(draft, more))
        if changed := {_key(each) for each in before ^ now}:
            said.append(f"{len(changed)} {one if len(changed) == 1 else more}")
    if any(getattr(standing, name) != getattr(draft, name) for name in _AGREED):
        said.append("what the network agreed on")
    return tuple(said)


def _school(handbook: Handbook, entry: RegisterEntry, known: School | None) -> School:
    """A school as the register has it; what the office knows besides stays."""
    phase = context.phase_of(handbook, entry) or (known.phase if known else "primary")
    days = known.closure_days if known else ()
    pupils = entry.pupils if entry.pupils is not None else (known.pupils if known else 0)
    return School(entry.urn, entry.name, phase, pupils, days)

"""What reviewers need to know before they come, filled from the register of schools; every fact stays editable.

A register file that was given once is remembered for the schools known here, so that the next review begins with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from peerreview.analysis.review import text
from peerreview.domain import dates
from peerreview.domain.network import School
from peerreview.domain.register import REGISTER, InspectedArea, Register, RegisterEntry
from peerreview.errors import Refused
from peerreview.handbook.model import Handbook, Item, ItemKind, Source
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.journal.record import Record
from peerreview.journal.stream import Stream

from . import dossier, membership
from .ports import Ports, Progress, Turn, UnitOfWork, at_once, silent
from .writing import of, write_in

_REGISTER, _INSPECTIONS = "register", "inspections"
_FACT, _VALUE, _FROM = "fact", "value", "from"
_NETWORK = "Our network's list"
_AP = "alternative provision"
_BY_KIND = (("special", "special"), ("pupil referral", _AP), ("alternative", _AP))
"""What a school with no phase in the register is by its kind: special schools and units have none there."""

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Filled:
    """What a file filled in: how many facts, how many grades of the last inspection, and the day it is as at."""

    facts: int
    inspected: int
    as_at: date | None

    @property
    def sentence(self) -> str:
        """What happened, for the banner."""
        day = f", as at {dates.plain(self.as_at)}" if self.as_at else ""
        parts = [f"{self.facts} facts"] if self.facts else []
        parts += ["the last inspection"] if self.inspected else []
        said = " and ".join(parts)
        return f"{said[:1].upper()}{said[1:]} came from the file{day}. Change what is out of date."


def fill(
    ports: Ports, signer: Signer, review: str, source: Path, *, progress: Progress = silent, turn: Turn = at_once
) -> Filled:
    """Fill the school's facts from a register file, or its last inspection from Ofsted's list.

    What the host typed stays. Raises BadInput for any other file, and Refused when the school is not in it.
    """
    progress("Reading the register", 0, 0)

    def wanted() -> set[str]:
        with ports.store.begin() as work:
            return _known(work) | {text(dossier.open_in(ports, work, signer, review).head, "school")}

    register = ports.papers.register(source, turn(wanted))
    return turn(lambda: _filled(ports, signer, review, register))


def _filled(ports: Ports, signer: Signer, review: str, register: Register) -> Filled:
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        urn = text(held.head, "school")
        entry, areas = register.entries.get(urn), register.inspections.get(urn, ())
        if entry is None and not areas:
            raise Refused(
                f"{held.school} ({urn}) is not in this file.",
                "Nothing has changed.",
                "Check the school's URN, or choose a newer file: a school that becomes an academy gets a new one.",
                code="not_in_register",
            )
        _remember(work, register)
        edits = _edits(held.handbook, entry, register.as_at, held.stream) if entry else []
        areas = areas or _judged(work, entry)
        if register.as_at:
            edits += _inspection(held.handbook, areas, register.as_at, held.stream)
        write_in(ports, work, signer, review, edits)
        work.commit()
    return Filled(len(_facts(entry)) if entry else 0, len(areas), register.as_at)


def opening(work: UnitOfWork, handbook: Handbook, urn: str, school: Record | None) -> list[Edit]:
    """What a review begins with: the register's facts when a file was given before, or else the network's list."""
    remembered, inspected = _remembered(work, _REGISTER), _remembered(work, _INSPECTIONS)
    entry = remembered.entries.get(urn)
    areas, as_at = inspected.inspections.get(urn, ()), inspected.as_at
    if not areas:
        areas, as_at = _judged(work, entry), remembered.as_at
    seen = _inspection(handbook, areas, as_at, None) if as_at else []
    if entry is not None:
        return [*_edits(handbook, entry, remembered.as_at, None), *seen]
    network = membership.network(work)
    listed = network.school(urn) if network else None
    known = listed or (School(urn, text(school, "name"), text(school, "phase"), _count(school)) if school else None)
    if known is None:
        return seen
    labels = {choice.code: choice.label for choice in handbook.phases}
    listing = RegisterEntry(urn, known.name, labels.get(known.phase, known.phase), pupils=known.pupils or None)
    return [*_tables(handbook, listing, _NETWORK, None), *seen]


def _edits(handbook: Handbook, entry: RegisterEntry, as_at: date | None, stream: Stream | None) -> list[Edit]:
    source = f"{REGISTER}, as at {dates.plain(as_at)}" if as_at else REGISTER
    edits = _tables(handbook, entry, source, stream)
    if phase := phase_of(handbook, entry):
        edits += of("review", "review", phase=phase)
    if entry.pupils is not None:
        edits += of("review", "review", pupils=entry.pupils)
    return edits


def _tables(handbook: Handbook, entry: RegisterEntry, source: str, stream: Stream | None) -> list[Edit]:
    """The rows of facts; a row whose source the host changed, or that the host added, is the host's and stays."""
    edits: list[Edit] = []
    for item in _items(handbook, Source.REGISTER, {_FACT, _VALUE, _FROM}):
        facts = _facts(entry)
        if entry.counted and "Pupils on roll" in facts:
            counted = f"{source} (counted {dates.plain(entry.counted)})"
        else:
            counted = source
        rows = [
            {_FACT: fact, _VALUE: value, _FROM: counted if fact == "Pupils on roll" else source}
            for fact, value in facts.items()
        ]
        own = [row for row in _rows(stream, item) if not row.get(_FROM, "").startswith((REGISTER, _NETWORK))]
        said = {row.get(_FACT) for row in own}
        edits += _written(item, [*(row for row in rows if row[_FACT] not in said), *own])
    return edits


def _inspection(handbook: Handbook, areas: Sequence[InspectedArea], as_at: date, stream: Stream | None) -> list[Edit]:
    """The last inspection, always with the day it is as at; rows of the host's own stay. Nothing without a grade."""
    edits: list[Edit] = []
    for item in _items(handbook, Source.INSPECTION, {"date", "area", "grade", "as_at"}) if areas else ():
        columns = {column.code for column in item.columns}
        rows = [
            {
                "date": each.on.isoformat() if each.on else "",
                "framework": each.framework,
                "area": each.area,
                "grade": each.grade,
                "as_at": as_at.isoformat(),
            }
            for each in areas
        ]
        own = [row for row in _rows(stream, item) if not row.get("as_at")]
        edits += _written(item, [*({code: row[code] for code in row if code in columns} for row in rows), *own])
    return edits


def _judged(work: UnitOfWork, entry: RegisterEntry | None) -> tuple[InspectedArea, ...]:
    """The overall grade that a register from before 2025 tells, unless Ofsted's own list was given too."""
    if entry is None or not (entry.inspected and entry.judgement):
        return ()
    if entry.urn in _remembered(work, _INSPECTIONS).inspections:
        return ()
    return (InspectedArea(entry.inspected, "Ofsted", "Overall", entry.judgement),)


def _items(handbook: Handbook, source: Source, columns: set[str]) -> Iterable[Item]:
    """The tables of the context that this source fills, when they have the columns for it."""
    for section in handbook.context:
        for item in section.of_kind(ItemKind.TABLE):
            if item.source is source and columns <= {column.code for column in item.columns}:
                yield item


def _facts(entry: RegisterEntry) -> Mapping[str, str]:
    facts = {
        "URN": entry.urn,
        "Name": entry.name,
        "Phase": entry.phase,
        "Kind of school": entry.kind,
        "Age range": entry.ages,
        "Pupils on roll": str(entry.pupils) if entry.pupils is not None else "",
        "Eligible for free school meals": f"{entry.free_meals} %" if entry.free_meals else "",
        "Local authority": entry.authority,
        "Trust": entry.trust,
        "Status": entry.status if entry.status != "Open" else "",
    }
    return {fact: value for fact, value in facts.items() if value}


def phase_of(handbook: Handbook, entry: RegisterEntry) -> str:
    """The handbook's code of the register's phase ("Middle deemed primary" is a middle school), or nothing."""
    kind = entry.kind.casefold()
    known = entry.phase or next((words for part, words in _BY_KIND if part in kind), "")
    labels = {choice.label.casefold(): choice.code for choice in handbook.phases}
    words = known.casefold()
    return labels.get(words) or labels.get(words.partition(" ")[0], "")


def _rows(stream: Stream | None, item: Item) -> Rows:
    record = stream.record("answer", item.code) if stream else None
    rows = record.get("rows") if record else None
    found = rows if isinstance(rows, list) else []
    return [{str(name): str(said) for name, said in row.items()} for row in found if isinstance(row, dict)]


def _written(item: Item, rows: Rows) -> list[Edit]:
    kept = rows[: item.rows] if item.rows else rows
    return [Edit("answer", item.code, "rows", [{**row} for row in kept])]


def _known(work: UnitOfWork) -> set[str]:
    """The URNs of the schools known here: our network's and those of our triads."""
    network = membership.network(work)
    urns = {school.urn for school in network.schools} if network else set()
    return urns | {each.id for triad in work.streams("triad-") for each in work.stream(triad).records("school")}


def _remember(work: UnitOfWork, register: Register) -> None:
    """Keep what was found of the schools known here, beside what an earlier file of the kind told of others."""
    for key, found in ((_REGISTER, register.entries), (_INSPECTIONS, register.inspections)):
        if found:
            before = _remembered(work, key)
            kept = Register(
                register.as_at,
                {**before.entries, **register.entries},
                {**before.inspections, **register.inspections},
            )
            work.set_setting(key, msgspec.json.encode(kept).decode())


def _remembered(work: UnitOfWork, key: str) -> Register:
    raw = work.setting(key)
    return msgspec.json.decode(raw, type=Register) if raw else Register(None)


def _count(school: Record | None) -> int:
    pupils = school.get("pupils") if school else None
    return pupils if isinstance(pupils, int) else 0

"""Keeping every keystroke, and turning what was typed into changes when the field, section or window is left.

Nothing typed is ever dropped because it may no longer be written: such an entry stays here and is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from peerreview.errors import Refused
from peerreview.identity.signer import Signer
from peerreview.journal import buffer
from peerreview.journal.buffer import Entry

from .moments import moment, stamp
from .ports import Ports, UnitOfWork
from .views import KeptEntry
from .writing import write_in


@dataclass(frozen=True)
class Settled:
    """What became of the typing: ids of the changes made, and what may no longer be written where it was meant."""

    changes: tuple[str, ...]
    kept: tuple[KeptEntry, ...]


def keep(
    ports: Ports, signer: Signer, stream: str, kind: str, record: str, field: str, text: str, saw: tuple[str, ...]
) -> None:
    """Make what stands in a field durable at once. `saw` are the ops that were shown when typing began."""
    ports.typing.keep(Entry(stream, kind, record, field, signer.person, saw, text, stamp(ports.clock())))


def settle(ports: Ports, signer: Signer, stream: str | None = None) -> Settled:
    """Turn the signer's typing (in one stream, or everywhere) into changes."""
    entries = ports.typing.entries(stream)
    if not any(entry.author == signer.person for entry in entries):
        return Settled((), ())
    with ports.store.begin() as work:
        settled, done = settle_in(ports, work, signer, entries)
        work.commit()
    ports.typing.drop(done)
    return settled


def settle_in(
    ports: Ports, work: UnitOfWork, signer: Signer, entries: Iterable[Entry]
) -> tuple[Settled, tuple[Entry, ...]]:
    """The same within a unit of work: the entries given back are dropped from the typing once it is committed."""
    changes: list[str] = []
    done: list[Entry] = []
    kept: list[KeptEntry] = []
    mine = sorted((entry for entry in entries if entry.author == signer.person), key=lambda entry: entry.stream)
    for stream, group in groupby(mine, key=lambda entry: entry.stream):
        ready = []
        for entry in group:
            why = _why_not(work, entry)
            if why:
                kept.append(_kept(entry, why))
            else:
                ready.append(entry)
        if ready:
            changes.append(write_in(ports, work, signer, stream, buffer.edits(ready)).change)
            done += ready
    return Settled(tuple(change for change in changes if change), tuple(kept)), tuple(done)


def kept(ports: Ports, signer: Signer) -> tuple[KeptEntry, ...]:
    """Typing of the signer's that may no longer be written where it was meant."""
    entries = [entry for entry in ports.typing.entries() if entry.author == signer.person]
    with ports.store.begin() as work:
        return tuple(_kept(entry, why) for entry in entries if (why := _why_not(work, entry)))


def let_go(ports: Ports, signer: Signer, entry: KeptEntry) -> None:
    """Drop one kept entry, once the person has copied it or does not need it."""
    ports.typing.drop(
        each
        for each in ports.typing.entries(entry.stream)
        if each.author == signer.person
        and (each.kind, each.record, each.field) == (entry.kind, entry.record, entry.field)
    )


def _why_not(work: UnitOfWork, entry: Entry) -> str:
    """Why an entry cannot be written, or nothing."""
    if entry.stream not in work.streams():
        return "The review it belongs to is not on this computer any more."
    try:
        may = work.stream(entry.stream).may_write(entry.author, entry.kind, entry.record, entry.field)
    except Refused as refused:
        return refused.happened
    return "" if may else "This was closed before it was written here, or it is somebody else's to write."


def _kept(entry: Entry, why: str) -> KeptEntry:
    return KeptEntry(entry.stream, entry.kind, entry.record, entry.field, entry.text, moment(entry.at), why)

"""Keeping every keystroke, and turning what was typed into changes when the field, section or window is left.

Nothing typed is ever dropped because it may no longer be written: such an entry stays here and is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from msgspec.structs import replace

from peerreview.errors import UserFacingError
from peerreview.identity.signer import Signer
from peerreview.journal import buffer
from peerreview.journal.buffer import Entry
from peerreview.journal.compose import Edit

from . import membership, pad
from .moments import moment, stamp
from .ports import Ports, UnitOfWork
from .views import KeptEntry
from .writing import try_in, write_in


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
    if not entries:
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
    mine = sorted(_mine(work, signer, entries), key=lambda entry: entry.stream)
    for stream, group in groupby(mine, key=lambda entry: entry.stream):
        edits: list[Edit] = []
        for entry in group:
            if entry.kind == pad.KIND:
                pad.put_by(work, entry)
                done.append(entry)
                continue
            found = _edits(ports, work, signer, entry)
            if isinstance(found, str):
                kept.append(_kept(entry, found))
            else:
                edits += found
                done.append(entry)
        if edits:
            changes.append(write_in(ports, work, signer, stream, edits).change)
    return Settled(tuple(change for change in changes if change), tuple(kept)), tuple(done)


def kept(ports: Ports, signer: Signer) -> tuple[KeptEntry, ...]:
    """Typing of the signer's that may no longer be written where it was meant."""
    entries = ports.typing.entries()
    with ports.store.begin() as work:
        mine = [entry for entry in _mine(work, signer, entries) if entry.kind != pad.KIND]
        found = [(entry, _edits(ports, work, signer, entry)) for entry in mine]
    return tuple(_kept(entry, why) for entry, why in found if isinstance(why, str))


def let_go(ports: Ports, signer: Signer, entry: KeptEntry) -> None:
    """Drop one kept entry, once the person has copied it or does not need it."""
    entries = ports.typing.entries(entry.stream)
    with ports.store.begin() as work:
        mine = _mine(work, signer, entries)
    where = (entry.kind, entry.record, entry.field)
    ports.typing.drop(each for each in mine if (each.kind, each.record, each.field) == where)


def _mine(work: UnitOfWork, signer: Signer, entries: Iterable[Entry]) -> list[Entry]:
    """The signer's own, also what they typed under the id they had before joining; oldest first."""
    known_as = {signer.person} if signer.guest else {signer.person, *membership.aliases(work)}
    return [entry for entry in entries if entry.author in known_as]


def _edits(ports: Ports, work: UnitOfWork, signer: Signer, entry: Entry) -> tuple[Edit, ...] | str:
    """The edits that an entry comes to, or why it cannot be written."""
    if not work.holds(entry.stream):
        return "The review it belongs to is not on this computer any more."
    stream = work.stream(entry.stream)
    own = replace(entry, author=membership.author_in(work, stream, signer))
    edits = buffer.edits([replace(own, saw=buffer.seen(stream, own, signer.actor))])
    try:
        try_in(ports, work, signer, entry.stream, edits)
    except UserFacingError as refused:
        return refused.happened
    except KeyError:
        return "This version of the app has no place for it."
    return edits


def _kept(entry: Entry, why: str) -> KeptEntry:
    return KeptEntry(entry.stream, entry.kind, entry.record, entry.field, entry.text, moment(entry.at), why)

"""Undo and redo of anything a person did since the program was opened, in any review (inside a text field the field
does it by itself). Both are changes like any other: the history keeps what was done, undone and done again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peerreview.errors import Refused
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Stream
from peerreview.journal.undo import CannotUndo, inverse

from . import history, membership
from .acts import Act
from .ports import Ports, UnitOfWork
from .writing import try_in

_WORDS = 6
"""How many words of a text tell which one it is."""


@dataclass(frozen=True)
class Undone:
    """What was taken back or done again: a sentence, and the streams that changed."""

    sentence: str
    streams: tuple[str, ...]


def undo(ports: Ports, signer: Signer) -> Undone:
    """Take back the last thing the signer did; `Refused` with the reason when it has to stay as it is."""
    return _turn(ports, signer, ports.acts.done, ports.acts.undone, "Taken back", _nothing("undo"))


def redo(ports: Ports, signer: Signer) -> Undone:
    """Do again what the signer took back last."""
    return _turn(ports, signer, ports.acts.undone, ports.acts.done, "Done again", _nothing("redo"))


def _turn(ports: Ports, signer: Signer, taken: list[Act], onto: list[Act], said: str, nothing: Refused) -> Undone:
    with ports.store.begin() as work:
        act = _latest(work, signer, taken)  # it leaves the list also when it has to stay: next is the one before it
        if act is None:
            raise nothing
        streams = tuple(dict.fromkeys(stream for stream, _ in reversed(act.changes)))
        what = _named(work, act)
        reversal = Act(signer.person)
        for stream in streams:
            change = _reverse(ports, work, signer, stream, [each for name, each in act.changes if name == stream])
            reversal.changes += [(stream, change)] if change else []
        work.commit()
    if reversal.changes:
        onto.append(reversal)
    return Undone(f"{said}: {what}.", streams)


def _reverse(ports: Ports, work: UnitOfWork, signer: Signer, stream: str, changes: Iterable[str]) -> str:
    """Take back what was written in one stream; gives the change that does it, or nothing when nothing was to do."""
    held = work.stream(stream)
    author = membership.author_in(work, held, signer)
    try:
        composed = try_in(ports, work, signer, stream, inverse(held, changes, author))
    except CannotUndo as cannot:
        if cannot.by:
            who = history.names_in(work, held).get(cannot.by, "Somebody not known here")
            cannot.happened = f"{who} has written here since."
        raise
    if composed is None:
        return ""
    work.append(stream, composed.change, composed.values)
    return composed.change.id


def _latest(work: UnitOfWork, signer: Signer, acts: list[Act]) -> Act | None:
    """Take the signer's latest act off the list; one that was never kept (the work around it stopped) is none."""
    for index in reversed(range(len(acts))):
        if acts[index].person == signer.person:
            act = acts.pop(index)
            kept = [
                (stream, each) for stream, each in act.changes if work.holds(stream) and each in work.stream(stream)
            ]
            if kept:
                return Act(act.person, kept)
    return None


def _named(work: UnitOfWork, act: Act) -> str:
    """What an act was about: the kind of its first record, and the first words of its text where it has one."""
    stream = work.stream(act.changes[0][0])
    op = stream.change(act.changes[0][1]).change.ops[0]
    return f"{history.title(op.kind)}{_words(stream, op.kind, op.record)}"


def _words(stream: Stream, kind: str, record: str) -> str:
    found = stream.record(kind, record)
    text = found.get("text") if found else None
    if not isinstance(text, str) or not text.strip():
        return ""
    words = text.split()
    return f" “{' '.join(words[:_WORDS])}{' …' if len(words) > _WORDS else ''}”"


def _nothing(what: str) -> Refused:
    return Refused(
        f"There is nothing to {what}.",
        "Only what you did since you opened the program can be taken back or done again.",
        code=f"nothing_to_{what}",
    )

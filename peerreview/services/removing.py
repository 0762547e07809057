"""Remove for good: finding what I wrote, wherever it stands, and seeing who has removed it too (USERS U25).

Something typed by mistake may stand in a note, in a point that was made of it, in what was written over since, or in
typing that could not be kept. Everything that goes is chosen from one list. A colleague's computer has removed it once
their seal covers the removal: that came back with a file of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from peerreview.analysis.wording import listed
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.graph import PlacedOp
from peerreview.journal.stream import Stream
from peerreview.journal.table import DISPOSAL

from . import history, keeping, membership, pad
from .keeping import Removed
from .moments import moment
from .ports import Ports, UnitOfWork

_NO_WORDS = frozenset(
    {
        "triad",
        "member",
        "school",
        "cast",
        "reviewer",
        "contact",
        "participant",
        "review",
        "version",
        "sharing",
        "release",
    }
)
"""Kinds whose lines are names, roles and numbers."""

_NOW = float("inf")
"""When something on the note pad was written."""

_RUN = 6
"""So many words in a row that stand in another text too are no coincidence."""


@dataclass(frozen=True)
class MyText:
    """Something I wrote: where, what it says or last said, and everything it ever said (`said`, newest first)."""

    stream: str
    kind: str
    record: str
    place: str
    text: str
    said: tuple[str, ...]
    at: datetime | None

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """What it ever said, as it is searched and compared: at every letter, among everything somebody wrote."""
        return tuple(map(_folded, self.said))

    def has(self, words: str) -> bool:
        """Whether it ever said these words."""
        return _folded(words) in " ".join(self.folded)


@dataclass(frozen=True)
class Holder:
    """Somebody who may hold the words: when their computer is known to have removed them, None while it is not."""

    name: str
    confirmed: datetime | None


@dataclass(frozen=True)
class Removal:
    """A removal for good: when, by whom, and everybody else who may hold the words."""

    at: datetime
    who: str
    mine: bool
    holders: tuple[Holder, ...]


def mine(ports: Ports, signer: Signer, first: str = "") -> tuple[MyText, ...]:
    """What I wrote, the latest first, and before it that of the review `first` (a stream id)."""
    found: dict[tuple[str, str, str], MyText] = {}
    with ports.store.begin() as work:
        me = {signer.person, *membership.aliases(work)}
        near = set(_related(work, first))
        reviews = work.streams("review-")
        for stream in work.streams():
            held = work.stream(stream)
            for text in _texts(held, me | {membership.author_in(work, held, signer)}):
                found[text.stream, text.kind, text.record] = text
    for entry in ports.typing.entries():
        if entry.author in me:
            key = entry.stream, entry.kind, entry.record
            before = found.get(key)
            said = (entry.text, *(before.said if before else ()))
            found[key] = MyText(*key, history.title(entry.kind), entry.text, said, moment(entry.at))
    for review in reviews:
        if draft := pad.of(ports, review):
            key = review, pad.KIND, draft.record
            found[key] = MyText(*key, "Note pad", draft.words, (draft.words,), None)
    latest = sorted(found.values(), key=lambda each: each.at.timestamp() if each.at else _NOW, reverse=True)
    return tuple(sorted(latest, key=lambda each: each.stream not in near))


def alike(texts: Iterable[MyText], chosen: MyText) -> tuple[MyText, ...]:
    """Other texts of mine that say the same words: a point made of a note, a note that was shared."""
    return tuple(
        each
        for each in texts
        if each is not chosen and any(_overlap(one, other) for one in each.folded for other in chosen.folded)
    )


def remove(ports: Ports, signer: Signer, chosen: Sequence[MyText]) -> str:
    """Remove these texts for good, everywhere within reach; gives the sentence to show."""
    gone: list[Removed] = []
    stayed: list[str] = []
    for each in chosen:
        try:
            if each.kind == pad.KIND:
                gone.append(keeping.remove_draft(ports, signer, each.stream))
            else:
                gone.append(keeping.remove_for_good(ports, signer, each.stream, each.kind, each.record))
        except (Refused, BadInput) as refused:  # what is not here any more holds up nothing else
            stayed.append(f"{each.place}: {refused.happened}")
    with ports.store.begin() as work:
        others = sorted(set(_written_by_others(work, signer, chosen)))
    said = [keeping.removed(gone)] if gone else []
    if others:
        said.append(f"The same words also stand in what {listed(others)} wrote: ask for it to be removed there too.")
    return " ".join([*said, *stayed])


def removals(ports: Ports, signer: Signer, review: str) -> tuple[Removal, ...]:
    """What was removed for good in a review, the latest first, and whose computers have removed it too."""
    with ports.store.begin() as work:
        me = {signer.person, *membership.aliases(work)}
        found = [each for stream in _related(work, review) for each in _removals(work, work.stream(stream), me)]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def _related(work: UnitOfWork, review: str) -> tuple[str, ...]:
    """The streams that a review is made of, here: itself, its reviewers', and mine alone."""
    if not review or not work.holds(review):
        return ()
    beside = [
        stream
        for stream in work.streams("reviewers-")
        if any(record.get("review") == review for record in work.stream(stream).records("reviewers"))
    ]
    return (review, *beside, *work.streams("private-"))


def _texts(held: Stream, me: set[str]) -> Iterator[MyText]:
    said: dict[tuple[str, str], dict[str, str]] = {}
    for placed in held.ops():
        kind = held.table.kinds.get(placed.op.kind)
        field = kind.fields.get(placed.op.field) if kind and kind.name not in _NO_WORDS else None
        if placed.author not in me or field is None or field.type not in ("text", "line", "table"):
            continue
        words = _words(held, placed)
        if words and held.removal(placed) is None:
            said.setdefault((placed.op.kind, placed.op.record), {})[words] = placed.node.stored.change.at
    for (name, record), texts in said.items():
        newest = tuple(reversed(texts))
        at = moment(max(texts.values()))
        yield MyText(held.id, name, record, history.title(name), newest[0], newest, at)


def _written_by_others(work: UnitOfWork, signer: Signer, chosen: Sequence[MyText]) -> Iterator[str]:
    words = [said for each in chosen for said in each.folded]
    for stream in {name for each in chosen if work.holds(each.stream) for name in _near(work, each.stream)}:
        held = work.stream(stream)
        me = membership.author_in(work, held, signer)
        names = history.names_in(work, held)
        for placed in held.ops():
            if placed.author != me and any(_overlap(_folded(_words(held, placed)), each) for each in words):
                yield names.get(placed.author, "somebody else")


def _near(work: UnitOfWork, stream: str) -> tuple[str, ...]:
    """The streams in which a copy of what stands in one may stand."""
    reviews = [stream] if stream.startswith("review-") else [
        str(record.get("review")) for record in work.stream(stream).records("reviewers")
    ]  # fmt: skip
    return tuple({stream, *(name for review in reviews for name in _related(work, review))})


def _removals(work: UnitOfWork, held: Stream, me: set[str]) -> Iterator[Removal]:
    names, book = history.names_in(work, held), membership.book(work)
    seals = sorted(work.seals(held.id), key=lambda seal: seal.at)
    done: set[str] = set()
    for placed in held.ops():
        change = placed.node.stored
        if placed.op.kind != DISPOSAL or change.id in done or placed.id in held.inert:
            continue
        done.add(change.id)
        by = placed.author
        confirmed: dict[str, datetime] = {}
        for seal in seals:
            listing = book.listing(seal.actor)
            if listing and any(tip in held and held.knows(tip, change.id) for tip in seal.tips):
                confirmed.setdefault(listing.person, moment(seal.at))
        keep = frozenset(held.type.held)
        holders = tuple(
            Holder(names.get(person, "somebody not known here"), confirmed.get(person))
            for person in held.people
            if person != by and person not in me and not held.roles(person).isdisjoint(keep)
        )
        yield Removal(moment(change.change.at), names.get(by, "somebody not known here"), by in me, holders)


def _words(held: Stream, placed: PlacedOp) -> str:
    """The words of an op's value; those of a table one after another."""
    value = held.values.get(placed.op.digest)
    if value is None:
        return ""
    if isinstance(value.value, list):
        return " ".join(str(cell) for row in value.value if isinstance(row, list) for cell in row if cell)
    return value.value.strip() if isinstance(value.value, str) else ""


def _overlap(one: str, other: str) -> bool:
    """Whether some words in a row of the shorter text, or all of it, stand in the longer; both are folded."""
    short, long = sorted((one, other), key=len)
    words = short.split()
    runs = (" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
    return len(words) > 3 and any(run in long for run in runs)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

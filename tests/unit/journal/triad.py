"""The people of the Reed triad at their devices, as the journal sees them, and a network that lists their cards."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import count

import yaml

from peerreview.config.paths import resources
from peerreview.domain.people import Listing
from peerreview.journal.admission import Admission, admit
from peerreview.journal.canonical import JsonValue
from peerreview.journal.change import Change, Op, StoredChange, build_change
from peerreview.journal.compose import Composed, Edit, begin, compose
from peerreview.journal.seal import Seal, payload
from peerreview.journal.stream import Stream
from peerreview.journal.table import Table, load_table
from peerreview.journal.value import Value, make_value

AT = "2026-11-17T11:45:00.000Z"
NONCE = "5e" * 32


def person_id(name: str) -> str:
    """The person id of somebody in the triad."""
    return sha256(name.encode()).hexdigest()[:32]


TOM, DELE, MIRIAM, CARYS, STRANGER = map(person_id, ("Tom", "Dele", "Miriam", "Carys", "a stranger"))


def key_of(person: str, device: int = 1) -> str:
    """The actor id of a person's key on one of their devices."""
    return sha256(f"{person} {device}".encode()).hexdigest()


def sign(actor: str, data: bytes) -> bytes:
    """A signature that nobody but `actor` makes: enough for rules that only ask whether one is valid."""
    return sha256(actor.encode() + data).digest()


def verify(actor: str, data: bytes, signature: bytes) -> bool:
    """Whether `sign` made it."""
    return sign(actor, data) == signature


@cache
def table() -> Table:
    """The record table as it is shipped."""
    return load_table(yaml.safe_load((resources() / "records.yaml").read_text(encoding="utf-8")))


def salts_from(seed: str) -> Callable[[], bytes]:
    """Salts that differ at each call, and are the same in each run."""
    numbers = count()
    return lambda: sha256(f"{seed} {next(numbers)}".encode()).digest()[:16]


class Writer:
    """Somebody who writes into streams, with a key and a clock."""

    def __init__(self, person: str, device: int = 1, at: str = AT) -> None:
        self.person = person
        self.actor = key_of(person, device)
        self.at = at
        self.salts = salts_from(self.actor)

    def compose(self, stream: Stream, *edits: Edit) -> Composed | None:
        """What the edits come to, without writing it."""
        return compose(stream, edits, author=self.person, actor=self.actor, at=self.at, salts=self.salts)

    def write(self, stream: Stream, *edits: Edit) -> StoredChange:
        """Make the edits and take the change in."""
        composed = self.compose(stream, *edits)
        assert composed is not None, "the edits change nothing"
        take(stream, composed)
        return composed.change

    def put(self, stream: Stream, kind: str, record: str, field: str, value: JsonValue) -> StoredChange:
        """Write one field."""
        return self.write(stream, Edit(kind, record, field, value))

    def force(
        self, stream: Stream, *edits: Edit, deps: Collection[str] | None = None, salted: Sequence[Value] | None = None
    ) -> StoredChange:
        """What another program might write: no question of authority or sense is asked. `deps` as told."""
        values = [make_value(edit.value, self.salts()) for edit in edits] if salted is None else salted
        ops = tuple(
            Op(edit.record, edit.kind, edit.field, value.digest, tuple(sorted(edit.pred or ())))
            for edit, value in zip(edits, values, strict=True)
        )
        on = stream.tips if deps is None else tuple(sorted(deps))
        stored = build_change(Change(stream.id, self.actor, self.person, on, self.at, ops))
        for value in values:
            stream.put_value(value)
        stream.add(stored)
        return stored

    def seal(self, stream: Stream, tips: Collection[str] | None = None) -> Seal:
        """A seal over the tips."""
        over = stream.tips if tips is None else tuple(sorted(tips))
        signature = sign(self.actor, payload(stream.id, over, self.at))
        return Seal(stream.id, over, self.at, self.actor, b64encode(signature).decode())


def take(stream: Stream, composed: Composed) -> None:
    """Take a composed change in, values first."""
    for value in composed.values:
        stream.put_value(value)
    stream.add(composed.change)


def bring(target: Stream, source: Stream, *, values: bool = True) -> None:
    """Give `target` everything of `source`."""
    if values:
        for value in source.values.values():
            target.put_value(value)
    for stored in source.changes:
        target.add(stored)


def review(*more: Edit) -> Stream:
    """Quillbeck's review: Tom is host, Dele report writer, Miriam fellow reviewer."""
    host = Writer(TOM)
    stream, _ = begin(
        "review",
        table(),
        (
            Edit("review", "review", "school", "900101"),
            Edit("cast", TOM, "role", "host"),
            Edit("cast", DELE, "role", "lead_reviewer"),
            Edit("cast", MIRIAM, "role", "reviewer"),
            *more,
        ),
        author=TOM,
        actor=host.actor,
        at=AT,
        nonce=NONCE,
        salts=host.salts,
    )
    return stream


def reviewers() -> Stream:
    """The stream that Tom never holds: Dele leads, Miriam reviews."""
    lead = Writer(DELE)
    stream, _ = begin(
        "reviewers",
        table(),
        (Edit("reviewer", DELE, "role", "lead_reviewer"), Edit("reviewer", MIRIAM, "role", "reviewer")),
        author=DELE,
        actor=lead.actor,
        at=AT,
        nonce=NONCE,
        salts=lead.salts,
    )
    return stream


def listing(*members: str, former: Collection[str] = ()) -> Callable[[str], Listing | None]:
    """What the network document says of keys: two devices for each person, those who left with ended cards."""
    cards = {key_of(person, device): Listing(person, person not in former) for person in (*members, *former)
             for device in (1, 2)}  # fmt: skip
    return cards.get


def admit_all(stream: Stream, incoming: Iterable[StoredChange], seals: Iterable[Seal], *, former: Collection[str] = (),
              granted: Collection[str] = ()) -> Admission:  # fmt: skip
    """Admission where the whole triad is listed."""
    cards = listing(TOM, DELE, MIRIAM, CARYS, former=former)
    return admit(stream, incoming, seals, cards=cards, verify=verify, granted=granted)


def state(stream: Stream) -> dict[str, object]:
    """Everything that a stream shows, comparable between devices."""
    return {
        "tips": stream.tips,
        "people": dict(stream.people),
        "inert": dict(stream.inert),
        "records": {
            kind.name: records
            for kind in stream.table.kinds_of(stream.type.name)
            if (records := stream.all_records(kind.name))
        },
    }


def fresh(stream: Stream) -> Stream:
    """An empty stream of the same id."""
    return Stream(stream.id, table())


def ids(prefix: str = "record") -> Iterator[str]:
    """Record ids, one after another."""
    return (sha256(f"{prefix} {number}".encode()).hexdigest()[:32] for number in count())

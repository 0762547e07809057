"""A triad at its devices: people write, clocks are wrong, files go astray, come twice, in any order, or are passed on,
devices are restored from older copies, memberships end, and strangers send things."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from peerreview.domain.people import Listing
from peerreview.errors import UserFacingError
from peerreview.journal import hidden
from peerreview.journal.admission import admit, let_in_edit
from peerreview.journal.canonical import JsonValue
from peerreview.journal.change import StoredChange
from peerreview.journal.compose import Edit, compose
from peerreview.journal.disposal import edits_to_dispose
from peerreview.journal.seal import Seal
from peerreview.journal.stream import Stream
from peerreview.journal.value import Value
from tests.unit.journal.triad import (
    CARYS,
    DELE,
    MIRIAM,
    STRANGER,
    TOM,
    Writer,
    fresh,
    ids,
    key_of,
    review,
    reviewers,
    salts_from,
    verify,
)

POINTS = ("a" * 32, "b" * 32)
NOTES = ("c" * 32, "d" * 32, "e" * 32)
SECTIONS = ("P2", "P4")
YEARS = ("1999", "2026", "2031", "2087")


@dataclass(frozen=True)
class File:
    """What one sending carries of one stream."""

    stream: str
    changes: tuple[StoredChange, ...]
    values: tuple[Value, ...]
    seals: tuple[Seal, ...]


@dataclass
class Held:
    """One stream on one device: the graph, what is set aside with its values, the seals."""

    stream: Stream
    aside: dict[str, StoredChange] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    seals: dict[Seal, None] = field(default_factory=dict)

    def copy(self) -> Held:
        return Held(self.stream.clone(), self.aside.copy(), self.values.copy(), self.seals.copy())

    def ops(self) -> set[str]:
        """Everything that this device has acknowledged: in the graph, or set aside in sight."""
        shown = {placed.id for placed in self.stream.ops()}
        return shown | {f"{stored.id}:{i}" for stored in self.aside.values() for i in range(len(stored.change.ops))}


class Device:
    """A person's device with the streams they hold."""

    def __init__(self, network: Network, person: str, number: int, streams: tuple[Stream, ...]) -> None:
        self.network = network
        self.person = person
        self.number = number
        self.year = "2026"
        self.cards = network.cards
        self.held = {stream.id: Held(fresh(stream)) for stream in streams}
        self.copies: dict[str, Held] = {}
        self.typing: list[tuple[str, Edit]] = []

    def write(self, stream_id: str, *edits: Edit) -> None:
        """Write what the journal lets one write; what it does not stays with the writer."""
        stream = self.held[stream_id].stream
        at = f"{self.year}-11-17T11:45:00.000Z"
        actor = key_of(self.person, self.number)
        try:
            composed = compose(stream, edits, author=self.person, actor=actor, at=at, salts=self.network.salts)
        except UserFacingError:
            return
        if composed is None:
            return
        for value in composed.values:
            stream.put_value(value)
        stream.add(composed.change)
        for index, value in enumerate(composed.values):
            self.network.said[f"{composed.change.id}:{index}"] = value.value

    def send(self, stream_id: str) -> File:
        """Seal what is held and put everything that may travel into a file."""
        held = self.held[stream_id]
        writer = Writer(self.person, self.number, f"{self.year}-11-17T12:00:00.000Z")
        held.seals[writer.seal(held.stream)] = None
        values = [value for digest, value in held.stream.values.items() if hidden.may_travel(held.stream, digest)]
        sent = File(stream_id, held.stream.changes, tuple(values), tuple(held.seals))
        self.network.sent(sent, held.stream)
        return sent

    def bring_in(self, arrived: File, rng: random.Random) -> None:
        """Bring a file in, its lines in any order, together with everything that was set aside."""
        held = self.held.get(arrived.stream)
        if held is None:
            return
        held.seals.update(dict.fromkeys(arrived.seals))
        held.values.update((value.digest, value) for value in arrived.values)
        before = held.ops()
        incoming = [*arrived.changes, *held.aside.values()]
        rng.shuffle(incoming)
        seals = list(held.seals)
        rng.shuffle(seals)
        admission = admit(
            held.stream, incoming, seals, cards=self.cards.get, verify=verify, values=held.values.values()
        )
        for value in held.values.values():
            held.stream.put_value(value)
        for stored in admission.admitted:
            held.stream.add(stored)
        held.aside = {stored.id: stored for stored, _ in admission.set_aside}
        assert before <= held.ops(), "something acknowledged has disappeared"


class Network:
    """The devices, the streams, the post, and what the network document says of keys."""

    def __init__(self) -> None:
        self.salts = salts_from("network")
        self.ids = ids("network")
        self.said: dict[str, JsonValue] = {}
        self.left: set[str] = set()
        self.post: list[File] = []
        review_stream, reviewers_stream = review(Edit("cast", CARYS, "role", "reviewer")), reviewers()
        Writer(DELE).put(reviewers_stream, "reviewer", CARYS, "role", "reviewer")
        self.review, self.reviewers = review_stream.id, reviewers_stream.id
        both = (review_stream, reviewers_stream)
        self.cards = {
            key_of(person, device): Listing(person, True) for person in (TOM, DELE, MIRIAM, CARYS) for device in (1, 2)
        }
        self.devices = [
            Device(self, TOM, 1, (review_stream,)),
            Device(self, DELE, 1, both),
            Device(self, MIRIAM, 1, both),
            Device(self, MIRIAM, 2, both),
            Device(self, CARYS, 1, both),
        ]
        for stream, beginner in zip(both, (TOM, DELE), strict=True):
            opening = File(stream.id, stream.changes, tuple(stream.values.values()), (Writer(beginner).seal(stream),))
            for device in self.devices:
                device.bring_in(opening, random.Random(0))

    def is_member(self, device: Device) -> bool:
        """Whether the network lists the device's key."""
        return self.cards[key_of(device.person, device.number)].listed

    def sent(self, file: File, stream: Stream) -> None:
        """Check that no hidden value leaves before its author's reveal is in the very file that carries it."""
        carried = {value.digest for value in file.values}
        for placed in stream.ops():
            if placed.op.kind == "hidden_view" and placed.op.digest in carried:
                reveals = [
                    self.said[f"{stored.id}:{index}"]
                    for stored in file.changes
                    for index, op in enumerate(stored.change.ops)
                    if op.kind == "reveal" and stored.change.author == placed.author
                ]
                assert any(placed.id in names for names in reveals if isinstance(names, list))  # fmt: skip
        self.post.append(file)

    # --- what may happen, each told by two numbers ----------------------------------------------------------

    def edit(self, device: Device, number: int) -> None:
        """Change a field that several people write."""
        field, value = (
            ("text", f"text {number}"),
            ("tag", "watch"),
            ("evidence", None),
            ("starred", bool(number % 2)),
        )[number % 4]
        device.write(self.review, Edit("main_point", POINTS[number // 4 % 2], field, value))

    def remove_record(self, device: Device, number: int) -> None:
        """Delete a main point, or bring it back."""
        device.write(self.review, Edit("main_point", POINTS[number % 2], "gone", number % 3 != 0))

    def note(self, device: Device, number: int) -> None:
        """Write a note, or in a colleague's note."""
        if self.reviewers in device.held:
            device.write(self.reviewers, Edit("note", NOTES[number % 3], "text", f"note {number}"))

    def begin_typing(self, device: Device, number: int) -> None:
        """Begin to type in a field that others may change meanwhile."""
        record = device.held[self.review].stream.record("main_point", POINTS[number % 2])
        saw = tuple(version.op for version in record.state("text").heads) if record else ()
        device.typing.append((self.review, Edit("main_point", POINTS[number % 2], "text", f"typed {number}", saw)))

    def leave_field(self, device: Device, number: int) -> None:
        """Turn what was typed into a change."""
        if device.typing:
            stream_id, edit = device.typing.pop(number % len(device.typing))
            device.write(stream_id, edit)

    def careless(self, device: Device, number: int) -> None:
        """Another program, which asks nobody, writes in a part that may be somebody else's, or that nobody knows."""
        stream = device.held[self.review].stream
        edit = (
            Edit("report", "report", "headline", f"careless {number}"),
            Edit("cast", MIRIAM, "role", "lead_reviewer"),
            Edit("check_mark", "R5", "words", f"careless {number}"),
            Edit("horoscope", POINTS[0], "sign", "crab"),
            Edit("step", "signed", "on", "2026-12-03"),
        )[number % 5]
        writer = Writer(device.person, device.number, f"{device.year}-11-17T11:45:00.000Z")
        writer.salts = self.salts
        stored = writer.force(stream, edit)
        self.said[f"{stored.id}:0"] = edit.value

    def step(self, device: Device, number: int) -> None:
        """Reach a milestone."""
        device.write(self.review, Edit("step", ("draft", "signed")[number % 2], "on", "2026-11-24"))

    def check(self, device: Device, number: int) -> None:
        """Mark a paragraph, which waits for the draft."""
        device.write(self.review, Edit("check_mark", "R5", "words", f"mark {number}"))

    def cast(self, device: Device, number: int) -> None:
        """Let Miriam leave the cast, come back, or change her part."""
        edit = (
            Edit("cast", MIRIAM, "gone", True),
            Edit("cast", MIRIAM, "gone", False),
            Edit("cast", MIRIAM, "role", ("reviewer", "guest", "lead_reviewer")[number // 3 % 3]),
        )[number % 3]
        device.write(self.review, edit)

    def view(self, device: Device, number: int) -> None:
        """Put down a hidden view."""
        if self.reviewers in device.held:
            record = f"{SECTIONS[number % 2]}.{device.person}"
            device.write(self.reviewers, Edit("hidden_view", record, "grade", str(1 + number % 3)))

    def lock(self, device: Device, _: int) -> None:
        """Put one's views in."""
        if self.reviewers in device.held:
            stream = device.held[self.reviewers].stream
            device.write(self.reviewers, *hidden.lock_edits(stream, device.person))

    def waive(self, device: Device, _: int) -> None:
        """Go on without the missing ones."""
        if self.reviewers in device.held:
            missing = sorted(hidden.waiting_for(device.held[self.reviewers].stream))
            device.write(self.reviewers, Edit("waiver", "waiver", "without", missing))

    def reveal(self, device: Device, _: int) -> None:
        """Show the views, if it is time."""
        if self.reviewers in device.held:
            stream = device.held[self.reviewers].stream
            try:
                edits = hidden.reveal_edits(stream, device.person)
            except UserFacingError:
                return
            assert hidden.all_locked(stream)
            device.write(self.reviewers, *edits)

    def dispose(self, device: Device, number: int) -> None:
        """Remove something for good."""
        stream_id = self._any(device, number)
        placed = [one.id for one in device.held[stream_id].stream.ops()]
        try:
            edits = edits_to_dispose(
                device.held[stream_id].stream,
                [placed[number % len(placed)]],
                author=device.person,
                ids=lambda: next(self.ids),
            )
        except UserFacingError:
            return
        device.write(stream_id, *edits)

    def let_in(self, device: Device, number: int) -> None:
        """Let something in by name that is set aside."""
        stream_id = self._any(device, number)
        aside = sorted(device.held[stream_id].aside)
        if aside:
            device.write(stream_id, let_in_edit(aside[number % len(aside)], "told by telephone"))

    def send(self, device: Device, number: int) -> None:
        """Put a file into the post."""
        device.send(self._any(device, number))

    def arrive(self, device: Device, number: int) -> None:
        """Let any file arrive that was ever sent: late, twice, out of order, from whomever."""
        if self.post:
            device.bring_in(self.post[number % len(self.post)], random.Random(number))

    def meet(self, device: Device, number: int) -> None:
        """Two people bring their streams together."""
        other = self.devices[number % len(self.devices)]
        for one, another in ((device, other), (other, device)):
            for stream_id in one.held:
                another.bring_in(one.send(stream_id), random.Random(number))

    def lose(self, _: Device, number: int) -> None:
        """Let a file go astray."""
        if self.post:
            self.post.pop(number % len(self.post))

    def copy(self, device: Device, _: int) -> None:
        """Make a safe copy."""
        device.copies = {stream_id: held.copy() for stream_id, held in device.held.items()}

    def restore(self, device: Device, _: int) -> None:
        """Go on from the last safe copy: what was written since is lost here, unless it was sent."""
        device.held |= {stream_id: held.copy() for stream_id, held in device.copies.items()}
        device.typing.clear()

    def clock(self, device: Device, number: int) -> None:
        """Set the clock wrong by years."""
        device.year = YEARS[number % len(YEARS)]

    def leave(self, _: Device, __: int) -> None:
        """Carys's membership ends."""
        self.left.add(CARYS)
        for number in (1, 2):
            self.cards[key_of(CARYS, number)] = Listing(CARYS, False)

    def forge(self, device: Device, number: int) -> None:
        """A stranger, or a member in another's name, sends something."""
        stream_id = self._any(device, number)
        stream = device.held[stream_id].stream.clone()
        forger = Writer((STRANGER, DELE)[number % 2])
        forger.actor = key_of((STRANGER, CARYS)[number % 2])
        forger.salts = self.salts
        forger.force(stream, Edit("report", "report", "headline", f"forged {number}"))
        values = tuple(value for digest, value in stream.values.items() if hidden.may_travel(stream, digest))
        self.post.append(File(stream_id, stream.changes, values, (forger.seal(stream),)))

    def _any(self, device: Device, number: int) -> str:
        streams = sorted(device.held)
        return streams[number % len(streams)]

    # --- the end --------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Everything still in the post arrives everywhere, each time in another order; then all send to all, twice."""
        for device_number, device in enumerate(self.devices):
            arriving = list(self.post)
            random.Random(device_number).shuffle(arriving)
            for file in arriving:
                device.bring_in(file, random.Random(device_number))
        for turn in range(3):
            files = [device.send(stream_id) for device in self.devices for stream_id in device.held]
            for device_number, device in enumerate(self.devices):
                rng = random.Random(turn * 100 + device_number)
                rng.shuffle(files)
                for file in files:
                    device.bring_in(file, rng)


ACTIONS = (
    *(
        "edit",
        "edit",
        "remove_record",
        "note",
        "note",
        "begin_typing",
        "leave_field",
        "careless",
        "step",
        "check",
        "cast",
    ),
    *("view", "view", "lock", "waive", "reveal", "reveal", "dispose", "let_in", "leave", "forge"),
    *("send", "arrive", "arrive", "lose", "meet", "meet", "meet", "copy", "restore", "clock"),
)

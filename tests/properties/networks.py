"""Networks of any size from three devices to twelve, where the list of members travels too, devices crash between two
steps, whole profiles are copied, guests write on other people's devices, and anybody's card may end."""

from __future__ import annotations

import random

from peerreview.domain.people import Listing
from peerreview.errors import UserFacingError
from peerreview.journal.compose import Edit, compose
from tests.unit.journal.exchange import ACTIONS, POINTS, Device, File, Held, Network
from tests.unit.journal.triad import CARYS, DELE, MIRIAM, TOM, Writer, key_of, person_id

LARGEST = 12
COLLEAGUES = tuple(person_id(f"colleague {number}") for number in range(1, 8))
PEOPLE = (TOM, DELE, MIRIAM, CARYS, *COLLEAGUES)
KEYS = (1, 2, 3)
"""Each person's keys: of two devices, and the one on their stick, for writing as a guest."""

WIDER = (
    *ACTIONS,
    *("any_card_ends", "hear", "twin", "guest", "guest", "crash", "crash", "cast_anybody", "far_off_clock"),
)


class Wide(Network):
    """A network of `size` devices to begin with. Every device holds the list of members that it heard of last."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.cards.update({key_of(person, number): Listing(person, True) for person in PEOPLE for number in KEYS})
        self.lists = [self.cards]
        self._list_of: dict[int, int] = {}
        del self.devices[size:]
        tom, dele = self.devices[:2]
        for person in COLLEAGUES[: max(0, size - len(self.devices))]:
            tom.write(self.review, Edit("cast", person, "role", "reviewer"))
            dele.write(self.reviewers, Edit("reviewer", person, "role", "reviewer"))
            both = (dele.held[self.review].stream, dele.held[self.reviewers].stream)
            self.devices.append(Device(self, person, 1, both))
        openings = [tom.send(self.review), dele.send(self.reviewers)]
        for device in self.devices:
            device.cards = dict(self.cards)
            for opening in openings:
                device.bring_in(opening, random.Random(0))

    def sent(self, file: File, stream: object) -> None:
        """A file carries the list of members that its sender holds."""
        super().sent(file, stream)  # type: ignore[arg-type]

    def is_member(self, device: Device) -> bool:
        """Whether the newest list has the device's person."""
        return device.person not in self.left

    # --- the list of members --------------------------------------------------------------------------------

    def leave(self, device: Device, number: int) -> None:
        """Carys's membership ends, as everybody hears in time."""
        self._end(CARYS)

    def any_card_ends(self, device: Device, number: int) -> None:
        """Somebody's membership ends; two at least stay."""
        person = PEOPLE[number % len(PEOPLE)]
        members = {each.person for each in self.devices} - self.left
        if len(members - {person}) >= 2:
            self._end(person)

    def _end(self, person: str) -> None:
        self.left.add(person)
        ended = {key_of(person, number): Listing(person, False) for number in KEYS}
        self.lists.append({**self.lists[-1], **ended})

    def hear(self, device: Device, number: int) -> None:
        """A device hears of one more list, and judges anew what was set aside."""
        held = next((place for place, cards in enumerate(self.lists) if cards == device.cards), 0)
        self._tell(device, min(held + 1, len(self.lists) - 1))

    def _tell(self, device: Device, edition: int) -> None:
        device.cards = self.lists[edition]
        for stream_id in device.held:
            device.bring_in(File(stream_id, (), (), ()), random.Random(edition))

    # --- devices --------------------------------------------------------------------------------------------

    def twin(self, device: Device, number: int) -> None:
        """Somebody copies a whole profile to another computer, keys and all, and both go on."""
        if len(self.devices) < LARGEST:
            twin = Device(self, device.person, device.number, ())
            twin.held = {stream_id: held.copy() for stream_id, held in device.held.items()}
            twin.cards, twin.year = device.cards, device.year
            self.devices.append(twin)

    def far_off_clock(self, device: Device, number: int) -> None:
        """A battery is empty, or a date was mistyped."""
        device.year = ("1970", "1980", "2106", "9999")[number % 4]

    def crash(self, device: Device, number: int) -> None:
        """The program dies while it sends: before anything was kept, after the seal was, or after the file was out."""
        stream_id = self._any(device, number)
        before = device.held[stream_id].copy()
        device.send(stream_id)
        if number % 3 != 2:
            self.post.pop()
        if number % 3 != 1:
            device.held[stream_id] = before
        device.typing.clear()

    # --- people ---------------------------------------------------------------------------------------------

    def guest(self, device: Device, number: int) -> None:
        """Somebody comments or notes on another's device with the key on their stick; it is sealed at once."""
        visitor, held = PEOPLE[number % len(PEOPLE)], device.held[self.review]
        edits = (
            Edit("comment", "comment", "words", f"guest {number}"),
            Edit("main_point", POINTS[number % 2], "text", f"guest {number}"),
        )
        actor, at = key_of(visitor, KEYS[-1]), f"{device.year}-11-17T12:30:00.000Z"
        try:
            composed = compose(
                held.stream, [edits[number // 2 % 2]], author=visitor, actor=actor, at=at, salts=self.salts
            )
        except UserFacingError:
            return
        if composed is None:
            return
        self._take(held, composed.change.id, composed.values, composed.change)
        held.seals[Writer(visitor, KEYS[-1], at).seal(held.stream)] = None

    def _take(self, held: Held, change_id: str, values: tuple, change: object) -> None:  # type: ignore[type-arg]
        for index, value in enumerate(values):
            held.stream.put_value(value)
            self.said[f"{change_id}:{index}"] = value.value
        held.stream.add(change)  # type: ignore[arg-type]

    def cast_anybody(self, device: Device, number: int) -> None:
        """The host lets a colleague leave the cast, come back, or change their part."""
        person = PEOPLE[2 + number % (len(PEOPLE) - 2)]
        roles = ("reviewer", "guest", "lead_reviewer", "observer")
        fields = (("gone", True), ("gone", False), ("role", roles[number // 3 % 4]))
        device.write(self.review, Edit("cast", person, *fields[number % 3]))

    def settle(self) -> None:
        """Everybody hears who is a member; then as ever."""
        for device in self.devices:
            self._tell(device, len(self.lists) - 1)
        super().settle()

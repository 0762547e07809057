"""The day of a visit, line by line: from the handbook's model, with plain times, and moved when somebody is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from peerreview.analysis.review import text
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Record, Stream

from . import visits
from .ports import Ports
from .views import SlotView
from .writing import of, write_in

_LEAST = 10
"""Minutes below which a line is not worth beginning before lunch: then it comes after it."""

_DAY = 24 * 60


def keep(ports: Ports, signer: Signer, triad: str, visit: str, slots: Sequence[SlotView] | None = None) -> None:
    """Set the day's lines: these, or the handbook's model when none are given. A line left out is taken off."""
    with ports.store.begin() as work:
        stream = visits.held(work, triad)
        if slots is None:
            slots = model(ports, text(visits.head(stream), "handbook"))
        kept = {slot.record for slot in slots}
        edits = [Edit("slot", each.id, "gone", True) for each in _records(stream, visit) if each.id not in kept]
        for slot in slots:
            edits += of(
                "slot",
                slot.record or ports.ids(),
                visit=visit,
                start=slot.start,
                end=slot.end,
                title=slot.title,
                activity=slot.activity,
                who=slot.who,
            )
            edits += of("slot", edits[-1].record, stays=slot.stays) if slot.stays or slot.record else []
        write_in(ports, work, signer, triad, edits)
        work.commit()


def keep_model(ports: Ports, signer: Signer, triad: str, visit: str, code: str) -> None:
    """Set the day's lines as one of the handbook's model days has them."""
    with ports.store.begin() as work:
        handbook = text(visits.head(visits.held(work, triad)), "handbook")
    keep(ports, signer, triad, visit, model(ports, handbook, code))


def model(ports: Ports, handbook: str, code: str = "") -> tuple[SlotView, ...]:
    """A model day of a handbook (the usual one, without a code) as lines that are not kept yet."""
    days = ports.library.get(handbook).timetable
    day = next((each for each in days if each.code == code), days[0])
    return tuple(
        SlotView("", each.start, each.end, each.title, each.activity, each.who, each.stays) for each in day.slots
    )


def shift(ports: Ports, signer: Signer, triad: str, visit: str, minutes: int, after: str = "00:00") -> None:
    """Move the rest of the day by some minutes (see `shifted`)."""
    with ports.store.begin() as work:
        slots = of_visit(visits.held(work, triad), visit)
        edits: list[Edit] = []
        for before, now in zip(slots, shifted(slots, minutes, after), strict=True):
            if before != now:
                edits += of("slot", now.record, start=now.start, end=now.end)
        write_in(ports, work, signer, triad, edits)
        work.commit()


def shifted(slots: Sequence[SlotView], minutes: int, after: str = "00:00") -> tuple[SlotView, ...]:
    """The lines with the rest of the day moved: all that start at `after` ("HH:MM") or later.

    What stays put (lunch) stays. A line that runs into it is shortened; where hardly anything would be left of it, it
    comes after it. Raises BadInput when the day would run over midnight.
    """
    moving = [slot for slot in slots if slot.start >= after and not slot.stays]
    fixed = [(_minute(slot.start), _minute(slot.end or slot.start)) for slot in slots if slot.stays]
    later, free = {}, 0
    for slot in moving:
        start, length = _minute(slot.start) + minutes, _length(slot)
        start = max(start, free) if minutes > 0 else start
        start, end = _around(fixed, start, start + length, back=minutes < 0)
        if start < 0 or end >= _DAY:
            raise BadInput("This would move the timetable over midnight.", "Nothing has changed.", code="over_midnight")
        free = end
        later[id(slot)] = replace(slot, start=_clock(start), end=_clock(end) if slot.end else "")
    return tuple(later.get(id(slot), slot) for slot in slots)


def next_line(slots: Sequence[SlotView], now: str) -> SlotView | None:
    """The first line that has not begun at `now` ("HH:MM"), or the day's first when all have."""
    return next((slot for slot in slots if slot.start >= now), slots[0] if slots else None)


def faults(slots: Sequence[SlotView]) -> tuple[str, ...]:
    """What does not fit in a day as it is written, in sentences: a line that ends before it starts, two at once."""
    return tuple(_faults(sorted(slots, key=lambda slot: (slot.start, slot.end))))


def of_visit(triad: Stream | None, visit: str) -> tuple[SlotView, ...]:
    """The day of one visit, in order."""
    return tuple(
        SlotView(
            each.id,
            text(each, "start"),
            text(each, "end"),
            text(each, "title"),
            text(each, "activity"),
            text(each, "who"),
            each.get("stays") is True,
        )
        for each in (_records(triad, visit) if triad else ())
    )


def _around(fixed: Sequence[tuple[int, int]], start: int, end: int, *, back: bool) -> tuple[int, int]:
    """A line's time, kept clear of what stays put."""
    for begins, ends in reversed(fixed) if back else fixed:
        if start >= ends or end <= begins:
            continue
        if back:
            start, end = (ends, end) if end - ends >= _LEAST else (begins - (end - start), begins)
        else:
            start, end = (start, begins) if begins - start >= _LEAST else (ends, ends + (end - start))
    return start, end


def _faults(slots: Sequence[SlotView]) -> Iterator[str]:
    for place, slot in enumerate(slots):
        if slot.end and slot.end < slot.start:
            yield f"“{slot.title}” ends before it starts."
        following = slots[place + 1 :]
        for other in (each for each in following if each.start < slot.end):
            yield f"“{slot.title}” and “{other.title}” are at the same time."


def _records(stream: Stream, visit: str) -> list[Record]:
    mine = [slot for slot in stream.records("slot") if slot.get("visit") == visit]
    return sorted(mine, key=lambda slot: (text(slot, "start"), text(slot, "end")))


def _length(slot: SlotView) -> int:
    return max(0, _minute(slot.end) - _minute(slot.start)) if slot.end else 0


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"

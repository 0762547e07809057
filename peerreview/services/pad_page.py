"""What the notes screen knows beside the notes: the time a note gets, whether photos are allowed, a copy at lunch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from . import dossier, photos, slots
from .dossier import Dossier
from .moments import moment
from .ports import Ports
from .views import SlotView


@dataclass(frozen=True)
class PadView:
    """`slot` is the part of the day that an ordinary note gets now, "" when there is none yet.

    `copy_due`: it is lunch and there has been no safe copy since it began; `copy_to` is the folder of the last one.
    `turns` is when that will next be otherwise by the clock: when lunch begins, then when it ends; None after that.
    """

    slot: str = ""
    photos: bool = False
    copy_due: bool = False
    copy_to: str = ""
    turns: datetime | None = None


def show(ports: Ports, held: Dossier, day: tuple[SlotView, ...]) -> PadView:
    """The pad of one review as it is now."""
    now, on = ports.clock(), held.visit_date
    slot, lunch = slots.of_note(day, on, now), _lunch(held, day, now)
    return PadView(
        slot=slot.record if slot else "",
        photos=photos.allowed(held),
        copy_due=bool(lunch) and lunch[0] <= now < lunch[1] and not _copied_since(held, lunch[0]),
        turns=next((moment for moment in lunch if moment > now), None),
        copy_to=held.work.setting("copied to") or "",
    )


def _lunch(held: Dossier, day: tuple[SlotView, ...], now: datetime) -> tuple[datetime, ...]:
    """When lunch begins and ends on the day of the visit; nothing on any other day and for who takes no notes."""
    lunch, on = slots.lunch(day), held.visit_date
    if lunch is None or on is None or on != now.astimezone().date() or held.role not in dossier.WRITERS:
        return ()
    return slots.moment_of(lunch.start, on), slots.moment_of(lunch.end, on)


def _copied_since(held: Dossier, begins: datetime) -> bool:
    copied = held.work.setting("copied at")
    return moment(copied) >= begins if copied else False

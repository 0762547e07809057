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
    `lunch` is when that will be, where it is still to come today.
    """

    slot: str = ""
    photos: bool = False
    copy_due: bool = False
    copy_to: str = ""
    lunch: datetime | None = None


def show(ports: Ports, held: Dossier, day: tuple[SlotView, ...]) -> PadView:
    """The pad of one review as it is now."""
    now, on = ports.clock(), held.visit_date
    slot, lunch = slots.of_note(day, on, now), _lunch(held, day, ports)
    return PadView(
        slot=slot.record if slot else "",
        photos=photos.allowed(held),
        copy_due=lunch is not None and lunch <= now and not _copied_since(held, lunch),
        lunch=lunch if lunch and lunch > now else None,
        copy_to=held.work.setting("copied to") or "",
    )


def _lunch(held: Dossier, day: tuple[SlotView, ...], ports: Ports) -> datetime | None:
    """When lunch begins, or began, on the day of the visit; None on any other day and for who takes no notes."""
    lunch, on = slots.lunch(day), held.visit_date
    today = on == ports.clock().astimezone().date()
    return slots.moment_of(lunch.start, on) if lunch and on and today and held.role in dossier.WRITERS else None


def _copied_since(held: Dossier, begins: datetime) -> bool:
    copied = held.work.setting("copied at")
    return moment(copied) >= begins if copied else False

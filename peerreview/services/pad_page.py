"""What the notes screen knows beside the notes: the time a note gets, whether photos are allowed, a copy at lunch."""

from __future__ import annotations

from dataclasses import dataclass

from . import dossier, photos, slots
from .dossier import Dossier
from .moments import moment
from .ports import Ports
from .views import SlotView


@dataclass(frozen=True)
class PadView:
    """`slot` is the part of the day that an ordinary note gets now, "" when there is none yet.

    `copy_due`: it is lunch and there has been no safe copy since it began; `copy_to` is the folder of the last one.
    """

    slot: str = ""
    photos: bool = False
    copy_due: bool = False
    copy_to: str = ""


def show(ports: Ports, held: Dossier, day: tuple[SlotView, ...]) -> PadView:
    """The pad of one review as it is now."""
    now, on = ports.clock(), held.visit_date
    slot = slots.of_note(day, on, now)
    return PadView(
        slot=slot.record if slot else "",
        photos=photos.allowed(held),
        copy_due=held.role in dossier.WRITERS and _copy_due(held, day, ports),
        copy_to=held.work.setting("copied to") or "",
    )


def _copy_due(held: Dossier, day: tuple[SlotView, ...], ports: Ports) -> bool:
    now, on = ports.clock(), held.visit_date
    lunch = slots.lunch(day)
    if lunch is None or on is None or on != now.astimezone().date():
        return False
    begins, copied = slots.moment_of(lunch.start, on), held.work.setting("copied at")
    return begins <= now and (not copied or moment(copied) < begins)

"""The part of the visit day that a note belongs to, so that nobody types a time (USERS U22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from peerreview.handbook.model import Handbook

from .views import SlotView

BY_TIMETABLE = "timetable"
"""Instead of a slot: the one that the day has come to, or the latest of the note's own kind."""


def of_note(slots: Sequence[SlotView], on: date | None, now: datetime, activity: str = "") -> SlotView | None:
    """The slot a note belongs to that is typed at `now`; None before the visit has come to any.

    A note of a kind goes to the latest slot of that kind that has begun, any other to the latest with a kind at all.
    """
    begun = [slot for slot in slots if slot.activity and on and _starts(slot, on) <= now]
    same = [slot for slot in begun if slot.activity == activity]
    return max(same or begun, key=lambda slot: slot.start, default=None)


def running(slots: Sequence[SlotView], on: date | None, now: datetime) -> SlotView | None:
    """The slot that is on at `now`; of a note without a prefix it says the kind."""
    return next((slot for slot in slots if on and _starts(slot, on) <= now < moment_of(slot.end, on)), None)


def lunch(slots: Sequence[SlotView]) -> SlotView | None:
    """The break of the day: the first slot that stays where it is, or else without a kind after one with a kind."""
    first = min((slot.start for slot in slots if slot.activity), default="24:00")
    breaks = [slot for slot in slots if not slot.activity and slot.start > first]
    return min(breaks, key=lambda slot: (not slot.stays, slot.start), default=None)


def moment_of(time: str, on: date) -> datetime:
    """A time of the timetable (HH:MM, as this computer's clock shows it) on a day."""
    return datetime.fromisoformat(f"{on.isoformat()}T{time}").astimezone()


def activity_now(handbook: Handbook, slots: Sequence[SlotView], on: date | None, now: datetime) -> str:
    """The kind of evidence that the timetable has just now; empty between the kinds."""
    slot = running(slots, on, now)
    activity = handbook.activity(slot.activity) if slot else None
    return activity.code if activity else ""


def _starts(slot: SlotView, on: date) -> datetime:
    return moment_of(slot.start, on)

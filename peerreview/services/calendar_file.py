"""The triad's dates as one calendar file (iCalendar, RFC 5545) that any calendar program opens.

Visits and every worked-out date are whole days. The same date keeps its UID and rises in SEQUENCE, so that a moved
visit moves and one that does not take place is taken out. Nothing else is in it: no reason, no grade, no concern.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from peerreview.config import drives
from peerreview.domain.reviews import OVER, VisitState
from peerreview.errors import EnvironmentFault
from peerreview.identity.signer import Signer
from peerreview.journal.history import history
from peerreview.journal.stream import Record, Stream

from . import membership, triads, visits
from .moments import date_or_none
from .ports import Ports, UnitOfWork
from .triad_views import VisitView

if TYPE_CHECKING:
    from icalendar import Event

_OFF = OVER | {VisitState.POSTPONED}
"""States in which nothing is to stand in anybody's calendar."""

_CREATOR = "-//Peer Review//EN"


def triad(ports: Ports, signer: Signer, triad: str) -> bytes:
    """The calendar file of a triad."""
    from icalendar import Calendar

    now = ports.clock().replace(microsecond=0)
    with ports.store.begin() as work:
        view = triads.show_in(ports, work, signer, triad)
        stream = visits.held(work, triad)
        found = {each.record: each for each in view.visits}
        calendar = Calendar()
        calendar.add("prodid", _CREATOR)
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", view.name)
        for record in stream.all_records("visit"):
            number = _revision(work, stream, record)
            shown = found.get(record.id)
            events = _planned(shown, number, now) if shown else _taken_off(record, number, now)
            for event in events:
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def save(ports: Ports, signer: Signer, triad_: str, path: Path) -> str:
    """Write the calendar file, whole or not at all; gives the sentence to show."""
    raw = triad(ports, signer, triad_)
    try:
        drives.write(path, raw)
    except OSError:
        raise EnvironmentFault(
            f"{path.name} could not be written.",
            "Nothing else has changed.",
            "See whether the folder is writable and the disk has room.",
            code="cannot_write",
        ) from None
    return f"Saved as {path.name}. Open it in any calendar: what was there before moves, and what is off goes."


def _planned(visit: VisitView, number: int, now: datetime) -> Iterator[Event]:
    on = date_or_none(visit.date.text)
    if on is None:
        return
    off = visit.state in _OFF
    who = ", ".join(part for part in (f"{visit.host_name} hosts", f"{visit.writer_name} writes the report") if part)
    yield _event(f"{visit.record}-visit", on, f"Visit to {visit.school}", number, now, off=off, who=who)
    for due in visit.deadlines:
        if due.code != "visit" and due.on != on:
            words = f"{visit.school}: {due.label}"
            yield _event(f"{visit.record}-{due.code}", due.on, words, number, now, off=off, who=due.who)


def _taken_off(visit: Record, number: int, now: datetime) -> Iterator[Event]:
    """A visit that was taken off the page leaves the calendars too; its deadlines are told by the next plan's."""
    on = date_or_none(visit.get("date"))
    if on is not None:
        yield _event(f"{visit.id}-visit", on, "Visit", number, now, off=True)


def _event(uid: str, on: date, words: str, number: int, now: datetime, *, off: bool, who: str = "") -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@peerreview")
    event.add("dtstamp", now)
    event.add("sequence", number)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", words)
    if who:
        event.add("description", who)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _revision(work: UnitOfWork, stream: Stream, visit: Record) -> int:
    """How often anything that a date of this visit follows from has been written: it never falls."""
    school = str(visit.get("school", ""))
    fields = [("visit", visit.id, name) for name in ("date", "state", "gone")]
    fields += [("triad", "triad", "closure_days"), ("school", school, "closure_days")]
    written = sum(len(history(stream, *each)) for each in fields)
    review = str(visit.get("review", ""))
    steps = work.stream(review).records("step") if work.holds(review) else ()
    network = membership.network(work)
    return written + len(steps) + (network.number if network else 0)

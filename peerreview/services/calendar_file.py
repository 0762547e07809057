"""The triad's dates as one calendar file (iCalendar, RFC 5545) that any calendar program opens.

Visits and every worked-out date are whole days. The same visit keeps its UID, so that a moved visit moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from peerreview.domain.reviews import VisitState
from peerreview.identity.signer import Signer

from . import triads
from .ports import Ports
from .views import VisitView
from .words import STATE_WORDS

_FOLD = 73  # octets of a line before it is folded; the standard allows 75 with the blank that continues it


def triad(ports: Ports, signer: Signer, triad: str) -> bytes:
    """The calendar file of a triad."""
    view = triads.show(ports, signer, triad)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Peer Review//EN", f"X-WR-CALNAME:{_text(view.name)}"]
    for visit in view.visits:
        lines += _visit(visit, ports.clock())
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"]).encode()


def _visit(visit: VisitView, now: datetime) -> Iterator[str]:
    on = date.fromisoformat(visit.date.text) if visit.date.text else None
    if on is None:
        return
    state = "" if visit.state is VisitState.PLANNED else f" ({STATE_WORDS[visit.state]})"
    status = "CANCELLED" if visit.state in (VisitState.CANCELLED, VisitState.ABANDONED) else "CONFIRMED"
    yield from _event(f"{visit.record}-visit", on, f"Visit to {visit.school}{state}", status, now)
    for due in visit.deadlines:
        if due.code != "visit" and due.on != on:
            yield from _event(f"{visit.record}-{due.code}", due.on, f"{visit.school}: {due.label}", status, now)


def _event(uid: str, on: date, summary: str, status: str, now: datetime) -> Iterable[str]:
    return (
        "BEGIN:VEVENT",
        f"UID:{uid}@peerreview",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"STATUS:{status}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _text(words: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(plain, escaped)
    return words


def _folded(line: str) -> str:
    """A line in pieces that are short enough, never cut inside a character."""
    pieces = [""]
    for character in line:
        if len((pieces[-1] + character).encode()) > _FOLD:
            pieces.append("")
        pieces[-1] += character
    return "\r\n ".join(pieces) + "\r\n"

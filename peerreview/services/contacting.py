"""A report whose overall grade asks for support: by when the lead headteacher and the school speak (USERS U29)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from peerreview.analysis import board
from peerreview.domain import dates
from peerreview.domain.exchange import DocumentKind
from peerreview.domain.release import Release
from peerreview.domain.schooldays import shift
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer

from . import membership, progressing
from .desk import desk_in, led
from .held_reports import releases
from .ports import Ports, UnitOfWork
from .views import HomeLine, Screen, Target
from .writing import of, write_in

DAYS = 5
"""School days after a report came, where the host has not said by when."""


@dataclass(frozen=True)
class Owed:
    """A conversation that is owed: about which review, by when, and who rings whom as far as the host said."""

    review: str
    school: str
    by: date
    said: str


def owed(ports: Ports, work: UnitOfWork, signer: Signer, held: Sequence[Release] = ()) -> tuple[Owed, ...]:
    """Conversations that the lead headteacher has not ticked off yet, the earliest first."""
    schools = {urn for group in led(work, signer) for urn in group.schools} - {work.setting("urn")}
    if not schools:
        return ()
    spoken = _spoken(work)
    came = board.newest(held or releases(ports, work))
    asking = {each.review: each for each in came if each.urn in schools and board.asks_support(each)}
    found = [_owed(work, each) for review, each in asking.items() if review not in spoken]
    return tuple(sorted(found, key=lambda each: (each.by, each.school)))


def done(ports: Ports, signer: Signer, review: str) -> None:
    """Tick off that the school and the lead headteacher have spoken. Stays on the lead's own desk."""
    with ports.store.begin() as work:
        if not any(each.review == review for each in owed(ports, work, signer)):
            raise BadInput("No conversation about this report is owed.", "Nothing has changed.", code="nothing_owed")
        edits = of("contacted", ports.ids(), review=review, on=ports.clock().date().isoformat())
        write_in(ports, work, signer, desk_in(ports, work, signer), edits)
        work.commit()


def home_lines(ports: Ports, work: UnitOfWork, signer: Signer, today: date) -> Iterator[HomeLine]:
    """What the lead headteacher has to do about them."""
    for each in owed(ports, work, signer):
        what = f"Speak with the head about the report: {each.said}"
        yield HomeLine(what, each.school, each.by, "Look", Target(Screen.LEAD), late=each.by < today)


def _owed(work: UnitOfWork, release: Release) -> Owed:
    told = progressing.contact_told(work, release.review)
    if told is not None:
        return Owed(release.review, release.school, told.by, f"{told.rings_lead} rings you.")
    came = min(
        each.received.date()
        for each in work.documents(DocumentKind.RELEASE)
        if each.id.partition(".")[0] == release.review
    )
    closed = membership.closure_days(work, None, release.urn)
    return Owed(release.review, release.school, shift(came, DAYS, closed), f"it came on {dates.short(came)}.")


def _spoken(work: UnitOfWork) -> set[str]:
    desk = work.setting("desk")
    records = work.stream(desk).records("contacted") if desk and work.holds(desk) else ()
    return {str(each.get("review", "")) for each in records}

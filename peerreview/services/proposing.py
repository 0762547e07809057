"""Fixing a date: up to three days are proposed, each who takes part says which suit, one is chosen (USERS U16).

An answer travels in the triad's file. One that somebody else wrote was said by telephone, and is shown so: nobody can
tick in another's name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from peerreview.analysis.review import text
from peerreview.domain import dates
from peerreview.domain.reviews import OVER, VisitState
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Record, Stream

from . import membership, visits
from .dossier import texts
from .moments import date_or_none
from .ports import Ports
from .triad_views import ProposalView, SuitsView
from .writing import of, write_in

MOST = 3
"""Days that stand for choice at one time."""

_YES, _NO = "yes", "no"


def propose(ports: Ports, signer: Signer, triad: str, visit: str, days: Sequence[date]) -> None:
    """Propose days for a visit; the proposer's own answer to them is yes.

    Raises BadInput for a day that has passed or on which the school is closed, or for more than three in all.
    """
    with ports.store.begin() as work:
        stream = visits.held(work, triad)
        planned = visits.known(stream, "visit", visit)
        if VisitState(text(planned, "state") or VisitState.PLANNED) in OVER:
            raise Refused(
                "This visit will not take place.", "Nothing has changed.", "Plan another visit.", code="visit_over"
            )
        standing = {date_or_none(each.get("date")) for each in _of(stream, visit)}
        new = [day for day in dict.fromkeys(days) if day not in standing]
        if len(standing) + len(new) > MOST:
            raise BadInput(
                f"{MOST} days at a time are enough to choose from.",
                "Nothing has changed.",
                "Take one off first.",
                code="too_many_days",
            )
        me = membership.author_in(work, stream, signer)
        edits: list[Edit] = []
        for day in new:
            visits.check_day(ports, work, stream, text(planned, "school"), day)
            record = ports.ids()
            edits += of("proposal", record, visit=visit, date=day.isoformat())
            edits += of("suits", f"{record}.{me}", answer=_YES) if me in _asked(planned) else []
        write_in(ports, work, signer, triad, edits)
        work.commit()


def answer(ports: Ports, signer: Signer, triad: str, proposal: str, suits: bool, person: str = "") -> None:
    """Say whether a proposed day suits: me, or (by telephone) a colleague."""
    with ports.store.begin() as work:
        stream = visits.held(work, triad)
        planned = visits.known(stream, "visit", text(visits.known(stream, "proposal", proposal), "visit"))
        who = person or membership.author_in(work, stream, signer)
        if who not in _asked(planned):
            raise Refused(
                "Only those who take part in the visit are asked.", "Nothing has changed.", code="not_in_the_visit"
            )
        write_in(ports, work, signer, triad, of("suits", f"{proposal}.{who}", answer=_YES if suits else _NO))
        work.commit()


def choose(ports: Ports, signer: Signer, triad: str, proposal: str) -> None:
    """Let the visit be on a proposed day: every deadline follows, and the other proposals are taken off the page."""
    with ports.store.begin() as work:
        stream = visits.held(work, triad)
        chosen = visits.known(stream, "proposal", proposal)
        visit, day = text(chosen, "visit"), date_or_none(chosen.get("date"))
        if day is None:
            raise BadInput("This proposal has no day.", "Nothing has changed.", code="no_record")
        visits.change_in(ports, work, signer, triad, visit, on=day)
        edits = [Edit("proposal", each.id, "gone", True) for each in _of(stream, visit)]
        write_in(ports, work, signer, triad, edits)
        work.commit()


def invitation(school: str, proposals: Sequence[ProposalView]) -> str:
    """A line to copy into an e-mail, or to read out over the telephone."""
    days = ", ".join(dates.in_full(each.on) for each in proposals)
    return f"Visit to {school}: which of these days suit you? {days}."


def of_visit(stream: Stream, visit: Record, names: dict[str, str], me: str) -> tuple[ProposalView, ...]:
    """The proposed days of a visit, the earliest first."""
    found = [
        ProposalView(each.id, on, tuple(_answer(stream, each.id, person, names, me) for person in _asked(visit)))
        for each in _of(stream, visit.id)
        if (on := date_or_none(each.get("date")))
    ]
    return tuple(sorted(found, key=lambda each: each.on))


def unanswered(stream: Stream, visit: Record, me: Collection[str]) -> bool:
    """Whether somebody (under any id of theirs) is asked about a proposed day and has not said."""
    mine = [person for person in _asked(visit) if person in me]
    return any(
        stream.record("suits", f"{each.id}.{person}") is None for each in _of(stream, visit.id) for person in mine
    )


def _answer(stream: Stream, proposal: str, person: str, names: dict[str, str], me: str) -> SuitsView:
    record = stream.record("suits", f"{proposal}.{person}")
    name = names.get(person, "")
    if record is None or not record.get("answer"):
        return SuitsView(person, name, person == me, None)
    said = record.state("answer")
    own = next((head for head in said.heads if head.author == person), None)
    head = own or said.heads[0]  # of a telephone note and a person's own answer beside it, their own goes before
    told = "" if own else names.get(head.author, "a colleague")
    contested = not said.settled and own is None
    return SuitsView(person, name, person == me, head.value == _YES, told, contested)


def _of(stream: Stream, visit: str) -> list[Record]:
    return [each for each in stream.records("proposal") if each.get("visit") == visit]


def _asked(visit: Record) -> list[str]:
    """Those whom a date has to suit: host, report writer, fellow reviewers."""
    people = (text(visit, "host"), text(visit, "writer"), *texts(visit, "reviewers"))
    return [person for person in dict.fromkeys(people) if person]

"""The dates that follow from a visit, and which of them are done or late (HANDBOOK §0.2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from peerreview.domain.reviews import RESTING, Step, VisitState
from peerreview.handbook.dates import deadlines as worked_out
from peerreview.handbook.model import Handbook
from peerreview.journal.stream import Stream

from .moments import date_or_none
from .views import DeadlineView
from .words import ROLE_WORDS

_STEPS = frozenset(Step)


def deadlines(
    handbook: Handbook,
    visit: date,
    closed: Collection[date],
    review: Stream | None,
    today: date,
    state: VisitState = VisitState.PLANNED,
) -> tuple[DeadlineView, ...]:
    """The handbook's dates for a visit day. A step that was taken is done; nothing is late while a visit rests.

    Two deadlines with one output are two dates for the same work ("Draft report", "at the latest"): whichever is a
    step, taking it does both.
    """
    lines = []
    taken = {each.id: date_or_none(each.get("on")) for each in review.records("step")} if review else {}
    happened = {code: on for code, on in taken.items() if on}
    outputs = {each.code: each.output for each in handbook.deadlines}
    given = {outputs[code]: on for code, on in happened.items() if outputs.get(code)}
    for due in worked_out(handbook, visit, closed, happened):
        done = happened.get(due.code) or (given.get(outputs[due.code]) if due.code not in _STEPS else None)
        late = done is None and due.on < today and state not in RESTING
        who = ", ".join(ROLE_WORDS.get(role, str(role)) for role in due.who)
        lines.append(DeadlineView(due.code, due.label, due.on, who, done, late))
    return tuple(lines)

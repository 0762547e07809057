"""Where one review stands: the one next thing, whose it is, and by when, for the lists on the home page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from peerreview.domain.dates import in_full
from peerreview.domain.people import Role
from peerreview.domain.reviews import RESTING, Step, VisitState
from peerreview.handbook import dates
from peerreview.journal.record import Record

from . import wording
from .draft import signers
from .paragraphs import waiting
from .review import REVIEWING, Review, text


@dataclass(frozen=True)
class Task:
    """One line of the home page: what, which school, by when, and one action.

    `code` is stable and says which screen leads on. `mine`: the person asked about is the one who acts; otherwise
    `with_whom` names who does, and the action is to copy a reminder.
    """

    code: str
    what: str
    school: str
    by: date | None
    button: str
    mine: bool
    late: bool
    with_whom: tuple[str, ...] = ()
    since: date | None = None

    @property
    def reminder(self) -> str:
        """A line to copy: "With Tom for accuracy check since Tue 24 November 2026. Due Tue 1 December 2026."."""
        since = f" since {in_full(self.since)}" if self.since else ""
        due = f" Due {in_full(self.by)}." if self.by else ""
        return f"{self.school}: {self.what}. With {wording.listed(self.with_whom)}{since}.{due}"


@dataclass(frozen=True)
class _Act:
    """What a step asks of somebody: in their own words, in others', and on the button."""

    code: str
    who: frozenset[Role]
    mine: str
    others: str
    button: str


_HOST = frozenset({Role.HOST})
_WRITER = frozenset({Role.LEAD_REVIEWER})
_REVIEWERS = frozenset(REVIEWING)
_ALL = _HOST | _REVIEWERS

_ACTS = {
    Step.SHARED: _Act("share_self_evaluation", _HOST, "Share your self-evaluation", "Self-evaluation", "Prepare"),
    Step.CALL: _Act("call", _ALL, "Hold the pre-visit call", "Pre-visit call", "Open the call page"),
    Step.VISIT: _Act("visit", _ALL, "Visit", "Visit", "Open"),
    Step.FEEDBACK: _Act("feedback", _REVIEWERS, "Give feedback", "Feedback", "Open feedback"),
    Step.DRAFT: _Act("draft", _WRITER, "Write the draft report", "Draft report", "Write"),
    Step.CHECKED: _Act("check", _HOST, "Check the draft for accuracy", "Check for accuracy", "Check"),
    Step.SIGNED: _Act("sign", _ALL, "Sign the report", "Signatures", "Sign"),
    Step.SENT: _Act("share", _HOST, "Share the report", "Sharing by the plan", "Share"),
    Step.WORKSHOP: _Act("plan", _HOST, "Hold the improvement workshop", "Improvement workshop", "Open the plan"),
    Step.CLOSED: _Act("clear_out", _REVIEWERS, "Clear out notes", "Notes to be cleared out", "Clear out"),
}
_ANSWER = _Act("answer_check", _WRITER, "Answer the host's marks", "Answers to the host's marks", "Answer")
_REMIND = "Copy a reminder"
_STEPS = tuple(Step)
_ENDED = frozenset({"signed", "issued", "not_agreed"})
"""States of a version that nobody signs any more."""


def current(review: Review) -> Step | None:
    """The step being worked on: the one after the furthest reached; None once the review is closed."""
    reached = [place for place, step in enumerate(_STEPS) if review.step(step)]
    newest = _newest(review)
    if newest is not None and text(newest, "state") in _ENDED:
        reached.append(_STEPS.index(Step.SIGNED))
    place = max(reached, default=-1) + 1
    return _STEPS[place] if place < len(_STEPS) else None


def next_task(
    review: Review,
    person: str,
    today: date,
    *,
    visit: date | None = None,
    closed: Collection[date] = (),
    state: VisitState = VisitState.PLANNED,
    reason: str = "",
) -> Task | None:
    """The next thing in this review for somebody of its cast; None when nothing is left, or they are not in it.

    `visit`, `state` and `reason` are those of the triad's plan where it is known; `closed` are the closure days.
    """
    member, step = review.member(person), current(review)
    if member is None or step is None:
        return None
    if state in RESTING and _STEPS.index(step) <= _STEPS.index(Step.VISIT):
        what = f"{wording.STATES[state]}{f': {reason}' if reason else ''}"
        return Task("resting", what, review.school, None, "Open our triad", mine=False, late=False)
    act, asked = _asked(review, step)
    by = _due(review, step, visit or review.visited, closed)
    mine = person in asked
    if not mine and (step is Step.CLOSED or member.role not in _ALL):
        return None
    return Task(
        code=act.code,
        what=act.mine if mine else act.others,
        school=review.school,
        by=by,
        button=act.button if mine else _REMIND,
        mine=mine,
        late=by is not None and by < today and state not in RESTING and not reason,
        with_whom=() if mine else tuple(each.name for each in review.cast if each.person in asked),
        since=_since(review, step),
    )


def _asked(review: Review, step: Step) -> tuple[_Act, frozenset[str]]:
    """What the step asks, and of whom (person ids)."""
    act = _ACTS[step]
    if step in (Step.CHECKED, Step.SIGNED) and waiting(review):
        act = _ANSWER
    elif step is Step.SIGNED:
        return act, _unsigned(review)
    return act, frozenset(each.person for each in review.cast if each.role in act.who and not each.absent)


def _unsigned(review: Review) -> frozenset[str]:
    """Who still has to sign the newest version; the report writer while there is none."""
    newest = _newest(review)
    if newest is None:
        return frozenset(each.person for each in review.cast if each.role is Role.LEAD_REVIEWER)
    done = {
        each.id.partition(".")[2]
        for each in review.stream.records("approval")
        if each.id.startswith(f"{newest.id}.") and each.get("refused") is not True
    }
    return frozenset(signers(review, int(newest.id))) - done


def _newest(review: Review) -> Record | None:
    """The version with the highest number, if any was made."""
    return max(review.stream.records("version"), key=lambda each: int(each.id), default=None)


def _due(review: Review, step: Step, visit: date | None, closed: Collection[date]) -> date | None:
    if visit is None:
        return None
    happened = {each.value: day for each in Step if (day := review.step(each)) and each is not Step.VISIT}
    wanted = review.handbook.retention.clear_out if step is Step.CLOSED else step.value
    found = dates.deadlines(review.handbook, visit, closed, happened)
    return next((due.on for due in found if due.code == wanted), None)


def _since(review: Review, step: Step) -> date | None:
    """The day from which the step has been worked on: when the one before it was reached."""
    before = [review.step(each) for each in _STEPS[: _STEPS.index(step)]]
    return max((day for day in before if day), default=None)

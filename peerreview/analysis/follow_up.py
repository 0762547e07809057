"""After the report: the school's actions, which are due, what is carried on to the next review, how long it took."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from peerreview.domain.progress import Progress
from peerreview.domain.reviews import Step
from peerreview.domain.schooldays import between
from peerreview.handbook.report_layout import Content

from .review import MainPoint, Review, on, text

AHEAD = timedelta(days=14)
"""An action is brought to mind from two weeks before its day."""
CLOSED = "closed"
"""The handbook's code for a next step of last time that is finished."""


@dataclass(frozen=True)
class Action:
    """One action of the plan, as far as it has come; `progress` is None while nobody has said."""

    record: str
    change: str
    owner: str
    due: date | None
    progress: Progress | None
    effect: str
    checked: date | None

    @property
    def open(self) -> bool:
        """Whether something of it is left to do."""
        return self.progress is None or not self.progress.done


@dataclass(frozen=True)
class Carried:
    """A next step that the next review begins with: its words, what became of it where that is known, and evidence."""

    text: str
    outcome: str
    words: str


def actions(review: Review) -> tuple[Action, ...]:
    """The action plan. An action that nobody has put in words yet goes by the next step that it serves."""
    steps = {point.record: point.text for point in review.points}
    found = []
    for record in review.stream.records("action"):
        far = text(record, "progress")
        found.append(
            Action(
                record=record.id,
                change=text(record, "change") or steps.get(text(record, "serves"), ""),
                owner=text(record, "owner"),
                due=on(record, "due"),
                progress=Progress(far) if far in set(Progress) else None,
                effect=text(record, "effect"),
                checked=on(record, "checked"),
            )
        )
    return tuple(found)


def next_steps(review: Review) -> tuple[MainPoint, ...]:
    """The next steps that actions serve."""
    return review.starred(Content.NEXT_STEPS)


def due(review: Review, today: date) -> tuple[Action, ...]:
    """The actions that are late or due within two weeks, the earliest first."""
    near = [each for each in actions(review) if each.open and each.due is not None and each.due <= today + AHEAD]
    return tuple(sorted(near, key=lambda each: each.due or today))


def carried(review: Review) -> tuple[Carried, ...]:
    """What the school's next review begins with: every action with how far it came, then next steps without one.

    A finished one comes as closed, so that its evidence is read; the host may say otherwise.
    """
    labels = {each.code: each.label for each in review.handbook.rules.progress}
    outcomes = {each.code for each in review.handbook.rules.last_time}
    found = []
    for each in actions(review):
        far = labels.get(each.progress, "") if each.progress else ""
        closed = CLOSED if not each.open and CLOSED in outcomes else ""
        found.append(Carried(each.change, closed, ": ".join(filter(None, (far, each.effect)))))
    served = {text(record, "serves") for record in review.stream.records("action")}
    found += [Carried(point.text, "", "") for point in next_steps(review) if point.record not in served]
    return tuple(each for each in found if each.text)


def days_to_report(review: Review, closed: Collection[date] = ()) -> tuple[int, int] | None:
    """Days from the visit to the report's sharing: (days, school days); None until both are known."""
    visited, sent = review.visited, review.step(Step.SENT)
    if visited is None or sent is None or sent < visited:
        return None
    return (sent - visited).days, between(visited, sent, closed)

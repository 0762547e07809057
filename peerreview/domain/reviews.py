"""Words of one review's life: states, steps, tags, levels, audiences."""

from __future__ import annotations

from enum import StrEnum


class VisitState(StrEnum):
    """Where a visit stands (USERS U17)."""

    PLANNED = "planned"
    POSTPONED = "postponed"
    MOVED = "moved"
    DONE = "done"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"
    HOST_LEFT = "host_left"
    SCHOOL_CLOSED = "school_closed"


RESTING = frozenset(set(VisitState) - {VisitState.PLANNED, VisitState.MOVED, VisitState.DONE})
"""States of a visit in which nothing is late and no report is awaited."""

OVER = RESTING - {VisitState.POSTPONED, VisitState.HOST_LEFT}
"""States of a visit that will not take place any more."""


class Step(StrEnum):
    """The milestones of a review, in order."""

    SHARED = "shared"
    CALL = "call"
    VISIT = "visit"
    FEEDBACK = "feedback"
    DRAFT = "draft"
    CHECKED = "checked"
    SIGNED = "signed"
    SENT = "sent"
    WORKSHOP = "workshop"
    CLOSED = "closed"


class Tag(StrEnum):
    """What a main point is (HANDBOOK §0.5)."""

    STRENGTH = "strength"
    NEXT_STEP = "next_step"
    WATCH = "watch"
    QUESTION = "question"


class Level(StrEnum):
    """How much of a review a release shows: views < summary < full (HANDBOOK §0.8)."""

    VIEWS = "views"
    SUMMARY = "summary"
    FULL = "full"

    @property
    def rank(self) -> int:
        """0 for the least, 2 for the most."""
        return list(Level).index(self)

    def shows(self, lowest: Level) -> bool:
        """Whether a field whose lowest level is `lowest` is shown at this level."""
        return self.rank >= lowest.rank


class Audience(StrEnum):
    """Who a report may be shared with (HANDBOOK §0.8)."""

    TRIAD = "triad"
    GOVERNORS = "governors"
    LEAD_HEAD = "lead_head"
    BOARD = "board"
    TRUST = "trust"
    DIOCESE = "diocese"


class Verdict(StrEnum):
    """The host's mark on a paragraph of the draft (USERS U26)."""

    ACCURATE = "accurate"
    CORRECTION = "correction"
    DIFFERENTLY = "differently"


class Outcome(StrEnum):
    """The report writer's answer to a mark."""

    CHANGED = "changed"
    IN_PART = "changed_in_part"
    KEPT = "kept"


class Meaning(StrEnum):
    """What a signature says (DESIGN §8)."""

    FAIR_RECORD = "fair_record"
    COMMENT_STANDS = "comment_stands"

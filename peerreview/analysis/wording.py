"""How grades, roles and counts read on paper and screen (USERS §4), whatever the computer's language."""

from __future__ import annotations

from collections.abc import Sequence

from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN, Scale
from peerreview.domain.people import Role
from peerreview.domain.reviews import VisitState
from peerreview.handbook.model import Handbook

ROLES = {
    Role.HOST: "Host head",
    Role.LEAD_REVIEWER: "Report writer",
    Role.REVIEWER: "Fellow reviewer",
    Role.OBSERVER: "Observer",
    Role.GUEST: "Guest reviewer",
}
"""What somebody in a review is called, in the order in which they are listed."""

STATES = {
    VisitState.PLANNED: "Planned",
    VisitState.POSTPONED: "Postponed",
    VisitState.MOVED: "Moved",
    VisitState.DONE: "Visited",
    VisitState.ABANDONED: "Abandoned part-way",
    VisitState.CANCELLED: "Cancelled",
    VisitState.HOST_LEFT: "Host head left",
    VisitState.SCHOOL_CLOSED: "School closed or merged",
}
"""Where a visit stands."""


def grade_words(handbook: Handbook, scale: Scale | None, grade: str) -> str:
    """A grade as it is always said, number and words; empty when there is none."""
    if grade == NOT_LOOKED_AT:
        return handbook.words.not_looked_at
    if grade == NOT_SEEN:
        return handbook.words.not_seen
    point = scale.point(grade) if scale else None
    if point is None:
        return ""
    return f"{point.code} {point.label}" if point.code.isdecimal() else point.label


def ways(count: int) -> str:
    """How many kinds of evidence: "3 ways"; empty for none."""
    return "" if not count else "1 way" if count == 1 else f"{count} ways"


def seen_in(count: int) -> str:
    """The same in a sentence: "Seen in 3 ways", "Seen once"."""
    return "Not linked to a note" if not count else "Seen once" if count == 1 else f"Seen in {count} ways"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """P2, P4 and P6."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def activities(handbook: Handbook, codes: Sequence[str]) -> str:
    """Kinds of evidence in small letters: "learning walk, book look"."""
    found = (handbook.activity(code) for code in codes)
    return ", ".join(each.label.lower() for each in found if each)

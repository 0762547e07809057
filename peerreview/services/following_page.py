"""The page of the action plan as it stands: what is due, whom progress goes up to, days from visit to report."""

from __future__ import annotations

from collections.abc import Iterator

from peerreview.analysis import follow_up
from peerreview.domain import dates
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level

from . import progressing, sharing_page
from .dossier import Dossier
from .sharing_views import FollowUpView
from .views import HomeLine, Screen, Target

_UP = (Audience.LEAD_HEAD, Audience.BOARD)
"""Whom progress is sent up to, as far as the host's plan gives them anything."""


def page(held: Dossier) -> FollowUpView:
    """What the page of the action plan says besides the actions themselves."""
    last = progressing.newest(held.work, held.id)
    said = f"Sent up on {dates.short(last.made)}: {last.sentence}" if last and last.sentence else ""
    return FollowUpView(
        days=_days(held),
        due=tuple(each.record for each in follow_up.due(held.review, held.today)),
        to=tuple(name for _, name in recipients(held)) if held.role == Role.HOST else (),
        sent=said,
    )


def home_lines(held: Dossier) -> Iterator[HomeLine]:
    """What the host has to do about the plan: the next action that is due, and how many there are."""
    due = follow_up.due(held.review, held.today) if held.role == Role.HOST else ()
    if due:
        more = f" and {len(due) - 1} more" if len(due) > 1 else ""
        what = f"Check an action{more}: {due[0].change}"
        first = due[0].due
        late = first is not None and first < held.today
        yield HomeLine(what, held.school, first, "Open the plan", Target(Screen.PLAN, held.id), late=late)


def recipients(held: Dossier) -> tuple[tuple[str, str], ...]:
    """Those above whom the plan gives the report (person id, name)."""
    plan = {line.audience: line for line in sharing_page.sharing(held).plan}
    lines = [plan[audience] for audience in _UP if plan[audience].level.text in set(Level)]
    return tuple(dict.fromkeys(person for line in lines for person in line.people))


def _days(held: Dossier) -> str:
    found = follow_up.days_to_report(held.review, held.closure_days)
    if found is None:
        return ""
    days, school_days = found
    return f"The report was shared {_many(days, 'day')} ({_many(school_days, 'school day')}) after the visit."


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"

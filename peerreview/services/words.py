"""How the screen says what the code knows by a short name (USERS §4.2). A handbook's own words go before these."""

from __future__ import annotations

from collections.abc import Mapping

from peerreview.analysis import wording
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level, Meaning, Step, VisitState

ROLE_WORDS: Mapping[str, str] = {
    **{str(role): words for role, words in wording.ROLES.items()},
    Role.OFFICE: "School office",
    Role.HEAD: "Headteacher",
    Role.LEAD_HEAD: "Lead headteacher",
    Role.OFFICER: "School improvement officer",
}

STEP_WORDS = {
    Step.SHARED: "Self-evaluation shared",
    Step.CALL: "Pre-visit call",
    Step.VISIT: "Visit",
    Step.FEEDBACK: "Feedback",
    Step.DRAFT: "Draft report",
    Step.CHECKED: "Checked for accuracy",
    Step.SIGNED: "Signed",
    Step.SENT: "Shared",
    Step.WORKSHOP: "Improvement workshop",
    Step.CLOSED: "Closed",
}

STATE_WORDS = {
    VisitState.PLANNED: "Planned",
    VisitState.POSTPONED: "Postponed",
    VisitState.MOVED: "Moved",
    VisitState.DONE: "Visited",
    VisitState.ABANDONED: "Abandoned part-way",
    VisitState.CANCELLED: "Cancelled",
}

LEVEL_WORDS = {Level.VIEWS: "Views only", Level.SUMMARY: "Summary", Level.FULL: "Full report"}

AUDIENCE_WORDS = {
    Audience.TRIAD: "Fellow heads of the triad",
    Audience.GOVERNORS: "Governors",
    Audience.LEAD_HEAD: "Lead headteacher",
    Audience.BOARD: "The board's team",
    Audience.TRUST: "Trust",
    Audience.DIOCESE: "Diocese",
}

MEANING_WORDS = {
    Meaning.FAIR_RECORD: "a fair record",
    Meaning.COMMENT_STANDS: "I have read it; my comment stands",
}

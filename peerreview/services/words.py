"""How the screen says what the code knows by a short name (USERS §4.2). A handbook's own words go before these."""

from __future__ import annotations

from collections.abc import Mapping

from peerreview.analysis import wording
from peerreview.domain import dates
from peerreview.domain.network import Network
from peerreview.domain.people import Person, Role
from peerreview.domain.reviews import Audience, Level, Meaning, Outcome, Step, Verdict, VisitState

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

STATE_WORDS: Mapping[VisitState, str] = wording.STATES

DUTY_WORDS = {
    "lead": "Safeguarding lead",
    "deputy": "Deputy",
    "chair": "Chair of governors (about the headteacher)",
    "officer": "Council's designated officer",
}
"""Whom to tell of a worry, in the order of the safeguarding page."""

LEVEL_WORDS = {Level.VIEWS: "Views only", Level.SUMMARY: "Summary", Level.FULL: "Full report"}

AUDIENCE_WORDS = {
    Audience.TRIAD: "Fellow heads of the triad",
    Audience.GOVERNORS: "Governors",
    Audience.LEAD_HEAD: "Lead headteacher",
    Audience.BOARD: "The board's team",
    Audience.TRUST: "Trust",
    Audience.DIOCESE: "Diocese",
}

VERDICT_WORDS = {
    Verdict.ACCURATE: "Accurate",
    Verdict.CORRECTION: "Factual correction",
    Verdict.DIFFERENTLY: "I see this differently",
}

OUTCOME_WORDS = {
    Outcome.CHANGED: "Changed",
    Outcome.IN_PART: "Changed in part",
    Outcome.KEPT: "Kept, because",
}

MEANING_WORDS = {
    Meaning.FAIR_RECORD: "a fair record",
    Meaning.COMMENT_STANDS: "I have read it; my comment stands",
}


def hat(person: Person) -> str:
    """What somebody of the network is called: the board's office is no school's."""
    return "Board office" if person.role is Role.OFFICE and not person.school else ROLE_WORDS[person.role]


def standing(network: Network, person: str) -> str:
    """Where somebody stands who is not a member (now); nothing for a member."""
    left = network.left(person)
    if left is not None:
        return f"no longer a member since {dates.in_full(left)}"
    return "" if person in network.members else "not yet a member"

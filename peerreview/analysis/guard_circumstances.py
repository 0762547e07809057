"""Words that identify somebody without a name: a very small group, the one holder of a role, an allegation.

Each function gives the matches in a text; what a report may well say (a sample of books, Year 5, four in five pupils)
is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SMALL_SCHOOL = 100
"""A school with fewer pupils has one holder of nearly every role, and everybody knows who it is."""

_PUPILS = r"(?:pupils|children|boys|girls|learners|students|siblings|twins)"
_PUPIL = r"(?:pupil|child|boy|girl|learner|student|sibling)"
_NO_GROUP = (
    r"(?!['’]|\s+(?:groups?|talks?|voice|books?|premium|work|surveys?|numbers?|conferenc\w+|development|care)\b)"
)
_LINKS = r"(?:of|and|or|to|in|for|with|from|by|at|on|out|per|than|that|who)\b"
_BETWEEN = (
    r"(?:of (?:the|these|those|our|its|their) )?"
    rf"(?:(?!{_LINKS})(?:Y\d|Year \d|[A-Za-z-]*[A-RT-Za-rt-z-]) ){{0,2}}?"  # not a plural: it would be what is counted
)
_SMALL_GROUP = re.compile(
    rf"(?<![\w.,£%/–-])(?:(?:two|three|four|five|[2-5])(?: or (?:three|four|five|[3-5]))? {_BETWEEN}{_PUPILS}"
    rf"|(?:one|1|a single|only one) {_BETWEEN}{_PUPIL})\b{_NO_GROUP}",
    re.IGNORECASE,
)
_NOT_COUNTING = re.compile(
    r"(?:\b(?:years?|y|ks|key stages?|class|term|phase|band|set|page|step)\s*(?:\d+\s*(?:,|and|to|or|[-–])\s*)*"
    r"|\b(?:in|out of|every|groups of|pairs of|up to) )$",
    re.IGNORECASE,
)

_HURT = (
    r"(?:hit|hits|hitting|slap(?:s|ped)|smack(?:s|ed)|punch(?:es|ed)|kick(?:s|ed)|grab(?:s|bed)|drag(?:s|ged)|"
    r"shov(?:es|ed)|shook|hurts?|touch(?:es|ed)|bit|strangl(?:es|ed))"
)
_WHOM = rf"(?:him|her|them|me|(?:(?:a|an|the|one|another|his|her|their|some)\s+(?:\w+\s+)?(?:{_PUPIL}|{_PUPILS})))"
_ALLEGATION = re.compile(
    r"\b(?:alleg(?:es?|ed|ing|ations?)|abus(?:e|es|ed|ing|ive)|assault(?:s|ed)?|molest\w*|rap(?:e|ed)|self-harm\w*|"
    r"suicid\w+|groomed|grooming|sexual(?:ly)?|bruis(?:e|es|ed|ing)|misconduct|disciplinary|grievance|LADO|"
    r"disclos(?:ed|es|ure|ures)|social (?:worker|services)|drunk|"
    r"child protection (?:plan|case|referral|concern)s?|safeguarding (?:concern|incident|referral|allegation|issue)s?|"
    r"inappropriate(?:ly)? (?:touch\w*|contact|relationships?|behaviour towards)|"
    rf"(?:afraid|frightened|scared) of (?:his|her|their) (?:dad|mum|father|mother|stepfather|parents?|teacher)|"
    rf"{_HURT}\s+{_WHOM})\b",
    re.IGNORECASE,
)

_YEAR = r"(?:Y(?:ear)?\s?(?P<year>\d{1,2})|Reception|Nursery|EYFS|Early Years)"
_ROLE = re.compile(
    rf"\b(?:(?:the|a|an|its|their|our)\s+)?(?:{_YEAR}(?:\s+class)?\s+(?:teacher|leader|lead|teaching assistant|TA)"
    r"|SEND?COs?|special educational needs co-?ordinator|site manager|caretaker|premises manager|business manager|"
    r"office manager|school secretary|school cook|teaching assistant)\b(?!s|\w)",
    re.IGNORECASE,
)
_EARLY = re.compile(r"reception|nursery|eyfs|early years", re.IGNORECASE)
_STAGES = {
    range(1, 3): "Key Stage 1",
    range(3, 7): "Key Stage 2",
    range(7, 10): "Key Stage 3",
    range(10, 12): "Key Stage 4",
}


def small_groups(text: str) -> Iterator[re.Match[str]]:
    """Five pupils or fewer: "three pupils", "a single boy". Not samples ("three pupils' books") and not fractions."""
    for match in _SMALL_GROUP.finditer(text):
        if not _NOT_COUNTING.search(text[: match.start()]):
            yield match


def allegations(text: str) -> Iterator[re.Match[str]]:
    """Words of an allegation or a disclosure, which belong on the school's own form and in no report."""
    yield from _ALLEGATION.finditer(text)


def lone_roles(text: str) -> Iterator[re.Match[str]]:
    """Roles of which a very small school has one: "the Y1 teacher", "SENCO". Several ("Y1 teachers") are none."""
    yield from (match for match in _ROLE.finditer(text) if not match.group().lower().endswith("cos"))


def phase_instead(role: str) -> str:
    """What to say in place of a role that is one known person: the phase, or only that it is somebody's work."""
    match = _ROLE.fullmatch(role)
    year = match["year"] if match else None
    stage = next((name for years, name in _STAGES.items() if year and int(year) in years), "")
    if _EARLY.search(role):
        stage = "the early years"
    return f"an adult in {stage}" if stage else "a member of staff"

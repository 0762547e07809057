"""Why a field cannot be written here: who may, or what it waits for; what is safe; what to do (USERS §4.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from peerreview.analysis.wording import listed
from peerreview.domain.people import Role
from peerreview.journal.stream import Inert, Record, Stream

from .words import ROLE_WORDS

_BY_NAME = 3
"""Up to so many people are named; of more only what they are."""

_LOCKED = (
    "Closed, because you have put yours in. It is kept as you gave it. "
    "What you see differently can be said once all are shown."
)
_TOO_EARLY = (
    "Closed until the draft has been sent to the host. Nothing is lost by waiting. "
    "The report writer sends it from the page Report."
)
_NEWER = "This version of Peer Review cannot write here. What stands here is safe. Ask your office for the new version."


def why_not(
    stream: Stream,
    people: Mapping[str, frozenset[str]],
    name_of: Callable[[str], str],
    reason: Inert,
    place: tuple[str, str, str],
    found: Record | None,
) -> str:
    """Why a field (`place`: kind, record and name) cannot be written for this `reason`, in whole sentences.

    `people` are the stream's; `found` is the record the field is of, where there is one.
    """
    kind, record, name = place
    if reason is Inert.LOCKED:
        return _LOCKED
    if reason is Inert.TOO_EARLY:
        return _TOO_EARLY
    if reason is Inert.NOT_FIRST_AUTHOR and found:
        return f"{name_of(found.author)} wrote this, and nobody else changes it. It is safe. Write your own beside it."
    if reason is Inert.NOT_IN_OWN_NAME:
        owner = name_of(record.rpartition(".")[2])
        return f"This is said in {owner}’s own name, and nobody else changes it. It is safe. Write your own beside it."
    if reason is Inert.NOT_THEIRS:
        who, ask = _writers(people, stream.writers(kind, name), name_of)
        return f"Only {who} may write this. What stands here is safe. If it should change, {ask}."
    return _NEWER


def _writers(
    people: Mapping[str, frozenset[str]], roles: frozenset[str], name_of: Callable[[str], str]
) -> tuple[str, str]:
    """Who may write, and what to do about it."""
    order = [role for role in ROLE_WORDS if role in roles]
    able = [(person, role) for role in order for person, held in people.items() if role in held]
    if 0 < len(able) <= _BY_NAME:
        named = [f"{name_of(person)} ({ROLE_WORDS[role].lower()})" for person, role in able]
        return listed(named, "or"), f"ask {name_of(able[0][0])}" if len(able) == 1 else "ask one of them"
    words = listed([f"the {ROLE_WORDS[Role(role)].lower()}" for role in order], "or")
    return words, "ask there" if able else "say who that is first: nobody is named yet"

"""The emergency sheet typed back: what stands so far, and which word cannot be right, said while it is typed."""

from __future__ import annotations

from dataclasses import dataclass

from peerreview.analysis.wording import listed
from peerreview.errors import BadInput
from peerreview.identity import recovery
from peerreview.identity.recovery import Doubt

WORDS = recovery.WORDS
"""How many words a sheet has."""

_TOLD = 4  # words in doubt that are told one by one


@dataclass(frozen=True)
class TypedSheet:
    """What was typed of the 24 words: how many, whether they are the whole of a sheet, and what to say of them."""

    words: int
    whole: bool
    sentence: str
    wrong: tuple[int, ...] = ()


def look(text: str) -> TypedSheet:
    """Look at what was typed so far. The word that is being typed is in no doubt until a space follows it.

    The sentence names places and words of the public list, never what was typed.
    """
    typed = text.split()
    finished = typed if len(typed) >= WORDS or text[-1:].isspace() else typed[:-1]
    doubts = recovery.doubts(finished)
    wrong = tuple(each.place for each in doubts)
    if doubts:
        said = " ".join(_told(each) for each in doubts[:_TOLD])
        more = len(doubts) - _TOLD
        return TypedSheet(len(typed), False, f"{said} And {more} more." if more > 0 else said, wrong)
    if len(typed) != WORDS:
        said = f"{len(typed)} of {WORDS} words." if typed else ""
        if len(typed) > WORDS:
            said = f"{len(typed)} words, and the sheet has {WORDS}: one was typed twice, or cut in two."
        return TypedSheet(len(typed), False, said)
    try:
        recovery.secret_of(text)
    except BadInput as error:
        return TypedSheet(len(typed), False, f"Each word is on the list. {error.happened} {error.todo}")
    return TypedSheet(len(typed), True, f"All {WORDS} words are right.")


def _told(doubt: Doubt) -> str:
    if not doubt.meant:
        return f"Word {doubt.place} is not on the list: look at it again."
    return f"Word {doubt.place} is not on the list: is it {listed(list(doubt.meant), 'or')}?"

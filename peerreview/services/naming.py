"""Likely names and pupil numbers in words that will be printed: pointed out before signing, never forbidden.

Reports speak of roles. What counts as a likely name: a title before a capital ("Mrs H-", "Mr Patel"), initials before
a surname ("J. Okafor"), a given and a family name side by side, and a unique pupil number. The names of the network's
people, schools and groups are never pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Rev|Revd|Fr)\.?"
_WORD = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’]+"
_SURNAME = rf"{_WORD}(?:-{_WORD})?"
_MARKED = (
    re.compile(rf"\b{_TITLE}[ \u00a0](?:{_SURNAME}|[A-Z](?:[.\-–—]|\b))"),
    re.compile(rf"\b(?:[A-Z]\.[ \u00a0]?){{1,3}}{_SURNAME}"),
)
_PAIR = re.compile(rf"(?<![.!?:;] )(?<!^)\b{_SURNAME} {_SURNAME}", re.MULTILINE)
_PUPIL_NUMBER = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b")

_TITLES = frozenset("mr mrs ms miss mx dr sir dame rev revd fr".split())  # noqa: SIM905
_NOT_NAMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december year years reception nursery key stage early foundation autumn spring
    summer term easter christmas pupil premium english maths mathematics science history geography french
    spanish art music computing religious education physical church england ofsted department school primary
    junior infant secondary academy trust board governors lead headteacher deputy senior team leader hub
    research opportunity area county council local authority every child children head teacher one two three
    four five six seven national curriculum standards great britain united kingdom world book day forest eco
    """.split()
)


@dataclass(frozen=True)
class LikelyName:
    """What was found: the words as they stand, and whether they are a pupil number."""

    words: str
    number: bool = False


def likely_names(text: str, known: Iterable[str] = ()) -> tuple[LikelyName, ...]:
    """Likely names in `text`, each once, in their order. `known` are names that may stand (people, schools, groups)."""
    may_stand = {word.casefold() for name in known for word in re.findall(r"[^\W_]+", name)}
    found: dict[str, LikelyName] = {}
    for words in _numbers(text):
        found.setdefault(words, LikelyName(words, number=True))
    for pattern in _MARKED:
        for match in pattern.finditer(text):
            if not _parts(match.group()) <= may_stand:
                found.setdefault(match.group(), LikelyName(match.group()))
    for match in _PAIR.finditer(text):
        if _parts(match.group()).isdisjoint(may_stand | _NOT_NAMES):
            found.setdefault(match.group(), LikelyName(match.group()))
    return tuple(sorted(found.values(), key=lambda each: text.index(each.words)))


def _numbers(text: str) -> Iterator[str]:
    """Unique pupil numbers with a true check letter (DfE: weights 2 to 13, modulo 23)."""
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    for match in _PUPIL_NUMBER.finditer(text):
        number = match.group()
        body = [int(each) if each.isdigit() else letters.index(each) for each in number[1:]]
        if letters[sum(weight * each for weight, each in enumerate(body, 2)) % 23] == number[0]:
            yield number


def _parts(words: str) -> set[str]:
    """The words of a likely name, without its title, in small letters."""
    return {part.casefold() for part in re.findall(r"[^\W\d_]+", words)} - _TITLES

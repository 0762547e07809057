"""Likely identifiers in words that will be shared: pointed out before signing, once, and never forbidden (DESIGN §8).

Found are unique pupil numbers (by their check letter), e-mail addresses, telephone numbers, dates on which a pupil
may have been born, a title or initials before a name ("Mrs H-", "J. Okafor"), words of an allegation, groups of five
pupils or fewer, and in a very small school the roles that one known person holds. Names that may stand (those who
sign, schools, roles) are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from .guard_circumstances import SMALL_SCHOOL, allegations, lone_roles, phase_instead, small_groups


class Identifier(StrEnum):
    """What somebody may be known by."""

    PUPIL_NUMBER = "pupil_number"
    EMAIL = "email"
    TELEPHONE = "telephone"
    BIRTH_DATE = "birth_date"
    NAME = "name"
    ALLEGATION = "allegation"
    SMALL_GROUP = "small_group"
    LONE_ROLE = "lone_role"


@dataclass(frozen=True)
class Likely:
    """Something found: what kind, the words as they stand, and where in the text they begin."""

    kind: Identifier
    words: str
    start: int

    @property
    def end(self) -> int:
        """Where they end."""
        return self.start + len(self.words)

    def digest(self, record: str) -> str:
        """What a `looked_at` record names: the same words in the same record are looked at once (SHA-256)."""
        said = " ".join(self.words.casefold().split())
        return sha256(f"{self.kind}\n{record}\n{said}".encode()).hexdigest()


_NAME = r"[A-ZÀ-ÖØ-Þ](?:[a-zà-öø-ÿ'’]+(?:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)?(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’]+)*|\b)"
_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr|Sir|Dame|Lady|Rev|Revd|Fr|Sr|Canon)\b\.?\s+{_NAME}(?:\s+{_NAME})?"
)
_INITIALS = re.compile(rf"\b(?:[A-Z]\.\s?){{1,3}}{_NAME}")
_CALLED = re.compile(
    r"\b(?:pupil|child|boy|girl|brother|sister|mother|father|parent|teacher|assistant|governor|leader)s?,?\s+"
    rf"(?:called|named)\s+({_NAME}(?:\s+{_NAME})?)"
)
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PUPIL_NUMBER = re.compile(r"\b[A-Za-z][ -]?(?:\d[ -]?){11}[0-9A-Za-z]\b")
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+44[ (]{0,2}0?\)?[ ]?|\(?0)\d(?:[ ()-]{0,2}\d){7,9}(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATES = (
    re.compile(r"\b(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
        r",?\s+(?P<year>\d{4})\b",
        re.IGNORECASE,
    ),
)
_BEFORE_LETTER = re.compile(
    r"\b(?:plan|group|set|class|band|option|reviewer|team|type|part|section|block|level|grade)s?\s$", re.IGNORECASE
)
_BORN = re.compile(r"\b(?:born|birth|d\.?o\.?b\.?|birthday)\b[^.]{0,20}$", re.IGNORECASE)
_AGES = range(2, 20)  # years between a pupil's birth and the visit


def likely_identifiers(text: str, on: date, may_stand: Collection[str] = (), *, pupils: int = 0) -> tuple[Likely, ...]:
    """What in `text` may identify somebody, in its order; `on` is the day of the visit.

    `may_stand` are names that are no secret here: of those who sign, of schools, of roles. `pupils` is how many the
    school has (0: not known); only where they are few does a role name a person.
    """
    found: list[Likely] = []
    for likely in _found(text, on, {word for name in may_stand for word in _words(name)}):
        if likely.kind is Identifier.LONE_ROLE and not 0 < pupils < SMALL_SCHOOL:
            continue
        if all(likely.end <= each.start or each.end <= likely.start for each in found):
            found.append(likely)
    return tuple(sorted(found, key=lambda each: each.start))


def instead(likely: Likely) -> str | None:
    """What could stand in its place; empty where it had best be taken out, None where only a person can reword it."""
    if likely.kind is Identifier.NAME:
        return "a teacher"
    if likely.kind is Identifier.LONE_ROLE:
        return phase_instead(likely.words)
    if likely.kind is Identifier.SMALL_GROUP:
        return "some " + ("children" if "child" in likely.words.casefold() else "pupils")
    return None if likely.kind is Identifier.ALLEGATION else ""


def reworded(text: str, words: str, better: str) -> str:
    """`text` with `better` where `words` stood as words; a sentence still begins with a capital, and no gap stays."""
    standing = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")

    def put(match: re.Match[str]) -> str:
        begins = not text[: match.start()].strip() or bool(re.search(r"[.?!:]\s+$", text[: match.start()]))
        return better[:1].upper() + better[1:] if begins else better

    changed = standing.sub(put, text)
    if better:
        return changed
    return re.sub(r"(?<=\s)[^\S\n]+|[^\S\n]+(?=[,.;:?!)]|$)", "", re.sub(r"\(\s*\)", "", changed))


def _found(text: str, on: date, known: set[str]) -> Iterator[Likely]:
    """Everything that looks like an identifier; where two overlap, the surer one comes first."""
    from stdnum.gb import upn  # 30 ms, and only needed when words are looked through

    for match in _EMAIL.finditer(text):
        yield Likely(Identifier.EMAIL, match.group(), match.start())
    for match in _PUPIL_NUMBER.finditer(text):
        if upn.is_valid(match.group().upper()):
            yield Likely(Identifier.PUPIL_NUMBER, match.group(), match.start())
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if _may_be_birth(match, on) or _BORN.search(text[: match.start()]):
                yield Likely(Identifier.BIRTH_DATE, match.group(), match.start())
    for match in _TELEPHONE.finditer(text):
        yield Likely(Identifier.TELEPHONE, match.group(), match.start())
    for pattern in (_TITLED, _INITIALS, _CALLED):
        for match in pattern.finditer(text):
            words, start = match.group(match.lastindex or 0), match.start(match.lastindex or 0)
            if pattern is _INITIALS and _BEFORE_LETTER.search(text[:start]):
                continue
            if not set(_words(words)[-1:]) <= known:
                yield Likely(Identifier.NAME, words, start)
    for kind, look in _CIRCUMSTANCES.items():
        for match in look(text):
            yield Likely(kind, match.group(), match.start())


_CIRCUMSTANCES = {
    Identifier.ALLEGATION: allegations,
    Identifier.SMALL_GROUP: small_groups,
    Identifier.LONE_ROLE: lone_roles,
}


def _may_be_birth(match: re.Match[str], on: date) -> bool:
    named = match["month"][:3].lower()
    month = _MONTHS.index(named) + 1 if named in _MONTHS else int(match["month"])
    year = int(match["year"])
    year += 2000 if year < 100 else 0
    try:
        born = date(year, month, int(match["day"]))
    except ValueError:
        return False
    return on.year - born.year in _AGES


def _words(name: str) -> list[str]:
    """The words of a name in small letters; initials and titles on their own are none."""
    return [word.casefold() for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name)]

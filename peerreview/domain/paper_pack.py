"""Paper for the visit: the pack that everybody carries, and the reviewer's reading; both on two sides of A4.

The pack is blank of grades. The safeguarding contacts of the host come first, whatever else is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PackContact:
    """Whom to tell: the duty in words, the name, and where (room, telephone); no name when nobody is known yet."""

    duty: str
    name: str
    where: str = ""


@dataclass(frozen=True)
class PackSlot:
    """One line of the timetable: "08:45–09:15", what, and who."""

    time: str
    title: str
    who: str = ""


@dataclass(frozen=True)
class PackSection:
    """A section that is looked at, with its prompts."""

    code: str
    title: str
    prompts: tuple[str, ...]


@dataclass(frozen=True)
class PaperPack:
    """What is printed for the day; `occasion` is the form's title, `people` who was named, with their roles."""

    school: str
    occasion: str
    visited: date | None
    made: date
    contacts: tuple[PackContact, ...]
    slots: tuple[PackSlot, ...] = ()
    questions: tuple[str, ...] = ()
    sections: tuple[PackSection, ...] = ()
    people: tuple[str, ...] = ()
    language: str = "en-GB"


@dataclass(frozen=True)
class ReadClaim:
    """What the school says of one section: its grade in words, and its sentence; `mark` says where it is from."""

    section: str
    grade: str
    words: str
    mark: str = ""


@dataclass(frozen=True)
class ReadFact:
    """A fact of the data card, and where it comes from."""

    fact: str
    value: str
    source: str


@dataclass(frozen=True)
class ReadStep:
    """A next step of last time, what became of it in words, and the reason when there is one."""

    text: str
    outcome: str
    words: str = ""


@dataclass(frozen=True)
class ReadingSheet:
    """A reviewer's reading: claims, context, data, last time, questions, and which documents are attached.

    `others` are the sections that are not looked at, each with its grade in words. `context` are (label, words).
    """

    school: str
    occasion: str
    visited: date | None
    made: date
    claims: tuple[ReadClaim, ...] = ()
    others: tuple[str, ...] = ()
    scale: str = ""
    context: tuple[tuple[str, str], ...] = ()
    facts: tuple[ReadFact, ...] = ()
    last_time: tuple[ReadStep, ...] = ()
    questions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    language: str = "en-GB"

"""The invented content of the play, as `resources/demo/term.yaml` holds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Literal

import msgspec

from peerreview.config import paths


class Officer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody of the board's office or the school improvement team."""

    name: str
    organisation: str


class School(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A school and its people; `triad` is the name of its triad."""

    urn: str
    name: str
    phase: str
    pupils: int
    head: str
    triad: str
    office_manager: str
    chair: str


class Triad(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A triad and the head who plans its term."""

    name: str
    organiser: str


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A safeguarding contact of a host school."""

    duty: str
    name: str
    phone: str
    room: str = ""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key question of the pre-visit call."""

    section: str
    text: str


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note as it is typed, its kind in front ("books: ..."); a private one is *Only me*."""

    by: Literal["writer", "fellow"]
    section: str
    text: str
    private: bool = False


class Agreed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agreed grade and why."""

    grade: str
    words: str


class Difference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one of the reviewers still sees it differently."""

    section: str
    by: Literal["writer", "fellow"]
    grade: str
    words: str


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A main point. `first`, `owner`, `due` (working days after the visit) and `know` belong to next steps."""

    tag: str
    section: str
    ways: tuple[str, ...]
    text: str
    evidence: str
    reason: str = ""
    first: str = ""
    owner: str = ""
    due: int = 0
    know: str = ""


class LastStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A next step of last time and what became of it."""

    text: str
    outcome: str
    words: str = ""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A factual correction of the host's: main point `point` (from 1) as drafted, what the host says, the answer."""

    point: int
    drafted: str
    words: str
    because: str


class Telling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who tells whom when support is needed, and in how many working days after the signatures."""

    tells_chair: str
    rings_lead: str
    by: int


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An action of the school's plan; `due` in working days after the visit."""

    change: str
    steps: str
    owner: str
    help: str
    due: int
    know: str


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One school's review. Days count from the visit, `visit` itself back from the day of the play.

    `views` are the hidden grades (writer, fellow) by section. `way`: two laptops, or one passed round the table.
    `board`: the board's copy in a review file, or as a PDF by way of the lead headteacher.
    """

    urn: str
    visit: int
    way: Literal["laptops", "table"]
    writer: str
    fellow: str
    focus: tuple[str, ...]
    own: Mapping[str, str]
    own_words: Mapping[str, str]
    answers: Mapping[str, str]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    views: Mapping[str, tuple[str, str]]
    agreed: Mapping[str, Agreed]
    points: tuple[Point, ...]
    headline: str
    practice: str
    last_time: tuple[LastStep, ...]
    met: str
    comment: str
    support_wanted: str = ""
    support_offered: str = ""
    difference: Difference | None = None
    correction: Correction | None = None
    telling: Telling | None = None
    actions: tuple[Action, ...] = ()
    stands: bool = False
    training_day: int = 0
    levels: Mapping[str, str] = {}
    board: Literal["file", "lead"] = "file"


class NextVisit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"after": "in"}):
    """A visit that is only planned, so many working days from now."""

    urn: str
    after: int
    writer: str
    fellow: str


class Pretend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the pretend profile of one person shows: other visit days, the hour at which the play stops."""

    person: str
    now: str
    visits: Mapping[str, int]
    next: NextVisit


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole term."""

    network: str
    collaborative: str
    handbook: str
    phrase: str
    office: Officer
    officer: Officer
    lead: str
    schools: tuple[School, ...]
    triads: tuple[Triad, ...]
    contacts: tuple[Contact, ...]
    holidays: tuple[tuple[str, str], ...]
    private_marker: str
    reviewers_marker: str
    marking: str
    headlines: tuple[str, ...]
    pretend: Pretend
    reviews: tuple[Review, ...]

    def school(self, urn: str) -> School:
        """The school with this URN."""
        return next(school for school in self.schools if school.urn == urn)

    def closed(self, today: date) -> tuple[date, ...]:
        """The weekdays of the holidays within a year of `today`, either way."""
        first = today - timedelta(days=365)
        around = (first + timedelta(days=number) for number in range(2 * 365 + 1))
        return tuple(day for day in around if day.isoweekday() < 6 and self._is_holiday(f"{day:%m-%d}"))

    def _is_holiday(self, day: str) -> bool:
        """Whether a day of the year (month-day) lies in a holiday, also in one that goes over New Year."""
        return any(
            first <= day <= last if first <= last else day >= first or day <= last for first, last in self.holidays
        )


@cache
def read() -> Script:
    """The script; msgspec.ValidationError when the file is not what this module says."""
    import yaml

    with (paths.resources() / "demo" / "term.yaml").open(encoding="utf-8") as file:
        return msgspec.convert(yaml.load(file, yaml.CSafeLoader), Script)

"""The review of Quillbeck Primary (invented), written into a real stream by the people whose hands they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import count

import yaml

from peerreview.analysis.review import Review
from peerreview.config import paths
from peerreview.domain.reviews import Step
from peerreview.handbook.library import Library
from peerreview.handbook.model import Handbook
from peerreview.journal.compose import Composed, Edit, begin, compose
from peerreview.journal.stream import Stream
from peerreview.journal.table import Table, load_table

TOM, DELE, MIRIAM, JOSIE = "a1" * 16, "b2" * 16, "c3" * 16, "d4" * 16
NAMES = {TOM: "Tom Ashdown-Reyes", DELE: "Dele Akintola", MIRIAM: "Miriam Feldt", JOSIE: "Josie Marchbank"}
VISIT = date(2026, 11, 17)
WORDS = {
    "P2": "Sound in most places; writing outside English is the uneven part.",
    "O": "A settled school that knows itself well.",
}


@cache
def records() -> Table:
    """The record table of the product."""
    with (paths.resources() / "records.yaml").open(encoding="utf-8") as file:
        return load_table(yaml.safe_load(file))


@cache
def handbook() -> Handbook:
    """The triad review, as shipped."""
    return Library(paths.forms()).get("triad-p")


def of(kind: str, record: str, **fields: object) -> list[Edit]:
    """One record's edits."""
    return [Edit(kind, record, field, value) for field, value in fields.items()]  # type: ignore[arg-type]


def point_id(place: int) -> str:
    """The record id of the main point at a place."""
    return f"{place:032x}"


class Play:
    """A review in the making: every act is a change by the person who acts."""

    def __init__(self, seed: int = 0) -> None:
        self._salts: Iterator[int] = count(seed * 1_000_000)
        self._minutes: Iterator[int] = count()
        cast = [("host", TOM, "Quillbeck Primary"), ("lead_reviewer", DELE, "Ormery Lane Junior"),
                ("reviewer", MIRIAM, "Tansy Bank C of E Primary")]  # fmt: skip
        edits = of("review", "review", school="900101", school_name="Quillbeck Primary", phase="primary", pupils=412,
                   visit_date=VISIT.isoformat(), term="Autumn 2026", handbook="triad-p",
                   handbook_version=handbook().version, handbook_hash=handbook().hash)  # fmt: skip
        for role, person, organisation in cast:
            edits += of("cast", person, role=role, name=NAMES[person], organisation=organisation)
        self.stream, composed = begin(
            "review", records(), edits, author=TOM, actor="00" * 32, at=self._now(), nonce="ab" * 32, salts=self._salt
        )
        self.changes = [composed]

    @property
    def review(self) -> Review:
        """The review as it is now."""
        return Review(self.stream, handbook())

    def by(self, person: str, *edits: Edit, on: Stream | None = None) -> Composed | None:
        """Somebody writes; `on` is the stream as they knew it, for two who write at the same time."""
        composed = compose(on or self.stream, edits, author=person, actor="00" * 32, at=self._now(), salts=self._salt)
        if composed is not None:
            self.changes.append(composed)
            self.take(composed)
        return composed

    def take(self, composed: Composed) -> None:
        """A change arrives."""
        for value in composed.values:
            self.stream.put_value(value)
        self.stream.add(composed.change)

    def step(self, person: str, step: Step, on: date) -> None:
        """A milestone is reached."""
        self.by(person, *of("step", str(step), on=on.isoformat()))

    def _salt(self) -> bytes:
        return hashlib.sha256(str(next(self._salts)).encode()).digest()[:16]

    def _now(self) -> str:
        minutes = next(self._minutes)
        return f"2026-11-17T{8 + minutes // 60:02}:{minutes % 60:02}:00.000Z"


def prepared() -> Play:
    """Everything before the visit: own grades, a focus on P2 and P4, last time, one key question."""
    play = Play()
    own = {"P1": "2", "P2": "2", "P3": "1", "P4": "3", "P5": "2", "P6": "2", "O": "2"}
    for code, grade in own.items():
        play.by(TOM, *of("self_view", code, grade=grade, focus=code in ("P2", "P4")))
    play.by(DELE, *of("key_question", "e1" * 16, text="Which pupils does the reading support reach?", place="m"))
    play.by(TOM, *of("last_step", "f1" * 16, text="Early reading resources", outcome="closed"))
    kept = {"outcome": "kept", "words": "begun in three classes"}
    play.by(TOM, *of("last_step", "f2" * 16, text="Vocabulary across subjects", **kept))
    play.step(TOM, Step.SHARED, date(2026, 11, 3))
    play.step(DELE, Step.CALL, date(2026, 11, 10))
    return play


POINTS = (
    ("strength", "P2", ["LWALK", "BOOKS", "PUPIL"], "Reading is taught to one clear plan in every class.", DELE),
    (
        "strength",
        "P4",
        ["SEND", "PUPIL"],
        "Pupils with additional needs work on the same texts as their class.",
        MIRIAM,
    ),
    ("next_step", "P4", ["DATA", "SEND"], "Look again every six weeks at who receives reading support.", DELE),
    ("next_step", "P2", ["BOOKS", "SUBJ"], "Expect in history the quality of writing that English shows.", MIRIAM),
    ("watch", "P2", ["SUBJ", "STAFF"], "Several subject leaders are in their first year.", DELE),
    ("question", "P4", ["GOV"], "How will reading support carry on when its funding ends?", DELE),
)


def visited() -> Play:
    """The visit and its feedback: grades agreed, main points said aloud, starred and complete, a headline."""
    play = prepared()
    play.step(DELE, Step.VISIT, VISIT)
    views = {"P2": ("2", "3"), "P4": ("3", "3"), "P6": ("2", "not_seen"), "O": ("2", "2")}
    for code, (deles, miriams) in views.items():
        play.by(DELE, *of("reviewer_view", f"{code}.{DELE}", grade=deles))
        play.by(MIRIAM, *of("reviewer_view", f"{code}.{MIRIAM}", grade=miriams))
    for code, grade in {"P2": "2", "P4": "3", "O": "2"}.items():
        play.by(DELE, *of("agreed", code, grade=grade, words=WORDS.get(code, "")))
        play.by(TOM, *of("agreed", code, confirmed=True))
    for place, (tag, section, ways, words, person) in enumerate(POINTS):
        record = point_id(place)
        play.by(person, *of("main_point", record, tag=tag, section=section, ways=ways, text=words, said=True,
                            evidence="Two walks, six pupils", starred=tag in ("strength", "next_step"),
                            place=f"{place + 1}"))  # fmt: skip
        if tag == "next_step":
            play.by(person, *of("next_step", record, first="Review the list", owner="Reading leader", due="2027-01-29",
                                know="The list changes each half term"))  # fmt: skip
    play.by(DELE, *of("report", "report", met="Six pupils, two governors", headline="A settled, purposeful school."))
    play.by(DELE, *of("report", "report", practice="The shared reading lesson plan."))
    play.by(DELE, *of("report", "report", support_offered="Two visits to see reading lessons."))
    play.by(TOM, *of("report", "report", support_wanted="A reading leader for two half days.", practice_consent=True))
    play.step(DELE, Step.FEEDBACK, VISIT)
    return play


def drafted() -> Play:
    """The draft is with the host."""
    play = visited()
    play.step(DELE, Step.DRAFT, date(2026, 11, 19))
    return play

"""A good day, the visit: notes typed up from paper, hidden grades on one laptop, agreed (USERS S1, steps 3 and 4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pypdfium2 import PdfDocument

from peerreview.services import printing
from tests.gui.journey import good_day as day
from tests.gui.journey.person import Person
from tests.gui.journey.reed import PHRASE, Reed

pytestmark = pytest.mark.heavy

MIRIAM = "Miriam Feldt"
TEN_MINUTES, SIX_MINUTES = 10.0, 6.0


def test_notes_are_typed_up_from_paper_in_under_ten_minutes(quillbeck: Callable[[str], Reed]) -> None:
    reed = quillbeck("called")
    what_she_read_beforehand(reed)
    with (
        reed.sit("miriam", day.at("2026-11-17 12:30")) as miriam,
        day.budget(miriam, "fellow reviewer", "types up notes", keys=95, fields=14),
    ):
        with miriam.task("open the notes", 20):
            miriam.choose("Open", "Quillbeck")
        with miriam.task("type up fourteen notes of 25 words", 14 + 3 * 9):
            for section, notes in (("P2", day.TEACHING), ("P4", day.NEEDS), ("P6", day.SINCE)):
                type_up(miriam, section, notes)
        assert day.minutes(14, list(day.MIRIAMS)) < TEN_MINUTES
        miriam.says("14 notes, 14 of them mine")
        miriam.step("typed up")
        with miriam.task("hand them to Dele, not to the host", 30):
            to_dele = reed.send("Tom Ashdown-Reyes")
    with reed.sit("dele", day.at("2026-11-17 12:40"), to_dele) as dele:
        dele.says("14 notes from Miriam Feldt added to Quillbeck Primary.")
        with dele.task("open the notes", 20):
            dele.choose("Open", "Quillbeck")
        with dele.task("type up eleven notes", 11 + 9):
            type_up(dele, "P2", day.DELES)
        assert day.minutes(11, list(day.DELES)) < TEN_MINUTES
        dele.says("25 notes, 11 of them mine")


def test_grades_are_given_on_one_laptop_hidden_and_agreed(quillbeck: Callable[[str], Reed]) -> None:
    reed = quillbeck("noted")
    key = day.key_file(reed, "miriam")
    with reed.sit("dele", day.at("2026-11-17 14:30")) as dele:
        dele.choose("Open", "Quillbeck")
        with dele.task("five notes live", 5):
            for line in day.LIVE:
                day.add_notes(dele, (line,))
        dele.says("30 notes, 16 of them mine")
        dele.step("notes")
        with dele.task("my grades", 12):
            dele.press("ctrl+3")
            dele.choose("Give my grades")
            three_grades(dele, "2", "3", "2")
            dele.says("Dele Akintola's grades are in. Nobody can see them yet.")
        with (
            dele.task("hand the laptop to Miriam", 28),
            day.budget(dele, "fellow reviewer", "gives grades", keys=28, fields=1),
        ):
            dele.choose(f"Hand the laptop to {MIRIAM}")
            dele.on("Signing key on a stick")
            dele.type(str(key))
            dele.go("Unlock phrase")
            dele.type(PHRASE)
            dele.press("Return")
            three_grades(dele, "2", "2", "2")
            dele.says(f"{MIRIAM}: in, hidden")
        hidden = [f"{who}: {grade}" for who in ("Dele Akintola", MIRIAM) for grade in "123"]
        assert not [name for name in dele.names() if any(said in name for said in hidden)]
        with dele.task("show both", 8):
            dele.choose("Show all grades")
            dele.says("Dele Akintola: 3", f"{MIRIAM}: 2", "You saw it differently.")
        dele.step("both shown")
        before, texts = dele.pressed, len(dele.typed)
        with dele.task("agree: one together, what was alike in one act, the overall grade", 40):
            dele.go("Agreed grade", "Disadvantaged pupils")
            dele.press("3")
            dele.says("Same as the school's own grade")
            dele.step("agreed on P4")
            dele.choose("Agree on the 2 that are the same")
            dele.choose("O Overall")
            dele.go("Agreed grade", "Overall")
            dele.press("2")
            dele.go("Why, and what it rests on")
            dele.type("Reading carries the school; who it misses is the next task.")
        assert day.minutes(dele.pressed - before, dele.typed[texts:]) < SIX_MINUTES
        dele.says("Not looked at this time: P1", "P3", "P5")
        assert not [name for name in dele.names() if "unfinished" in name.lower() or "incomplete" in name.lower()]
        dele.step("agreed")
    [review] = reed.ask("dele", "review", "list")
    shown = reed.ask("dele", "review", "show", review["id"])
    agreed = {code: each["agreed"] for code, each in shown["grades"].items()}
    assert agreed == {"P1": None, "P2": "2", "P3": None, "P4": "3", "P5": None, "P6": "2", "O": "2"}
    assert shown["notes"] == len(day.MIRIAMS) + len(day.DELES) + len(day.LIVE)
    held = day.disk(reed, "tom")
    assert not [line for line in (*day.MIRIAMS, *day.DELES, *day.LIVE) if day.words_of(line).encode() in held]


def what_she_read_beforehand(reed: Reed) -> None:
    """All that a reviewer is given to read before the visit, on its pages."""
    [review] = reed.ask("miriam", "review", "list")
    with reed.opened("miriam") as app:
        _, pdf = printing.reading(app.ports, app.signer, review["id"])
    words = sum(len(page.get_textpage().get_text_range().split()) for page in PdfDocument(pdf))
    assert words / day.READ_A_MINUTE <= day.MINUTES["fellow reviewer"]["reads"]


def type_up(person: Person, section: str, notes: tuple[str, ...]) -> None:
    """Choose the section once; then the words and one key for each note."""
    person.on("Notes")
    person.press(*["shift+Tab"] * 3, *section, *["Tab"] * 3)
    before = person.pressed
    day.add_notes(person, notes)
    assert person.pressed - before == len(notes)


def three_grades(person: Person, *grades: str) -> None:
    """Three grades in three key presses, and Enter puts them in."""
    person.on("Curriculum, teaching and learning")
    before = person.pressed
    person.press(*grades)
    assert person.pressed - before == 3
    person.on("Put in my grades")
    person.press("Return")
    person.gone("Put in my grades")

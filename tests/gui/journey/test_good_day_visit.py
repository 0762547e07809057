"""A good day, the visit: notes typed up from paper (USERS S1, step 3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gui.journey import good_day as day
from tests.gui.journey.person import Person
from tests.gui.journey.reed import Reed

pytestmark = pytest.mark.heavy

TEN_MINUTES = 10.0


def test_notes_are_typed_up_from_paper_in_under_ten_minutes(quillbeck: Callable[[str], Reed]) -> None:
    reed = quillbeck("called")
    with reed.sit("miriam", day.at("2026-11-17 12:30")) as miriam:
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


def type_up(person: Person, section: str, notes: tuple[str, ...]) -> None:
    """Choose the section once; then the words and one key for each note."""
    person.on("Notes")
    person.press(*["shift+Tab"] * 3, *section, *["Tab"] * 3)
    before = person.pressed
    day.add_notes(person, notes)
    assert person.pressed - before == len(notes)

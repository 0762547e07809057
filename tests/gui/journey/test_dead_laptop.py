"""The laptop that died at lunch never starts again (USERS S3), by key presses alone: a new one is made of the emergency
sheet, last night's safe copy and a colleague's file, and says what could not be brought back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from peerreview.services import keeping, noting, sending
from tests.gui.journey.person import Person
from tests.gui.journey.reed import Reed
from tests.integration.services import world as play

BY_THE_COPY = (
    "books: Y1 books show letters formed with care",
    "walk: phonics begins at the same minute in both classes",
    "pupils: four read a new word by its sounds",
    "books: Y4 corrections are taken up in most books",
    "data: the phonics screen is three points up on last year",
    "staff: the reading leader checks a class each week",
    "walk: the corridor has books that pupils chose",
)
AFTER_THE_COPY = (
    "pupils: five name the author they are reading",
    "books: Y6 redraft a paragraph each week",
    "walk: every class has its word wall in the same place",
    "data: attendance of the youngest is a point lower",
    "staff: two new teachers watched a lesson each",
    "pupils: six can say what they learned last term",
    "books: Y2 spell the words of the week in their own writing",
    "walk: the hall was silent for the story",
)
ONLY_ME = "ring my own reading leader about this"
TYPING = "pupils: eight groups of children read aloud to their partner"
FROM_MEMORY = "books: corrections in Y4 are taken up in most of the books"
IN_THE_AFTERNOON = (
    "pupils: seven say who helps them when they are stuck",
    "walk: mathematics is taught in two rooms at one pace",
    "books: Y5 show working in full",
    "staff: assistants know the day's aim",
    "data: ten pupils moved in since March",
    FROM_MEMORY,
)
SAFE_COPY = "stick copy"


@pytest.fixture
def reed(triad: Reed) -> Reed:
    """The morning of the visit: Dele has begun the notes and Miriam holds them."""
    world = play.shared(triad.world)
    (triad.stick / SAFE_COPY).mkdir()
    world.clock.now = datetime(2026, 11, 17, 8, 50, tzinfo=UTC)
    noting.add(*world.desk("dele"), world.review, "walk: the gate is staffed by the head")
    world.pass_on("dele", "miriam")
    world.close()
    return triad


@pytest.mark.heavy
def test_the_disk_is_dead(reed: Reed) -> None:
    person, world = reed.person, reed.world
    miriam = (*world.desk("miriam"), world.review)
    world.clock.now = datetime(2026, 11, 16, 18, tzinfo=UTC)
    kit = keeping.make_kit(*miriam[:2], at_once=True)
    keeping.safe_copy(*miriam[:2], reed.stick / SAFE_COPY)
    world.clock.now = datetime(2026, 11, 17, 10, 40, tzinfo=UTC)
    noting.add_many(*miriam, "\n".join(BY_THE_COPY))
    noting.add(*miriam, ONLY_ME, private=True)
    world.clock.now = datetime(2026, 11, 17, 10, 45, tzinfo=UTC)
    world.pass_on("miriam", "dele")
    world.clock.now = datetime(2026, 11, 17, 12, 20, tzinfo=UTC)
    noting.add_many(*miriam, "\n".join([*AFTER_THE_COPY, TYPING]))  # on the disk that died
    world.clock.now = datetime(2026, 11, 17, 13, 5, tzinfo=UTC)
    noting.add_many(*world.desk("dele"), world.review, "\n".join(IN_THE_AFTERNOON), on_behalf_of=world.people["miriam"])
    world.close()
    back = file_of_deles(reed, _at(17, 16, 30))

    reed.start("new laptop", _at(20, 16, 0))
    person.on("Your name")
    with person.task("bring the safe copy back", 20):
        person.choose("Bring a safe copy back")
        person.choose("Choose the safe copy")
        choose_folder(person, reed.stick / SAFE_COPY)
        person.go("The 24 words of your emergency sheet")
        person.type(" ".join(kit.words))
        person.choose("Bring it back")
    person.says(
        "Your data are those of the safe copy of Mon 16 November 18:00.", "open the newest file of each colleague"
    )
    person.step("brought back")
    open_file(person, back)
    person.says(
        "Quillbeck Primary: 7 notes of yours until Tue 17 November 10:45 came back in a colleague's file, and 6 that "
        "Dele Akintola typed for you from 13:05 on.",
        "What you typed on the old computer between Tue 17 November 10:45 and 13:05 could not be brought back: no file "
        "holds it, or how many notes it was. Only me notes made after the safe copy could not be brought back",
    )
    person.step("what could not be brought back")
    to_the_notes(person)
    person.says("14 notes, 13 of them mine.", "Dele Akintola typed 6 notes for you.")
    person.press("alt+F4")
    assert person.ended() == 0


def file_of_deles(reed: Reed, when: datetime) -> Path:
    """What Dele sends her in the end."""
    reed.world.clock.now = when
    miriam = reed.world.people["miriam"]
    with reed.opened("dele") as app:
        return sending.working_copy(app.ports, app.signer, reed.world.review, [miriam], reed.stick).paths[0]


# --- what recurs --------------------------------------------------------------------------------------------------


def to_the_notes(person: Person) -> None:
    person.press("ctrl+k")
    person.on("Where to")
    person.type("quillbeck")
    person.find("Quillbeck Primary, Autumn")
    person.press("Return")
    person.gone("Where to")
    person.says("You are here as")
    person.press("ctrl+2")
    person.on("Notes")


def choose_folder(person: Person, folder: Path) -> None:
    """In the dialog of the toolkit: type the folder's name."""
    person.on("Directory:")
    person.press("ctrl+a")
    person.type(str(folder))
    person.press("Return")
    person.gone("Directory:")


def open_file(person: Person, file: Path) -> None:
    person.press("ctrl+o")
    person.on("File name:")
    person.type(str(file))
    person.press("Return")
    person.gone("File name:")


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)

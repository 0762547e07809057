"""The laptop dies at lunch (USERS S3), by key presses alone: nothing is lost when it starts again, and when it never
does, the new one says what could not be brought back.

What Miriam's stick brings to Dele's laptop is the review file that lies beside her safe copy. The safe copy itself,
which holds her *Only me* notes, opens for her alone.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from peerreview.services import history as histories
from peerreview.services import keeping, noting, opening, reviews, sending, start
from tests.gui.journey.pace import choose_folder, sits
from tests.gui.journey.person import Person
from tests.gui.journey.reed import PHRASE, UNLOCK, Reed
from tests.integration.persistence.world import plain
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
ONLY_ME = (
    "blorptown: ring my own reading leader about this",
    "blorptown: we do this worse at our school",
    "blorptown: I was tired in the second hour",
)
TYPING, LAST = "pupils: eight groups of children read aloud to their partner", " and then they change over"
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
HALF_A_SECOND = 0.5
BROUGHT_BACK_SECONDS = 120
"""USERS §2.2 gives two minutes for the sheet and the copies: the typing, and what the computer takes after it."""


@pytest.fixture
def reed(triad: Reed) -> Reed:
    """The morning of the visit: Dele has begun the notes and Miriam holds them; her key is on her stick."""
    world = play.shared(triad.world)
    (triad.stick / SAFE_COPY).mkdir()
    miriam = world.desk("miriam")
    start.make_key_file(miriam[0], triad.stick / "Miriam.p12", PHRASE)
    world.clock.now = datetime(2026, 11, 17, 8, 50, tzinfo=UTC)
    noting.add(*world.desk("dele"), world.review, "walk: the gate is staffed by the head")
    world.pass_on("dele", "miriam")
    world.close()
    return triad


@pytest.mark.heavy
def test_it_starts_again_on_friday(reed: Reed) -> None:
    person = reed.person
    until_lunch(reed)
    with_dele(reed, _at(17, 13, 5))
    nothing_of_hers_alone(reed, "dele")
    back = file_of_deles(reed, _at(17, 16, 30))
    with reed.sit("miriam", _at(20, 16, 0)):
        person.says("The computer stopped at 12:24 on Tue 17 November. Everything up to then is here.")
        person.step("it starts again")
        person.choose("Carry on")
        person.on("Notes")
        person.until(lambda: TYPING in person.find("Notes", "text").text)
        assert (TYPING + LAST).startswith(person.find("Notes", "text").text)
        person.press("ctrl+Return")
        person.says("20 notes, 19 of them mine.")
        person.step("all nineteen")
        with person.task("open Dele's file and claim what is hers", 60):
            open_file(person, back)
            person.says("6 notes")
            person.says("Dele Akintola typed 6 notes for you.", "One of them probably says what you wrote yourself.")
            person.step("typed for me")
            person.choose("These 5 are mine")
            person.says("Dele Akintola typed 1 note for you.")
            person.choose("Look at what is probably there twice")
            person.says(f"Your own note: “{_words(BY_THE_COPY[3])}”")
            person.step("probably twice")
            person.choose("Keep my own")
            person.gone("typed 1 note for you")
        person.says("25 notes, 24 of them mine.")
        person.step("no doubles")
    who_typed_is_in_the_history(reed)
    nothing_of_hers_alone(reed, "dele")


@pytest.mark.heavy
def test_the_disk_is_dead(reed: Reed) -> None:
    person, world = reed.person, reed.world
    miriam = (*world.desk("miriam"), world.review)
    world.clock.now = datetime(2026, 11, 16, 18, tzinfo=UTC)
    kit = keeping.make_kit(*miriam[:2], at_once=True)
    keeping.safe_copy(*miriam[:2], reed.stick / SAFE_COPY)
    world.clock.now = datetime(2026, 11, 17, 10, 40, tzinfo=UTC)
    noting.add_many(*miriam, "\n".join(BY_THE_COPY))
    noting.add(*miriam, ONLY_ME[0], private=True)
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
    with person.task("bring the safe copy back", 20), sits(person, "bring the safe copy back") as spent:
        person.choose("Bring a safe copy back")
        person.choose("Choose the safe copy")
        choose_folder(person, reed.stick / SAFE_COPY)
        person.go("The 24 words of your emergency sheet")
        person.type(" ".join(kit.words))
        person.choose("Bring it back")
    began = time.monotonic()
    person.says(
        "Your data are those of the safe copy of Mon 16 November 18:00.", "open the newest file of each colleague"
    )
    waited = time.monotonic() - began
    print(f"brought back: {waited:.1f} seconds after the last key")
    assert spent.seconds + waited <= BROUGHT_BACK_SECONDS
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


def until_lunch(reed: Reed) -> None:
    """Seven notes and one for herself by 10:45, when the safe copy is made; ten more, and one that the end cuts off."""
    person, world = reed.person, reed.world
    miriam = (*world.desk("miriam"), world.review)
    world.clock.now = _at(17, 10, 40)
    noting.add_many(*miriam, "\n".join(BY_THE_COPY[:-1]))
    noting.add(*miriam, ONLY_ME[0], private=True)
    world.close()
    with reed.sit("miriam", _at(17, 10, 44)):
        to_the_notes(person)
        with person.task("a note and a safe copy", 20):
            write(person, BY_THE_COPY[-1:])
            person.choose("Save a safe copy")
            choose_folder(person, reed.stick / SAFE_COPY)
            person.says("Beside it is a review file with which Dele Akintola can go on")
        person.step("the safe copy")
    miriam = (*world.desk("miriam"), world.review)
    world.clock.now = _at(17, 12, 20)
    noting.add_many(*miriam, "\n".join(AFTER_THE_COPY))
    for words in ONLY_ME[1:]:
        noting.add(*miriam, words, private=True)
    world.close()
    reed.start("miriam", _at(17, 12, 24))
    person.on("Notes")
    person.type(TYPING)
    person.until(lambda: person.find("Notes", "text").text == TYPING)
    typed = time.monotonic()
    person.until(lambda: time.monotonic() > typed + HALF_A_SECOND)
    person.says("All saved on this computer.")
    person.type(LAST)
    person.lose_power()


def with_dele(reed: Reed, when: datetime) -> None:
    """Her review file comes to Dele's laptop; he types for her there, and she gives her grades by passing it."""
    person = reed.person
    [file] = (reed.stick / SAFE_COPY).glob("*.prb")
    with reed.sit("dele", when, file):
        person.says("7 notes from Miriam Feldt added")
        person.step("brought to the colleague's laptop")
        to_the_notes(person)
        with person.task("six notes for a colleague", 20):
            person.press("shift+Tab", "shift+Tab")
            person.type("Typing")
            person.press("Tab", "Tab")
            write(person, IN_THE_AFTERNOON)
        person.says("Miriam Feldt · typed by Dele Akintola")
        person.step("typing for Miriam")
        person.press("ctrl+3")
        with person.task("hidden grades on a colleague's laptop", 30):
            person.choose("Hand the laptop to Miriam Feldt")
            person.on("Signing key on a stick")
            person.type(str(reed.stick / "Miriam.p12"))
            person.go("Unlock phrase")
            person.type(PHRASE)
            person.press("Return")
            person.on("Curriculum, teaching and learning: 1 Strong")
            person.press("2", "2")
            person.on("Put in my grades")
            person.press("Return")
        person.says("Miriam Feldt: in, hidden")
        person.step("her grades are in")


def nothing_of_hers_alone(reed: Reed, who: str) -> None:
    """Not a word of her *Only me* notes lies on a colleague's disk, down to free pages."""
    [key] = UNLOCK.holder(reed.folder(who)).keys(phrase=PHRASE)
    for path in reed.folder(who).rglob("*.db"):
        raw = plain(path, key)
        assert path.name != "store.db" or _words(FROM_MEMORY).encode() in raw
        assert b"blorptown" not in raw


def file_of_deles(reed: Reed, when: datetime) -> Path:
    """What Dele sends her in the end."""
    reed.world.clock.now = when
    miriam = reed.world.people["miriam"]
    with reed.opened("dele") as app:
        return sending.working_copy(app.ports, app.signer, reed.world.review, [miriam], reed.stick).paths[0]


def who_typed_is_in_the_history(reed: Reed) -> None:
    with reed.opened("miriam") as app:
        view = reviews.open_review(app.ports, app.signer, reed.world.review)
        assert sum(note.private and note.mine for note in view.notes) == 3
        words = [note.text.text for note in view.notes]
        assert len(words) == len(set(words)) == 25
        claimed = next(note for note in view.notes if note.text.text == _words(IN_THE_AFTERNOON[0]))
        shown = histories.of_field(app.ports, app.signer, view.reviewers_stream, "note", claimed.record, "text")
        assert shown.for_whom.startswith("Typed for Miriam Feldt. Claimed Fri 20 November")
        assert [line.who for line in shown.lines] == ["Dele Akintola"]
        assert opening.aside(app.ports, app.signer) == ()


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


def write(person: Person, lines: tuple[str, ...]) -> None:
    for number, line in enumerate(lines):
        if number:
            person.press("Return")
        person.type(line)
    person.press("ctrl+Return")
    person.until(lambda: person.find("Notes", "text").text == "")
    person.on("Notes")


def open_file(person: Person, file: Path) -> None:
    person.press("ctrl+o")
    person.on("File name:")
    person.type(str(file))
    person.press("Return")
    person.gone("File name:")


def _words(line: str) -> str:
    """A note without the prefix that says what kind it is; one that no kind knows stays in the words."""
    prefix, _, rest = line.partition(": ")
    return line if prefix == "blorptown" else rest


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)

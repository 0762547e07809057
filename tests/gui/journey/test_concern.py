"""A safeguarding concern in mid-visit, by key presses on two laptops (USERS S7)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from peerreview.services import contacts, opening, reporting, sending
from tests.gui.journey.person import Person
from tests.gui.journey.reed import PHRASE, UNLOCK, Reed
from tests.integration.persistence.world import plain

pytestmark = pytest.mark.heavy

WORDS = "a girl in the corner says that blorptown uncle hurts her on most nights"
TELLING = (b"blorptown", b"hurts her on most")
MORNING, LATE = datetime(2026, 11, 17, 11, 20, tzinfo=UTC), datetime(2026, 11, 17, 11, 50, tzinfo=UTC)
REVIEW = "Quillbeck Primary, Autumn"


def test_a_concern_in_mid_visit(shared: Reed) -> None:
    world, person = shared.world, shared.person
    told = {
        "lead": ("Shona Prewett", "Room 4", "extension 21"),
        "deputy": ("Josh Ames", "Room 9", "extension 24"),
        "chair": ("Yusuf Rahmani", "", "01632 960101"),
        "officer": ("Marram Vale designated officer", "", "01632 960199"),
    }
    contacts.keep(*world.desk("dele"), world.triad, "900101", told)
    plan = sending.triad_copy(*world.desk("dele"), world.triad, [world.people["miriam"]], world.file("plan"))
    opening.bring_in(*world.desk("miriam"), plan.paths[0])
    stands = reporting.model(*world.desk("dele"), world.review)
    world.close()

    with shared.sit("dele", MORNING):
        open_notes(person)
        person.type(f"pupils: {WORDS}")
        person.press("ctrl+Return")
        person.find("blorptown", "list item")
        file = shared.send("Tom Ashdown-Reyes")
    with shared.sit("miriam", MORNING, file):
        person.says("1 note from Dele Akintola added to Quillbeck")
    before = changes(shared, "miriam")
    with shared.sit("miriam", MORNING):
        with person.task("whom to tell, from where one is", 1):
            person.press("F8")
        person.says("Stop typing. Do not write it here.")
        first = person.find("Go now, in person, to Shona Prewett").name  # the name may come a moment after the page
        assert "Shona Prewett, safeguarding lead, Room 4, extension 21" in first
        assert "if not there, Josh Ames, Room 9, extension 24" in first
        # About the headteacher nobody is sent to him: the chair and the designated officer are named.
        said = person.find("About the headteacher:").name
        about = said.partition("About the headteacher:")[2].partition("Immediate danger")[0]
        assert "Yusuf Rahmani, chair of governors, 01632 960101" in about
        assert "Marram Vale designated officer" in about
        assert "Tom Ashdown-Reyes" not in about
        assert "999" in said
        person.step("whom to tell")
        person.on("I have told someone")
        person.press("Return")
        person.gone("Stop typing")
    assert changes(shared, "miriam") == before  # nothing is recorded by it

    with shared.sit("dele", LATE):
        open_notes(person)
        person.press("F8")
        person.choose("I typed something about it")
        person.says("Remove for good", "Colleagues who have a copy are asked with your next file")
        person.go("A word of it")
        person.type("blorptown")
        person.go("hurts her on most")
        person.press("space")
        person.step("remove for good")
        person.choose("Remove for good")
        person.says("Removed for good on this computer. A copy may be with Miriam Feldt")
        person.gone("blorptown")
        person.go("Find in notes")
        person.type("blorptown")
        person.until(lambda: not any("hurts her" in name for name in person.names()))
        file = shared.send("Tom Ashdown-Reyes")
    assert traces(shared, "dele") == []

    with shared.sit("miriam", LATE, file):
        person.says("removal for good")
        person.step("it reached her")
        open_notes(person)
        back = shared.send("Tom Ashdown-Reyes")
    assert traces(shared, "miriam") == []

    with shared.sit("dele", LATE, back):
        open_notes(person)
        person.press("F8")
        person.choose("I typed something about it")
        person.says("Miriam Feldt’s computer confirmed it")
        person.press("Escape")
    for who in ("dele", "miriam"):
        with shared.opened(who) as app:
            assert app.ports.store.check().problems == ()
    assert reporting.model(*world.desk("dele"), world.review) == stands
    assert not [path for path in shared.stick.iterdir() if any(word in path.read_bytes() for word in TELLING)]


def open_notes(person: Person) -> None:
    """Go to the review of Quillbeck and its note pad."""
    person.press("ctrl+k")
    person.on("Where to")
    person.type("quillbeck")
    person.find(REVIEW)
    person.press("Return")
    person.says("You are here as")
    person.press("ctrl+n")
    person.on("Notes")


def changes(triad: Reed, who: str) -> int:
    """How many changes somebody holds."""
    with triad.opened(who) as app:
        return app.ports.store.check().changes


def traces(triad: Reed, who: str) -> list[Path]:
    """The files of somebody's profile that hold a word of it, decrypted down to free pages."""
    [key] = UNLOCK.holder(triad.folder(who)).keys(phrase=PHRASE)
    found = []
    for path in sorted(triad.folder(who).rglob("*")):
        if path.is_file() and not path.name.endswith(("-wal", "-shm")):
            data = plain(path, key) if path.suffix == ".db" else path.read_bytes()
            if any(word in data for word in TELLING):
                found.append(path)
    return found

"""A headteacher's first hour with the program, by key presses alone: from the first screen to a report that is signed
by three and shared, and all of it there again the next time.

She is Miriam Feldt in the invented network. Her colleagues are played as they would act: each with their own key file,
on her laptop, as it goes round the table.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.demo import script
from tests.gui.journey.pace import choose_folder
from tests.gui.journey.person import Person

PHRASE = script.read().phrase
TOM, DELE = "Tom Ashdown-Reyes", "Dele Akintola"

MATHEMATICS = "books: Y5 mathematics books show the same task for everybody"
NOTES_ON_TEACHING = (
    "walk: geography and science are well ordered in eight classes",
    "pupils: eight explain a river's course with last year's words",
    MATHEMATICS,
    "data: mathematics tests show many who were ready for more",
)
NOTES_ON_LEADERSHIP = (
    "subject: phase leaders know what to check and are less sure what to do next",
    "staff: new staff name three people whom they can ask",
)


@pytest.mark.heavy
def test_a_first_term(person: Person, open_window: Callable[..., None], own_profile: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    open_window()
    with person.task("try the invented network and open a review", 10):
        try_the_invented_network(person)
    with person.task("type up six notes", 24):
        write_notes(person)
    with person.task("two reviewers' hidden grades, and show them", 34):
        give_hidden_grades(person)
    with person.task("agree three grades", 12):
        agree(person)
    with person.task("two main points with their notes, one a next step", 96):
        make_main_points(person)
    with person.task("feedback", 24):
        give_feedback(person)
    with person.task("read the report and send the draft", 22):
        read_the_report(person, stick)
    with person.task("the check: one correction, the rest accurate, answered", 40):
        check_for_accuracy(person)
    with person.task("three signatures round the table", 66):
        sign_round_the_table(person)
    with person.task("share with one audience", 24):
        share_my_own(person, stick)
    stood = person.window
    leave(person)

    open_window()
    with person.task("come back and find everything", 24):
        come_back(person, stood)
    leave(person)

    assert {path.suffix for path in stick.iterdir()} == {".prb"}
    what_the_store_holds(own_profile.with_name(f"{own_profile.name} (invented)"), tmp_path)


# --- the first minutes --------------------------------------------------------------------------------------------


def try_the_invented_network(person: Person) -> None:
    person.on("Your name")
    person.step("first run")
    person.choose("Try the invented network")
    person.says("This is a try-out.", "Everything here is invented.", within=240)
    person.says("Share the report", "Sign the report", "Begin the review")
    assert not any("Not yet safe" in name for name in person.names())  # nothing here needs keeping safe
    person.step("home")
    person.choose("Open", "Ormery Lane Junior")
    person.says("Ormery Lane Junior", "You are here as report writer")
    person.find("Peer Review: a try-out, everything in it is invented")


# --- the visit ----------------------------------------------------------------------------------------------------


def write_notes(person: Person) -> None:
    person.on("Notes")
    _pick(person, back=3, letters="P2")
    for section, lines in (("", NOTES_ON_TEACHING), ("P5", NOTES_ON_LEADERSHIP)):
        if section:
            _pick(person, back=3, letters=section)
        for number, line in enumerate(lines):
            if number:
                person.press("Return")
            person.type(line)
        person.press("ctrl+Return")
        person.find(lines[-1].partition(": ")[2], "list item")
        person.on("Notes")
    person.says("Staff talk · P5 Leadership", "Book look · P2 Curriculum")
    person.step("notes")


def give_hidden_grades(person: Person) -> None:
    person.press("ctrl+3")
    person.choose("Give my grades")
    person.on("Curriculum, teaching and learning: 1 Strong")
    person.press("2", "2")  # a key a grade: the keyboard goes on by itself
    person.on("Put in my grades")
    person.step("my grades")
    person.press("Return")
    person.says("Miriam Feldt's grades are in. Nobody can see them yet.", "Miriam Feldt (me): in, hidden")
    hand_the_laptop_to(person, TOM)
    person.on("Curriculum, teaching and learning: 1 Strong")
    person.press("1", "2", "Return")
    person.says(f"{TOM}: in, hidden")
    given = [name for name in person.names() if name.startswith((f"{TOM}: ", "Miriam Feldt: "))]
    assert not any(word in name for name in given for word in ("Strong", "Secure"))  # neither hers nor his
    person.says("Hidden until all are in")
    person.choose("Show all grades")
    person.says(f"{TOM}: 1 Strong, could share", "Miriam Feldt: 2 Secure", "You saw it differently.")
    person.step("both shown")


def agree(person: Person) -> None:
    person.choose("Agree on the one that is the same")  # only what differs is asked about
    person.says("1 of 3 agreed")
    person.on("Agreed grade: 1 Strong")  # of the section where they differ
    person.press("2")
    person.says("2 of 3 agreed", "Lower than the school's own grade")
    person.press("ctrl+Next", "ctrl+Next")
    person.on("Agreed grade: 1 Strong")
    person.press("2")
    person.says("3 of 3 agreed")
    person.go("Why, and what it rests on")
    person.type("A well-made curriculum, and leaders who are growing.")
    person.step("agreed")


def make_main_points(person: Person) -> None:
    # A strength, from a note that she took.
    person.press("ctrl+2")
    person.on("Notes")
    person.go("Find in notes")
    person.type("geography and science are")
    person.go("Notes")
    person.press("Return")
    person.says("My note")
    person.choose("Make a main point of it")
    person.on("One sentence")
    person.press("ctrl+a")
    person.type("Geography and science build year on year, and pupils recall what they learnt before.")
    person.go("Evidence line, to be shared")
    person.type("Eight classes, eight pupils")
    person.press("Return")
    person.says("Added to the main points.")
    # The other note behind it, so that it was seen in two ways.
    person.press("ctrl+3")
    person.choose("Main points")
    person.says("Seen once")
    link_notes(person, "Notes (1)", "a river's course")
    person.says("Seen in 2 ways")
    # A next step: the keyboard goes where it still lacks something.
    person.choose("New main point")
    person.on("One sentence")
    person.type("In mathematics, move pupils on as soon as they are ready.")
    person.go("Evidence line, to be shared")
    person.type("Two lessons, Y5 books, tests")
    _pick(person, back=3, letters="Next")
    _pick(person, back=2, letters="P2")
    person.press("Return")
    person.on("First step")
    for words in ("Plan one week of Year 5 with a second question", "Mathematics leader", "12 Feb"):
        person.type(words)
        person.press("Tab")
    person.type("No pupil waits for longer than two minutes")
    link_notes(person, "Notes (0)", "the same task for everybody", "ready for more")
    person.says("1 of at most 3 strengths, 1 of at most 3 next steps.")
    assert not any("Link the notes" in name or "Say the first step" in name for name in person.names())
    person.step("main points")


def give_feedback(person: Person) -> None:
    person.choose("Feedback")
    person.on("What colleagues found")
    person.type("Ormery Lane has a curriculum that its pupils remember and use.")
    for point in ("Geography and science", "In mathematics"):
        person.go("Said to the head", point)
        person.press("space")
        person.until(lambda: person.focus is not None and person.focus.checked)
    person.go("Who was there (roles)")
    person.type("Headteacher and deputy")
    person.step("feedback")
    person.choose("Feedback has been given")
    person.says("Feedback given.")


# --- the report ---------------------------------------------------------------------------------------------------


def read_the_report(person: Person, stick: Path) -> None:
    person.choose("Go on to the report")
    person.on("Who was met (roles only)")
    person.type("Five staff, two phase leaders, eight pupils")
    person.find("Page 1 of", within=60)
    person.says("of 650 words")
    person.step("preview")
    person.choose("Send the draft to the host")
    person.says("A working copy, to colleagues in this review", "no note and no hidden grade goes into it")
    person.choose("Make the file")
    choose_folder(person, stick)
    person.says(f"Made for {DELE} and {TOM}")
    person.step("draft sent")


def check_for_accuracy(person: Person) -> None:
    person.choose("Go to the check for accuracy")
    person.says(f"With {DELE} for the check for accuracy.")
    hand_the_laptop_to(person, DELE)
    person.on("All accurate")
    person.go("Mark: Accurate", "What colleagues found")
    person.press("2")
    person.on("What should be different?")
    person.type("Our governors have a part in it too.")
    person.choose("Keep")
    person.says("The report writer has not answered yet.")
    person.go("Host school's comment")
    person.type("We recognise our school.")
    person.choose("The rest is accurate")
    person.says("The check is done.")
    person.step("checked by the host")
    person.choose("Hand the laptop back")
    person.says("One mark waits for your answer.", "The host: factual correction", "We recognise our school.")
    person.go("Answer: Changed", "What colleagues found")
    person.press("1")
    person.says("Go on to signing")
    person.step("answered")


def sign_round_the_table(person: Person) -> None:
    person.choose("Go on to signing")
    person.says("No main point says what the agreed grade for Leadership, governance and capacity to improve rests on.")
    person.choose("Sign and say why", "Leadership")
    person.on("Sign and say why")
    person.type("The talks are noted; the head asked for no written point.")
    person.choose("Keep")
    person.says("Ready to sign", "Answered: The talks are noted; the head asked for no written point.")
    person.choose("Make the report for signing")
    person.says("Version 1: waiting for signatures", within=60)
    assert not any("Hand the laptop" in name for name in person.names())  # the report writer signs first
    person.choose("Open the pages")
    person.find("Page 2 of", within=60)
    person.step("pages")
    person.press("Escape")
    person.gone("Page 2 of")
    person.choose("Sign: a fair record")
    person.says(f"Signed. Now with {DELE} and {TOM}.", within=60)
    for colleague, words in ((TOM, "Sign: a fair record"), (DELE, "Sign: I have read it; my comment stands")):
        hand_the_laptop_to(person, colleague)
        person.says(f"{colleague} signs")
        person.on("Open the pages")
        person.choose(words)
        person.find(f"{colleague}, {'fellow' if colleague == TOM else 'host'}", within=60)
        person.says("Signed")
    person.says("Version 1: signed by all", "Signed by everybody.", "Send it to my colleagues", within=60)
    person.step("signed by all")


def share_my_own(person: Person, stick: Path) -> None:
    person.press("alt+Home")
    person.choose("Share", "Tansy Bank")
    person.says("Who may see the report")
    person.choose("Share with them", "Lead headteacher")
    person.says("You are about to send the full report on Tansy Bank C of E Primary to Bernadette Oyelaran")
    person.step("sure")
    person.choose("Send")
    choose_folder(person, stick)
    person.says("Shared so far", "Full report, version 1: Lead headteacher (Bernadette Oyelaran)", within=60)
    person.step("shared")


# --- the next time ------------------------------------------------------------------------------------------------


def leave(person: Person) -> None:
    person.press("alt+F4")
    assert person.ended() == 0


def come_back(person: Person, stood: str) -> None:
    person.on("Your name")
    person.choose("Go on in the invented network")
    person.says("Tansy Bank C of E Primary", "Shared so far")
    person.find("Share", "push button")
    assert person.window.split()[1:] == stood.split()[1:]
    person.press("ctrl+k")
    person.on("Where to")
    person.type("ormery")
    person.find("Ormery Lane Junior, Autumn")
    person.press("Return")
    person.says("You are here as report writer")
    person.press("ctrl+3")
    person.says(f"{TOM}: 1 Strong, could share", "3 of 3 agreed")
    person.press("ctrl+2")
    person.on("Notes")
    person.go("Find in notes")
    person.type("Y5 mathematics books")
    person.find(MATHEMATICS.partition(": ")[2], "list item")
    person.step("everything is there")


def what_the_store_holds(profile: Path, tmp_path: Path) -> None:
    """The same, asked of the store by the command line."""
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE)

    def ask(*words: str) -> list[dict] | dict:
        start = [sys.executable, "-m", "peerreview", "--profile", str(profile), "--passphrase-file", str(phrase)]
        done = subprocess.run([*start, "--json", *words], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    found = {each["school"]: each for each in ask("review", "list")}
    assert found["Tansy Bank C of E Primary"]["state"] == "sent"
    assert found["Ormery Lane Junior"]["state"] == "signed"
    shown = ask("review", "show", found["Ormery Lane Junior"]["id"])
    assert all(shown["steps"][step] for step in ("visit", "feedback", "draft", "checked", "signed"))
    assert {section: shown["grades"][section]["agreed"] for section in ("P2", "P5", "O")} == dict.fromkeys(
        ("P2", "P5", "O"), "2"
    )
    assert shown["main_points"] == 2
    assert shown["notes"] >= len(NOTES_ON_TEACHING) + len(NOTES_ON_LEADERSHIP)
    assert (shown["two_versions"], shown["set_aside"]) == (0, 0)


# --- what recurs --------------------------------------------------------------------------------------------------


def hand_the_laptop_to(person: Person, colleague: str) -> None:
    """The colleague opens their own key; in a try-out the dialog says where it lies and what its phrase is."""
    person.choose(f"Hand the laptop to {colleague}")
    person.says(f"In this try-out you play {colleague}", PHRASE)
    person.on("Unlock phrase")
    person.type(PHRASE)
    person.press("Return")
    person.gone("In this try-out you play")


def link_notes(person: Person, button: str, *notes: str) -> None:
    """Tick the notes behind a main point."""
    person.choose(button)
    person.says("Notes behind this main point")
    for note in notes:
        person.go(note)
        person.press("space")
    person.press("Return")
    person.gone("Notes behind this main point")


def _pick(person: Person, *, back: int, letters: str) -> None:
    """Choose in a list that stands so many stops before where the keyboard is, and come back."""
    person.press(*["shift+Tab"] * back)
    person.type(letters)
    person.press(*["Tab"] * back)

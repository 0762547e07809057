"""A good day, before the visit: the host prepares, the office arranges, the call is held (USERS S1, steps 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from peerreview.services import noting, printing
from tests.gui.journey import good_day as day
from tests.gui.journey.person import Person
from tests.gui.journey.reed import Reed

pytestmark = pytest.mark.heavy

SECRET = (*day.FOCUS.values(), day.CHANGED, "self_view", "hidden_view", "reviewer_view")
"""What of a review must be nowhere on the office's disk."""


def test_the_host_prepares_and_the_office_arranges_without_seeing_it(
    quillbeck: Callable[[str], Reed], tmp_path: Path
) -> None:
    reed = quillbeck("with_pat")
    paper = day.self_evaluation(tmp_path)
    with reed.sit("tom", day.at("2026-11-03 09:30")) as tom, day.budget(tom, "host", "prepares", keys=160, fields=12):
        with tom.task("begin the review", 20):
            tom.choose("Begin", "Quillbeck")
            tom.go("Begin the review")
            tom.press("Return")
            tom.says("You are here as host head")
        with tom.task("drop the self-evaluation", 6):
            tom.press("ctrl+o")
            day.file_named(tom, paper)
            tom.choose("Attach it to the review of Quillbeck Primary")
            tom.says("is attached.")
        with tom.task("six own grades and the overall one, three sections with a sentence each", 60):
            for section, grade in day.OWN_GRADES.items():
                if section in day.FOCUS:
                    tom.go("Look at this", section)
                    tom.press("space")
                tom.go("School's own grade", section)
                tom.press(grade)
                if section in day.FOCUS:
                    tom.go("Why, in one to three sentences")
                    tom.type(day.FOCUS[section])
            tom.says("7 of 7 grades given.", "(3 chosen)")
            tom.step("own grades")
        with tom.task("what changed, and where we want challenge", 40):
            tom.go("What has changed since last time")
            tom.type(day.CHANGED)
            tom.go("Where you most want challenge")
            tom.type(day.CHALLENGE)
        tom.go("Our usual sharing plan")
        with tom.task("the usual sharing plan in one tick", 1):
            tom.press("space")
            tom.says("Board's team: summary", "Lead headteacher: full report")
        tom.step("sharing plan")
        with tom.task("share with the reviewers", 16):
            tom.choose("Share with my reviewers")
            tom.says("A working copy, to colleagues in this review")
            tom.choose("Make the file")
            reed.choose_folder()
            tom.says("Made for")
    [review] = reed.ask("tom", "review", "list")
    shown = reed.ask("tom", "review", "show", review["id"])
    assert [each["own"] for each in shown["grades"].values()] == list(day.OWN_GRADES.values())

    to_reviewers = reed.newest()
    with reed.sit("pat", day.at("2026-11-04 10:00"), to_reviewers) as pat:
        pat.says("It cannot be opened here")
        with pat.task("open the triad's page", 4):
            open_the_triad(pat)
        with pat.task("the chair of governors, and for which part of the day", 60):
            pat.choose("Who is there")
            pat.choose("Add somebody")
            for field, words in (
                ("Name", day.CHAIR), ("Role", "Chair of governors"), ("Parts of the day", "from 15:40"),
            ):  # fmt: skip
                pat.go(field)
                pat.type(words)
            pat.press("Return")
            pat.says(f"{day.CHAIR}, Chair of governors")
        with pat.task("whom to tell of a worry", 20):
            pat.press("ctrl+k")
            pat.on("Where to")
            pat.type("worry")
            pat.find("Whom to tell of a worry", "list item")
            pat.press("Return")
            pat.on("Change", "Contacts of Quillbeck")
            pat.press("Return")
            pat.on("Safeguarding lead: name")
            for field, words in (
                ("Deputy: name", "Jan Corrie"), ("Deputy: room", "Room 2"),
                ("Chair of governors (about the headteacher): telephone", "01632 960 417"),
                ("Council's designated officer: name", "Duty desk"),
                ("Council's designated officer: telephone", "01632 960 001"),
            ):  # fmt: skip
                pat.go(field)
                pat.type(words)
            pat.press("Return")
            pat.says("Jan Corrie, Room 2", f"{day.CHAIR}, 01632 960 417")  # his name stood there already
        with pat.task("the times that differ", 60):
            pat.choose("The day")
            pat.choose("Change the timetable")
            pat.go("To, Data discussion")
            pat.press("ctrl+a")
            pat.type("09:40")
            pat.press("Return")
            pat.says("09:15–09:40")
        pat.step("the office's page")
        assert not any(words in name for name in pat.names() for words in ("School's own grade", *day.FOCUS.values()))
        with pat.task("send the plan", 60):
            pat.choose("Send the plan")
            pat.choose("Make the file")
            reed.choose_folder()
            pat.says("Made for")
    assert reed.ask("pat", "review", "list") == []
    held = day.disk(reed, "pat")
    assert day.CHAIR.encode() in held
    assert not [words for words in SECRET if words.encode() in held]
    with reed.opened("pat") as app:
        assert app.signer.name == "Pat Lindqvist"
        assert noting.search(app.ports, app.signer, "reading") == ()
    dele_opens_the_plan(reed, to_reviewers, reed.newest())


def dele_opens_the_plan(reed: Reed, review: Path, plan: Path) -> None:
    """What the office arranged is on the report writer's laptop once the file has been opened there."""
    with reed.sit("dele", day.at("2026-11-05 08:00"), review) as dele:
        dele.says("from Tom Ashdown-Reyes added")
        with dele.task("open Pat's plan", 8):
            dele.press("ctrl+o")
            day.file_named(dele, plan)
            dele.says("from Pat Lindqvist added")
        with dele.task("the day as it stands now, and who comes", 30):
            open_the_triad(dele)
            dele.choose("The day")
            dele.says("09:15–09:40")
            dele.choose("Who is there")
            dele.says(f"{day.CHAIR}, Chair of governors")
        dele.step("Pat's plan")


def open_the_triad(person: Person) -> None:
    """By one key and its name."""
    person.press("ctrl+k")
    person.on("Where to")
    person.type("Reed")
    person.find("Reed", "list item")
    person.press("Return")
    person.gone("Where to")
    person.says("Whom to tell of a worry")


def test_the_call_asks_three_questions_and_the_pack_has_two_sides(quillbeck: Callable[[str], Reed]) -> None:
    reed = quillbeck("prepared")
    with (
        reed.sit("dele", day.at("2026-11-10 16:00")) as dele,
        day.budget(dele, "report writer", "holds the call", keys=70, fields=4),
    ):
        with dele.task("open the call", 24):
            dele.choose("Open the call page", "Quillbeck")
            dele.says("What the school says", "Thirty minutes.")
        with dele.task("three questions", 30):
            for number, words in enumerate(day.QUESTIONS, 1):
                dele.choose("Write a question")
                dele.on(f"Question {number}")
                dele.type(words)
        with dele.task("who walks with whom", 30):
            dele.go("Who: Joint learning walk")
            dele.press("ctrl+a")
            dele.type(day.WALKS)
        dele.says("Board's team: summary", "Governors: full report")  # the usual plan, to be read aloud
        dele.step("the call")
        with dele.task("the paper pack, and the call has been held", 30):
            dele.choose("Paper pack")
            dele.find("Page 2 of")
            dele.step("the pack")
            dele.press("Escape")
            dele.choose("The call has been held")
            dele.says("The call has been held.")
    [review] = reed.ask("dele", "review", "list")
    with reed.opened("dele") as app:
        _, pdf = printing.pack(app.ports, app.signer, review["id"])
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(pdf)]
    assert len(pages) == 2
    assert pages[0].index("Shona Prewett") < pages[0].index("08:30")
    assert all(words in " ".join(pages).replace("\r\n", " ") for words in (*day.QUESTIONS, day.WALKS))

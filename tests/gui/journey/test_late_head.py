"""A late head, and two reviewers who disagree (USERS S2): one grade is agreed, and the difference stands."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from peerreview.services import (
    attending,
    grading,
    noting,
    preparing,
    triads,
)
from tests.gui.journey.person import Person
from tests.gui.journey.reed import Reed
from tests.integration.services import world as play
from tests.integration.services.world import VISIT, World

DELE, MIRIAM = "Dele Akintola", "Miriam Feldt"
CURRICULUM, SINCE = "Curriculum, teaching and learning", "Progress since"
DIFFERENCE = (
    "In the Year 5 and Year 6 books that I read, little of what teachers had marked was taken up afterwards, and "
    "pupils could not tell me what they were better at than they had been in July."
)

pytestmark = pytest.mark.heavy


def test_they_differ_and_one_grade_is_agreed(triad: Reed) -> None:
    the_eve(triad.world)
    both_show(triad.world)
    dele_writes_down_what_is_agreed(triad)


# --- the day ------------------------------------------------------------------------------------------------------


def the_eve(world: World) -> None:
    """Prepared and shared, and the reviewers' own file has gone to Miriam."""
    play.shared(world)
    preparing.focus(*world.desk("tom"), world.review, ["P2", "P4", "P6"])
    world.pass_on("tom", "dele", "miriam")
    noting.add(*world.desk("dele"), world.review, "plans: one page, known by all who were asked")
    world.pass_on("dele", "miriam")
    world.close()


def both_show(world: World) -> None:
    """Each on their own laptop, through the services; Dele came at 10:20."""
    world.clock.on(VISIT, 14)
    ports, tom = world.desk("tom")
    [visit] = triads.show(ports, tom, world.triad).visits
    dele = next(each.record for each in visit.participants if each.name == DELE)
    attending.note(ports, tom, world.triad, world.visit, dele, arrived="10:20")
    for who, given in (("miriam", ("2", "3", "2")), ("dele", ("3", "3", "not_seen"))):
        grading.put_in(*world.desk(who), world.review, dict(zip(("P2", "P4", "P6"), given, strict=True)))
        grading.lock(*world.desk(who), world.review)
        if who == "miriam":
            world.pass_on("miriam", "dele")
    grading.show_both(*world.desk("dele"), world.review)
    world.pass_on("dele", "miriam")
    assert grading.show_both(*world.desk("miriam"), world.review).blind
    world.pass_on("miriam", "dele")
    world.close()


def dele_writes_down_what_is_agreed(reed: Reed) -> None:
    with reed.sit("dele", datetime.fromisoformat("2026-11-17 15:05")) as dele:
        go_to_quillbeck(dele)
        dele.press("ctrl+3")
        dele.says("Same view in 1 of 2; one section seen by one reviewer", f"{DELE}: 3 Support needed")
        dele.says(f"{MIRIAM}: 2 Secure", "You saw it differently.")
        dele.step("both shown")
        with dele.task("what was alike, in one act; the one that differs; what only one saw", 30):
            dele.choose("Agree on the one that is the same")
            dele.on("Agreed grade", CURRICULUM)
            dele.press("2")
            dele.says("Agree, 2 of 4 agreed")
        assert_no_mean(dele.names())
        with dele.task("where he saw it differently", 20):
            dele.choose("I saw it differently")
            dele.on("Where I saw it differently")
            dele.type(DIFFERENCE)
            dele.choose("Keep")
            dele.says("Where I saw it differently")
        dele.step("where he saw it differently")
        dele.press("ctrl+Next", "ctrl+Next")
        dele.says(f"{DELE}: Not seen", "One reviewer saw this. It needs two kinds of evidence.")
        dele.on("Agreed grade", SINCE)
        dele.press("2")
        dele.says("Agree, 3 of 4 agreed")
        dele.step("one reviewer")
        assert_no_mean(dele.names())


# --- what recurs --------------------------------------------------------------------------------------------------


def assert_no_mean(said: list[str]) -> None:
    """Grades are compared and counted, and nowhere averaged."""
    assert not [words for words in said if re.search(r"\b[123]\.[0-9]+\b(?!\.)|\bmean\b|\baverage", words)]


def go_to_quillbeck(person: Person) -> None:
    person.press("ctrl+k")
    person.on("Where to")
    person.type("quillbeck")
    person.find("Quillbeck Primary, Autumn")
    person.press("Return")
    person.says("You are here as")

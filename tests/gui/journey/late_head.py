"""A late head, and two reviewers who disagree (USERS S2): what is said in its scenes, and the laptops between them."""

from __future__ import annotations

import re
from datetime import datetime

from peerreview.services import attending, grading, noting, preparing, triads
from tests.gui.journey.person import Person
from tests.integration.services import world as play
from tests.integration.services.world import VISIT, World

DELE, MIRIAM, TOM = "Dele Akintola", "Miriam Feldt", "Tom Ashdown-Reyes"
CURRICULUM, SINCE = "Curriculum, teaching and learning", "Progress since"
DIFFERENCE = (
    "In the Year 5 and Year 6 books that I read, little of what teachers had marked was taken up afterwards, and "
    "pupils could not tell me what they were better at than they had been in July."
)


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


# --- what recurs --------------------------------------------------------------------------------------------------


def assert_no_mean(said: list[str]) -> None:
    """Grades are compared and counted, and nowhere averaged."""
    assert not [words for words in said if re.search(r"\b[123]\.[0-9]+\b(?!\.)|(?<!not )\bmean\b|\baverage", words)]


def go_to_quillbeck(person: Person) -> None:
    person.press("ctrl+k")
    person.on("Where to")
    person.type("quillbeck")
    person.find("Quillbeck Primary, Autumn")
    person.press("Return")
    person.says("You are here as")


def at(moment: str) -> datetime:
    """A time on somebody's clock."""
    return datetime.fromisoformat(moment)

"""A contested paragraph (USERS S4): what is written on it, the laptops between its scenes, and what recurs.

Each scene plays its own part by real keys; what went before it is brought there through the services.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pypdfium2 import PdfDocument

from peerreview.domain.reviews import Outcome, Verdict
from peerreview.journal.compose import Edit
from peerreview.services import checking, opening, reporting, reviews, sending, signing, triads, writing
from tests.gui.journey.person import Person
from tests.integration.services import world as play
from tests.integration.services.world import World

TRAINING = date(2026, 11, 27)
DELE, TOM = "Dele Akintola", "Tom Ashdown-Reyes"
HEADLINE, STEP, STRENGTH = "What colleagues found", "Next step 1", "Strength 1"

CONTESTED = "Reading support reaches few of the pupils who need it."
SOFTENED = "Reading support reaches not yet all of the pupils who need it."
LIST, LIST_RIGHT = (
    "Look again every six weeks at the list of 12 pupils.",
    "Look again every six weeks at the list of 18 pupils.",
)
PLAN, PLAN_AMISS, PLAN_RIGHT = (
    f"Reading is taught to one plan, which dates from {when}."
    for when in ("July 2026", "September 2025", "September 2026")
)
EIGHTEEN, SEPTEMBER = "There are 18 pupils on the list, not 12.", "The plan dates from September."
DIFFERENTLY = (
    "We see this differently. Every pupil who was below the standard in July was looked at again in September, and "
    "all but four have been given a place in a group since then. The four are new to the school, and their places "
    "begin after half term. What was seen on one day was two groups of the six in a week. We had shown "
    "the list for the whole term. We would have said that support reaches most of those who need it, and that it "
    "could begin sooner."
)
BECAUSE = "The list that we saw leaves out four pupils; the word was too strong."
WHY = "The plan for reading dates from 2026."
ENTERED = f"entered by {DELE} from {TOM}\u2019s sheet"


def draft_sent(world: World) -> None:
    """The school trains on a Friday; the draft went out on the 24th."""
    play.shared(world)
    tom = world.desk("tom")
    triads.close_days(*tom, world.triad, [TRAINING], "900101")
    plan = sending.triad_copy(*tom, world.triad, [world.people["dele"], world.people["miriam"]], world.file("plan"))
    for who in ("dele", "miriam"):
        opening.bring_in(*world.desk(who), plan.paths[0])
    play.visited(world)
    dele = (*world.desk("dele"), world.review)
    for point in reviews.open_review(*dele).points:
        said = LIST if point.next_step else PLAN
        writing.write(*dele, [Edit("main_point", point.record, "text", said)])
    writing.write(*dele, [Edit("report", "report", "headline", CONTESTED)])
    world.clock.on(date(2026, 11, 24))
    checking.send_draft(*dele)
    world.pass_on("dele", "tom", "miriam")
    world.close()


def length(world: World) -> int:
    """How many words of the budget the draft has."""
    ports, signer = world.desk("dele")
    words = reporting.model(ports, signer, world.review).words
    world.close()
    return words


def stands_there(person: Person, words: str) -> bool:
    """Whether what was typed stands where the keyboard is."""
    return person.focus is not None and person.focus.text == words


def passed_on(world: World, on: date, who: str, *to: str) -> None:
    world.clock.on(on, 18)
    world.pass_on(who, *to)
    world.close()


def miriam_signs(world: World, number: str, on: date) -> None:
    world.clock.on(on, 18)
    world.pass_on("dele", "miriam")
    signing.sign(*world.desk("miriam"), world.review, number)
    world.pass_on("miriam", "tom")
    world.close()


def marked_answered_and_signed(world: World) -> None:
    """The host's three marks are answered, and version 1 is signed by both reviewers."""
    tom, dele = (*world.desk("tom"), world.review), (*world.desk("dele"), world.review)
    record = {each.title: each.record for each in reviews.open_review(*tom).check.paragraphs}
    world.clock.on(date(2026, 11, 30))
    checking.mark(*tom, record[STEP], Verdict.CORRECTION, EIGHTEEN)
    checking.mark(*tom, record[HEADLINE], Verdict.DIFFERENTLY, DIFFERENTLY)
    checking.mark(*tom, record[STRENGTH], Verdict.CORRECTION, SEPTEMBER)
    checking.all_accurate(*tom)
    world.pass_on("tom", "dele")
    world.clock.on(date(2026, 12, 1))
    for kind, place, field, words in (
        ("main_point", record[STEP], "text", LIST_RIGHT),
        ("report", "report", "headline", SOFTENED),
        ("main_point", record[STRENGTH], "text", PLAN_AMISS),
    ):
        writing.write(*dele, [Edit(kind, place, field, words)])
    for title in (STEP, STRENGTH):
        checking.answer(*dele, record[title], Outcome.CHANGED)
    checking.answer(*dele, record[HEADLINE], Outcome.IN_PART, BECAUSE)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    miriam_signs(world, "1", date(2026, 12, 1))


def mark(person: Person, bar: str, paragraph: str, key: str, asks: str, words: str) -> None:
    """One key on a paragraph's bar, and the words that the dialog asks for, if any."""
    person.go(bar, paragraph)
    person.press(key)
    if words:
        person.on(asks)
        person.type(words)
        person.choose("Keep")
        person.gone("Keep")  # the dialog; what was said stands on the page


def signing_is_not_offered(dele: Person) -> None:
    """While one mark has no answer, the page for signing says so and has nothing to sign with; back to the check."""
    dele.choose("Sign", "Go to this page")
    dele.says("This has to be put right first.")
    assert not [name for name in dele.names() if name.startswith(("Make the report", "Sign: "))]
    dele.choose("Check for accuracy")
    dele.find("Answer: Changed")


def fields(person: Person) -> list[str]:
    """What stands in the fields on the screen."""
    return [each.text for each in person.everything() if each.role == "text" and each.showing]


def go_to_quillbeck(person: Person) -> None:
    person.press("ctrl+k")
    person.on("Where to")
    person.type("quillbeck")
    person.find("Quillbeck Primary, Autumn")
    person.press("Return")
    person.says("You are here as")


def pages(pdf: bytes) -> Iterator[str]:
    for page in PdfDocument(pdf):
        yield " ".join(page.get_textpage().get_text_range().split())

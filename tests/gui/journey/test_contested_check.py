"""The host contests a paragraph (USERS S4): three marks, three answers, and no signing before."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import pytest

from peerreview.errors import Refused
from peerreview.journal.compose import Edit
from peerreview.services import reviews, writing
from tests.gui.journey import contested as case
from tests.gui.journey.good_day import minutes
from tests.gui.journey.reed import Reed
from tests.integration.services.world import World

pytestmark = pytest.mark.heavy

MINUTES_TO_CHECK, MINUTES_TO_ANSWER = 15.0, 10.0


def test_every_mark_has_an_answer_before_signing_is_offered(triad: Reed) -> None:
    reed, world = triad, triad.world
    case.draft_sent(world)
    the_training_day_counts(world)
    words = case.length(world)
    tom_marks(reed)
    case.passed_on(world, date(2026, 11, 30), "tom", "dele")
    dele_answers_and_signs(reed)
    assert case.length(world) == words + 2  # "not yet all" for "few"; the ninety words of the comment are not counted
    neither_alters_the_others_words(world)


def the_training_day_counts(world: World) -> None:
    """Ten, twelve and twenty working days after the visit: the Friday on which the school trains is none."""
    found = {each.on for each in reviews.open_review(*world.desk("tom"), world.review).deadlines}
    assert found >= {date(2026, 12, 2), date(2026, 12, 4), date(2026, 12, 16)}
    assert not found & {date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 15)}
    world.close()


def tom_marks(reed: Reed) -> None:
    assert len(case.DIFFERENTLY.split()) == 90
    with reed.sit("tom", datetime.fromisoformat("2026-11-30 10:00")) as tom:
        tom.says("2 Dec")  # ten working days after the visit: the 27th is none
        tom.step("home")
        tom.choose("Check", "Quillbeck")
        tom.on("All accurate")
        with tom.task("two corrections and one that is seen differently", 30):
            for paragraph, key, words in (
                (case.STEP, "2", case.EIGHTEEN),
                (case.HEADLINE, "3", case.DIFFERENTLY),
                (case.STRENGTH, "2", case.SEPTEMBER),
            ):
                case.mark(tom, "Mark: Accurate", paragraph, key, "What should be different?", words)
        tom.step("three marks")
        with tom.task("the rest is accurate, in one key", 1):
            tom.press("ctrl+Return")
            tom.says("The check is done.")
        assert minutes(tom.pressed, tom.typed) < MINUTES_TO_CHECK


def dele_answers_and_signs(reed: Reed) -> None:
    keys, texts = reed.person.pressed, len(reed.person.typed)
    with reed.sit("dele", datetime.fromisoformat("2026-12-01 09:00")) as dele:
        dele.choose("Answer", "Quillbeck")
        dele.says("3 marks wait for your answer.")
        assert not [words for words in case.fields(dele) if words in (case.EIGHTEEN, case.SEPTEMBER, case.DIFFERENTLY)]
        case.signing_is_not_offered(dele)
        for title, before, after, key, because, left in (
            (case.STEP, "One sentence", case.LIST_RIGHT, "1", "", "2 marks wait for your answer."),
            (case.HEADLINE, case.HEADLINE, case.SOFTENED, "2", case.BECAUSE, "One mark waits for your answer."),
            (case.STRENGTH, "One sentence", case.PLAN_AMISS, "1", "", "Go on to signing"),
        ):
            with dele.task(f"change and answer: {title}", 45):
                dele.choose("Go to the words", title)
                dele.on(before)
                dele.press("ctrl+a")
                dele.type(after)
                dele.until(partial(case.stands_there, dele, after))  # whoever goes on sees their words first
                dele.press("ctrl+4")
                dele.choose("Check for accuracy")
                case.mark(dele, "Answer: Changed", title, key, "Because", because)
                dele.says(left)
            if title != case.STRENGTH:
                case.signing_is_not_offered(dele)
        dele.step("three answers")
        assert minutes(dele.pressed - keys, dele.typed[texts:]) < MINUTES_TO_ANSWER
        with dele.task("make the report and sign", 15):
            dele.on("Go on to signing")
            dele.press("Return")
            dele.says("Ready to sign")
            dele.choose("Make the report for signing")
            dele.says("Version 1: waiting for signatures")
            dele.choose("Sign: a fair record")
            dele.says("Signed. Now with")


def neither_alters_the_others_words(world: World) -> None:
    """Past the window too: what is the other's is refused, and what was said stands."""
    for who, edits in (
        ("dele", [Edit("check_mark", "R3", "words", "All is well."), Edit("comment", "comment", "words", "Well.")]),
        ("tom", [Edit("check_answer", "R3", "because", "Tom is right."), Edit("report", "report", "headline", "No.")]),
    ):
        for edit in edits:
            with pytest.raises(Refused):
                writing.write(*world.desk(who), world.review, [edit])
    world.close()

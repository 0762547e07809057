"""The host contests a paragraph (USERS S4) without the program: a paper sheet, typed in by the report writer."""

from __future__ import annotations

from datetime import datetime

import pytest

from peerreview.services import history, reporting
from tests.gui.journey import contested as case
from tests.gui.journey.reed import Reed
from tests.integration.services.world import World

pytestmark = pytest.mark.heavy


def test_a_host_without_the_program_answers_on_paper(triad: Reed) -> None:
    reed, world = triad, triad.world
    case.draft_sent(world)
    sheet = dele_prints_and_types_in_the_sheet(reed)
    assert all(each in sheet for each in (case.CONTESTED, case.LIST, case.PLAN, "2 December 2026"))
    entered_from_the_sheet(world)


def dele_prints_and_types_in_the_sheet(reed: Reed) -> str:
    path = reed.stick / "sheet.pdf"
    with reed.sit("dele", datetime.fromisoformat("2026-12-01 09:00")) as dele:
        case.go_to_quillbeck(dele)
        dele.press("ctrl+4")
        dele.choose("Check for accuracy")
        with dele.task("the paper sheet", 10):
            dele.choose("Paper sheet")
            dele.on("File name:")
            dele.press("ctrl+a")
            dele.type(str(path))
            dele.press("Return")
            dele.says("Saved as sheet.pdf.")
        dele.choose("Type in Tom")
        dele.says(f"You are typing in {case.TOM}\u2019s sheet")
        with dele.task("type in two marks, and the rest", 18):
            case.mark(dele, "On the sheet: Accurate", case.STEP, "2", "What stands on the lines?", case.EIGHTEEN)
            case.mark(dele, "On the sheet: Accurate", case.HEADLINE, "3", "What stands on the lines?", case.DIFFERENTLY)
            dele.press("ctrl+Return")
            dele.says("The check is done.")
            dele.on("Answer: Changed", case.STEP)
        dele.says(f"({case.ENTERED})", "2 marks wait for your answer.")
        dele.step("typed in from paper")
        case.signing_is_not_offered(dele)
        with dele.task("answer both", 12):
            case.mark(dele, "Answer: Changed", case.STEP, "3", "Because", "The list of the day had 12.")
            case.mark(dele, "Answer: Changed", case.HEADLINE, "3", "Because", case.BECAUSE)
        dele.says("Go on to signing")
    return " ".join(case.pages(path.read_bytes()))


def entered_from_the_sheet(world: World) -> None:
    """On the screen it was said; so in the history, and in the report."""
    dele = world.desk("dele")
    told = history.of_field(*dele, world.review, "sheet_mark", "R3", "words")
    assert [line.who for line in told.lines] == [case.DELE]
    model = reporting.model(*dele, world.review)
    assert model.headline is not None
    assert [(each.who, each.words) for each in model.headline.beside] == [
        (f"{case.TOM}, host head ({case.ENTERED})", case.DIFFERENTLY)
    ]
    assert any(case.ENTERED in line for line in model.reasons)
    world.close()

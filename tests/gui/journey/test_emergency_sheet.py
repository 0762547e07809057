"""The emergency sheet by key presses alone: printed, three of its words typed back from the paper; a folder for safe
copies; and the test of the newest copy with all 24 words, as on the day when the laptop is lost.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from tests.gui.journey.pace import choose_file, choose_folder, sits
from tests.gui.journey.reed import Reed

SECONDS = {"printed": 120, "tested": 120}
"""USERS §2.2 gives two minutes for the sheet and the copies."""


@pytest.mark.heavy
def test_printed_typed_back_and_tested(triad: Reed) -> None:
    person, paper = triad.person, triad.world.folder / "Emergency sheet.pdf"
    triad.world.close()
    with triad.sit("miriam", datetime(2026, 11, 12, 18, 0, tzinfo=UTC)):
        person.press("ctrl+comma")
        person.says("Your emergency sheet is not printed yet.")
        with sits(person, "the emergency sheet and a folder for safe copies") as printed:
            person.choose("Print the emergency sheet")
            person.choose("Save the sheet to print it")
            choose_file(person, paper)
            person.until(paper.exists)
            words = words_on(paper)
            for name in [each for each in person.names() if re.fullmatch(r"Word \d+", each)][::2]:
                person.go(name)
                person.type(words[int(name.split()[1]) - 1])
            person.step("three words typed back")
            person.press("Return")
            person.says("Safe: your emergency sheet is printed.", "Your emergency sheet was printed on")
            person.choose("Choose a folder for them")
            choose_folder(person, triad.stick)
            person.says("The first one is there.")
        person.step("the sheet is printed, the first copy made")
        with sits(person, "the test of the safe copy, with the paper") as tested:
            person.choose("Test my safe copy")
            person.go("The 24 words of your emergency sheet")
            person.type(" ".join(words))
            person.step("24 words")
            person.press("Return")
            person.says("was brought back with your emergency sheet to a temporary place and compared")
        person.step("tested")
    assert printed.seconds <= SECONDS["printed"]
    assert tested.seconds <= SECONDS["tested"]


def words_on(paper: Path) -> list[str]:
    """The words as they stand on the printed sheet, in their order."""
    with pypdfium2.PdfDocument(paper) as document:
        text = document[0].get_textpage().get_text_bounded()
    found: dict[int, str] = {}
    for number, word in re.findall(r"\b(\d{1,2})\s+([a-z]+)\b", text):
        found.setdefault(int(number), word)  # the foot of the page has numbers too
    return [found[number] for number in range(1, 25)]

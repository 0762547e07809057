"""A triad with no board starts its own network by key presses alone, in two minutes: up to the joining file for the
other two.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.gui.journey.pace import choose_folder, sits
from tests.gui.journey.reed import Reed

SECONDS = 120
COLLEAGUES = (("Miriam Feldt", "Tansy Bank Primary"), ("Dele Akintola", "Ormery Lane Junior"))
PHRASE = "otter lantern meadow"


@pytest.mark.heavy
def test_three_heads_with_no_board(triad: Reed) -> None:
    person, world = triad.person, triad.world
    world.close()
    places = [world.folder / each for each in ("stick one", "stick two")]
    for each in places:
        each.mkdir()
    triad.start("tom alone", datetime(2026, 11, 12, 16, 0, tzinfo=UTC))
    person.on("Your name")
    person.type("Tom Ashdown-Reyes")
    person.press("Tab")
    person.type("Quillbeck Primary")
    person.press("Return")
    person.says("All saved on this computer.", "Home")
    person.step("nothing yet")
    with sits(person, "a triad starts its own network") as spent:
        person.choose("Start a network")
        person.says("There is no network here yet.")
        person.choose("Start a network")
        person.on("Name of the network")
        person.type("Reed")
        person.press("Tab")
        person.type("Quillbeck Primary")
        for name, school in COLLEAGUES:
            person.press("Tab")
            person.type(name)
            person.press("Tab")
            person.type(school)
        person.step("three schools")
        person.choose("Choose where the stamp goes")
        choose_folder(person, places[0])
        person.choose("Choose a second place for it")
        choose_folder(person, places[1])
        for name in ("Phrase of the stamp", "The same once more"):
            person.go(name)
            person.type(PHRASE)
        person.step("ready to start")
        person.press("Return")
        person.says("The network is started.")
        person.step("started")
        person.choose("Invite those not admitted")
        choose_folder(person, triad.stick)
        person.says("The phrase of this invitation")
    person.step("the phrase")
    assert [each.suffix for each in triad.stick.iterdir()] == [".prb"]
    person.press("Escape")
    person.gone("The phrase of this invitation")
    person.press("alt+F4")
    assert person.ended() == 0
    assert spent.seconds <= SECONDS

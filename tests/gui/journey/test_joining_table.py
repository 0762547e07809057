"""The joining table at a heads' briefing, by key presses alone: 90 seconds a head, at their own laptop and at the
office's, with one folder between them and the words on a printed slip.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from peerreview.domain.network import School
from peerreview.domain.people import Person as Member
from peerreview.domain.people import Role
from peerreview.services import asking, joining_table, office
from tests.gui.journey.pace import choose_file, choose_folder, go_to, sits
from tests.gui.journey.person import Person
from tests.gui.journey.reed import Reed
from tests.integration.services.world import STAMP_PHRASE

SECONDS_A_HEAD = 90
NAME, SCHOOL = "Carys Bevan-Holt", "Dabberlocks Infant"
ANOTHER, ELSEWHERE = "Asha Penhallow", "Oxlip Lane Primary"


@pytest.mark.heavy
def test_a_head_joins_at_the_table(triad: Reed) -> None:
    person, world = triad.person, triad.world
    gwen = world.desk("gwen")
    ids = {}
    for urn, name, school in (("900106", NAME, SCHOOL), ("900105", ANOTHER, ELSEWHERE)):
        office.keep_school(*gwen, School(urn, school))
        ids[name] = office.keep_person(*gwen, Member("", name, Role.HEAD, urn))
    office.publish(*gwen, world.stamp, STAMP_PHRASE)
    laid = joining_table.lay(*gwen, list(ids.values()), triad.stick, world.folder / "slips.pdf")
    with gwen[0].store.begin() as work:
        own = asking.slips_in(work)[ids[NAME]]
    world.close()

    triad.start("carys", _at(10, 2))
    person.on("Your name")
    with sits(person, "the head, with the slip") as asked:
        person.type(NAME)
        person.press("Tab")
        person.type(SCHOOL)
        person.press("Return")
        person.says("All saved on this computer.", "Home")
        person.press("ctrl+o")
        choose_file(person, laid.invited.sent.paths[0])
        person.on("Phrase from the slip")
        person.step("the phrase from the slip")
        person.type(laid.invited.phrase)
        person.press("Return")
        person.on("Your own two words from the slip")
        person.says("Marram Vale, 6 schools.")
        person.type(own)
        person.step("name and own words")
        person.press("Return")
        person.says("Give the stick back; the welcome file follows.")
    person.step("the request is on the stick")
    _close(person)

    with triad.sit("gwen", _at(10, 4)):
        go_to(person, "Our network")
        person.says("Asking to join")
        with sits(person, "the office, at its table") as admitted:
            person.choose("Take in a folder of requests")
            choose_folder(person, triad.stick)
            person.says(f"{NAME} asks to join.", f"{NAME}: by their slip")
            person.step("who asks")
            person.choose("Admit those ticked")
            person.on("Phrase of the stamp")  # where its file lies is remembered from the last time
            person.type(STAMP_PHRASE)
            person.press("Return")
            person.says(f"{NAME} admitted.")
        person.step("admitted")

    with triad.sit("carys", _at(10, 5)):
        with sits(person, "the head, with the welcome file") as opened:
            person.press("ctrl+o")
            choose_file(person, triad.newest())
            person.says("You are a member of Marram Vale.")
        person.step("a member")
    taken = asked.seconds + admitted.seconds + opened.seconds
    print(f"a head at the joining table: {taken:.0f} seconds")
    assert taken <= SECONDS_A_HEAD


def _close(person: Person) -> None:
    person.press("alt+F4")
    assert person.ended() == 0


def _at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 12, hour, minute, tzinfo=UTC)

"""A late head, and two reviewers who disagree (USERS S2): grades are given alone, and one is agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerreview.journal.hidden import withheld
from peerreview.services import reviews
from tests.gui.journey import good_day
from tests.gui.journey import late_head as late
from tests.gui.journey.person import Person
from tests.gui.journey.reed import PHRASE, Reed
from tests.integration.services.world import World

pytestmark = pytest.mark.heavy

GRADES = ("1 Strong", "2 Secure", "3 Support needed")


def test_nobody_sees_a_grade_before_their_own_is_in(triad: Reed) -> None:
    late.the_eve(triad.world)
    to_dele = miriam_gives_her_grades(triad)
    hers = salts_of_hidden_grades(triad.world, "miriam")
    assert hers
    assert all(salt.encode() in good_day.disk(triad, "miriam") for salt in hers)
    dele_gives_his(triad, to_dele)
    held = good_day.disk(triad, "dele")
    assert not [salt for salt in hers if salt.encode() in held]  # her file was opened, his own grades are in and shown


def test_they_differ_and_one_grade_is_agreed(triad: Reed) -> None:
    late.the_eve(triad.world)
    late.both_show(triad.world)
    dele_writes_down_what_is_agreed(triad)


def miriam_gives_her_grades(reed: Reed) -> Path:
    """On her own laptop; then she hands it to Dele, who sees none of hers."""
    key = good_day.key_file(reed, "dele")
    with reed.sit("miriam", late.at("2026-11-17 14:46")) as miriam:
        late.go_to_quillbeck(miriam)
        miriam.press("ctrl+3")
        with miriam.task("three grades", 12):
            miriam.choose("Give my grades")
            three_grades(miriam, "2", "3", "2")
            miriam.says("Miriam Feldt (me): in, hidden", "Hidden until all are in")
        assert not grades_of(late.MIRIAM, miriam)
        miriam.step("hers are in")
        miriam.choose(f"Hand the laptop to {late.DELE}")
        miriam.on("Signing key on a stick")
        miriam.type(str(key))
        miriam.go("Unlock phrase")
        miriam.type(PHRASE)
        miriam.press("Return")
        miriam.says(f"{late.DELE}'s grades")
        miriam.on(f"{late.CURRICULUM}: 1 Strong")
        assert not [each for each in miriam.everything() if each.showing and each.checked and ": " in each.name]
        miriam.step("Dele at her laptop")
        miriam.press("Escape")
        miriam.gone(f"{late.DELE}'s grades")
        with miriam.task("hand her file to Dele", 40):
            return reed.send(late.TOM)


def dele_gives_his(reed: Reed, hers: Path) -> None:
    """On his own laptop, after opening her file."""
    with reed.sit("dele", late.at("2026-11-17 14:50"), hers) as dele:
        late.go_to_quillbeck(dele)
        dele.press("ctrl+3")
        dele.says(f"{late.MIRIAM}: in, hidden", "Hidden until all are in")
        assert not grades_of(late.MIRIAM, dele)
        dele.step("her file is open")
        with dele.task("two grades, one section not seen, and show them", 20):
            dele.choose("Give my grades")
            three_grades(dele, "3", "3", "minus")
            dele.choose("Show all grades")
            dele.says("Your grades are shown.")
        assert not grades_of(late.MIRIAM, dele)
        dele.step("his are in")


def dele_writes_down_what_is_agreed(reed: Reed) -> None:
    with reed.sit("dele", late.at("2026-11-17 15:05")) as dele:
        late.go_to_quillbeck(dele)
        dele.press("ctrl+3")
        dele.says("Same view in 1 of 2; one section seen by one reviewer", f"{late.DELE}: 3 Support needed")
        dele.says(f"{late.MIRIAM}: 2 Secure", "You saw it differently.")
        dele.step("both shown")
        with dele.task("what was alike, in one act; the one that differs; what only one saw", 30):
            dele.choose("Agree on the one that is the same")
            dele.on("Agreed grade", late.CURRICULUM)
            dele.press("2")
            dele.says("Agree, 2 of 4 agreed")
        late.assert_no_mean(dele.names())
        with dele.task("where he saw it differently", 20):
            dele.choose("I saw it differently")
            dele.on("Where I saw it differently")
            dele.type(late.DIFFERENCE)
            dele.choose("Keep")
            dele.says("Where I saw it differently")
        dele.step("where he saw it differently")
        dele.press("ctrl+Next", "ctrl+Next")
        dele.says(f"{late.DELE}: Not seen", "One reviewer saw this. It needs two kinds of evidence.")
        dele.on("Agreed grade", late.SINCE)
        dele.press("2")
        dele.says("Agree, 3 of 4 agreed")
        dele.step("one reviewer")
        late.assert_no_mean(dele.names())


def grades_of(who: str, person: Person) -> list[str]:
    """What the screen says of somebody's grades."""
    return [
        name for name in person.names() if any(f"{who}{me}: {each}" in name for me in ("", " (me)") for each in GRADES)
    ]


def salts_of_hidden_grades(world: World, who: str) -> list[str]:
    """What would have to come along for anybody to read them: hidden values are told by their salts."""
    ports, signer = world.desk(who)
    stream_id = reviews.open_review(ports, signer, world.review).reviewers_stream
    with ports.store.begin() as work:
        stream = work.stream(stream_id)
        found = [stream.values[digest].salt for digest in withheld(stream)]
    world.close()
    return found


def three_grades(person: Person, *grades: str) -> None:
    """Three grades in three key presses, and Enter puts them in."""
    person.on(late.CURRICULUM)
    person.press(*grades)
    person.on("Put in my grades")
    person.press("Return")
    person.gone("Put in my grades")

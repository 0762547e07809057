"""Testing the newest safe copy in a temporary place: what is said of a good one, of an older, of a spoilt one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from peerreview.errors import BadInput, Refused
from peerreview.services import drill, keeping, noting, regular_copies
from tests.integration.services.test_regular_copies import damage, row
from tests.integration.services.world import World

At = Callable[[str], World]


@pytest.fixture
def world(at: At) -> World:
    """Tom's review is shared."""
    return at("shared")


def left_behind(world: World, who: str) -> list[str]:
    return [each.name for each in (world.folder / who).iterdir() if each.name.startswith("trial")]


def test_without_a_copy_within_reach_there_is_nothing_to_test(world: World) -> None:
    with pytest.raises(Refused) as refused:
        drill.run(world.desk("tom")[0])
    assert refused.value.code == "no_copy"
    assert drill.last(world.desk("tom")[0]) is None


def test_a_good_copy_is_compared_thing_by_thing_and_leaves_nothing_behind(world: World, tmp_path: Path) -> None:
    tom = world.desk("tom")
    keeping.safe_copy(*tom, tmp_path / "stick")
    drilled = drill.run(tom[0])
    assert drilled.good
    assert f"in {tmp_path / 'stick'} was brought back to a temporary place and compared:" in drilled.sentence
    changes = tom[0].store.check().changes
    assert f"compared: {changes} changes, " in drilled.sentence
    assert " settings are whole and as they are here. Nothing is newer than the copy." in drilled.sentence
    assert drill.last(tom[0]) == drilled
    assert left_behind(world, "tom") == []


def test_what_is_newer_is_counted_and_the_newest_copy_is_taken(world: World, tmp_path: Path) -> None:
    dele, drive = world.desk("dele"), tmp_path / "drive"
    keeping.safe_copy(*dele, tmp_path / "stick")
    world.clock.now += timedelta(days=1)
    drive.mkdir()
    regular_copies.choose(*dele, drive)
    noting.add(*dele, world.review, "books: after the copy")
    drilled = drill.run(dele[0])
    assert drilled.good
    assert str(row(drive)[-1]) in drilled.sentence
    assert "Newer than the copy, and in the next one: " in drilled.sentence


def test_what_was_taken_out_again_since_is_told(world: World, tmp_path: Path) -> None:
    noting.add(*world.desk("dele"), world.review, "walk: begins the notes")
    world.pass_on("dele", "miriam")
    miriam = world.desk("miriam")
    regular_copies.choose(*miriam, tmp_path)
    with miriam[0].store.begin() as work:  # a copy that is made by itself does not stand in the way of it
        latest = work.arrivals()[0]
        work.take_out(latest.id)
        work.commit()
    drilled = drill.run(miriam[0])
    assert drilled.good
    assert "In the copy alone, because it went from here since: " in drilled.sentence


def test_a_spoilt_copy_is_said_to_be_one_and_what_lives_is_untouched(world: World, tmp_path: Path) -> None:
    tom = world.desk("tom")
    keeping.safe_copy(*tom, tmp_path / "stick")
    damage(tmp_path / "stick")
    drilled = drill.run(tom[0])
    assert not drilled.good
    assert "could not be brought back. This safe copy is damaged." in drilled.sentence
    assert drilled.sentence.endswith("save a new safe copy now, best on another stick.")
    assert drill.last(tom[0]) == drilled
    assert left_behind(world, "tom") == []
    assert not tom[0].store.check().problems


def test_the_paper_is_tested_with_the_copy(world: World, tmp_path: Path) -> None:
    tom = world.desk("tom")
    first = keeping.make_kit(*tom, at_once=True)
    keeping.safe_copy(*tom, tmp_path / "stick")
    drilled = drill.run(tom[0], " ".join(first.words))
    assert drilled.good
    assert "was brought back with your emergency sheet to a temporary place" in drilled.sentence
    second = keeping.make_kit(*tom, at_once=True)  # printed since: the copy on the stick knows the first
    drilled = drill.run(tom[0], " ".join(second.words))
    assert not drilled.good
    assert "This emergency sheet does not open these data." in drilled.sentence
    with pytest.raises(BadInput):
        drill.run(tom[0], "amber candle")
    assert drill.last(tom[0]) == drilled

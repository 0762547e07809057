"""Safe copies that the program makes by itself: where, how often, which stay, what is said when none can be made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from peerreview.bootstrap import Unlock, restore_profile
from peerreview.errors import EnvironmentFault, Refused
from peerreview.persistence.outgoing import Taken
from peerreview.services import home, keeping, noting, regular_copies, reviews
from peerreview.services.ports import Progress
from tests.integration.services.world import World

At = Callable[[str], World]
NEW = Unlock(phrase="another phrase on another computer")


def row(folder: Path) -> list[Path]:
    """The copies in a chosen folder, the oldest first."""
    return sorted(each for each in folder.glob("Safe copies of */*") if each.is_dir())


def notices(world: World, who: str) -> dict[str, str]:
    return {each.code: each.text for each in home.show(*world.desk(who)).notices}


def damage(copy: Path) -> None:
    """A bit of it turns over."""
    raw = bytearray((copy / "store.db").read_bytes())
    raw[len(raw) // 2] ^= 1
    (copy / "store.db").write_bytes(raw)


def test_none_is_made_before_a_folder_is_chosen(at: At) -> None:
    world = at("joined")
    stands = regular_copies.make_due(*world.desk("tom"))
    assert (stands.folder, stands.last) == ("", None)
    assert "No folder is chosen" in stands.sentence


def test_one_is_made_at_once_and_again_when_it_is_due(at: At, tmp_path: Path) -> None:
    world, drive = at("joined"), tmp_path / "drive"
    drive.mkdir()
    tom = world.desk("tom")
    assert regular_copies.choose(*tom, drive).startswith(f"Safe copies are made in {drive} from now on.")
    [first] = row(drive)
    regular_copies.make_due(*tom)
    assert row(drive) == [first]
    world.clock.now += regular_copies.EVERY
    stands = regular_copies.make_due(*tom)
    [second] = row(drive)  # of one day the newest is enough
    assert second.name > first.name
    assert stands.last is not None
    assert stands.missed is None
    world.clock.now += regular_copies.AT_THE_END
    regular_copies.make_due(*tom, regular_copies.AT_THE_END)
    [third] = row(drive)
    assert third.name > second.name
    world.clock.now -= timedelta(days=400)  # a clock set back is no reason to make none
    regular_copies.make_due(*tom)
    assert [each.name[:4] for each in row(drive)] == ["2025", "2026"]


def test_older_ones_go_by_the_rule_and_nobody_elses(at: At, tmp_path: Path) -> None:
    world, drive = at("joined"), tmp_path / "drive"
    drive.mkdir()
    regular_copies.choose(*world.desk("dele"), drive)
    [deles] = row(drive)
    (drive / "Holiday photos").mkdir()
    tom = world.desk("tom")
    regular_copies.choose(*tom, drive)
    mine = next(each.parent for each in row(drive) if each != deles)
    (mine / "2026-01-01 000000").mkdir()  # not whole: no copy, and left alone
    (mine / "kept by me").mkdir()
    for _day in range(40):
        world.clock.now += timedelta(days=1)
        regular_copies.make_due(*tom)
    whole = [each for each in row(drive) if each.parent == mine and (each / "store.db").exists()]
    assert 9 <= len(whole) <= 11
    assert deles.is_dir()
    assert (drive / "Holiday photos").is_dir()
    assert (mine / "kept by me").is_dir()
    found = regular_copies.newest(tom[0])
    assert found is not None
    assert found.folder == whole[-1]


def test_a_new_one_that_is_not_whole_takes_no_older_one_away(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, drive = at("joined"), tmp_path / "drive"
    drive.mkdir()
    ports, signer = world.desk("tom")
    regular_copies.choose(ports, signer, drive)
    for _ in range(12):
        world.clock.now += timedelta(days=7)
        regular_copies.make_due(ports, signer)
    before = row(drive)
    carry = Taken.carry

    def onto_a_bad_stick(taken: Taken, target: Path, progress: Progress, *, chosen: Path | None) -> Path:
        made = carry(taken, target, progress, chosen=chosen)
        damage(target)
        return made

    monkeypatch.setattr(Taken, "carry", onto_a_bad_stick)
    world.clock.now += timedelta(days=7)
    stands = regular_copies.make_due(ports, signer)
    assert set(before) <= set(row(drive))
    assert "damaged" in stands.why
    monkeypatch.undo()
    regular_copies.make_due(ports, signer)
    assert regular_copies.state(ports).missed is None


def test_a_folder_that_is_not_there_is_kept_and_said_and_nothing_waits(at: At, tmp_path: Path) -> None:
    world, stick = at("joined"), tmp_path / "stick"
    stick.mkdir()
    tom = world.desk("tom")
    regular_copies.choose(*tom, stick)
    shutil.rmtree(stick)
    world.clock.now = datetime(2026, 11, 10, 9, tzinfo=UTC)
    stands = regular_copies.make_due(*tom)
    assert stands.missed is not None
    assert f"Not since Tue 10 November 09:00: the folder {stick} is not there." in stands.sentence
    assert "no_regular_copy" not in notices(world, "tom")  # a stick at home over the weekend
    world.clock.now = datetime(2026, 11, 14, 9, tzinfo=UTC)
    assert regular_copies.make_due(*tom).missed == stands.missed
    said = notices(world, "tom")["no_regular_copy"]
    assert said.startswith("No safe copy could be made since Tue 10 November 09:00: the folder")
    stick.mkdir()
    regular_copies.make_due(*tom)
    assert "no_regular_copy" not in notices(world, "tom")
    regular_copies.stop(tom[0])
    assert len(row(stick)) == 1


def test_a_file_in_the_way_is_told_and_not_chosen(at: At, tmp_path: Path) -> None:
    world = at("joined")
    tom = world.desk("tom")
    with pytest.raises(Refused):
        regular_copies.choose(*tom, world.folder / "tom" / "copies")
    (tmp_path / "a file").write_text("no folder")
    with pytest.raises(EnvironmentFault):
        regular_copies.choose(*tom, tmp_path / "a file")
    assert regular_copies.state(tom[0]).folder == ""


def test_what_is_removed_for_good_goes_from_every_copy_of_the_row(at: At, tmp_path: Path) -> None:
    world, drive = at("shared"), tmp_path / "drive"
    drive.mkdir()
    dele = world.desk("dele")
    keeping.rekey(dele[0])  # what was copied by now lies under the key of now
    [note] = noting.add(*dele, world.review, "a pupil said something").records
    regular_copies.choose(*dele, drive)
    world.clock.now += timedelta(days=1)
    regular_copies.make_due(*dele)
    stream = reviews.open_review(*dele, world.review).reviewers_stream
    removed = keeping.remove_for_good(*dele, stream, "note", note)
    assert removed.left == ()
    kit = keeping.make_kit(*dele, at_once=True)
    world.clock.now += timedelta(days=1)
    regular_copies.make_due(*dele)
    assert len(row(drive)) == 3
    with restore_profile(row(drive)[-1], tmp_path / "new", NEW, " ".join(kit.words), world.sources) as app:
        assert noting.search(app.ports, app.signer, "pupil said") == ()
    shutil.rmtree(drive)
    [note] = noting.add(*dele, world.review, "another pupil said something").records
    assert keeping.remove_for_good(*dele, stream, "note", note).left  # it is told that they are out of reach


def test_a_new_sheet_or_key_makes_one_due_at_once(at: At, tmp_path: Path) -> None:
    world, drive = at("joined"), tmp_path / "drive"
    drive.mkdir()
    tom = world.desk("tom")
    regular_copies.choose(*tom, drive)
    made = row(drive)
    kit = keeping.make_kit(*tom, at_once=True)
    for number, renew in enumerate((lambda: None, lambda: keeping.rekey(tom[0]))):
        renew()
        regular_copies.make_due(*tom)
        assert row(drive) != made
        [copy] = made = row(drive)
        regular_copies.make_due(*tom)
        assert row(drive) == made
        restore_profile(copy, tmp_path / f"new {number}", NEW, " ".join(kit.words), world.sources).close()


def test_of_a_folder_full_of_copies_the_newest_that_is_whole_and_ones_own_comes_back(at: At, tmp_path: Path) -> None:
    world, drive = at("shared"), tmp_path / "drive"
    drive.mkdir()
    dele = world.desk("dele")
    kit = keeping.make_kit(*dele, at_once=True)
    words = " ".join(kit.words)
    regular_copies.choose(*dele, drive)
    for day in (1, 2):
        world.clock.now += timedelta(days=1)
        noting.add(*dele, world.review, f"books: of day {day}")
        regular_copies.make_due(*dele)
    world.clock.now += timedelta(days=1)
    regular_copies.choose(*world.desk("tom"), drive)  # another's are newer
    first, second, third = (each for each in row(drive) if "Dele" in each.parent.name)
    assert len(regular_copies.within(drive)) == 4
    assert regular_copies.within(third)[0].folder == third
    with restore_profile(drive, tmp_path / "new", NEW, words, world.sources) as app:
        assert noting.search(app.ports, app.signer, "day 2")
    damage(third)
    with restore_profile(drive, tmp_path / "again", NEW, words, world.sources) as app:
        assert noting.search(app.ports, app.signer, "day 1")
        assert not noting.search(app.ports, app.signer, "day 2")
        said = next(each.text for each in home.show(app.ports, app.signer).notices if each.code == "brought_back")
        assert said.startswith("Your data are those of the safe copy of Tue 3 November")
        regular_copies.choose(app.ports, app.signer, drive)  # the row goes on, and its first copy ends no sentence
        assert "brought_back" in {each.code for each in home.show(app.ports, app.signer).notices}
    for copy in {first, second, *third.parent.iterdir()} - {third}:
        damage(copy)
    with pytest.raises(EnvironmentFault) as fault:
        restore_profile(third.parent, tmp_path / "none", NEW, " ".join(kit.words), world.sources)
    assert fault.value.code == "damaged"

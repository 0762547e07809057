"""Lost keys, full disks, disks that cannot be written to: a sentence, nothing lost, nothing half applied."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from os import geteuid
from pathlib import Path
from typing import Any

import pytest

from peerreview.bootstrap import Unlock, create_profile, open_profile, open_with_sheet, restore_instead, restore_profile
from peerreview.errors import BadInput, EnvironmentFault, Refused
from peerreview.persistence.keyring_access import Keyring, NoKeyring
from peerreview.services import documents, history, home, keeping, noting, opening, preparing, reviews, sending
from peerreview.services.ports import Store, UnitOfWork
from tests.integration.services.world import UNLOCK, Ring, World

At = Callable[[str], World]


def no_secret_store() -> Keyring:
    """A computer without one."""
    raise NoKeyring


def saved(world: World, who: str, stick: Path) -> str:
    """Print the emergency sheet and save a safe copy; gives the words."""
    kit = keeping.make_kit(*world.desk(who))
    keeping.safe_copy(*world.desk(who), stick)
    world.close()
    return " ".join(kit.words)


def test_without_a_secret_store_nothing_is_brought_back_before_a_phrase_is_chosen(at: At, tmp_path: Path) -> None:
    world, back = at("joined"), tmp_path / "back"
    words = saved(world, "tom", tmp_path / "stick")
    with pytest.raises(Refused) as refused:
        restore_profile(tmp_path / "stick", back, Unlock(keyring=no_secret_store), words, world.sources)
    assert refused.value.code == "no_keyring"
    assert list(back.iterdir()) == []
    restore_profile(tmp_path / "stick", back, Unlock("four plain words here"), words, world.sources).close()


def test_on_the_same_computer_a_safe_copy_needs_no_words(at: At, tmp_path: Path) -> None:
    world, stick, back = at("joined"), tmp_path / "stick", tmp_path / "back"
    said = keeping.safe_copy(*world.desk("tom"), stick).sentence
    assert said == f"Saved in {stick}. Until your emergency sheet is printed, it opens on no other computer."
    world.close()
    restore_profile(stick, back, UNLOCK, None, world.sources).close()
    elsewhere = Ring()
    with pytest.raises(Refused) as refused:
        restore_profile(stick, tmp_path / "other", Unlock(keyring=lambda: elsewhere), None, world.sources)
    assert refused.value.code == "no_key"


def test_the_sheet_opens_data_whose_key_this_computer_lost(at: At, tmp_path: Path) -> None:
    world = at("joined")
    words = saved(world, "tom", tmp_path / "stick")
    ring = Ring()
    lost = Unlock(keyring=lambda: ring)
    with pytest.raises(Refused) as refused:
        open_profile(world.folder / "tom", lost, world.sources)
    assert refused.value.code == "no_key"
    open_with_sheet(world.folder / "tom", words, lost, world.sources).close()
    open_profile(world.folder / "tom", lost, world.sources).close()


def test_the_sheet_of_another_profile_opens_nothing_and_displaces_no_key(at: At, tmp_path: Path) -> None:
    world = at("joined")
    words = saved(world, "tom", tmp_path / "stick")
    saved(world, "dele", tmp_path / "other stick")
    with pytest.raises(Refused) as refused:
        open_with_sheet(world.folder / "dele", words, Unlock("four plain words here"), world.sources)
    assert refused.value.code == "wrong_sheet"
    (world.folder / "dele" / "key.age").write_bytes((world.folder / "tom" / "key.age").read_bytes())
    with pytest.raises(Refused) as refused:
        open_with_sheet(world.folder / "dele", words, Unlock("four plain words here"), world.sources)
    assert refused.value.code == "wrong_key"
    open_profile(world.folder / "dele", UNLOCK, world.sources).close()


def test_a_new_sheet_counts_once_it_was_read_back_and_the_old_one_until_then(at: At, tmp_path: Path) -> None:
    world = at("joined")
    tom = world.desk("tom")
    first = keeping.make_kit(*tom)
    keeping.kit_printed(tom[0], first, {place: first.words[place - 1] for place in first.asked})
    code = keeping.settings(*tom).kit_code
    second = keeping.make_kit(*tom)  # somebody looked, and printed nothing
    assert keeping.settings(*tom).kit_printed
    assert keeping.settings(*tom).kit_code == code
    keeping.safe_copy(*tom, tmp_path / "early")
    keeping.kit_printed(tom[0], second, {place: second.words[place - 1] for place in second.asked})
    assert keeping.settings(*tom).kit_code != code
    keeping.safe_copy(*tom, tmp_path / "late")
    world.close()
    phrase = Unlock("four plain words here")
    for copy, good, bad in ((tmp_path / "early", first, second), (tmp_path / "late", second, first)):
        with pytest.raises(Refused) as refused:
            restore_profile(copy, tmp_path / copy.name / "bad", phrase, " ".join(bad.words), world.sources)
        assert refused.value.code == "wrong_sheet"
        restore_profile(copy, tmp_path / copy.name / "good", phrase, " ".join(good.words), world.sources).close()


def test_a_safe_copy_that_cannot_be_brought_back_leaves_the_profile_as_it_was(at: At, tmp_path: Path) -> None:
    world = at("joined")
    words = saved(world, "tom", tmp_path / "stick")
    tom = world.folder / "tom"
    before = {path.name: path.read_bytes() for path in tom.iterdir() if path.is_file()}
    with pytest.raises((BadInput, Refused)):
        restore_instead(tmp_path / "stick", tom, UNLOCK, " ".join(reversed(words.split())), world.sources)
    assert {path.name: path.read_bytes() for path in tom.iterdir() if path.is_file()} == before
    restore_instead(tmp_path / "stick", tom, UNLOCK, words, world.sources).close()
    assert len(list(world.folder.glob("tom (put aside *"))) == 1


def test_a_clock_set_back_a_year_is_said_and_the_order_is_kept(at: At) -> None:
    world = at("shared")
    tom = world.desk("tom")
    where = ("self_view", "P2", "words")
    assert "clock" not in {notice.code for notice in home.show(*tom).notices}
    world.clock.now -= timedelta(days=365)
    preparing.own_view(*tom, world.review, "P2", "2", "Written while the clock was a year behind.")
    said = next(notice.text for notice in home.show(*tom).notices if notice.code == "clock")
    assert said.startswith("This computer thinks it is Sun 2 November 2025; something here was written on Mon 2 Nov")
    assert said.endswith("Times may be wrong; the order of what was written is kept.")
    assert world.pass_on("tom", "dele")
    for who in ("tom", "dele"):
        told = history.of_field(*world.desk(who), world.review, *where).lines
        assert [(line.value, line.odd_time) for line in told] == [
            ("Written while the clock was a year behind.", True),
            ("Taught to a clear plan.", False),
        ]
        view = reviews.open_review(*world.desk(who), world.review)
        assert next(each for each in view.sections if each.code == "P2").grades.own_words.text.startswith("Written")


def test_somebody_in_no_network_is_told_how_to_begin(tmp_path: Path) -> None:
    with create_profile(tmp_path / "new", UNLOCK, name="Asha Penhallow") as app:
        notices = {notice.code: notice for notice in home.show(app.ports, app.signer).notices}
    assert notices["no_network"].button == "Start a network"
    assert "not_member" not in notices


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A disk of its own with room for so many kilobytes."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")

    def mount(kilobytes: int) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place], capture_output=True)
        if done.returncode:
            pytest.skip("this machine does not allow mounting")
        return place

    yield mount
    subprocess.run(["umount", "--lazy", place], capture_output=True)


def moved(world: World, who: str, disk: Path) -> Path:
    """Somebody's profile, carried over to another disk."""
    world.close()
    subprocess.run(["cp", "-r", world.folder / who, disk / who], check=True)
    return disk / who


def test_a_full_disk_stops_an_import_and_everything_stands_as_before(
    at: At, tmp_path: Path, small_disk: Callable[[int], Path]
) -> None:
    world = at("shared")
    paper = tmp_path / "plan.pdf"
    paper.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 12_000)
    documents.attach(*world.desk("tom"), world.review, paper, "Improvement plan")
    sent = sending.working_copy(*world.desk("tom"), world.review, [world.people["dele"]], world.file("copy"))
    world.close()
    used = sum(path.stat().st_size for path in (world.folder / "dele").iterdir()) // 1024
    folder = moved(world, "dele", small_disk(used + 1000))
    with open_profile(folder, UNLOCK, world.sources) as app:
        before = reviews.open_review(app.ports, app.signer, world.review)
        with pytest.raises(EnvironmentFault) as told:
            opening.bring_in(app.ports, app.signer, sent.paths[0])
        assert told.value.code == "no_room"
        after = reviews.open_review(app.ports, app.signer, world.review)
        assert (after.attachments, after.notes) == (before.attachments, before.notes)
        assert keeping.check(app.ports).problems == ()
        noting.add(app.ports, app.signer, world.review, "walk: calm")


def test_a_disk_that_cannot_be_written_to_is_told_as_such(at: At, small_disk: Callable[[int], Path]) -> None:
    world = at("joined")
    disk = small_disk(20_000)
    folder = moved(world, "tom", disk)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(EnvironmentFault) as told:
        open_profile(folder, UNLOCK, world.sources)
    assert told.value.code == "read_only"
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    open_profile(folder, UNLOCK, world.sources).close()


class FullAtTheEnd:
    """The store of a computer whose disk fills up while a file is being made: what was done cannot be kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        with self._store.begin() as work:
            setattr(work, "commit", self._full)  # noqa: B010
            yield work

    def _full(self) -> None:
        raise EnvironmentFault("The disk is full.", code="disk_full")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_a_file_that_cannot_be_remembered_is_not_left_behind(at: At) -> None:
    """A request with a new key above all: an answer to it would list a key that nobody holds."""
    world = at("joined")
    ports, signer = world.desk("tom")
    folder = world.file("out").parent / "stick"
    folder.mkdir()
    full = replace(ports, store=FullAtTheEnd(ports.store))
    with pytest.raises(EnvironmentFault) as told:
        sending.triad_copy(full, signer, world.triad, [world.people["dele"]], folder)
    assert told.value.code == "disk_full"
    assert list(folder.iterdir()) == []
    sending.triad_copy(ports, signer, world.triad, [world.people["dele"]], folder)
    assert len(list(folder.iterdir())) == 1

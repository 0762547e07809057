"""A safe copy is taken at one go and carried to its drive without the store: what happens meanwhile is in order."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from peerreview.bootstrap import Unlock, restore_profile
from peerreview.config import drives
from peerreview.config.drives import NoAnswer
from peerreview.errors import Cancelled, EnvironmentFault
from peerreview.identity.signer import Signer
from peerreview.persistence import outgoing, safekeeping
from peerreview.persistence.engine import connect
from peerreview.services import drill, keeping, lunch, noting, regular_copies
from peerreview.services.ports import Ports
from tests.integration.services.world import World

At = Callable[[str], World]
Desk = tuple[Ports, Signer]
SOON = 1.0
"""Seconds that a page's question may take here while the drive hangs."""


class Hung(NamedTuple):
    """A drive that hangs in the middle of a safe copy's pages, and what tells of it."""

    folder: Path
    asked: threading.Event
    back: threading.Event


@pytest.fixture
def hung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hung]:
    """Hangs as soon as a page was written to it, until it is back; it is back when the test ends."""
    stick = Hung(tmp_path / "stick", threading.Event(), threading.Event())
    stick.folder.mkdir()
    real = drives.settle

    def wait(file: object) -> None:
        if str(file.name).startswith(str(stick.folder)) and ".part" in str(file.name):  # type: ignore[attr-defined]
            stick.asked.set()
            stick.back.wait()
        real(file)  # type: ignore[arg-type]

    monkeypatch.setattr(drives, "settle", wait)
    yield stick
    stick.back.set()


class Window:
    """Two workers as in the window: one owns the store, one carries."""

    def __init__(self) -> None:
        self.store = ThreadPoolExecutor(1)
        self.copies = ThreadPoolExecutor(1)

    def turn(self, work: Callable[[], object], /) -> object:
        return self.store.submit(work).result()

    def page(self, desk: Desk) -> float:
        """Ask what Settings asks; gives how long it took."""
        began = time.monotonic()
        self.store.submit(lambda: keeping.settings(*desk)).result(timeout=30)
        return time.monotonic() - began


@pytest.fixture
def window() -> Iterator[Window]:
    made = Window()
    yield made
    made.copies.shutdown()
    made.store.shutdown()


def by_hand(desk: Desk, folder: Path, window: Window) -> object:
    return keeping.safe_copy(*desk, folder, turn=window.turn)  # type: ignore[arg-type]


def by_itself(desk: Desk, folder: Path, window: Window) -> object:
    return regular_copies.choose(*desk, folder, turn=window.turn)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.rglob("*") if each.is_file())


def on_its_way(ports: Ports) -> list[str]:
    return names(ports.folder / outgoing.PLACE) if (ports.folder / outgoing.PLACE).exists() else []


@pytest.mark.parametrize("act", [by_hand, by_itself])
def test_a_pages_question_is_answered_while_the_drive_hangs_in_the_middle(
    at: At, hung: Hung, window: Window, monkeypatch: pytest.MonkeyPatch, act: Callable[[Desk, Path, Window], object]
) -> None:
    world = at("shared")
    dele = world.desk("dele")
    monkeypatch.setattr(safekeeping, "LONG", 2.5)
    going = window.copies.submit(act, dele, hung.folder, window)
    assert hung.asked.wait(20)
    assert max(window.page(dele) for _ in range(5)) < SOON
    noted = window.turn(lambda: noting.add(*dele, world.review, "written while it hangs"))
    assert noted is not None
    assert not going.done()
    with pytest.raises(NoAnswer) as told:
        going.result()
    assert told.value.safe == "Nothing here has changed."
    assert on_its_way(dele[0]) == []
    hung.back.set()
    until_over()
    assert [each for each in names(hung.folder) if each == "store.db" or ".part" in each] == []
    assert regular_copies.state(dele[0]).folder == ""
    act(dele, hung.folder, window)  # and the next one is made
    assert "store.db" in names(hung.folder)


def test_the_copy_at_lunch_holds_up_no_page_either(at: At, hung: Hung, window: Window) -> None:
    world = at("shared")
    dele = world.desk("dele")
    going = window.copies.submit(lunch.save, *dele, world.review, hung.folder, turn=window.turn)  # type: ignore[arg-type]
    assert hung.asked.wait(20)
    assert window.page(dele) < SOON
    hung.back.set()
    assert going.result().path.is_file()


def test_the_test_of_a_copy_holds_up_no_page(
    at: At, tmp_path: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    tom = at("joined").desk("tom")
    regular_copies.choose(*tom, tmp_path)
    back, asked, real = threading.Event(), threading.Event(), safekeeping.copy_encrypted

    def wait(*arguments: object) -> None:
        asked.set()
        back.wait(30)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(safekeeping, "copy_encrypted", wait)
    going = window.copies.submit(drill.run, tom[0], turn=window.turn)  # type: ignore[arg-type]
    assert asked.wait(20)
    assert window.page(tom) < SOON
    back.set()
    assert going.result().good
    assert window.turn(lambda: drill.last(tom[0])) == going.result()


def test_a_new_key_meanwhile_leaves_all_that_opens(at: At, hung: Hung, window: Window, tmp_path: Path) -> None:
    world = at("joined")
    tom = world.desk("tom")
    kit = keeping.make_kit(*tom, at_once=True)
    regular_copies.choose(*tom, tmp_path)
    hung.asked.clear()
    going = window.copies.submit(by_itself, tom, hung.folder, window)
    assert hung.asked.wait(20)
    window.turn(lambda: keeping.rekey(tom[0]))
    hung.back.set()
    assert "The first one is there." in str(going.result())
    assert regular_copies.state(tom[0]).due  # what was on its way opens with the key from before
    world.close()
    assert keeping.check(world.desk("tom")[0]).problems == ()
    restored = restore_profile(hung.folder, tmp_path / "new", Unlock("new phrase for it"), " ".join(kit.words))
    restored.close()


def test_what_is_removed_for_good_meanwhile_is_not_on_the_drive(at: At, hung: Hung, window: Window) -> None:
    world = at("shared")
    dele = world.desk("dele")
    [note] = noting.add(*dele, world.review, "a pupil said something").records
    stream = next(each for each in streams(dele[0]) if each.startswith("reviewers-"))
    going = window.copies.submit(by_hand, dele, hung.folder, window)
    assert hung.asked.wait(20)
    window.turn(lambda: keeping.remove_for_good(*dele, stream, "note", note))
    hung.back.set()
    going.result()
    with connect(hung.folder / "store.db", key_of(dele[0])) as copy:
        held = [str(row) for row in copy.execute("SELECT * FROM value").fetchall()]
    copy.close()
    assert held
    assert not any("a pupil said something" in each for each in held)


def test_cancel_answers_at_once_and_nothing_is_left(at: At, hung: Hung, window: Window) -> None:
    tom = at("joined").desk("tom")
    stop = threading.Event()

    def progress(_what: str, _done: int, _of: int) -> None:
        if stop.is_set():
            raise Cancelled

    going = window.copies.submit(keeping.safe_copy, *tom, hung.folder, progress=progress, turn=window.turn)  # type: ignore[arg-type]
    assert hung.asked.wait(20)
    stop.set()
    with pytest.raises(Cancelled):
        going.result(timeout=5)
    assert on_its_way(tom[0]) == []
    hung.back.set()
    until_over()
    assert [each for each in names(hung.folder) if "store.db" in each] == []


def test_one_that_is_named_too_late_loses_its_name_again_and_of_one_in_its_place_it_is_said(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tom = at("joined").desk("tom")
    stick, back = tmp_path / "stick", threading.Event()
    monkeypatch.setattr(safekeeping, "LONG", 0.4)
    real = Path.replace

    def wait(path: Path, target: Path) -> Path:
        if target == stick / "store.db":
            back.wait()
        return real(path, target)

    monkeypatch.setattr(Path, "replace", wait)
    with pytest.raises(NoAnswer) as told:
        keeping.safe_copy(*tom, stick)
    assert told.value.safe == "Nothing here has changed."
    back.set()
    until_over()
    assert not (stick / "store.db").exists()
    keeping.safe_copy(*tom, stick)
    back.clear()
    with pytest.raises(NoAnswer) as told:
        keeping.safe_copy(*tom, stick)
    assert "the one from before or the new one, each whole" in told.value.safe
    back.set()
    until_over()


@pytest.mark.parametrize("where", ["here", "there"])
def test_too_little_room_is_told_before_anything_is_written(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    tom = at("joined").desk("tom")
    stick = tmp_path / "stick"
    keeping.safe_copy(*tom, stick)
    before = {each.name: each.read_bytes() for each in stick.iterdir()}
    real = shutil.disk_usage
    full = tom[0].folder if where == "here" else stick

    def little(path: Path) -> object:
        usage = real(path)
        return usage._replace(free=1000) if Path(path) == full else usage

    monkeypatch.setattr(shutil, "disk_usage", little)
    with pytest.raises(EnvironmentFault) as told:
        keeping.safe_copy(*tom, stick)
    assert told.value.code == ("no_room_here" if where == "here" else "no_room")
    assert "1 kB are free" in told.value.happened
    assert {each.name: each.read_bytes() for each in stick.iterdir()} == before
    assert on_its_way(tom[0]) == []


def test_a_damaged_store_takes_no_whole_copys_place(at: At, tmp_path: Path) -> None:
    tom = at("joined").desk("tom")
    stick = tmp_path / "stick"
    keeping.safe_copy(*tom, stick)
    before = (stick / "store.db").read_bytes()
    store = tom[0].folder / "store.db"
    with store.open("rb+") as file:
        file.seek(store.stat().st_size - 2000)
        file.write(os.urandom(16))
    with pytest.raises(EnvironmentFault) as told:
        keeping.safe_copy(*tom, stick)
    assert told.value.code == "damaged"
    assert (stick / "store.db").read_bytes() == before


def test_it_is_whole_while_somebody_else_reads_the_store(at: At, tmp_path: Path) -> None:
    tom = at("joined").desk("tom")
    reader = connect(tom[0].folder / "store.db", key_of(tom[0]))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM change").fetchone()
    keeping.safe_copy(*tom, tmp_path / "stick")  # it first writes when it was begun, which stays in the log
    reader.close()
    safekeeping.require_whole(tmp_path / "stick", key_of(tom[0]))
    with connect(tmp_path / "stick" / "store.db", key_of(tom[0])) as copy:
        assert copy.execute("SELECT value FROM setting WHERE key = 'copy begun'").fetchone()
    copy.close()


def test_what_a_stopped_computer_left_on_its_way_goes_at_the_next_start(at: At) -> None:
    world = at("joined")
    tom = world.desk("tom")
    left = tom[0].store.take_copy()
    assert left is not None
    assert "store.db" in on_its_way(tom[0])
    for path in (tom[0].folder / outgoing.PLACE).rglob("store.db"):
        with pytest.raises(sqlite3.DatabaseError):
            sqlite3.connect(path).execute("SELECT * FROM change")
    (tom[0].folder / "trial").mkdir()
    world.close()
    again = world.desk("tom")
    assert not (again[0].folder / "trial").exists()
    assert on_its_way(again[0]) == []
    assert not (again[0].folder / outgoing.PLACE).exists()


def key_of(ports: Ports) -> bytes:
    return ports.store._key  # type: ignore[attr-defined, no-any-return]


def streams(ports: Ports) -> tuple[str, ...]:
    with ports.store.begin() as work:
        return tuple(work.streams())


def until_over() -> None:
    for each in threading.enumerate():
        if each.name == "drive" and each is not threading.current_thread():
            each.join(10)

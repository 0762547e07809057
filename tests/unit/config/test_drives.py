"""A drive that hangs: nobody waits for it longer than a person would, and nothing is done late."""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from peerreview.config import drives
from peerreview.config.drives import NoAnswer, Step
from peerreview.errors import Cancelled, EnvironmentFault

SHORT = 0.3


@pytest.fixture
def hang() -> Iterator[threading.Event]:
    """Whoever waits for it hangs until the end of the test."""
    held = threading.Event()
    yield held
    held.set()


def over() -> None:
    """Wait until nothing goes on."""
    for each in threading.enumerate():
        if each.name == "drive":
            each.join(5)


def test_what_the_work_gives_or_raises_comes_back(tmp_path: Path) -> None:
    assert drives.reach(tmp_path, lambda _step: 7) == 7
    with pytest.raises(FileNotFoundError):
        drives.read(tmp_path / "not there")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe in a folder is what hangs here")
def test_a_file_whose_drive_says_nothing_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "PATIENCE", SHORT)
    monkeypatch.setattr(drives, "BRIEF", SHORT)
    pipe = tmp_path / "from Dele.prb"
    os.mkfifo(pipe)
    with pytest.raises(NoAnswer) as told:
        drives.read(pipe)  # opening it blocks until somebody writes
    assert told.value.happened == f"The folder {tmp_path} does not answer."
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        drives.read(pipe)
    assert time.monotonic() - began < SHORT / 2  # it still owes an answer: nobody waits a second time
    os.close(os.open(pipe, os.O_WRONLY))  # the drive answers again
    while True:
        try:
            assert drives.reach(tmp_path, lambda _step: "here") == "here"
        except NoAnswer:
            continue
        break


def test_work_that_gets_on_is_waited_for_however_long_it_takes(tmp_path: Path) -> None:
    def slow(step: Step) -> str:
        for _ in range(6):
            threading.Event().wait(SHORT / 2)
            step()
        return "whole"

    assert drives.reach(tmp_path, slow, patience=SHORT) == "whole"


def test_the_person_may_stop_waiting(tmp_path: Path, hang: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "_TOLD", 0.0)
    said = []

    def progress(what: str, _done: int, _of: int) -> None:
        said.append(what)
        raise Cancelled

    with pytest.raises(Cancelled):
        drives.reach(tmp_path, lambda _step: hang.wait(), progress)
    assert said == ["waiting for the drive"]


def test_nothing_is_done_late(tmp_path: Path, hang: threading.Event) -> None:
    ended = threading.Event()

    def work(step: Step) -> None:
        try:
            hang.wait()
            step()
            (tmp_path / "late").touch()
        finally:
            ended.set()

    with pytest.raises(NoAnswer):
        drives.reach(tmp_path, work, patience=SHORT)
    hang.set()
    assert ended.wait(5)
    assert list(tmp_path.iterdir()) == []


def test_what_is_done_just_before_the_wait_is_stopped_stays_done(
    tmp_path: Path, hang: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "_TOLD", 0.0)

    def progress(_what: str, _done: int, _of: int) -> None:
        hang.set()
        over()
        raise Cancelled

    assert drives.reach(tmp_path, lambda _step: hang.wait(), progress) is True


def test_after_somebody_stopped_waiting_a_slow_stick_is_asked_again(
    tmp_path: Path, hang: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "_TOLD", 0.0)

    def cancelled(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        drives.reach(tmp_path, lambda _step: hang.wait(), cancelled)
    threading.Timer(SHORT, hang.set).start()
    assert drives.reach(tmp_path, lambda _step: "here") == "here"


def test_every_piece_and_the_name_are_down_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, brought = os.fsync, []

    def fsync(descriptor: int) -> None:
        brought.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "piece")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    for new in (True, False):
        drives.write(tmp_path / "note.pdf", bytes(drives.PIECE + 1), new=new)
    assert brought == ["piece", "piece", "folder"] * 2


def test_a_name_that_another_computer_took_meanwhile_keeps_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, settle = tmp_path / "note.pdf", drives.settle

    def meanwhile(file: BinaryIO) -> None:
        settle(file)
        path.write_bytes(b"somebody else's")

    monkeypatch.setattr(drives, "settle", meanwhile)
    with pytest.raises(FileExistsError, match=r"^[^:]*note\.pdf$"):
        drives.write(path, b"ours", new=True)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"somebody else's"]


@pytest.mark.parametrize("new", [True, False])
def test_a_name_that_is_given_late(
    tmp_path: Path, hang: threading.Event, monkeypatch: pytest.MonkeyPatch, new: bool
) -> None:
    path = tmp_path / "note.pdf"
    monkeypatch.setattr(drives, "PATIENCE", SHORT)
    monkeypatch.setattr(drives, "sync_folder", lambda _folder: hang.wait())
    if not new:
        path.write_bytes(b"the file of before")
    with pytest.raises(NoAnswer) as told:
        drives.write(path, b"late", new=new)
    assert path.read_bytes() == b"late"
    hang.set()
    over()
    assert path.exists() is not new  # a new one is taken away again
    assert ("may or may not have been written" in told.value.safe) is not new


def test_what_was_just_written_is_removed_also_while_the_place_owes_an_answer(
    tmp_path: Path, hang: threading.Event
) -> None:
    path = tmp_path / "first of two.prb"
    drives.write(path, b"half of it", new=True)
    with pytest.raises(NoAnswer):
        drives.reach(tmp_path, lambda _step: hang.wait(), patience=SHORT)
    began = time.monotonic()
    drives.remove(path)
    assert time.monotonic() - began < SHORT
    while path.exists():
        assert time.monotonic() - began < 5
    hang.set()
    over()
    assert drives.reach(tmp_path, lambda _step: "here") == "here"


def test_a_file_is_written_whole_and_never_over_another_where_it_has_to_be_new(tmp_path: Path) -> None:
    path, data = tmp_path / "note.pdf", os.urandom(drives.PIECE + 1)
    drives.write(path, data)
    assert drives.read(path) == data
    assert drives.read(path, 5) == data[:5]
    drives.write(path, b"new")
    assert path.read_bytes() == b"new"
    with pytest.raises(FileExistsError):
        drives.write(path, b"other", new=True)
    assert [each.name for each in tmp_path.iterdir()] == ["note.pdf"]
    with pytest.raises(EnvironmentFault) as told:
        drives.save(tmp_path / "no such folder" / "note.pdf", b"x")
    assert told.value.code == "cannot_write"
    drives.remove(path)
    drives.remove(path)
    assert list(tmp_path.iterdir()) == []

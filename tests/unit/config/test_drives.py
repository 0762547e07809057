"""A drive that hangs: nobody waits for it longer than a person would, and nothing is done late."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

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


def test_what_the_work_gives_or_raises_comes_back(tmp_path: Path) -> None:
    assert drives.reach(tmp_path, lambda _step: 7) == 7
    with pytest.raises(FileNotFoundError):
        drives.read(tmp_path / "not there")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe in a folder is what hangs here")
def test_a_file_whose_drive_says_nothing_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "PATIENCE", SHORT)
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

"""A stick or network drive whose calls never come back: what was asked ends, with words, and nothing is done late."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from peerreview.bootstrap import Unlock, read_workbook, restore_profile
from peerreview.config import drives
from peerreview.config.drives import NoAnswer
from peerreview.errors import BadInput, Cancelled, EnvironmentFault
from peerreview.identity.signer import Signer
from peerreview.persistence import safekeeping
from peerreview.services import (
    carriers,
    context,
    documents,
    inbox,
    inspecting,
    issuing,
    keeping,
    last_time,
    noting,
    office,
    opening,
    post,
    recalling,
    regular_copies,
    sending,
    start,
)
from peerreview.services.ports import Ports, silent
from tests.integration.services.world import World

T = TypeVar("T")
At = Callable[[str], World]
SOON = 4.0
"""Seconds within which somebody is told on a busy computer; the drive hangs for as long as the test lasts."""


class Drive:
    """A folder on which one act blocks, in the calls that ask the system for it, until the drive is back."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, monkeypatch
        self.back = threading.Event()
        self.asked = threading.Event()
        folder.mkdir()

    def hangs(self, owner: object, act: str) -> None:
        """Let this act hang for whatever lies in the folder."""
        real = getattr(owner, act)

        def wait(path: object, *arguments: object, **named: object) -> object:
            if str(path).startswith(str(self.folder)):
                self.asked.set()
                self.back.wait()
            return real(path, *arguments, **named)

        self._patch.setattr(owner, act, wait)


class Turns:
    """Counts the turns with the store; no drive is reached in one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.had = 0
        self._patch = monkeypatch

    def __call__(self, work: Callable[[], T], /) -> T:
        self.had += 1
        with self._patch.context() as patch:
            patch.setattr(drives, "reach", _no_drive)
            return work()


def _no_drive(place: Path, *_: object, **__: object) -> None:
    raise AssertionError(f"{place} was reached while the store was had")


@pytest.fixture
def drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    """A drive that answers until it is told otherwise; it is back when the test ends."""
    monkeypatch.setattr(drives, "PATIENCE", 0.4)
    monkeypatch.setattr(drives, "BRIEF", 0.2)
    made = Drive(tmp_path / "drive", monkeypatch)
    yield made
    made.back.set()


def ends_soon(act: Callable[[], object]) -> object:
    """What comes of it, and that it comes soon."""
    began = time.monotonic()
    try:
        return act()
    finally:
        assert time.monotonic() - began < SOON


def test_a_file_for_colleagues_is_told_and_not_made_late(at: At, drive: Drive) -> None:
    world = at("shared")
    tom = world.desk("tom")
    before = len(post.show(*tom).went)
    drive.hangs(shutil, "disk_usage")
    with pytest.raises(NoAnswer) as told:
        ends_soon(lambda: sending.working_copy(*tom, world.review, [world.people["dele"]], drive.folder))
    assert told.value.happened == f"The folder {drive.folder} does not answer."
    assert len(post.show(*tom).went) == before  # nothing is remembered as sent
    noting.add(*world.desk("dele"), world.review, "the store goes on")
    drive.back.set()
    _until(lambda: not any(each.name == "drive" for each in threading.enumerate()))
    assert list(drive.folder.iterdir()) == []


def test_waiting_for_it_can_be_stopped(at: At, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "PATIENCE", 60.0)
    world = at("shared")
    drive.hangs(shutil, "disk_usage")

    def progress(what: str, _done: int, _of: int) -> None:
        if what == "waiting for the drive":
            raise Cancelled

    with pytest.raises(Cancelled):
        sending.working_copy(*world.desk("tom"), world.review, [world.people["dele"]], drive.folder, progress)


def test_a_file_that_lies_there_is_not_waited_for(at: At, drive: Drive) -> None:
    world = at("shared")
    pipe = drive.folder / "from Tom.prb"
    os.mkfifo(pipe)  # opening it blocks in the system itself
    with pytest.raises(NoAnswer):
        ends_soon(lambda: opening.look(*world.desk("dele"), pipe))
    with pytest.raises(NoAnswer):
        ends_soon(lambda: opening.bring_in(*world.desk("dele"), pipe))
    several = opening.bring_all(*world.desk("dele"), [pipe, drive.folder / "another.prb"])
    assert {each.code for each in several.unopened} == {"no_answer"}
    os.close(os.open(pipe, os.O_WRONLY))


def test_a_file_is_fetched_before_the_store_is_asked_for(at: At, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    world = at("shared")
    dele, turns = world.desk("dele"), Turns(monkeypatch)
    sheet, pages = drive.folder / "a list.csv", drive.folder / "SEF.pdf"
    for path in (sheet, pages):
        path.write_bytes(b"%PDF-")
    drive.hangs(Path, "open")
    acts: tuple[Callable[[], object], ...] = (
        lambda: opening.look(*dele, pages, turn=turns),
        lambda: opening.bring_in(*dele, pages, turn=turns),
        lambda: documents.attach(*dele, world.review, pages, turn=turns),
        lambda: last_time.bring(*dele, world.review, sheet, turn=turns),
        lambda: office.from_list(*dele, sheet, turn=turns),
    )
    for act in acts:
        with pytest.raises(NoAnswer):
            ends_soon(act)
    assert turns.had == 0
    drive.back.set()
    _until(lambda: not any(each.name == "drive" for each in threading.enumerate()))
    sent = sending.working_copy(*world.desk("tom"), world.review, [world.people["dele"]], drive.folder).paths[0]
    assert not opening.look(*dele, sent, turn=turns).seen_before
    assert opening.bring_in(*dele, sent, turn=turns).arrival
    assert len(opening.bring_all(*dele, [sent], turn=turns).brought) == 1
    assert turns.had == 3


def test_a_file_beyond_the_limit_is_not_read_to_its_end(at: At, tmp_path: Path) -> None:
    path = tmp_path / "a film.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-")
        file.truncate(opening.LIMIT * 3)  # a hole: it takes no room
    read: list[int] = []
    with pytest.raises(BadInput) as told:
        opening.look(*at("shared").desk("dele"), path, progress=lambda _what, done, _of: read.append(done))
    assert told.value.code == "too_large"
    assert max(read) == opening.LIMIT >> 10


def test_a_watched_folder_is_looked_at_again(at: At, drive: Drive) -> None:
    world = at("shared")
    miriam = world.desk("miriam")
    carriers.watch(*miriam, drive.folder)
    drive.hangs(Path, "iterdir")
    assert ends_soon(lambda: inbox.look(*miriam, {})) == inbox.Waiting((), (), {}, gone=True)
    assert ends_soon(lambda: inbox.there(*miriam)) == ()
    assert ends_soon(lambda: post.show(*miriam)).folder == ()  # type: ignore[attr-defined]
    drive.back.set()
    _until(lambda: not inbox.look(*miriam, {}).gone)


def test_a_safe_copy_that_makes_itself_says_so_and_one_by_hand_too(at: At, drive: Drive) -> None:
    world = at("joined")
    tom = world.desk("tom")
    regular_copies.choose(*tom, drive.folder)
    drive.hangs(Path, "is_dir")
    world.clock.now += timedelta(days=1)
    stands = regular_copies.make_due(*tom)
    assert stands.why == f"the folder {drive.folder} does not answer."
    drive.hangs(Path, "mkdir")
    with pytest.raises(NoAnswer):
        ends_soon(lambda: keeping.safe_copy(*tom, drive.folder / "by hand"))
    drive.back.set()
    _until(lambda: not any(each.name == "drive" for each in threading.enumerate()))
    assert regular_copies.make_due(*tom).missed is None


def test_a_copy_out_of_reach_is_told_when_words_are_removed(at: At, drive: Drive) -> None:
    world = at("shared")
    dele = world.desk("dele")
    [note] = noting.add(*dele, world.review, "a pupil said something").records
    regular_copies.choose(*dele, drive.folder)
    stream = next(each for each in _streams(world) if each.startswith("reviewers-"))
    drive.hangs(Path, "is_dir")
    removed = ends_soon(lambda: keeping.remove_for_good(*dele, stream, "note", note))
    assert removed.left  # type: ignore[attr-defined]


def test_small_files_are_told_too(at: At, drive: Drive) -> None:
    world = at("shared")
    tom = world.desk("tom")
    sent = sending.working_copy(*tom, world.review, [world.people["dele"]], drive.folder)
    drive.hangs(Path, "open")
    with pytest.raises(NoAnswer):
        ends_soon(lambda: recalling.note(*tom, sent.bundles, drive.folder))


def test_of_two_files_that_go_together_the_first_is_taken_away_when_the_drive_hangs_at_the_second(
    at: At, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = at("shared")
    tom = world.desk("tom")
    made = tmp_path / "made"
    made.mkdir()
    sent = [sending.working_copy(*tom, world.review, [world.people[who]], made) for who in ("dele", "miriam")]
    second = drive.folder / sent[1].paths[0].name
    real = Path.hardlink_to

    def hangs(path: Path, part: Path) -> None:
        if path == second:
            drive.back.wait()
        real(path, part)

    monkeypatch.setattr(Path, "hardlink_to", hangs)
    with pytest.raises(NoAnswer):
        ends_soon(lambda: post.copy(*tom, [each.bundles[0] for each in sent], drive.folder))
    _until(lambda: not list(drive.folder.glob("*.prb")))
    drive.back.set()
    _until(lambda: not any(each.name == "drive" for each in threading.enumerate()))
    assert list(drive.folder.iterdir()) == []


def test_a_disk_that_wakes_up_gets_the_copy_that_somebody_asked_for(
    at: At, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    tom = at("joined").desk("tom")
    monkeypatch.setattr(drives, "PATIENCE", 5.0)
    drive.hangs(Path, "mkdir")
    threading.Timer(3 * drives.BRIEF, drive.back.set).start()
    assert keeping.safe_copy(*tom, drive.folder / "by hand").path.is_file()


@pytest.mark.parametrize(("owner", "act"), [(Path, "mkdir"), (safekeeping, "connect")])
def test_waiting_for_a_safe_copy_can_be_stopped(
    at: At, drive: Drive, monkeypatch: pytest.MonkeyPatch, owner: object, act: str
) -> None:
    tom = at("joined").desk("tom")
    monkeypatch.setattr(drives, "PATIENCE", 60.0)
    drive.hangs(owner, act)
    with pytest.raises(Cancelled):
        ends_soon(lambda: regular_copies.choose(*tom, drive.folder, stopped))
    assert regular_copies.state(tom[0]).folder == ""


@pytest.mark.parametrize("stop", [True, False])
def test_bringing_a_copy_back_from_a_stick_that_hangs_ends(
    at: At, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: bool
) -> None:
    world = at("joined")
    tom = world.desk("tom")
    kit = keeping.make_kit(*tom, at_once=True)
    _chosen(tom, drive.folder)
    drive.hangs(Path, "read_bytes")
    if stop:
        monkeypatch.setattr(drives, "PATIENCE", 60.0)
    with pytest.raises(Cancelled if stop else NoAnswer):
        ends_soon(
            lambda: restore_profile(
                drive.folder, tmp_path / "new", Unlock("amber candle drift elbow"), " ".join(kit.words),
                world.sources, progress=stopped if stop else silent,
            )
        )  # fmt: skip
    assert not (tmp_path / "new" / "store.db").exists()


def test_a_copy_that_was_made_is_no_failure_when_the_drive_hangs_after_it(at: At, drive: Drive) -> None:
    tom = at("joined").desk("tom")
    drive.hangs(Path, "iterdir")  # looking for older ones
    assert "The first one is there." in str(ends_soon(lambda: regular_copies.choose(*tom, drive.folder)))
    stands = regular_copies.state(tom[0])
    assert stands.last is not None
    assert stands.missed is None


def test_several_folders_that_hang_are_waited_for_once(
    at: At, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = at("shared")
    tom = world.desk("tom")
    here = tmp_path / "here"
    for each in [*(drive.folder / str(number) for number in range(4)), here]:
        each.mkdir()
        sending.working_copy(*tom, world.review, [world.people["dele"]], each)
    monkeypatch.setattr(drives, "BRIEF", 0.6)
    drive.hangs(Path, "glob")
    shown = ends_soon(lambda: post.show(*tom))
    folders = {path.parent for each in shown.went for path in each.files}  # type: ignore[attr-defined]
    assert here in folders
    assert not any(each.is_relative_to(drive.folder) for each in folders)


def stopped(what: str, _done: int, _of: int) -> None:
    """Somebody who does not wait for a drive."""
    if what == "waiting for the drive":
        raise Cancelled


def _chosen(tom: tuple[Ports, Signer], folder: Path) -> str:
    """The folder, once it holds a first copy."""
    regular_copies.choose(*tom, folder)
    return str(folder)


def _streams(world: World) -> tuple[str, ...]:
    with world.app("dele").ports.store.begin() as work:
        return tuple(work.streams())


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end


CHOSEN: dict[str, tuple[str, Callable[[World, Path], object]]] = {
    "photo": ("display.jpg", lambda world, path: world.desk("dele")[0].photo(path)),
    "document": ("plan.pdf", lambda world, path: documents.attach(*world.desk("tom"), world.review, path)),
    "last time": ("steps.xlsx", lambda world, path: last_time.bring(*world.desk("tom"), world.review, path)),
    "last time as CSV": ("steps.csv", lambda world, path: last_time.bring(*world.desk("tom"), world.review, path)),
    "register": (
        "edubase20261101.csv",
        lambda world, path: context.fill(*world.desk("tom"), world.review, path),
    ),
    "people": ("people.xlsx", lambda world, path: office.from_list(*world.desk("gwen"), path)),
    "schools": ("register.zip", lambda world, path: office.from_register(*world.desk("gwen"), path, ["900101"])),
    "workbook": ("handbook.xlsx", lambda _world, path: read_workbook(path)),
    "handbook": ("handbook.yaml", lambda world, path: issuing.handbook(*world.desk("gwen"), path.parent)),
    "any file": ("something", lambda world, path: opening.look(*world.desk("dele"), path)),
    "inside": ("something.pdf", lambda world, path: inspecting.inspect_here(*world.desk("dele"), path)),
    "key file": ("Tom.p12", lambda _world, path: start.guest(path, "a phrase of four words")),
}


@pytest.mark.parametrize("kind", CHOSEN)
def test_a_file_that_somebody_chose_is_left_behind_with_the_same_words(at: At, drive: Drive, kind: str) -> None:
    name, choose = CHOSEN[kind]
    world = at("shared")
    choose_now = partial(choose, world, drive.folder / name)
    for who in ("tom", "dele", "gwen"):
        world.desk(who)
    os.mkfifo(drive.folder / name)  # opening it blocks in the system itself
    with pytest.raises(NoAnswer) as told:
        ends_soon(choose_now)
    assert told.value.happened == f"The folder {drive.folder} does not answer."
    noting.add(*world.desk("dele"), world.review, "the store goes on")
    os.close(os.open(drive.folder / name, os.O_WRONLY))


@pytest.mark.parametrize(
    "kind", [each for each in CHOSEN if each not in ("handbook", "any file", "inside", "key file")]
)
def test_a_stick_that_was_pulled_is_told_in_plain_words(at: At, tmp_path: Path, kind: str) -> None:
    name, choose = CHOSEN[kind]
    with pytest.raises(EnvironmentFault) as told:
        choose(at("shared"), tmp_path / "gone" / name)
    assert told.value.happened == f"“{name}” cannot be read."
    assert told.value.safe == "Nothing here has changed."

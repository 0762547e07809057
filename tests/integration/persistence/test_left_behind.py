"""A safe copy whose drive hung was left behind: what it still holds or does later harms no living data."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from peerreview.config.drives import NoAnswer
from peerreview.errors import EnvironmentFault
from peerreview.journal.buffer import DRAFTS
from peerreview.persistence import engine, safekeeping
from peerreview.persistence.engine import connect
from peerreview.persistence.keyholder import KIT, KeyHolder, new_key
from peerreview.persistence.rekeying import change_key, settled_key
from peerreview.persistence.store import STORE
from peerreview.persistence.typing import TypingStore
from tests.integration.persistence.world import DELE, Device, Member, note, reviewers_begin

Make = Callable[[Member], Device]
Hangs = Callable[[object, str, Path], None]
PHRASE = "seven grey herons at Quillbeck"


@pytest.fixture
def back() -> Iterator[threading.Event]:
    """Set once the drive is back; it is back when the test ends."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def hangs(back: threading.Event, monkeypatch: pytest.MonkeyPatch) -> Hangs:
    """Lets an act on one path hang until the drive is back; nobody waits long for it."""
    monkeypatch.setattr(safekeeping, "LONG", 0.4)

    def hang(owner: object, act: str, where: Path) -> None:
        real = getattr(owner, act)

        def wait(path: Path, *arguments: object, **named: object) -> object:
            given = real(path, *arguments, **named)
            if path == where:
                back.wait()
            return given

        monkeypatch.setattr(owner, act, wait)

    return hang


def over() -> None:
    """Wait until nothing that was left behind goes on."""
    for each in threading.enumerate():
        if each.name == "drive" and each is not threading.current_thread():
            each.join(10)


@pytest.mark.parametrize("reading", [True, False])
def test_the_key_is_not_changed_under_a_connection_that_was_left_behind(device: Make, reading: bool) -> None:
    dele = device(DELE)
    stream = dele.begin("reviewers", *reviewers_begin(DELE))
    holder, typing, following = KeyHolder(dele.folder), TypingStore(dele.folder, dele.key), new_key()
    holder.keep(dele.key, phrase=PHRASE)
    left = connect(dele.folder / STORE, dele.key)
    left.execute("BEGIN")
    left.execute("SELECT count(*) FROM change").fetchone()
    if not reading:
        left.execute("ROLLBACK")
    dele.write(stream, note("Written while it hangs."))
    with pytest.raises(EnvironmentFault) as told:
        change_key(dele.folder, holder, dele.store, typing, following, phrase=PHRASE)
    assert told.value.code == "being_copied"
    dele.write(stream, note("And after that."))
    dele.store.close()
    typing.close()
    left.close()
    dele.key = settled_key(dele.folder, holder, holder.keys(phrase=PHRASE))
    assert dele.key == following
    with dele.reopen().begin() as unit:
        assert len(unit.stream(stream)) == 3


def test_a_copy_that_is_brought_back_late_leaves_the_key_of_a_living_profile(
    device: Make, tmp_path: Path, back: threading.Event, hangs: Hangs
) -> None:
    dele = device(DELE)
    copy, new = tmp_path / "stick", tmp_path / "new"
    dele.store.backup(copy)
    (copy / KIT).write_bytes(b"the copy's")
    new.mkdir()
    hangs(Path, "read_bytes", copy / KIT)
    with pytest.raises(NoAnswer):
        safekeeping.restore(copy, new, dele.key)
    (new / KIT).write_bytes(b"of a living profile")
    back.set()
    over()
    assert [(each.name, each.read_bytes()) for each in new.iterdir()] == [(KIT, b"of a living profile")]


def test_two_that_bring_back_into_one_folder_do_not_write_one_file(
    device: Make, tmp_path: Path, back: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "LONG", 0.4)
    dele = device(DELE)
    first, second, new = tmp_path / "first" / "copy", tmp_path / "second" / "copy", tmp_path / "new"
    for each in (first, second):
        dele.store.backup(each)
    real, parts = engine.connect, []

    def connected(path: Path, key: bytes, *, create: bool = False) -> object:
        opened = real(path, key, create=create)
        if create:
            parts.append(path)
            if len(parts) == 1:
                back.wait()
            else:  # the first goes on, and clears its own away, while the second is at work
                back.set()
                over()
        return opened

    monkeypatch.setattr(engine, "connect", connected)
    with pytest.raises(NoAnswer):
        safekeeping.restore(first, new, dele.key)
    safekeeping.restore(second, new, dele.key)
    assert [each.name for each in new.iterdir()] == [STORE]
    safekeeping.read_back(new, dele.key)


def test_a_copy_that_is_cleaned_late_takes_no_newer_ones_place(
    device: Make, tmp_path: Path, back: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    dele = device(DELE)
    stream = dele.begin("reviewers", *reviewers_begin(DELE))
    with dele.store.begin() as unit:
        unit.set_setting(f"{DRAFTS}a review", "typed")
        unit.commit()
    copy = tmp_path / "row" / "monday"
    dele.store.backup(copy)
    dele.write(stream, note("Written later."))
    newer = dele.store.backup(tmp_path / "another").read_bytes()
    monkeypatch.setattr(safekeeping, "LONG", 0.4)
    monkeypatch.setattr(safekeeping, "sync", lambda _part: back.wait())
    assert safekeeping.scrub(copy, dele.key, []) == (copy,)
    (copy / STORE).write_bytes(newer)
    back.set()
    over()
    assert [each.name for each in copy.iterdir()] == [STORE]
    assert (copy / STORE).read_bytes() == newer

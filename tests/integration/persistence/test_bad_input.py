"""Wrong keys, damaged, cut off, full, read-only and newer files: told in sentences, and never half applied."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from peerreview.errors import EnvironmentFault, Refused, UserFacingError
from peerreview.journal.buffer import Entry
from peerreview.persistence.engine import connect, open_engine
from peerreview.persistence.keyholder import new_key
from peerreview.persistence.safekeeping import restore
from peerreview.persistence.store import STORE, Store, create_store, open_store
from peerreview.persistence.typing import TYPING, TypingStore
from tests.integration.persistence.world import (
    AT,
    DELE,
    MIRIAM,
    Device,
    Member,
    fresh,
    note,
    reviewers_begin,
    table,
)

Make = Callable[[Member], Device]
PAGE = 4096


def filled(device: Make) -> tuple[Device, str]:
    """A store of some hundred pages, closed."""
    dele = device(DELE)
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE))
    with dele.store.begin() as unit:
        for place in range(150):
            composed = dele.compose(unit, stream_id, note(f"the books show the same steps {place}. " * 20))
            unit.append(stream_id, composed.change, composed.values)
        unit.commit()
    dele.store.close()
    return dele, stream_id


def flip(path: Path, page: int) -> None:
    """Turn one bit of a page, counted from 1."""
    data = bytearray(path.read_bytes())
    data[(page - 1) * PAGE + 1000] ^= 1
    path.write_bytes(data)


def opened(one: Device) -> Store | UserFacingError:
    """The device's store, or what is said when it does not open."""
    try:
        return open_store(one.folder, one.key, table())
    except UserFacingError as told:
        return told


def in_plain_words(fault: UserFacingError) -> None:
    """What happened, what is safe and what to do, without a word of the machine's."""
    for sentence in (fault.happened, fault.safe, fault.todo):
        assert sentence.endswith(".")
        assert not any(word in sentence.lower() for word in ("sql", "database", "malformed", "invalid", "errno"))


def test_a_wrong_key_is_refused_and_changes_nothing(device: Make, capfd: pytest.CaptureFixture[str]) -> None:
    dele, _ = filled(device)
    before = (dele.folder / STORE).read_bytes()
    with pytest.raises(Refused) as told:
        open_store(dele.folder, new_key(), table())
    assert told.value.code == "wrong_key"
    in_plain_words(told.value)
    with pytest.raises(Refused):
        TypingStore(dele.folder, dele.key).close() or TypingStore(dele.folder, new_key())
    assert (dele.folder / STORE).read_bytes() == before
    assert capfd.readouterr() == ("", "")


def test_a_key_of_another_length_is_a_bug_not_a_key(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        create_store(tmp_path, b"short", table())
    assert list(tmp_path.iterdir()) == []


def test_one_flipped_bit_is_found_and_named_wherever_it_lies(device: Make) -> None:
    dele, stream_id = filled(device)
    whole = (dele.folder / STORE).read_bytes()
    pages = len(whole) // PAGE
    assert pages > 100
    for page in (1, 2, 3, pages // 2, pages - 1, pages):
        (dele.folder / STORE).write_bytes(whole)
        flip(dele.folder / STORE, page)
        store = opened(dele)
        if isinstance(store, UserFacingError):
            assert store.code == ("wrong_key" if page == 1 else "damaged")
            in_plain_words(store)
            continue
        assert any(f"page {page}" in problem for problem in store.check().problems)
        with suppress(EnvironmentFault), store.begin() as unit:
            unit.stream(stream_id)
            unit.search_notes("books")
        store.close()


def test_a_file_cut_off_anywhere_is_told_as_damage(device: Make) -> None:
    dele, _ = filled(device)
    whole = (dele.folder / STORE).read_bytes()
    for length in (0, 10, PAGE - 1, PAGE, 5 * PAGE, 5 * PAGE + 100, len(whole) // 2, len(whole) - PAGE):
        (dele.folder / STORE).write_bytes(whole[:length])
        store = opened(dele)
        if isinstance(store, UserFacingError):
            assert store.code in ("damaged", "wrong_key")
            in_plain_words(store)
            continue
        assert store.check().problems
        store.close()


def test_something_else_under_that_name_is_told_as_such(tmp_path: Path) -> None:
    key = new_key()
    with pytest.raises(EnvironmentFault) as told:
        open_store(tmp_path, key, table())
    assert told.value.code == "no_store"
    assert list(tmp_path.iterdir()) == []
    engine = open_engine(tmp_path / STORE, key, create=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE somebody_elses (id)")
    engine.dispose()
    with pytest.raises(EnvironmentFault) as told:
        open_store(tmp_path, key, table())
    assert told.value.code == "damaged"
    in_plain_words(told.value)


def test_a_store_is_never_made_over_another(device: Make) -> None:
    dele, _ = filled(device)
    with pytest.raises(Refused) as told:
        create_store(dele.folder, new_key(), table())
    assert told.value.code == "already_there"
    with pytest.raises(Refused):
        restore(dele.folder, dele.folder, dele.key)
    assert dele.reopen().check().problems == ()


def test_a_newer_store_is_refused_naming_the_version_it_needs(device: Make) -> None:
    dele, _ = filled(device)
    raw = connect(dele.folder / STORE, dele.key)
    raw.execute("UPDATE alembic_version SET version_num = '0099'")
    raw.execute("UPDATE setting SET value = '1.3.0' WHERE key = 'store.needs'")
    raw.execute("DROP TABLE review_line")
    raw.close()
    before = (dele.folder / STORE).read_bytes()
    with pytest.raises(Refused) as told:
        open_store(dele.folder, dele.key, table())
    assert told.value.code == "newer_store"
    assert "1.3.0" in told.value.happened
    assert (dele.folder / STORE).read_bytes() == before


def test_a_missing_typing_buffer_is_an_empty_one(tmp_path: Path) -> None:
    key = new_key()
    typing = TypingStore(tmp_path, key)
    typing.keep(Entry("private-" + "0" * 32, "private_note", fresh(), "text", DELE.id, (), "words", AT))
    typing.close()
    (tmp_path / TYPING).unlink()
    typing = TypingStore(tmp_path, key)
    assert typing.entries() == ()
    typing.close()


def test_the_database_speaks_only_of_faults_as_faults(tmp_path: Path) -> None:
    """A bug in a statement stays a bug, and its error text quotes no value."""
    engine = open_engine(tmp_path / "x.db", new_key(), create=True)
    with engine.begin() as connection, pytest.raises(Exception, match="no such table") as told:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", ("zyxomma told me",))
    assert not isinstance(told.value, UserFacingError)
    assert "zyxomma" not in str(told.value)
    engine.dispose()


def test_nothing_that_was_typed_reaches_the_log(device: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    dele = device(DELE)
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE))
    dele.write(stream_id, note("zyxomma told me"))
    with dele.store.begin() as unit:
        unit.search_notes("zyxomma")
    dele.store.check()
    dele.store.rebuild()
    dele.store.backup(dele.folder.parent / "copy")
    assert "zyxomma" not in caplog.text


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, with room for a small store."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not allow mounting")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_full_disk_keeps_what_was_saved_and_nothing_of_the_rest(small_disk: Path) -> None:
    dele = Device(DELE, small_disk / "dele")
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE))
    kept = [dele.write(stream_id, note("The books show the same steps."))]

    def write_on() -> None:
        while True:
            kept.append(dele.write(stream_id, note(f"the books {len(kept)} " * 100)))

    with pytest.raises(EnvironmentFault) as told:
        write_on()
    assert told.value.code == "no_room"
    in_plain_words(told.value)
    with dele.store.begin() as unit:
        assert [stored.id for stored in unit.stream(stream_id).changes][1:] == kept
    with pytest.raises(EnvironmentFault) as told:
        dele.store.backup(small_disk / "copy")
    assert told.value.code == "no_room"
    assert list((small_disk / "copy").iterdir()) == []
    dele.store.close()
    shutil.copytree(dele.folder, small_disk.parent / "elsewhere")
    store = open_store(small_disk.parent / "elsewhere", dele.key, table())
    assert store.check().problems == ()
    with store.begin() as unit:
        assert [stored.id for stored in unit.stream(stream_id).changes][1:] == kept
    store.close()


def test_a_full_disk_stops_an_import_whole(small_disk: Path, device: Make) -> None:
    miriam = device(MIRIAM)
    stream_id = miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE))
    with miriam.store.begin() as unit:
        for place in range(400):
            composed = miriam.compose(unit, stream_id, note(f"the books {place} " * 100))
            unit.append(stream_id, composed.change, composed.values)
        unit.commit()
    dele = Device(DELE, small_disk / "dele")
    with pytest.raises(EnvironmentFault) as told:
        dele.bring_in(miriam.send(stream_id))
    assert told.value.code == "no_room"
    with dele.store.begin() as unit:
        assert unit.streams() == ()
        assert unit.set_aside() == ()
    assert dele.store.check().problems == ()
    dele.store.close()


def test_a_read_only_disk_is_told_as_such(small_disk: Path) -> None:
    dele = Device(DELE, small_disk / "dele")
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE))
    dele.store.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(EnvironmentFault) as told:
        open_store(dele.folder, dele.key, table())
    assert told.value.code in ("read_only", "cannot_open")
    in_plain_words(told.value)
    with pytest.raises(EnvironmentFault):
        TypingStore(dele.folder, dele.key)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    with dele.reopen().begin() as unit:
        assert unit.streams() == (stream_id,)
    dele.store.close()


def test_a_damaged_safe_copy_is_not_brought_back(device: Make, tmp_path: Path) -> None:
    dele, _ = filled(device)
    dele.reopen().backup(tmp_path / "stick")
    dele.store.close()
    flip(tmp_path / "stick" / STORE, 40)
    with pytest.raises(EnvironmentFault) as told:
        restore(tmp_path / "stick", tmp_path / "new", dele.key)
    assert told.value.code == "damaged"
    assert not (tmp_path / "new" / STORE).exists()
    with pytest.raises(Refused):
        restore(tmp_path / "stick", tmp_path / "new", new_key())
    with pytest.raises(EnvironmentFault):
        restore(tmp_path / "nowhere", tmp_path / "new", dele.key)

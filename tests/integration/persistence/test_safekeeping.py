"""Safe copies and the key: made, brought back with the sheet or the keyring's key, and put under a new one."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from peerreview.errors import Refused
from peerreview.persistence.engine import connect
from peerreview.persistence.keyholder import KeyHolder, new_key
from peerreview.persistence.rekeying import change_key, settled_key
from peerreview.persistence.safekeeping import opening_key, restore
from peerreview.persistence.store import BACKUPS, STORE, open_store
from peerreview.persistence.typing import TypingStore
from peerreview.services import keeping
from tests.integration.persistence.world import DELE, Device, Member, note, plain, reviewers_begin, table

Make = Callable[[Member], Device]
PHRASE = "seven grey herons at Quillbeck"


def with_note(device: Make) -> tuple[Device, str]:
    """A device with one note."""
    dele = device(DELE)
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE))
    dele.write(stream_id, note("The books show the same steps."))
    return dele, stream_id


def test_the_file_is_encrypted_private_and_kept_durable(device: Make) -> None:
    dele, _ = with_note(device)
    for path in dele.folder.glob("store.db*"):
        data = path.read_bytes()
        assert b"SQLite" not in data
        assert b"books" not in data
        assert dele.key not in data
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"The books show" in plain(dele.folder / STORE, dele.key)
    connection = connect(dele.folder / STORE, dele.key)
    told = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
    }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
    connection.close()


def test_a_safe_copy_is_brought_back_on_another_computer_with_the_sheet(device: Make, tmp_path: Path) -> None:
    dele, stream_id = with_note(device)
    kit = pyrage.x25519.Identity.generate()
    KeyHolder(dele.folder).write_kit(dele.key, str(kit.to_public()))
    copy = dele.store.backup(tmp_path / "stick" / "monday")
    assert copy == tmp_path / "stick" / "monday" / STORE
    assert sorted(path.name for path in copy.parent.iterdir()) == ["key.age", STORE]
    dele.write(stream_id, note("Later."))
    dele.store.backup(copy.parent)  # takes the place of the one before
    dele.store.close()
    new = tmp_path / "new laptop"
    (key,) = KeyHolder(copy.parent).keys_from_kit(str(kit))
    restore(copy.parent, new, opening_key(copy, [new_key(), key]))
    KeyHolder(new).keep(key, phrase=PHRASE)
    store = open_store(new, settled_key(new, KeyHolder(new), KeyHolder(new).keys(phrase=PHRASE)), table())
    assert store.check().problems == ()
    with store.begin() as unit:
        assert len(unit.stream(stream_id)) == 3
    store.close()
    assert KeyHolder(new).keys_from_kit(str(kit)) == (key,)
    with pytest.raises(Refused):
        opening_key(copy, [new_key()])


def test_a_safe_copy_is_made_while_a_change_is_being_written(device: Make, tmp_path: Path) -> None:
    dele, stream_id = with_note(device)
    with dele.store.begin() as unit:
        composed = dele.compose(unit, stream_id, note("Not yet kept."))
        unit.append(stream_id, composed.change, composed.values)
        dele.store.backup(tmp_path / "copy")
        unit.commit()
    store = open_store(tmp_path / "copy", dele.key, table())
    with store.begin() as unit:
        assert len(unit.stream(stream_id)) == 2
    store.close()


@pytest.mark.parametrize("where", ["itself", "another profile"])
def test_a_safe_copy_never_lands_on_living_data(where: str, device: Make, tmp_path: Path) -> None:
    dele, _ = with_note(device)
    target = dele.folder
    if where != "itself":
        target = tmp_path / "miriam"
        target.mkdir()
        KeyHolder(target).keep(new_key(), phrase=PHRASE)
    with pytest.raises(Refused) as told:
        dele.store.backup(target)
    assert told.value.code == "own_folder"
    assert dele.store.check().problems == ()


def test_after_a_change_of_key_the_old_one_opens_nothing(device: Make) -> None:
    dele, stream_id = with_note(device)
    kit = pyrage.x25519.Identity.generate()
    holder = KeyHolder(dele.folder)
    holder.keep(dele.key, phrase=PHRASE)
    holder.write_kit(dele.key, str(kit.to_public()))
    typing = TypingStore(dele.folder, dele.key)
    copy = dele.store.backup(dele.folder / BACKUPS / "monday")
    old, new = dele.key, new_key()
    change_key(dele.folder, holder, dele.store, typing, new, phrase=PHRASE, recipient=str(kit.to_public()))
    dele.write(stream_id, note("Still open, and still writing."))
    assert typing.entries() == ()
    typing.close()
    for path in (dele.folder / STORE, dele.folder / "typing.db", copy):
        assert opening_key(path, [new]) == new
        with pytest.raises(Refused):
            opening_key(path, [old])
    assert holder.keys(phrase=PHRASE) == (new,)
    for place in (dele.folder, copy.parent):
        assert KeyHolder(place).keys_from_kit(str(kit)) == (new,)
    dele.key = new
    assert dele.reopen().check().problems == ()


def test_check_counts_and_finds_what_does_not_follow_from_truth(device: Make) -> None:
    dele, stream_id = with_note(device)
    sound = dele.store.check()
    assert (sound.streams, sound.changes, sound.problems) == (1, 2, ())
    spoilt = {
        "UPDATE head SET field = 'place' WHERE field = 'text'": "fields",
        "DELETE FROM note_text": "search",
        "DELETE FROM admitted WHERE place = 2": "admitted",
        "INSERT INTO review_line VALUES ('x', '', '', '', '', NULL, '', '[]', '')": "not there",
        "INSERT INTO note_text (rowid, text) VALUES (999, 'stray')": "no note",
    }
    for statement, word in spoilt.items():
        raw = connect(dele.folder / STORE, dele.key)
        raw.execute(statement)
        raw.close()
        found = dele.store.check()
        assert any(word in problem for problem in found.problems), statement
        assert found.whole
        assert "Repair works the rest out again." in keeping.verdict(found)
        assert dele.store.rebuild().problems == ()
    with dele.store.begin() as unit:
        assert len(unit.stream(stream_id)) == 2
        assert len(unit.search_notes("books")) == 1


def test_check_finds_truth_that_is_not_what_was_written_and_rebuilding_leaves_it(device: Make) -> None:
    dele, _ = with_note(device)
    spoilt = {
        "UPDATE change SET raw = CAST(replace(raw, '2026', '2025') AS BLOB) WHERE rowid = 2": "Change",
        "UPDATE value SET line = CAST(replace(line, 'books', 'walls') AS BLOB)": "words",
        "INSERT INTO seal SELECT 'x', id, NULL, CAST('no seal' AS BLOB) FROM stream": "Seal",
        "INSERT INTO blob VALUES ('x', CAST('y' AS BLOB))": "Attachment",
        "UPDATE document SET body = CAST('{}' AS BLOB)": "Document",
    }
    dele.store.backup(dele.folder.parent / "whole")
    whole = (dele.folder.parent / "whole" / STORE).read_bytes()
    for statement, word in spoilt.items():
        dele.store.close()
        (dele.folder / STORE).write_bytes(whole)
        raw = connect(dele.folder / STORE, dele.key)
        raw.execute(statement)
        truth = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in ("change", "value", "seal", "blob")}
        raw.close()
        dele.reopen()
        found = dele.store.check()
        assert any(word in problem for problem in found.problems), statement
        assert not found.whole
        assert keeping.verdict(found).endswith("bring back your latest safe copy.")
        if word != "Document":
            dele.store.rebuild()
            raw = connect(dele.folder / STORE, dele.key)
            assert {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in truth} == truth
            raw.close()

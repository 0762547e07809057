"""Removed for good: nowhere in the file, its log, its free pages, the search or a safe copy; the graph still stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.journal.buffer import Entry
from peerreview.journal.compose import Edit
from peerreview.journal.disposal import edits_to_dispose, ops_of
from peerreview.persistence.keyholder import KeyHolder, new_key
from peerreview.persistence.safekeeping import restore
from peerreview.persistence.store import BACKUPS, STORE, open_store
from peerreview.persistence.typing import TYPING, TypingStore
from peerreview.persistence.unit import REMOVAL_DUE
from tests.integration.persistence.world import (
    AT,
    DELE,
    MIRIAM,
    TOM,
    Device,
    Member,
    fresh,
    note,
    plain,
    review_begin,
    reviewers_begin,
    table,
)

Make = Callable[[Member], Device]
WORDS = "zyxomma told me at lunch"
FILLER = "The books show the same steps as the plan says. " * 40


def files(folder: Path, key: bytes) -> bytes:
    """Everything in all encrypted files of a folder."""
    return b"".join(plain(path, key) for path in sorted(folder.rglob("*.db")))


def remove(one: Device, stream_id: str, kind: str, record: str) -> str:
    """Remove a record for good, as its author does; the disposal's change."""
    with one.store.begin() as unit:
        stream = unit.stream(stream_id)
        ops = ops_of(stream, kind, record, one.owner.id)
        composed = one.compose(unit, stream_id, *edits_to_dispose(stream, ops, author=one.owner.id, ids=fresh))
        digests = [op.digest for stored in stream.changes for op in stored.change.ops if op.record == record]
        unit.append(stream_id, composed.change, composed.values)
        unit.dispose(digests)
        unit.commit()
    return composed.change.id


def test_words_removed_for_good_lie_nowhere_on_the_disk(device: Make) -> None:
    dele = device(DELE)
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE, MIRIAM))
    record = fresh()
    for place in range(30):  # the words among others, on pages of their own and on shared ones
        dele.write(stream_id, note(f"{FILLER} {place}"))
        if place in (10, 20):
            dele.write(stream_id, note(f"{WORDS} {FILLER} {place}", record))
    dele.store.backup(dele.folder / BACKUPS / "monday")
    assert files(dele.folder, dele.key).count(WORDS.encode()) >= 4  # the store, its log and the safe copy
    remove(dele, stream_id, "note", record)
    assert WORDS.encode() not in files(dele.folder, dele.key)
    assert b"zyxomma" not in files(dele.folder, dele.key)
    with dele.reopen().begin() as unit:
        assert unit.search_notes("zyxomma") == ()
        found = unit.stream(stream_id).record("note", record)
        assert found is not None
        assert [version.status for version in found.state("text").heads] == ["disposed"]
    assert dele.store.check().problems == ()


def test_a_removal_that_a_kill_broke_off_is_finished_when_the_store_opens(device: Make, tmp_path: Path) -> None:
    dele = device(DELE)
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE))
    record = fresh()
    dele.write(stream_id, note(WORDS, record))
    copy = dele.store.backup(dele.folder / BACKUPS / "monday")
    whole = copy.read_bytes()
    remove(dele, stream_id, "note", record)
    with dele.store.begin() as unit:  # as if the power had gone between the removal and the cleaning
        unit.set_setting(REMOVAL_DUE, "yes")
        unit.commit()
    copy.write_bytes(whole)
    assert b"zyxomma" in files(dele.folder, dele.key)
    dele.reopen()
    assert b"zyxomma" not in files(dele.folder, dele.key)
    with dele.store.begin() as unit:
        assert unit.setting(REMOVAL_DUE) is None


def test_every_importer_discards_the_words_and_the_search_forgets_them(device: Make) -> None:
    dele, miriam = device(DELE), device(MIRIAM)
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE, MIRIAM))
    record = fresh()
    dele.write(stream_id, note(WORDS, record))
    early = dele.send(stream_id)
    miriam.bring_in(early)
    miriam.store.backup(miriam.folder / BACKUPS / "lunch")
    remove(dele, stream_id, "note", record)
    part = dele.send(stream_id)
    assert WORDS.encode() not in b"".join(part.values)
    miriam.bring_in(part)
    assert b"zyxomma" not in files(miriam.folder, miriam.key)
    miriam.bring_in(early)  # an old file brought in again does not bring the words back
    assert b"zyxomma" not in files(miriam.folder, miriam.key)
    assert miriam.store.check().problems == ()
    newcomer = device(TOM)
    newcomer.bring_in(early)
    assert b"zyxomma" in files(newcomer.folder, newcomer.key)
    newcomer.bring_in(part)
    assert b"zyxomma" not in files(newcomer.folder, newcomer.key)


def test_a_photo_goes_with_the_record_that_named_it_unless_another_does(device: Make) -> None:
    tom = device(TOM)
    stream_id = tom.begin("review", *review_begin(TOM, MIRIAM))
    first, second = fresh(), fresh()
    with tom.store.begin() as unit:
        only, shared = unit.put_blob(b"zyxomma one" * 900), unit.put_blob(b"zyxomma two" * 900)
        composed = tom.compose(
            unit,
            stream_id,
            Edit("attachment", first, "blob", only),
            Edit("attachment", second, "blob", shared),
            Edit("attachment", first, "title", "Plan"),
        )
        unit.append(stream_id, composed.change, composed.values)
        unit.commit()
    tom.write(stream_id, Edit("attachment", fresh(), "blob", shared))
    remove(tom, stream_id, "attachment", first)
    remove(tom, stream_id, "attachment", second)
    with tom.store.begin() as unit:
        assert unit.blob(only) is None
        assert unit.blob(shared) is not None
        unit.put_blob(b"zyxomma one" * 900)  # as when an old file is brought in again
        unit.commit()
    with tom.store.begin() as unit:
        assert unit.blob(only) is None
    assert b"zyxomma one" not in files(tom.folder, tom.key)
    with tom.store.begin() as unit:  # attached anew, on purpose
        assert unit.put_blob(b"zyxomma one" * 900) == only
        composed = tom.compose(unit, stream_id, Edit("attachment", fresh(), "blob", only))
        unit.append(stream_id, composed.change, composed.values)
        unit.commit()
    with tom.store.begin() as unit:
        assert unit.blob(only) is not None


@pytest.mark.parametrize("blob_first", [False, True])
def test_a_colleague_who_does_not_know_yet_does_not_bring_a_photo_back(blob_first: bool, device: Make) -> None:
    tom, miriam, dele = device(TOM), device(MIRIAM), device(DELE)
    stream_id = tom.begin("review", *review_begin(TOM, MIRIAM, DELE))
    record = fresh()
    with tom.store.begin() as unit:
        photo = unit.put_blob(b"zyxomma" * 900)
        composed = tom.compose(unit, stream_id, Edit("attachment", record, "blob", photo))
        unit.append(stream_id, composed.change, composed.values)
        unit.commit()
    early = tom.send(stream_id)
    dele.bring_in(early)
    remove(tom, stream_id, "attachment", record)
    miriam.bring_in(tom.send(stream_id))  # she hears of the removal, and never had the photo
    late = dele.send(stream_id)

    def put() -> None:
        with miriam.store.begin() as unit:
            assert unit.put_blob(b"zyxomma" * 900) == photo
            unit.commit()

    if blob_first:
        put()
        miriam.bring_in(late)
    else:
        miriam.bring_in(late)
        put()
    with miriam.store.begin() as unit:
        assert unit.blob(photo) is None
    assert b"zyxomma" not in files(miriam.folder, miriam.key)
    assert miriam.store.check().problems == ()


def test_safe_copies_elsewhere_are_cleaned_on_request_and_others_are_named(device: Make, tmp_path: Path) -> None:
    dele = device(DELE)
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE))
    record = fresh()
    dele.write(stream_id, note(WORDS, record))
    stick = tmp_path / "stick"
    dele.store.backup(stick / "monday")
    dele.store.backup(stick / "tuesday")
    other = Device(MIRIAM, tmp_path / "miriam")
    other.store.backup(stick / "miriam")
    other.store.close()
    remove(dele, stream_id, "note", record)
    assert b"zyxomma" in plain(stick / "monday" / STORE, dele.key)
    assert dele.store.scrub_backups(stick) == (stick / "miriam" / STORE,)
    for day in ("monday", "tuesday"):
        assert b"zyxomma" not in plain(stick / day / STORE, dele.key)
        restore(stick / day, tmp_path / "restored" / day, dele.key)
        store = open_store(tmp_path / "restored" / day, dele.key, table())
        assert store.check().problems == ()
        store.close()
    assert dele.store.scrub_backups(tmp_path / "nowhere") == ()


def test_living_data_are_never_taken_for_a_safe_copy(device: Make) -> None:
    """A safe copy was saved beside the profile's own folder: the open store stays the file that is written to."""
    dele = device(DELE)
    KeyHolder(dele.folder).keep(dele.key, phrase="four plain words here")
    stream_id = dele.begin("reviewers", *reviewers_begin(DELE))
    record = fresh()
    dele.write(stream_id, note(WORDS, record))
    dele.store.backup(dele.folder.parent)
    remove(dele, stream_id, "note", record)
    before = (dele.folder / STORE).stat().st_ino
    assert dele.store.scrub_backups(dele.folder.parent) == ()
    assert (dele.folder / STORE).stat().st_ino == before
    assert b"zyxomma" not in plain(dele.folder.parent / STORE, dele.key)


def test_what_was_typed_and_dropped_lies_nowhere_in_the_buffer(tmp_path: Path) -> None:
    key = new_key()
    typing = TypingStore(tmp_path, key)
    entries = [
        Entry("reviewers-" + "0" * 32, "note", fresh(), "text", DELE.id, (), f"{WORDS} {FILLER} {place}", AT)
        for place in range(5)
    ]
    for entry in entries:
        typing.keep(entry)
    assert b"zyxomma" in plain(tmp_path / TYPING, key)
    typing.drop(entries)
    assert b"zyxomma" not in plain(tmp_path / TYPING, key)
    typing.close()

"""The unit of work: everything or nothing, one write path, lists and searches that follow it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from peerreview.domain.exchange import DocumentKind, Receipt, SignedDocument
from peerreview.domain.ledger import Arrival, Sending
from peerreview.errors import BadInput
from peerreview.journal.compose import Edit
from peerreview.persistence.documents import card_book
from tests.integration.persistence.world import (
    DELE,
    MIRIAM,
    NOW,
    TOM,
    Device,
    Member,
    digest,
    fresh,
    note,
    review_begin,
    reviewers_begin,
)

Make = Callable[[Member], Device]


def test_what_was_written_is_there_after_opening_again(device: Make) -> None:
    miriam = device(MIRIAM)
    stream_id = miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE))
    record = fresh()
    change = miriam.write(stream_id, note("Books show the same steps.", record))
    with miriam.reopen().begin() as unit:
        stream = unit.stream(stream_id)
        found = stream.record("note", record)
        assert found is not None
        assert found.get("text") == "Books show the same steps."
        assert stream.tips == (change,)
    assert miriam.store.check().problems == ()


def test_leaving_without_commit_keeps_nothing_in_the_file_or_in_memory(device: Make) -> None:
    miriam = device(MIRIAM)
    stream_id = miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE))
    record = fresh()
    with miriam.store.begin() as unit:
        before = unit.stream(stream_id).tips
        composed = miriam.compose(unit, stream_id, note("Half a thought", record))
        unit.append(stream_id, composed.change, composed.values)
        assert unit.stream(stream_id).record("note", record) is not None
        assert unit.search_notes("thought")
    with miriam.store.begin() as unit:
        assert unit.stream(stream_id).tips == before
        assert unit.stream(stream_id).record("note", record) is None
        assert unit.search_notes("thought") == ()


def test_an_error_inside_the_block_keeps_nothing(device: Make) -> None:
    miriam = device(MIRIAM)
    stream_id = miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE))

    def break_off() -> None:
        with miriam.store.begin() as unit:
            composed = miriam.compose(unit, stream_id, note("Half a thought"))
            unit.append(stream_id, composed.change, composed.values)
            unit.set_setting("theme", "dark")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with miriam.store.begin() as unit:
        assert len(unit.stream(stream_id)) == 1
        assert unit.setting("theme") is None


def test_work_after_a_commit_is_kept_only_by_another_commit(device: Make) -> None:
    miriam = device(MIRIAM)
    with miriam.store.begin() as unit:
        unit.set_setting("theme", "dark")
        unit.commit()
        unit.set_setting("theme", "light")
    with miriam.store.begin() as unit:
        assert unit.setting("theme") == "dark"


def test_changes_after_a_commit_are_kept_only_by_another_commit(device: Make) -> None:
    miriam, dele = device(MIRIAM), device(DELE)
    stream_id = miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE))
    dele.bring_in(miriam.send(stream_id))
    before = rows(dele)
    miriam.write(stream_id, note("Half a thought"))
    part = miriam.send(stream_id)
    with dele.store.begin() as unit:
        composed = dele.compose(unit, stream_id, note("Half an answer"))
        book = card_book(unit.connection)
        unit.commit()
        unit.append(stream_id, composed.change, composed.values)
    assert rows(dele) == before
    with dele.store.begin() as unit:
        unit.commit()
        assert unit.take_in(part, book.listing, book.verify).new
    assert rows(dele) == before


def rows(one: Device) -> Sequence[object]:
    """Everything that a device holds of its streams, in the file itself."""
    tables = ("change", "value", "seal", "admitted", "head", "stream")
    with one.store.begin() as unit:
        return [unit.connection.exec_driver_sql(f"SELECT * FROM {name}").fetchall() for name in tables]


def test_an_unknown_stream_is_told_plainly(device: Make) -> None:
    with device(MIRIAM).store.begin() as unit, pytest.raises(BadInput) as told:
        unit.stream("review-" + "0" * 32)
    assert told.value.code == "not_here"


def test_home_lists_each_review_with_what_its_changes_say(device: Make) -> None:
    tom = device(TOM)
    stream_id = tom.begin("review", *review_begin(TOM, MIRIAM, DELE))
    tom.begin("private")
    with tom.store.begin() as unit:
        (line,) = unit.review_lines()
        assert (line.stream, line.school, line.school_name) == (stream_id, "900101", "Quillbeck Primary")
        assert (line.handbook, line.term, line.visit_date) == ("triad", "Autumn 2026", date(2026, 11, 17))
        assert dict(line.roles) == {TOM.id: "host", MIRIAM.id: "lead_reviewer", DELE.id: "reviewer"}
        assert (line.step, line.version) == ("", "")
        assert unit.streams("review-") == (stream_id,)
        assert len(unit.streams()) == 2
    tom.write(stream_id, Edit("step", "visit", "on", "2026-11-17"), Edit("step", "shared", "on", "2026-11-03"))
    tom.write(stream_id, Edit("review", "review", "visit_date", "2026-11-24"))
    with tom.store.begin() as unit:
        (line,) = unit.review_lines()
        assert (line.step, line.visit_date) == ("visit", date(2026, 11, 24))


def test_searching_finds_words_whatever_their_accents_and_marks_them(device: Make) -> None:
    miriam = device(MIRIAM)
    stream_id = miriam.begin("reviewers", *reviewers_begin(MIRIAM))
    record = fresh()
    miriam.write(stream_id, note("Year 4 wrote about a café in Rhyl; spelling was secure.", record))
    with miriam.store.begin() as unit:
        (hit,) = unit.search_notes("CAFE rhy")
        assert (hit.stream, hit.kind, hit.record) == (stream_id, "note", record)
        assert "«café»" in hit.snippet
        assert "«Rhyl»" in hit.snippet
        assert unit.search_notes("cafe reading") == ()
        for odd in ('"', "NEAR(", "text:", "*", "-", "AND OR", "café OR", "a\x00b", "\ud800", "_"):
            unit.search_notes(odd)  # what people type is never FTS5's language
    miriam.write(stream_id, note("Year 4 wrote about a harbour.", record))
    with miriam.store.begin() as unit:
        assert unit.search_notes("cafe") == ()
        assert len(unit.search_notes("harbour")) == 1
    miriam.write(stream_id, Edit("note", record, "gone", True))
    with miriam.store.begin() as unit:
        assert unit.search_notes("harbour") == ()
    assert miriam.store.check().problems == ()


def test_only_my_private_notes_are_found_too(device: Make) -> None:
    miriam = device(MIRIAM)
    stream_id = miriam.begin("private")
    miriam.write(stream_id, Edit("private_note", fresh(), "text", "Ask Shona about the timetable"))
    with miriam.store.begin() as unit:
        assert [hit.kind for hit in unit.search_notes("timetable")] == ["private_note"]


def _document(number: int, body: bytes = b"page", kind: DocumentKind = DocumentKind.PROGRESS) -> SignedDocument:
    return SignedDocument(kind, "quillbeck", number, f"Progress {number}", body, b"signature")


def test_a_document_is_replaced_only_by_a_higher_number(device: Make) -> None:
    with device(MIRIAM).store.begin() as unit:
        assert unit.put_document(_document(2), "tom", NOW)
        assert unit.put_document(_document(2), "tom", NOW + timedelta(days=1))
        assert not unit.put_document(_document(2, b"other"), "tom", NOW)
        assert not unit.put_document(_document(1), "tom", NOW)
        assert unit.put_document(_document(5, b"later"), "tom", NOW)
        held = unit.documents("progress")
        assert [(one.number, one.current, one.received) for one in held] == [(5, True, NOW), (2, False, NOW)]
        assert unit.document("progress", "quillbeck") == _document(5, b"later")
        assert unit.document("progress", "quillbeck", 2) == _document(2)
        assert unit.document("progress", "quillbeck", 3) is None
        assert unit.document("release", "quillbeck") is None


def test_a_blob_may_come_before_the_change_that_names_it(device: Make) -> None:
    tom = device(TOM)
    with tom.store.begin() as unit:
        named = unit.put_blob(b"a photograph")
        assert unit.put_blob(b"a photograph") == named
        unit.commit()
    stream_id = tom.begin("review", *review_begin(TOM, MIRIAM))
    tom.write(stream_id, Edit("attachment", fresh(), "blob", named))
    with tom.reopen().begin() as unit:
        assert unit.blob(named) == b"a photograph"
        assert unit.blob("0" * 64) is None


def test_keys_and_settings_stay_on_this_device(device: Make) -> None:
    miriam = device(MIRIAM)
    with miriam.store.begin() as unit:
        assert unit.identity() is None
        unit.keep_identity(b"first")
        unit.keep_identity(b"second")
        unit.set_setting("theme", "dark")
        unit.set_setting("theme", "light")
        unit.commit()
    with miriam.reopen().begin() as unit:
        assert unit.identity() == b"second"
        assert unit.setting("theme") == "light"


def test_what_came_and_went_is_remembered_and_word_of_it_is_owed_once(device: Make) -> None:
    miriam = device(MIRIAM)
    arrival = Arrival(fresh(), digest("b")[:32], "streams", DELE.id, DELE.name, NOW, 12)
    sending = Sending(digest("s")[:32], "streams", (TOM.id, DELE.id), "Quillbeck", NOW + timedelta(hours=1))
    from peerreview.identity.keys import new_identity

    with miriam.store.begin() as unit:
        unit.keep_identity(new_identity(MIRIAM.id, MIRIAM.name, NOW).to_bytes())
        assert not unit.bundle_seen(arrival.bundle, arrival.sender)
        unit.log_arrival(arrival)
        assert unit.bundle_seen(arrival.bundle, arrival.sender)
        assert unit.arrivals() == (arrival,)
        assert unit.receipts_owed(TOM.id) == ()
        assert unit.receipts_owed(DELE.id) == (Receipt(arrival.bundle, MIRIAM.id, NOW),)
        unit.log_sending(sending)
        assert unit.receipts_owed(DELE.id) == ()
        receipt = Receipt(sending.bundle, TOM.id, NOW + timedelta(hours=5))
        unit.add_receipt(receipt)
        unit.add_receipt(Receipt(sending.bundle, TOM.id, NOW + timedelta(hours=9)))
        (sent,) = unit.sendings()
        assert sent.arrived == ((TOM.id, receipt.at),)
        assert (sent.to, sent.describes, sent.at) == (sending.to, sending.describes, sending.at)
        unit.commit()
    with miriam.reopen().begin() as unit:
        assert unit.arrivals() == (arrival,)

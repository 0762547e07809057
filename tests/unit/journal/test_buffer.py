"""Typing that becomes changes replaces what its author saw, whatever arrived meanwhile."""

from __future__ import annotations

from peerreview.journal.buffer import Entry, edits
from tests.unit.journal.triad import DELE, MIRIAM, Writer, bring, review

POINT = "a" * 32


def entry(stream: str, field: str, text: str, *saw: str, at: str = "2026-11-17T12:24:00.000Z") -> Entry:
    return Entry(stream, "main_point", POINT, field, DELE, saw, text, at)


def test_entries_become_one_change_in_the_order_of_typing() -> None:
    stream = review()
    later = entry(stream.id, "evidence", "books", at="2026-11-17T12:25:00.000Z")
    stored = Writer(DELE).write(stream, *edits([later, entry(stream.id, "text", "Reading")]))
    assert [op.field for op in stored.change.ops] == ["text", "evidence"]
    record = stream.record("main_point", POINT)
    assert record is not None
    assert (record.get("text"), record.get("evidence")) == ("Reading", "books")


def test_what_arrived_during_the_typing_stays_a_version_of_its_own() -> None:
    stream = review()
    seen = Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    typing = entry(stream.id, "text", "one, typed on", f"{seen.id}:0")
    colleague = stream.clone()
    Writer(MIRIAM).put(colleague, "main_point", POINT, "text", "two")
    bring(stream, colleague)
    Writer(DELE).write(stream, *edits([typing]))
    record = stream.record("main_point", POINT)
    assert record is not None
    assert {version.value for version in record.state("text").heads} == {"two", "one, typed on"}


def test_two_windows_on_one_field_lose_neither_text() -> None:
    stream = review()
    seen = Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    saw = f"{seen.id}:0"
    Writer(DELE).write(
        stream,
        *edits([entry(stream.id, "text", "first window", saw), entry(stream.id, "text", "second window", saw)]),
    )
    record = stream.record("main_point", POINT)
    assert record is not None
    assert {version.value for version in record.state("text").heads} == {"first window", "second window"}


def test_nothing_typed_makes_no_edit() -> None:
    assert edits([]) == ()

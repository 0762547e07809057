"""Typing that becomes changes replaces what its author saw, whatever arrived meanwhile."""

from __future__ import annotations

from msgspec import structs

from peerreview.journal.buffer import Entry, edits, seen
from peerreview.journal.compose import Edit
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


def test_typing_goes_on_from_what_the_same_key_wrote_of_it() -> None:
    stream = review()
    dele = Writer(DELE)
    before = dele.put(stream, "main_point", POINT, "text", "one")
    for text in ("one two", "one two three", "one two three four"):
        typing = entry(stream.id, "text", text, f"{before.id}:0")
        now = structs.replace(typing, saw=seen(stream, typing, dele.actor))
        dele.write(stream, *edits([now]))
    record = stream.record("main_point", POINT)
    assert record is not None
    assert [version.value for version in record.state("text").heads] == ["one two three four"]


def test_what_another_device_or_person_wrote_was_not_seen() -> None:
    stream = review()
    before = Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    typing = entry(stream.id, "text", "one two", f"{before.id}:0")
    for other in (Writer(DELE, device=2), Writer(MIRIAM)):
        there = stream.clone()
        other.put(there, "main_point", POINT, "text", "one, elsewhere")
        assert seen(there, typing, Writer(DELE).actor) == typing.saw
    apart = stream.clone()
    Writer(DELE).force(apart, Edit("main_point", POINT, "text", "begun beside it"))
    assert seen(apart, typing, Writer(DELE).actor) == typing.saw


def test_a_field_left_empty_is_cleared() -> None:
    stream = review()
    (edit,) = edits([entry(stream.id, "text", "")])
    assert edit.value is None

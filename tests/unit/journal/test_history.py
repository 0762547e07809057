"""The history keeps everything, in one order for everybody, and says what was odd about it."""

from __future__ import annotations

from peerreview.journal.compose import Edit
from peerreview.journal.disposal import edits_to_dispose
from peerreview.journal.history import history
from peerreview.journal.record import Status
from peerreview.journal.stream import Inert
from tests.unit.journal.triad import DELE, MIRIAM, TOM, Writer, bring, ids, review, reviewers

POINT, NOTE = "a" * 32, "b" * 32


def test_everything_written_in_a_field_in_the_order_of_the_graph() -> None:
    stream = review()
    Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    apart = stream.clone()
    Writer(DELE, at="2026-11-17T16:00:00.000Z").put(stream, "main_point", POINT, "text", "two")
    Writer(MIRIAM, at="2026-11-17T15:00:00.000Z").put(apart, "main_point", POINT, "text", "three")
    bring(stream, apart)
    Writer(MIRIAM, at="2026-11-17T17:00:00.000Z").put(stream, "main_point", POINT, "text", "four")
    told = history(stream, "main_point", POINT, "text")
    assert [entry.value for entry in told] == ["one", "three", "two", "four"]
    assert [entry.author for entry in told] == [DELE, MIRIAM, DELE, MIRIAM]
    assert set(told[3].replaces) == {told[1].op, told[2].op}
    assert not any(entry.earlier_than_ancestor for entry in told)
    bring(apart, stream)
    assert history(apart, "main_point", POINT, "text") == told


def test_a_clock_years_out_changes_no_order_and_is_marked() -> None:
    stream = review()
    Writer(DELE, at="2031-01-01T00:00:00.000Z").put(stream, "main_point", POINT, "text", "one")
    Writer(MIRIAM).put(stream, "main_point", POINT, "text", "two")
    Writer(DELE, at="2019-01-01T00:00:00.000Z").put(stream, "main_point", POINT, "text", "three")
    told = history(stream, "main_point", POINT, "text")
    assert [entry.value for entry in told] == ["one", "two", "three"]
    assert [entry.earlier_than_ancestor for entry in told] == [False, True, True]


def test_what_had_no_authority_is_told_with_the_reason() -> None:
    stream = review()
    Writer(TOM).force(stream, Edit("report", "report", "headline", "All is well"))
    (entry,) = history(stream, "report", "report", "headline")
    assert entry.inert_reason is Inert.NOT_THEIRS
    assert (entry.status, entry.value) == (Status.PRESENT, "All is well")


def test_a_kind_not_known_here_has_a_history_too() -> None:
    stream = review()
    Writer(DELE).force(stream, Edit("horoscope", POINT, "sign", "crab"))
    (entry,) = history(stream, "horoscope", POINT, "sign")
    assert entry.inert_reason is Inert.NOT_UNDERSTOOD
    assert (entry.status, entry.value) == (Status.NOT_UNDERSTOOD, None)


def test_that_something_was_removed_when_and_by_whom_is_told_and_not_what_it_said() -> None:
    stream = reviewers()
    miriam = Writer(MIRIAM)
    stored = miriam.put(stream, "note", NOTE, "text", "words typed by mistake")
    miriam.put(stream, "note", NOTE, "text", "better words")
    removing = Writer(MIRIAM, at="2026-11-17T11:52:00.000Z")
    record = ids()
    edits = edits_to_dispose(stream, [f"{stored.id}:0"], author=MIRIAM, ids=lambda: next(record))
    removing.write(stream, *edits)
    first, second = history(stream, "note", NOTE, "text")
    assert (first.status, first.value) == (Status.DISPOSED, None)
    assert first.removal is not None
    assert (first.removal.by, first.removal.at) == (MIRIAM, "2026-11-17T11:52:00.000Z")
    assert (second.status, second.value, second.removal) == (Status.PRESENT, "better words", None)


def test_a_hidden_view_is_told_to_its_author_alone() -> None:
    stream = reviewers()
    Writer(MIRIAM).put(stream, "hidden_view", f"P2.{MIRIAM}", "grade", "2")
    (hers,) = history(stream, "hidden_view", f"P2.{MIRIAM}", "grade", viewer=MIRIAM)
    (others,) = history(stream, "hidden_view", f"P2.{MIRIAM}", "grade", viewer=DELE)
    assert (hers.value, others.value, others.status) == ("2", None, Status.WITHHELD)

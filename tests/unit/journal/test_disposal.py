"""Removing for good: the words are nowhere, the graph still verifies, and that it happened stays."""

from __future__ import annotations

from hashlib import sha256

import pytest

from peerreview.journal.canonical import JsonValue
from peerreview.journal.change import StoredChange
from peerreview.journal.compose import Edit
from peerreview.journal.disposal import MayNotRemove, disposed, edits_to_dispose, ops_of
from peerreview.journal.record import Status
from peerreview.journal.stream import Stream
from tests.unit.journal.triad import DELE, MIRIAM, TOM, Writer, bring, fresh, ids, review, reviewers, state

NOTE = "a" * 32


def remove(stream: Stream, person: str, *ops: str) -> StoredChange:
    names = ids(person)
    return Writer(person).write(stream, *edits_to_dispose(stream, ops, author=person, ids=lambda: next(names)))


def noted(stream: Stream, *texts: str) -> list[StoredChange]:
    return [Writer(MIRIAM).put(stream, "note", NOTE, "text", text) for text in texts]


def test_every_word_a_record_ever_held_goes_and_the_graph_stays() -> None:
    stream = reviewers()
    changes = noted(stream, "fourteen words typed before thinking", "and thirteen of them again")
    digests = {stored.change.ops[0].digest for stored in changes}
    removal = remove(stream, MIRIAM, *ops_of(stream, "note", NOTE, MIRIAM))
    assert disposed(stream) == digests
    assert digests.isdisjoint(stream.values)
    record = stream.record("note", NOTE)
    assert record is not None
    (version,) = record.state("text").heads
    assert (version.status, version.value) == (Status.DISPOSED, None)
    assert record.state("text").settled
    assert all(sha256(stored.raw).hexdigest() == stored.id for stored in stream.changes)
    assert stream.tips == (removal.id,)
    assert not stream.needs_values & digests


def test_values_that_come_back_with_a_file_are_let_go_again() -> None:
    stream = reviewers()
    (stored,) = noted(stream, "words")
    holder = stream.clone()
    remove(stream, MIRIAM, f"{stored.id}:0")
    bring(stream, holder)
    assert stored.change.ops[0].digest not in stream.values
    bring(holder, stream)
    assert stored.change.ops[0].digest not in holder.values
    assert state(holder) == state(stream)


def test_whatever_comes_first_the_removal_counts() -> None:
    base = reviewers()
    stream, apart = base.clone(), base.clone()
    (stored,) = noted(stream, "words")
    edits = edits_to_dispose(stream, [f"{stored.id}:0"], author=MIRIAM, ids=lambda: "d" * 32)
    beside = Writer(MIRIAM).force(apart, *edits)  # a removal that does not rest on what it removes
    for order in ((stored, beside), (beside, stored)):
        for values_first in (True, False):
            target = base.clone()
            for change in order:
                if not values_first:
                    target.add(change)
                for value in (*stream.values.values(), *apart.values.values()):
                    target.put_value(value)
                target.add(change)
            assert disposed(target) == {stored.change.ops[0].digest}
            assert stored.change.ops[0].digest not in target.values


def test_only_the_author_or_the_report_writer_removes() -> None:
    stream = reviewers()
    his = Writer(DELE).put(stream, "note", NOTE, "text", "Dele's words")
    with pytest.raises(MayNotRemove):
        remove(stream, MIRIAM, f"{his.id}:0")
    Writer(MIRIAM).force(stream, Edit("disposal", "d" * 32, "ops", [f"{his.id}:0"]))
    assert his.change.ops[0].digest in stream.values
    assert disposed(stream) == frozenset()
    hers = Writer(MIRIAM).put(stream, "note", "b" * 32, "text", "Miriam's words")
    remove(stream, DELE, f"{hers.id}:0")
    assert disposed(stream) == {hers.change.ops[0].digest}


def test_the_host_does_not_remove_the_reviewers_words() -> None:
    stream = review()
    his = Writer(DELE).put(stream, "main_point", NOTE, "text", "uneven")
    with pytest.raises(MayNotRemove):
        remove(stream, TOM, f"{his.id}:0")
    own = Writer(TOM).put(stream, "comment", "comment", "words", "too much")
    remove(stream, TOM, f"{own.id}:0")
    assert disposed(stream) == {own.change.ops[0].digest}


def test_who_was_what_is_never_removed() -> None:
    stream = review()
    (root,) = stream.changes
    roles = [
        f"{root.id}:{index}" for index, op in enumerate(root.change.ops) if op.field in ("role", "nonce", "school")
    ]
    before = state(stream)["people"]
    for name in roles:
        with pytest.raises(MayNotRemove):
            remove(stream, TOM, name)
    Writer(TOM).force(stream, Edit("disposal", "d" * 32, "ops", roles))
    assert disposed(stream) == frozenset()
    assert state(stream)["people"] == before


def test_a_name_in_the_cast_can_be_removed() -> None:
    stream = review()
    named = Writer(TOM).put(stream, "cast", MIRIAM, "name", "Miriam Feldt")
    remove(stream, TOM, f"{named.id}:0")
    assert disposed(stream) == {named.change.ops[0].digest}
    assert stream.roles(MIRIAM) == {"reviewer"}


def test_an_op_without_authority_can_be_emptied_too() -> None:
    stream = review()
    stray = Writer(TOM).force(stream, Edit("report", "report", "headline", "a name that should not be here"))
    remove(stream, TOM, f"{stray.id}:0")
    assert disposed(stream) == {stray.change.ops[0].digest}


def test_what_is_not_here_cannot_be_removed() -> None:
    with pytest.raises(MayNotRemove):
        remove(reviewers(), MIRIAM, "f" * 64 + ":0")


def test_removing_again_is_nothing_to_do() -> None:
    stream = reviewers()
    (stored,) = noted(stream, "words")
    remove(stream, MIRIAM, f"{stored.id}:0")
    assert edits_to_dispose(stream, [f"{stored.id}:0"] * 2, author=MIRIAM, ids=lambda: "e" * 32) == ()


def test_a_years_notes_are_named_in_several_records() -> None:
    stream = reviewers()
    edits = [Edit("note", f"{number:032x}", "text", f"note {number}") for number in range(1100)]
    names = []
    for start in range(0, len(edits), 400):
        stored = Writer(MIRIAM).write(stream, *edits[start : start + 400])
        names += [f"{stored.id}:{index}" for index in range(len(stored.change.ops))]
    records = ids()
    made = edits_to_dispose(stream, names, author=DELE, ids=lambda: next(records))
    assert [len(_listed(edit.value)) for edit in made] == [500, 500, 100]
    for edit in made:
        Writer(DELE).write(stream, edit)
    assert len(disposed(stream)) == 1100


def _listed(value: JsonValue) -> list[JsonValue]:
    assert isinstance(value, list)
    return value


def test_whoever_copies_a_digest_cannot_have_the_words_removed() -> None:
    stream = reviewers()
    (hers,) = noted(stream, "Miriam's words")
    copied = stream.values[hers.change.ops[0].digest]
    copy = Writer(DELE).force(stream, Edit("asked", "c" * 32, "answer", "copied"), salted=[copied])
    assert len(stream.bearers(copied.digest)) == 2
    names = ids()
    edits = edits_to_dispose(stream, [f"{copy.id}:0"], author=DELE, ids=lambda: next(names))
    Writer(DELE).write(stream, *edits)
    record = stream.record("note", NOTE)
    assert record is not None
    assert record.get("text") == "Miriam's words"
    assert disposed(stream) == frozenset()


def test_a_removed_version_is_no_choice() -> None:
    stream = review()
    apart = stream.clone()
    mistake = Writer(DELE).put(stream, "main_point", NOTE, "text", "names somebody")
    Writer(MIRIAM).put(apart, "main_point", NOTE, "text", "names nobody")
    bring(stream, apart)
    remove(stream, DELE, f"{mistake.id}:0")
    record = stream.record("main_point", NOTE)
    assert record is not None
    assert not record.contested
    assert record.get("text") == "names nobody"


def test_without_the_removal_the_values_are_asked_for_again() -> None:
    stream = fresh(reviewers())
    source = reviewers()
    (stored,) = noted(source, "words")
    removal = remove(source, MIRIAM, f"{stored.id}:0")
    bring(stream, source)
    back = stream.without([removal.id])
    assert stored.change.ops[0].digest in back.needs_values


def test_before_the_last_signature_the_report_writer_removes_nobody_elses_words() -> None:
    stream = review()
    his = Writer(TOM).put(stream, "comment", "comment", "words", "I see this differently")
    with pytest.raises(MayNotRemove):
        remove(stream, DELE, f"{his.id}:0")
    apart = stream.clone()
    Writer(DELE).force(apart, Edit("disposal", "d" * 32, "ops", [f"{his.id}:0"]))
    Writer(DELE).put(stream, "step", "signed", "on", "2026-11-24")
    bring(stream, apart)
    assert disposed(stream) == frozenset(), "it was not signed when this was asked for"
    remove(stream, DELE, f"{his.id}:0")
    assert disposed(stream) == {his.change.ops[0].digest}


def test_what_somebody_writes_into_anothers_note_keeps_it_from_nobody() -> None:
    stream = reviewers()
    (hers,) = noted(stream, "words")
    stray = Writer(DELE).force(stream, Edit("note", NOTE, "text", "Dele was here"))
    assert f"{stray.id}:0" in stream.inert
    remove(stream, MIRIAM, *ops_of(stream, "note", NOTE, MIRIAM))
    assert disposed(stream) == {hers.change.ops[0].digest}

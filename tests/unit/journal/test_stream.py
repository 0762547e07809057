"""What a stream shows: records, versions, removals; whatever the order in which its changes came."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from peerreview.errors import Refused
from peerreview.journal.canonical import BadChange
from peerreview.journal.compose import Edit
from peerreview.journal.place import between
from peerreview.journal.record import Status
from peerreview.journal.stream import Inert, MissingAncestors, Stream
from peerreview.journal.value import make_value
from tests.unit.journal.triad import (
    CARYS,
    DELE,
    MIRIAM,
    TOM,
    Writer,
    bring,
    fresh,
    ids,
    person_id,
    review,
    reviewers,
    salts_from,
    state,
    table,
    take,
)

POINT, OTHER = "a" * 32, "b" * 32


def both_edit(stream: Stream, first: str, second: str) -> Stream:
    """Dele and Miriam write the same sentence apart, then bring it together."""
    hers = stream.clone()
    Writer(DELE).put(stream, "main_point", POINT, "text", first)
    Writer(MIRIAM).put(hers, "main_point", POINT, "text", second)
    bring(stream, hers)
    return stream


def test_a_field_shows_what_was_written_last() -> None:
    stream = review()
    dele = Writer(DELE)
    dele.put(stream, "main_point", POINT, "text", "Reading is strong")
    dele.put(stream, "main_point", POINT, "text", "Reading is very strong")
    record = stream.record("main_point", POINT)
    assert record is not None
    assert record.get("text") == "Reading is very strong"
    assert record.state("text").settled
    assert record.get("evidence") is None
    assert record.get("evidence", "none yet") == "none yet"
    assert not record.contested
    assert record.author == DELE


def test_a_record_nobody_wrote_is_none() -> None:
    assert review().record("main_point", POINT) is None
    assert review().records("main_point") == ()


def test_two_different_edits_are_both_kept_until_a_person_chooses() -> None:
    stream = both_edit(review(), "few pupils", "not yet all pupils")
    record = stream.record("main_point", POINT)
    assert record is not None
    assert not record.state("text").settled
    assert record.contested
    assert {version.value for version in record.state("text").heads} == {"few pupils", "not yet all pupils"}
    assert {version.author for version in record.state("text").heads} == {DELE, MIRIAM}
    Writer(DELE).put(stream, "main_point", POINT, "text", "not yet all pupils")
    record = stream.record("main_point", POINT)
    assert record is not None
    assert record.state("text").settled
    assert record.get("text") == "not yet all pupils"


@pytest.mark.parametrize(
    ("first", "second"), [("the same", "the same"), ("only  spaces\ndiffer", " only spaces differ ")]
)
def test_the_same_words_settle_themselves(first: str, second: str) -> None:
    record = both_edit(review(), first, second).record("main_point", POINT)
    assert record is not None
    assert len(record.state("text").heads) == 2
    assert record.state("text").settled
    assert not record.contested


def test_a_cleared_field_gives_the_default_and_is_a_choice_against_an_edit() -> None:
    stream = review()
    Writer(DELE).put(stream, "main_point", POINT, "tag", "watch")
    apart = stream.clone()
    Writer(DELE).put(stream, "main_point", POINT, "tag", None)
    record = stream.record("main_point", POINT)
    assert record is not None
    assert record.get("tag", "unset") == "unset"
    Writer(MIRIAM).put(apart, "main_point", POINT, "tag", "strength")
    bring(stream, apart)
    record = stream.record("main_point", POINT)
    assert record is not None
    assert record.contested
    assert record.get("tag") == "strength"


def test_a_removed_record_is_listed_no_more_but_can_be_looked_up() -> None:
    stream = review()
    dele = Writer(DELE)
    dele.put(stream, "main_point", POINT, "text", "Reading")
    dele.put(stream, "main_point", POINT, "gone", True)
    assert stream.records("main_point") == ()
    record = stream.record("main_point", POINT)
    assert record is not None
    assert record.gone
    assert stream.all_records("main_point") == (record,)
    dele.put(stream, "main_point", POINT, "gone", False)
    assert [record.get("text") for record in stream.records("main_point")] == ["Reading"]


def test_an_edit_beside_a_removal_keeps_the_record_in_sight_until_somebody_chooses() -> None:
    stream = review()
    Writer(DELE).put(stream, "main_point", POINT, "text", "Reading")
    apart = stream.clone()
    Writer(DELE).put(stream, "main_point", POINT, "gone", True)
    Writer(MIRIAM).put(apart, "main_point", POINT, "evidence", "books, pupil talk")
    bring(stream, apart)
    (record,) = stream.records("main_point")
    assert record.gone
    assert record.contested
    removed, restored = stream.clone(), stream.clone()
    Writer(MIRIAM).put(removed, "main_point", POINT, "gone", True)
    assert removed.records("main_point") == ()
    Writer(MIRIAM).put(restored, "main_point", POINT, "gone", False)
    (record,) = restored.records("main_point")
    assert not record.contested


def test_records_stand_in_their_order_and_then_as_they_were_made() -> None:
    stream = review()
    dele = Writer(DELE)
    names = ids()
    late, first, second, unplaced = (next(names) for _ in range(4))
    places = {first: between(None, "V"), second: "V", late: between("V", None)}
    for record in (late, unplaced, second, first):
        dele.put(stream, "main_point", record, "text", record)
        if record in places:
            dele.put(stream, "main_point", record, "place", places[record])
    assert [record.id for record in stream.records("main_point")] == [first, second, late, unplaced]


def test_a_change_needs_its_ancestors_and_its_stream() -> None:
    source = review()
    stored = Writer(DELE).put(source, "main_point", POINT, "text", "Reading")
    target = fresh(source)
    with pytest.raises(MissingAncestors) as caught:
        target.add(stored)
    assert caught.value.missing == stored.change.deps
    with pytest.raises(BadChange):
        reviewers().add(stored)
    with pytest.raises(BadChange):
        Stream("horoscope-" + "a" * 32, table())


def test_taking_in_tells_what_may_look_different() -> None:
    stream = review()
    stored = Writer(DELE).force(stream, Edit("main_point", POINT, "text", "a"), Edit("main_point", OTHER, "text", "b"))
    other = review()
    applied = other.add(stored)
    assert applied.new
    assert applied.records == {("main_point", POINT), ("main_point", OTHER)}
    again = other.add(stored)
    assert not again.new
    assert again.records == frozenset()
    assert stored.id in other
    assert len(other) == 2
    assert other.change(stored.id) == stored


def test_bringing_in_twice_changes_nothing() -> None:
    stream = both_edit(review(), "one", "two")
    before = state(stream)
    bring(stream, stream.clone())
    assert state(stream) == before


def test_every_order_of_arrival_gives_the_same_state() -> None:
    base = review()
    branches = [base.clone() for _ in range(3)]
    Writer(DELE).put(branches[0], "main_point", POINT, "text", "one")
    Writer(DELE).put(branches[0], "main_point", POINT, "text", "one and a half")
    Writer(MIRIAM).put(branches[1], "main_point", POINT, "text", "two")
    Writer(TOM).put(branches[2], "cast", MIRIAM, "gone", True)
    states = []
    for order in permutations(branches):
        merged = base.clone()
        for branch in order:
            bring(merged, branch)
        states.append(state(merged))
    assert all(found == states[0] for found in states)


def test_an_op_that_comes_after_what_replaces_it_never_stands() -> None:
    base = review()
    early = base.clone()
    old = Writer(DELE).put(early, "main_point", POINT, "text", "old")
    edit = Edit("main_point", POINT, "text", "new", (f"{old.id}:0",))
    aware = Writer(MIRIAM).force(base.clone(), edit, deps=base.tips)  # knows the op, names no change that holds it
    for order in ((old, aware), (aware, old)):
        stream = base.clone()
        for stored in order:
            stream.add(stored)
        record = stream.record("main_point", POINT)
        assert record is not None
        assert [version.op for version in record.state("text").heads] == [f"{aware.id}:0"]


def test_an_op_replaces_only_in_its_own_field_whichever_comes_first() -> None:
    base = review()
    old = Writer(DELE).put(base.clone(), "main_point", POINT, "text", "old")
    pred = (f"{old.id}:0",)
    elsewhere = Writer(MIRIAM).force(
        base.clone(), Edit("main_point", POINT, "evidence", "books", pred), Edit("main_point", OTHER, "text", "x", pred)
    )
    for order in ((old, elsewhere), (elsewhere, old)):
        stream = base.clone()
        for stored in order:
            stream.add(stored)
        record = stream.record("main_point", POINT)
        assert record is not None
        assert [version.op for version in record.state("text").heads] == [*pred]


def test_values_may_come_late_even_those_that_say_who_is_who() -> None:
    source = both_edit(review(), "one", "two")
    Writer(DELE).put(source, "step", "draft", "on", "2026-11-24")
    Writer(TOM).put(source, "check_mark", "R5", "verdict", "accurate")
    target = fresh(source)
    bring(target, source, values=False)
    assert not target.people
    assert target.needs_values == set(source.values)
    late = list(source.values.values())
    random.Random(1).shuffle(late)
    decisive = [value for value in late if target.put_value(value)]
    assert decisive  # nonce and roles; the rest decides nothing
    assert len(decisive) < len(late)
    assert state(target) == state(source)
    assert not target.needs_values


def test_a_missing_value_shows_as_withheld_and_settles_nothing() -> None:
    source = both_edit(review(), "one", "two")
    target = fresh(source)
    absent = {op.digest for stored in source.changes for op in stored.change.ops if op.kind == "main_point"}
    for digest, value in source.values.items():
        if digest not in absent:
            target.put_value(value)
    bring(target, source, values=False)
    record = target.record("main_point", POINT)
    assert record is not None
    assert {version.status for version in record.state("text").heads} == {Status.WITHHELD}
    assert record.contested
    assert record.get("text") is None


def test_a_value_that_its_field_does_not_admit_is_shown_as_not_understood() -> None:
    stream = review()
    Writer(DELE).force(stream, Edit("main_point", POINT, "starred", "very"))
    record = stream.record("main_point", POINT)
    assert record is not None
    (version,) = record.state("starred").heads
    assert version.status is Status.NOT_UNDERSTOOD
    assert version.value is None


def test_what_a_newer_program_writes_is_kept_and_shown_as_not_understood() -> None:
    stream = review()
    stored = Writer(DELE).force(
        stream,
        Edit("horoscope", POINT, "sign", "crab"),
        Edit("main_point", POINT, "mood", "calm"),
        Edit("main_point", "not-a-free-id", "text", "x"),
        Edit("note", POINT, "text", "belongs to the reviewers"),
        Edit("main_point", POINT, "text", "understood"),
    )
    assert list(stream.inert.values()) == [Inert.NOT_UNDERSTOOD] * 4
    record = stream.record("main_point", POINT)
    assert record is not None
    assert record.get("text") == "understood"
    Writer(DELE).put(stream, "main_point", OTHER, "text", "goes on")  # what rests on it stands
    assert stored in stream.changes
    assert all(op.digest in stream.values for op in stored.change.ops)


def test_an_edit_beside_the_signing_is_marked() -> None:
    stream = review()
    dele = Writer(DELE)
    dele.put(stream, "main_point", POINT, "text", "before")
    apart = stream.clone()
    dele.put(stream, "step", "signed", "on", "2026-12-03")
    Writer(MIRIAM).put(apart, "main_point", OTHER, "text", "beside")
    bring(stream, apart)
    dele.put(stream, "main_point", POINT, "evidence", "after")
    marked = {
        (record.id, field): state.heads[0].after_lock
        for record in stream.records("main_point")
        for field, state in record.fields.items()
    }
    assert marked == {(POINT, "text"): False, (OTHER, "text"): True, (POINT, "evidence"): False}


def test_a_clone_goes_on_by_itself() -> None:
    stream = both_edit(review(), "one", "two")
    before = state(stream)
    clone = stream.clone()
    assert state(clone) == before
    Writer(DELE).put(clone, "main_point", POINT, "text", "three")
    Writer(TOM).put(clone, "cast", MIRIAM, "gone", True)
    assert state(stream) == before
    other = state(clone)
    Writer(DELE).put(stream, "main_point", POINT, "text", "four")
    assert state(clone) == other
    twice = clone.clone()
    Writer(DELE).put(clone, "main_point", POINT, "text", "five")
    assert state(twice) == other


def test_an_import_can_be_taken_out_until_something_rests_on_it() -> None:
    stream = review()
    Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    before = state(stream)
    apart = stream.clone()
    first = Writer(MIRIAM).put(apart, "main_point", POINT, "text", "two")
    second = Writer(MIRIAM).put(apart, "main_point", OTHER, "text", "more")
    bring(stream, apart)
    back = stream.without([first.id, second.id])
    assert state(back) == before
    assert set(back.values).isdisjoint(op.digest for op in (*first.change.ops, *second.change.ops))
    with pytest.raises(Refused) as caught:
        stream.without([first.id])
    assert caught.value.code == "built_upon"
    assert first.id in stream


def test_a_stream_can_be_seen_as_it_was_known() -> None:
    stream = review()
    Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    then, tips = state(stream), stream.tips
    Writer(DELE).put(stream, "main_point", POINT, "text", "two")
    bring(stream, both_edit(review(), "three", "four"))
    assert state(stream.at(tips)) == then
    assert state(stream.at(stream.tips)) == state(stream)
    with pytest.raises(MissingAncestors):
        stream.at(["f" * 64])


def test_who_knows_what() -> None:
    stream = review()
    (root,) = stream.tips
    stored = Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    assert stream.knows(stored.id, root)
    assert not stream.knows(root, stored.id)
    assert stream.op(f"{stored.id}:0") is not None
    assert stream.op(f"{stored.id}:9") is None


def test_many_members_and_removed_ones() -> None:
    stream = review()
    tom = Writer(TOM)
    for name in ("Josie", "Yusuf", "Idris"):
        tom.write(stream, Edit("cast", person_id(name), "role", "guest"), Edit("cast", person_id(name), "name", name))
    tom.put(stream, "cast", person_id("Idris"), "gone", True)
    assert set(stream.people) == {TOM, DELE, MIRIAM, person_id("Josie"), person_id("Yusuf")}
    assert stream.roles(person_id("Josie")) == {"guest"}
    assert stream.roles(CARYS) == frozenset()
    assert stream.founder == TOM


def test_a_value_already_here_is_not_taken_twice() -> None:
    stream = review()
    value = make_value("x", salts_from("value")())
    assert not stream.put_value(value)
    assert not stream.put_value(value)
    composed = Writer(DELE).compose(stream, Edit("main_point", POINT, "text", "kept"))
    assert composed is not None
    take(stream, composed)
    assert stream.values[composed.values[0].digest] == composed.values[0]
    assert [placed.op for placed in stream.bearers(composed.values[0].digest)] == list(composed.change.change.ops)

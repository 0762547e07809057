"""Taking back: the field says again what it said, unless somebody else has written, or others rest on it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.journal.compose import Edit
from peerreview.journal.stream import Stream
from peerreview.journal.undo import CannotUndo, Stays, inverse
from tests.unit.journal.triad import DELE, MIRIAM, TOM, Writer, review

NOTE = "a1" * 16


def says(stream: Stream, kind: str, record: str, field: str) -> object:
    found = stream.record(kind, record)
    return found.get(field) if found else None


def test_a_field_says_again_what_it_said_and_again_what_it_was_made_to_say() -> None:
    stream, dele = review(), Writer(DELE)
    dele.put(stream, "report", "report", "headline", "First")
    second = dele.put(stream, "report", "report", "headline", "Second")
    back = dele.write(stream, *inverse(stream, [second.id], DELE))
    assert says(stream, "report", "report", "headline") == "First"
    dele.write(stream, *inverse(stream, [back.id], DELE))
    assert says(stream, "report", "report", "headline") == "Second"


def test_a_record_that_was_made_goes_and_comes_back_whole() -> None:
    stream, dele = review(), Writer(DELE)
    made = dele.write(
        stream, Edit("main_point", NOTE, "text", "Pupils remember."), Edit("main_point", NOTE, "tag", "strength")
    )
    starred = dele.put(stream, "main_point", NOTE, "starred", True)
    dele.write(stream, *inverse(stream, [starred.id], DELE))
    back = dele.write(stream, *inverse(stream, [made.id], DELE))
    assert stream.records("main_point") == ()
    dele.write(stream, *inverse(stream, [back.id], DELE))
    [point] = stream.records("main_point")
    assert (point.get("text"), point.get("tag"), point.get("starred")) == ("Pupils remember.", "strength", None)


def test_several_changes_are_taken_back_as_one_act() -> None:
    stream, dele = review(), Writer(DELE)
    dele.put(stream, "report", "report", "headline", "First")
    act = [dele.put(stream, "report", "report", "headline", words).id for words in ("Second", "Third")]
    dele.write(stream, *inverse(stream, act, DELE))
    assert says(stream, "report", "report", "headline") == "First"


def test_what_somebody_else_has_written_since_stays() -> None:
    stream, dele, tom = review(), Writer(DELE), Writer(TOM)
    wanted = dele.put(stream, "report", "report", "support_wanted", "Reading")
    tom.put(stream, "report", "report", "support_wanted", "Reading and writing")
    with pytest.raises(CannotUndo) as cannot:
        inverse(stream, [wanted.id], DELE)
    assert (cannot.value.reason, cannot.value.by) == (Stays.ELSEWHERE, TOM)
    assert says(stream, "report", "report", "support_wanted") == "Reading and writing"


def test_a_record_that_a_colleague_has_worked_on_does_not_go() -> None:
    stream, dele = review(), Writer(DELE)
    made = dele.put(stream, "main_point", NOTE, "text", "Pupils remember.")
    Writer(MIRIAM).put(stream, "main_point", NOTE, "said", True)
    with pytest.raises(CannotUndo) as cannot:
        inverse(stream, [made.id], DELE)
    assert cannot.value.by == MIRIAM


def test_an_older_act_under_a_newer_one_stays() -> None:
    stream, dele = review(), Writer(DELE)
    older = dele.put(stream, "report", "report", "headline", "First")
    dele.put(stream, "report", "report", "headline", "Second")
    with pytest.raises(CannotUndo) as cannot:
        inverse(stream, [older.id], DELE)
    assert cannot.value.reason is Stays.CHANGED


@pytest.mark.parametrize(
    ("author", "edit"),
    [
        (TOM, Edit("cast", MIRIAM, "gone", True)),
        (TOM, Edit("release", NOTE, "level", "full")),
        (DELE, Edit("approval", f"1.{DELE}", "meaning", "fair_record")),
        (DELE, Edit("step", "draft", "on", "2026-11-20")),
        (DELE, Edit("step", "signed", "on", "2026-11-20")),
    ],
)
def test_what_others_rest_on_counts_from_then_on(author: str, edit: Edit) -> None:
    stream = review()
    done = Writer(author).write(stream, edit)
    with pytest.raises(CannotUndo) as cannot:
        inverse(stream, [done.id], author)
    assert cannot.value.reason in (Stays.FINAL, Stays.SIGNED)


def test_a_step_that_nothing_rests_on_is_taken_back() -> None:
    stream, dele = review(), Writer(DELE)
    done = dele.put(stream, "step", "visit", "on", "2026-11-17")
    dele.write(stream, *inverse(stream, [done.id], DELE))
    assert says(stream, "step", "visit", "on") is None


def test_what_was_signed_since_stays_and_what_came_after_does_not() -> None:
    stream, dele, tom = review(), Writer(DELE), Writer(TOM)
    before = dele.put(stream, "report", "report", "headline", "First")
    dele.put(stream, "step", "signed", "on", "2026-11-20")
    after = tom.put(stream, "action", NOTE, "change", "One record in every phase")
    with pytest.raises(CannotUndo) as cannot:
        inverse(stream, [before.id], DELE)
    assert cannot.value.reason is Stays.SIGNED
    tom.write(stream, *inverse(stream, [after.id], TOM))
    assert stream.records("action") == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["headline", "met", "practice"]), st.sampled_from([None, "one", "two", "three \U0001f600"])
        ),
        max_size=8,
    )
)
def test_taking_everything_back_and_doing_it_again_changes_nothing(writes: list[tuple[str, str | None]]) -> None:
    stream, dele = review(), Writer(DELE)

    def state() -> list[object]:
        return [says(stream, "report", "report", name) for name in ("headline", "met", "practice")]

    begun, done = state(), []
    for field, words in writes:
        if dele.compose(stream, Edit("report", "report", field, words)):
            done.append(dele.put(stream, "report", "report", field, words).id)
    ended = state()
    undone = [dele.write(stream, *inverse(stream, [each], DELE)).id for each in reversed(done)]
    assert state() == begun
    for each in reversed(undone):
        dele.write(stream, *inverse(stream, [each], DELE))
    assert state() == ended

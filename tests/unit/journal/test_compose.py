"""What a person did, as one change: or nothing at all, or a refusal in words."""

from __future__ import annotations

import pytest

from peerreview.journal.compose import Edit, MayNotWrite, begin
from peerreview.journal.stream import Inert
from peerreview.journal.table import BadValue
from tests.unit.journal.triad import AT, DELE, MIRIAM, NONCE, TOM, Writer, bring, review, reviewers, state, table

POINT, NOTE = "a" * 32, "b" * 32


def test_an_act_is_one_change_on_the_present_tips() -> None:
    stream = review()
    tips = stream.tips
    before = state(stream)
    edits = [Edit("next_step", POINT, field, field) for field in ("first", "owner", "know")]
    composed = Writer(DELE).compose(stream, *edits)
    assert composed is not None
    change = composed.change.change
    assert change.deps == tips
    assert [op.field for op in change.ops] == ["first", "owner", "know"]
    assert [value.digest for value in composed.values] == [op.digest for op in change.ops]
    assert (change.author, change.actor, change.at) == (DELE, Writer(DELE).actor, AT)
    assert state(stream) == before


def test_the_present_versions_are_replaced_all_of_them() -> None:
    stream = review()
    apart = stream.clone()
    first = Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    second = Writer(MIRIAM).put(apart, "main_point", POINT, "text", "two")
    bring(stream, apart)
    chosen = Writer(DELE).put(stream, "main_point", POINT, "text", "two")
    assert chosen.change.ops[0].pred == tuple(sorted((f"{first.id}:0", f"{second.id}:0")))


def test_what_was_seen_is_replaced_and_nothing_else() -> None:
    stream = review()
    seen = Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    saw = (f"{seen.id}:0",)
    Writer(MIRIAM).put(stream, "main_point", POINT, "text", "arrived while Dele was typing")
    Writer(DELE).write(stream, Edit("main_point", POINT, "text", "one, typed on", saw))
    record = stream.record("main_point", POINT)
    assert record is not None
    assert {version.value for version in record.state("text").heads} == {
        "arrived while Dele was typing",
        "one, typed on",
    }


def test_what_was_seen_and_has_been_taken_out_since_is_replaced_no_more() -> None:
    stream = review()
    elsewhere = Writer(DELE).put(stream, "main_point", "c" * 32, "text", "another point")
    stored = Writer(DELE).write(
        stream, Edit("main_point", POINT, "text", "typed", ("f" * 64 + ":0", f"{elsewhere.id}:0"))
    )
    assert stored.change.ops[0].pred == ()


def test_what_changes_nothing_is_left_out() -> None:
    stream = review()
    dele = Writer(DELE)
    dele.put(stream, "main_point", POINT, "text", "one\ntwo")
    assert dele.compose(stream, Edit("main_point", POINT, "text", "one\r\ntwo")) is None
    assert dele.compose(stream, Edit("main_point", POINT, "tag", None)) is None
    assert dele.compose(stream, Edit("main_point", POINT, "evidence", "")) is None
    assert dele.compose(stream) is None
    both = dele.compose(
        stream, Edit("main_point", POINT, "text", "one\ntwo"), Edit("main_point", POINT, "tag", "watch")
    )
    assert both is not None
    assert [op.field for op in both.change.change.ops] == ["tag"]


def test_typing_that_ends_as_it_began_makes_no_second_version() -> None:
    stream = review()
    seen = Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    Writer(MIRIAM).put(stream, "main_point", POINT, "text", "two")
    assert Writer(DELE).compose(stream, Edit("main_point", POINT, "text", "one", (f"{seen.id}:0",))) is None
    assert Writer(DELE).compose(stream, Edit("main_point", POINT, "text", "", ())) is None


def test_a_yes_is_not_a_one() -> None:
    stream = review()
    dele = Writer(DELE)
    dele.put(stream, "main_point", POINT, "said", True)
    with pytest.raises(BadValue):
        dele.compose(stream, Edit("main_point", POINT, "said", 1))
    assert dele.compose(stream, Edit("main_point", POINT, "said", False)) is not None


def test_the_choice_to_remove_again_is_a_choice() -> None:
    stream = review()
    Writer(DELE).put(stream, "main_point", POINT, "text", "one")
    apart = stream.clone()
    Writer(DELE).put(stream, "main_point", POINT, "gone", True)
    Writer(MIRIAM).put(apart, "main_point", POINT, "text", "edited beside")
    bring(stream, apart)
    assert Writer(DELE).compose(stream, Edit("main_point", POINT, "gone", True)) is not None


def test_texts_are_brought_into_form() -> None:
    stream = review()
    Writer(DELE).put(stream, "main_point", POINT, "text", "Cafe\u0301\r\nreading\x00")
    record = stream.record("main_point", POINT)
    assert record is not None
    assert record.get("text") == "Café\nreading"


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Edit("report", "report", "headline", "x"), Inert.NOT_THEIRS),
        (Edit("difference", f"P2.{DELE}", "words", "x"), Inert.NOT_IN_OWN_NAME),
        (Edit("check_mark", "R5", "verdict", "accurate"), Inert.TOO_EARLY),
        (Edit("main_point", "no-such-form", "text", "x"), Inert.NOT_UNDERSTOOD),
    ],
)
def test_what_the_author_may_not_write_is_refused_in_words(edit: Edit, reason: Inert) -> None:
    stream = review()
    before = state(stream)
    with pytest.raises(MayNotWrite) as caught:
        Writer(TOM).write(stream, Edit("comment", "comment", "words", "fine"), edit)
    refusal = caught.value
    assert refusal.reason is reason
    assert (refusal.kind, refusal.record, refusal.field) == (edit.kind, edit.record, edit.field)
    assert refusal.exit_code == 1
    assert refusal.happened
    assert refusal.safe
    assert refusal.todo
    assert state(stream) == before


def test_every_reason_has_its_words() -> None:
    sentences = {str(MayNotWrite(reason, "note", NOTE, "text")) for reason in Inert}
    assert len(sentences) == len(Inert)


def test_nobody_writes_in_a_colleagues_note() -> None:
    stream = reviewers()
    Writer(DELE).put(stream, "note", NOTE, "text", "Y4 books")
    with pytest.raises(MayNotWrite) as caught:
        Writer(MIRIAM).put(stream, "note", NOTE, "text", "Y5 books")
    assert caught.value.reason is Inert.NOT_FIRST_AUTHOR


def test_a_value_that_does_not_fit_is_refused_before_anything_is_made() -> None:
    with pytest.raises(BadValue):
        Writer(DELE).compose(review(), Edit("main_point", POINT, "text", "x" * 4001))


def test_a_field_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Writer(DELE).compose(review(), Edit("main_point", POINT, "mood", "calm"))


def test_a_beginning_carries_all_it_was_given() -> None:
    tom = Writer(TOM)
    edits = [Edit("cast", TOM, "role", "host"), Edit("review", "review", "visit_date", "2026-11-17")]
    stream, composed = begin("review", table(), edits, author=TOM, actor=tom.actor, at=AT, nonce=NONCE, salts=tom.salts)
    assert stream.tips == (composed.change.id,)
    assert set(stream.values) == {value.digest for value in composed.values}
    record = stream.record("review", "review")
    assert record is not None
    assert record.get("visit_date") == "2026-11-17"
    assert record.get("nonce") == NONCE

"""Who may write what: by role, by ancestors, and never by what is not among them."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from peerreview.journal.authority import stream_id
from peerreview.journal.canonical import JsonValue
from peerreview.journal.change import StoredChange
from peerreview.journal.compose import Edit, MayNotWrite, begin
from peerreview.journal.stream import Inert, Stream
from tests.unit.journal.triad import (
    AT,
    CARYS,
    DELE,
    MIRIAM,
    NONCE,
    STRANGER,
    TOM,
    Writer,
    bring,
    fresh,
    review,
    reviewers,
    state,
    table,
)

NOTE, POINT = "a" * 32, "b" * 32
NETWORK = "c7" * 32
NEWER = "e7" * 32


def why(stream: Stream, stored: StoredChange, index: int = 0) -> Inert | None:
    return stream.inert.get(f"{stored.id}:{index}")


@pytest.mark.parametrize(
    ("person", "kind", "record", "field", "may"),
    [
        (TOM, "self_view", "P2", "grade", True),
        (DELE, "self_view", "P2", "grade", False),
        (TOM, "action", NOTE, "change", True),
        (MIRIAM, "action", NOTE, "change", False),
        (MIRIAM, "action", NOTE, "progress", True),
        (DELE, "report", "report", "headline", True),
        (MIRIAM, "report", "report", "headline", False),
        (TOM, "report", "report", "headline", False),
        (TOM, "report", "report", "support_wanted", True),
        (DELE, "agreed", "P2", "grade", True),
        (TOM, "agreed", "P2", "grade", False),
        (TOM, "agreed", "P2", "confirmed", True),
        (DELE, "agreed", "P2", "confirmed", False),
        (MIRIAM, "main_point", POINT, "text", True),
        (TOM, "main_point", POINT, "text", False),
        (MIRIAM, "reviewer_view", f"P2.{MIRIAM}", "grade", True),
        (MIRIAM, "reviewer_view", f"P2.{DELE}", "grade", False),
        (TOM, "reviewer_view", f"P2.{TOM}", "grade", False),
        (TOM, "approval", f"1.{TOM}", "meaning", True),
        (TOM, "approval", f"1.{DELE}", "meaning", False),
        (TOM, "cast", STRANGER, "role", True),
        (DELE, "cast", STRANGER, "role", False),
        (DELE, "version", "1", "data", True),
        (MIRIAM, "version", "1", "data", False),
        (TOM, "check_mark", "R5", "verdict", False),
        (STRANGER, "comment", "comment", "words", False),
        (TOM, "comment", "comment", "words", True),
        (TOM, "comment", "remark", "words", False),
        (TOM, "self_view", "", "grade", False),
        (TOM, "horoscope", NOTE, "sign", False),
    ],
)
def test_who_may_write_what_in_a_review(person: str, kind: str, record: str, field: str, may: bool) -> None:
    assert review().may_write(person, kind, record, field) is may


def test_the_same_rule_judges_what_arrives() -> None:
    stream = review()
    stored = Writer(TOM).force(
        stream, Edit("report", "report", "headline", "All is well"), Edit("comment", "comment", "words", "We agree")
    )
    assert why(stream, stored, 0) is Inert.NOT_THEIRS
    assert why(stream, stored, 1) is None
    assert stream.record("report", "report") is None
    assert stream.record("comment", "comment") is not None


def test_an_inert_op_replaces_nothing() -> None:
    stream = review()
    old = Writer(DELE).put(stream, "report", "report", "headline", "Uneven")
    Writer(TOM).force(stream, Edit("report", "report", "headline", "Strong", (f"{old.id}:0",)))
    record = stream.record("report", "report")
    assert record is not None
    assert record.get("headline") == "Uneven"
    assert not record.contested


def test_guests_in_the_cast_may_sign_for_themselves_and_no_more() -> None:
    stream = review(Edit("cast", CARYS, "role", "guest"))
    assert stream.may_write(CARYS, "approval", f"1.{CARYS}", "meaning")
    assert not stream.may_write(CARYS, "approval", f"1.{TOM}", "meaning")
    assert not stream.may_write(CARYS, "main_point", POINT, "text")


def test_a_step_opens_what_waits_for_it() -> None:
    stream = review()
    tom = Writer(TOM)
    apart = stream.clone()
    Writer(DELE).put(stream, "step", "draft", "on", "2026-11-24")
    assert stream.may_write(TOM, "check_mark", "R5", "verdict")
    early = tom.force(apart, Edit("check_mark", "R5", "verdict", "accurate"))
    assert why(apart, early) is Inert.TOO_EARLY
    bring(stream, apart)
    assert why(stream, early) is Inert.TOO_EARLY  # the step is not among its ancestors, whatever came first


def test_only_the_first_author_changes_a_note() -> None:
    stream = reviewers()
    Writer(DELE).put(stream, "note", NOTE, "text", "Y4 books")
    assert not stream.may_write(MIRIAM, "note", NOTE, "text")
    hers = Writer(MIRIAM).force(stream, Edit("note", NOTE, "text", "Y5 books"))
    assert why(stream, hers) is Inert.NOT_FIRST_AUTHOR
    assert stream.may_write(DELE, "note", NOTE, "text")


def test_whoever_pretends_to_have_been_first_takes_nothing_away() -> None:
    base = reviewers()
    hers = base.clone()
    stream = base.clone()
    note = Writer(DELE).put(stream, "note", NOTE, "text", "Y4 books")
    # Miriam's program names Dele's op, yet claims not to know the change that holds it.
    Writer(MIRIAM).force(hers, Edit("note", NOTE, "text", "nothing seen", (f"{note.id}:0",)))
    bring(stream, hers)
    record = stream.record("note", NOTE)
    assert record is not None
    assert {version.value for version in record.state("text").heads} == {"Y4 books", "nothing seen"}
    assert stream.may_write(DELE, "note", NOTE, "text")  # nor can she lock him out of it
    Writer(DELE).put(stream, "note", NOTE, "text", "Y4 books, all of them")
    record = stream.record("note", NOTE)
    assert record is not None
    assert "Y4 books, all of them" in {version.value for version in record.state("text").heads}


def test_whoever_leaves_the_cast_writes_no_more_but_what_they_wrote_stands() -> None:
    stream = review()
    Writer(MIRIAM).put(stream, "main_point", POINT, "text", "Reading")
    apart = stream.clone()
    Writer(TOM).put(stream, "cast", MIRIAM, "gone", True)
    assert not stream.may_write(MIRIAM, "main_point", POINT, "text")
    beside = Writer(MIRIAM).put(apart, "main_point", POINT, "text", "Reading aloud")
    bring(stream, apart)
    assert why(stream, beside) is None
    record = stream.record("main_point", POINT)
    assert record is not None
    assert record.get("text") == "Reading aloud"
    assert stream.roles(MIRIAM) == frozenset()
    assert stream.roles(MIRIAM, beside.id) == {"reviewer"}


def test_whoever_comes_back_writes_again() -> None:
    stream = review()
    Writer(TOM).put(stream, "cast", MIRIAM, "gone", True)
    Writer(TOM).put(stream, "cast", MIRIAM, "gone", False)
    assert stream.roles(MIRIAM) == {"reviewer"}
    assert stream.may_write(MIRIAM, "main_point", POINT, "text")


def test_two_roles_given_apart_are_both_held_until_the_host_chooses() -> None:
    stream = review()
    apart = stream.clone()
    Writer(TOM).put(stream, "cast", CARYS, "role", "reviewer")
    Writer(TOM, device=2).put(apart, "cast", CARYS, "role", "guest")
    bring(stream, apart)
    assert stream.roles(CARYS) == {"reviewer", "guest"}
    Writer(TOM).put(stream, "cast", CARYS, "role", "guest")
    assert stream.roles(CARYS) == {"guest"}


def test_a_role_that_is_no_text_gives_nothing() -> None:
    stream = review()
    Writer(TOM).force(stream, Edit("cast", CARYS, "role", ["lead_reviewer"]))
    assert stream.roles(CARYS) == frozenset()


# --- beginnings ---------------------------------------------------------------------------------------------


def test_a_stream_is_named_by_its_author_and_nonce() -> None:
    assert review().id == stream_id("review", TOM, NONCE)
    assert stream_id("review", TOM, NONCE) != stream_id("review", DELE, NONCE)
    assert stream_id("triad", TOM, NONCE).partition("-")[2] == stream_id("review", TOM, NONCE).partition("-")[2]


def test_a_review_must_name_its_author_as_host() -> None:
    host = Writer(TOM)
    for role in ("reviewer", None):
        edits = [Edit("cast", TOM, "role", role)] if role else []
        with pytest.raises(MayNotWrite) as caught:
            begin("review", table(), edits, author=TOM, actor=host.actor, at=AT, nonce=NONCE, salts=host.salts)
        assert caught.value.reason is Inert.NOT_BEGUN


@pytest.mark.parametrize(
    ("author", "nonce"),
    [(MIRIAM, NONCE), (TOM, "00" * 32), (TOM, 7), (TOM, None)],
)
def test_a_root_that_does_not_fit_the_id_is_inert_and_so_is_all_that_rests_on_it(author: str, nonce: JsonValue) -> None:
    stream = fresh(review())
    edits = [Edit("cast", author, "role", "host")]
    if nonce:
        edits.append(Edit("review", "review", "nonce", nonce))
    root = Writer(author).force(stream, *edits)
    rest = Writer(author).force(stream, Edit("comment", "comment", "words", "mine"))
    assert why(stream, root) is Inert.NOT_BEGUN
    assert why(stream, rest) is Inert.NOT_THEIRS
    assert stream.people == {}
    assert stream.founder == ""


def test_a_false_root_beside_the_true_one_gives_no_rights() -> None:
    stream = review()
    before = state(stream)["records"]
    Writer(STRANGER).force(
        stream,
        Edit("review", "review", "nonce", NONCE),
        Edit("cast", STRANGER, "role", "host"),
        deps=(),
    )
    assert STRANGER not in stream.people
    assert state(stream)["records"] == before
    assert not stream.may_write(STRANGER, "comment", "comment", "words")


def test_a_triad_is_begun_by_a_head_or_an_office_and_written_by_its_members() -> None:
    office = Writer(CARYS)
    stream, _ = begin(
        "triad",
        table(),
        [Edit("member", CARYS, "role", "office"), Edit("member", TOM, "role", "head"),
         Edit("member", DELE, "role", "lead_head")],
        author=CARYS, actor=office.actor, at=AT, nonce=NONCE, salts=office.salts,
    )  # fmt: skip
    assert stream.founder == CARYS
    assert stream.may_write(TOM, "visit", NOTE, "date")
    assert stream.may_write(CARYS, "visit", NOTE, "date")
    assert not stream.may_write(DELE, "visit", NOTE, "date")
    assert stream.may_write(DELE, "triad", "triad", "name")
    assert not stream.may_write(MIRIAM, "visit", NOTE, "date")


def test_writing_the_nonce_again_founds_nothing() -> None:
    office = Writer(CARYS)
    edits = [Edit("member", CARYS, "role", "office"), Edit("member", TOM, "role", "head")]
    stream, _ = begin("triad", table(), edits, author=CARYS, actor=office.actor, at=AT, nonce=NONCE, salts=office.salts)
    Writer(TOM).put(stream, "triad", "triad", "nonce", "00" * 32)
    assert stream.founder == CARYS


def test_the_founder_keeps_their_part_until_a_record_says_otherwise() -> None:
    stream = reviewers()
    founder = Writer(DELE)
    alone, _ = begin(
        "reviewers", table(), [], author=DELE, actor=founder.actor, at=AT, nonce=NONCE, salts=founder.salts
    )
    assert alone.roles(DELE) == {"lead_reviewer"}
    founder.put(stream, "reviewer", DELE, "role", "reviewer")
    assert stream.roles(DELE) == {"reviewer"}


def test_a_private_stream_is_its_owners() -> None:
    owner = Writer(MIRIAM)
    stream, _ = begin("private", table(), [], author=MIRIAM, actor=owner.actor, at=AT, nonce=NONCE, salts=owner.salts)
    assert stream.may_write(MIRIAM, "private_note", NOTE, "text")
    assert not stream.may_write(DELE, "private_note", NOTE, "text")


# --- a new head ---------------------------------------------------------------------------------------------


def listed_heads(network: str, school: str, before: Collection[str]) -> frozenset[str]:
    """The network document with this digest names Carys as head of school 900101; a newer one names nobody."""
    named = (network, school) == (NETWORK, "900101") and NEWER not in before
    return frozenset({CARYS}) if named else frozenset()


def handed_over(*edits: Edit, heads: bool = True) -> Stream:
    stream = review()
    known = Stream(stream.id, table(), heads=listed_heads if heads else None)
    bring(known, stream)
    Writer(CARYS).force(known, *edits)
    return known


def test_a_new_head_takes_over_by_citing_the_network_document() -> None:
    stream = handed_over(
        Edit("cast", CARYS, "network", NETWORK),
        Edit("cast", CARYS, "role", "host"),
        Edit("cast", TOM, "network", NETWORK),
        Edit("cast", TOM, "gone", True),
    )
    assert stream.inert == {}
    assert stream.roles(CARYS) == {"host"}
    assert TOM not in stream.people
    assert stream.may_write(CARYS, "action", NOTE, "change")
    with pytest.raises(MayNotWrite):
        Writer(TOM).put(stream, "action", NOTE, "change", "too late")
    Writer(CARYS).put(stream, "comment", "comment", "words", "mine now")
    assert state(stream.clone()) == state(stream)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit("cast", CARYS, "role", "host")],
        [Edit("cast", CARYS, "role", "host"), Edit("cast", CARYS, "network", "00" * 32)],
        [Edit("cast", CARYS, "role", "host"), Edit("cast", TOM, "network", NETWORK)],
        [Edit("cast", CARYS, "role", "host"), Edit("cast", CARYS, "network", 7)],
    ],
)
def test_whoever_cites_nothing_that_lists_them_takes_nothing_over(edits: list[Edit]) -> None:
    assert CARYS not in handed_over(*edits).people


def test_the_head_of_another_school_takes_nothing_over() -> None:
    stream = Stream(review().id, table(), heads=listed_heads)
    bring(stream, review())
    Writer(TOM).put(stream, "review", "review", "school", "900102")
    Writer(CARYS).force(stream, Edit("cast", CARYS, "network", NETWORK), Edit("cast", CARYS, "role", "host"))
    assert CARYS not in stream.people


@pytest.mark.parametrize("knowing", [True, False])
def test_who_was_head_once_takes_nothing_over_from_a_newer_document(knowing: bool) -> None:
    stream = Stream(review().id, table(), heads=listed_heads)
    bring(stream, review())
    before = stream.tips
    Writer(TOM).put(stream, "cast", TOM, "network", NEWER)
    claim = [Edit("cast", CARYS, "network", NETWORK), Edit("cast", CARYS, "role", "host")]
    Writer(CARYS).force(stream, *claim, deps=stream.tips if knowing else before)
    assert (CARYS in stream.people) is not knowing


def test_without_the_document_the_claim_waits() -> None:
    edits = [Edit("cast", CARYS, "network", NETWORK), Edit("cast", CARYS, "role", "host")]
    waiting = handed_over(*edits, heads=False)
    assert CARYS not in waiting.people
    arrived = Stream(waiting.id, table(), heads=listed_heads)
    bring(arrived, waiting)
    assert arrived.roles(CARYS) == {"host"}


def test_a_composed_takeover_is_judged_with_its_own_values() -> None:
    stream = Stream(review().id, table(), heads=listed_heads)
    bring(stream, review())
    Writer(CARYS).write(stream, Edit("cast", CARYS, "network", NETWORK), Edit("cast", CARYS, "role", "host"))
    assert stream.roles(CARYS) == {"host"}
    with pytest.raises(MayNotWrite):
        Writer(STRANGER).write(
            stream, Edit("cast", STRANGER, "network", NETWORK), Edit("cast", STRANGER, "role", "host")
        )

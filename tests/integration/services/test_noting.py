"""Notes: many in one go, private ones that never leave, sharing by copying, search, links, claims."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from peerreview.domain.reviews import Tag
from peerreview.errors import BadInput, Refused
from peerreview.services import (
    arranging,
    claiming,
    dossier,
    history,
    keeping,
    noting,
    opening,
    pad,
    points,
    reviews,
    sending,
    slots,
    typing,
    writing,
)
from tests.integration.persistence.world import plain
from tests.integration.services.world import UNLOCK, World

At = Callable[[str], World]


def test_a_line_each_and_a_prefix_sets_the_kind(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    made = noting.add_many(
        *dele,
        world.review,
        "books: Y4 shows care\n\nWalk: calm corridors\nunlike: this is no prefix\nplain",
        section="P2",
    )
    assert len(made.records) == 4
    notes = reviews.open_review(*dele, world.review).notes
    assert [(note.activity, note.text.text) for note in notes] == [
        ("BOOKS", "Y4 shows care"),
        ("LWALK", "calm corridors"),
        ("", "unlike: this is no prefix"),
        ("", "plain"),
    ]
    assert {note.section for note in notes} == {"P2"}


def test_a_private_note_is_in_no_file(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add(*dele, world.review, "walk: for all reviewers")
    private = noting.add(*dele, world.review, "kestrel: only me", private=True)
    assert private.private
    world.pass_on("dele", "miriam")
    opened = world.app("miriam").ports.store
    with opened.begin() as work:
        assert work.search_notes("kestrel") == ()
        assert work.streams("private-") == ()
    assert [note.private for note in reviews.open_review(*dele, world.review).notes] == [False, True]


def test_sharing_a_private_note_copies_its_words_and_does_not_point_back(at: At) -> None:
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "walk: calm")
    world.pass_on("dele", "miriam")
    miriam = world.desk("miriam")
    private = noting.add(*miriam, world.review, "books: bittern", private=True)
    shared = arranging.to_reviewers(*miriam, world.review, private.records)
    assert not shared.private
    sent = sending.working_copy(*miriam, world.review, [world.people["dele"]], world.file("copy"))
    with world.app("miriam").ports.store.begin() as work:
        stream = dossier.open_in(world.app("miriam").ports, work, miriam[1], world.review).reviewers
        assert stream is not None
        part = work.part(stream.id)
    assert any(b"bittern" in line for line in part.values)
    assert not any(private.records[0].encode() in line for line in (*part.changes, *part.values))
    opening.bring_in(*world.desk("dele"), sent.paths[0])
    assert "bittern" in [note.text.text for note in reviews.open_review(*world.desk("dele"), world.review).notes]


def test_notes_before_the_writers_file_wait_as_only_me(at: At) -> None:
    world = at("shared")
    made = noting.add(*world.desk("miriam"), world.review, "walk: early")
    assert made.private
    assert made.sentence == "Kept as Only me until the report writer's file comes; then share them in one tick."
    with pytest.raises(Refused) as refused:
        arranging.to_reviewers(*world.desk("miriam"), world.review, made.records)
    assert refused.value.code == "no_reviewers_stream"


def test_the_host_takes_no_notes_among_the_reviewers(at: At) -> None:
    world = at("shared")
    with pytest.raises(Refused) as refused:
        noting.add(*world.desk("tom"), world.review, "walk: mine")
    assert refused.value.code == "not_a_reviewer"


def test_search_finds_words_and_forgets_what_was_removed(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    made = noting.add_many(*dele, world.review, "books: corrections taken up\nwalk: calm corridors")
    [hit] = noting.search(*dele, "corrections")
    assert (hit.record, hit.review) == (made.records[0], world.review)
    assert "«corrections»" in hit.snippet
    private = noting.add(*dele, world.review, "kestrel: only me", private=True)
    [mine] = noting.search(*dele, "kestr")
    assert (mine.record, mine.review) == (private.records[0], world.review)
    noting.remove(*dele, hit.stream, hit.record)
    assert noting.search(*dele, "corrections") == ()


def test_linked_notes_say_in_how_many_ways_a_point_was_seen(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    made = noting.add_many(*dele, world.review, "books: one\nwalk: two\nbooks: three")
    point = points.add(
        *dele, world.review, "Reading is taught to one plan.", Tag.STRENGTH, "P2", notes=made.records[:1]
    )
    [view] = reviews.open_review(*dele, world.review).points
    assert (view.ways, view.seen) == (("BOOKS",), "Seen once")
    noting.link(*dele, world.review, made.records[1:], point)
    [view] = reviews.open_review(*dele, world.review).points
    assert view.ways == ("LWALK", "BOOKS")
    assert view.seen == "Seen in 2 ways"
    assert set(view.notes) == set(made.records)


def test_typing_for_a_colleague_is_marked_and_claimed_by_her(at: At) -> None:
    world = at("shared")
    miriam = world.people["miriam"]
    made = noting.add(*world.desk("dele"), world.review, "pupils: six could say why", on_behalf_of=miriam)
    world.pass_on("dele", "miriam")
    [note] = reviews.open_review(*world.desk("miriam"), world.review).notes
    assert note.for_me
    assert note.who == "Miriam Feldt"
    assert note.typed_by == "Dele Akintola"
    claiming.claim(*world.desk("miriam"), world.review, made.records[0])
    [note] = reviews.open_review(*world.desk("miriam"), world.review).notes
    assert note.typed_by == ""
    with pytest.raises(Refused):
        claiming.claim(*world.desk("dele"), world.review, made.records[0])


def test_removed_for_good_is_nowhere_within_reach_and_goes_from_colleagues_too(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    made = noting.add_many(*dele, world.review, "walk: calm\nfourteen words that should never have been typed here")
    world.pass_on("dele", "miriam")
    stick = world.out / "stick"
    keeping.safe_copy(*dele, stick)
    stream = reviews.open_review(*dele, world.review).reviewers_stream
    removed = keeping.remove_for_good(*dele, stream, "note", made.records[1])
    assert removed.holders == ("Miriam Feldt",)
    assert removed.left == ()
    [key] = UNLOCK.holder(world.folder / "dele").keys()
    assert b"fourteen" not in plain(stick / "store.db", key)
    said = keeping.removed([removed, replace(removed, left=(Path("E:/copies"),))])
    assert said == (
        "Removed for good on this computer. A copy may be with Miriam Feldt: send a file, and it goes there too. "
        "Out of reach: the safe copy in E:/copies. Save a new one there."
    )
    assert noting.search(*dele, "fourteen") == ()
    with world.app("dele").ports.store.begin() as work:
        assert not any(b"fourteen" in line for line in work.part(stream).values)
    assert [note.text.text for note in reviews.open_review(*dele, world.review).notes if not note.removed] == ["calm"]

    [said] = world.pass_on("dele", "miriam")
    assert "1 removal for good" in said
    assert noting.search(*world.desk("miriam"), "fourteen") == ()
    gone = [note for note in reviews.open_review(*world.desk("miriam"), world.review).notes if note.removed]
    assert [note.record for note in gone] == [made.records[1]]  # that something was removed stays
    assert reviews.open_review(*dele, world.review).noted == "1 note"  # and counts no more
    assert keeping.check(world.app("miriam").ports).problems == ()
    lines = history.of_field(*world.desk("miriam"), stream, "note", made.records[1], "text").lines
    assert [(line.value, line.removed_by) for line in lines] == [(None, "Dele Akintola")]


def test_a_note_written_again_from_memory_is_shown_beside_the_one_typed_for_her(at: At) -> None:
    world = at("shared")
    dele, miriam = world.desk("dele"), world.people["miriam"]
    noting.add(*dele, world.review, "walk: begins the journal")
    world.pass_on("dele", "miriam")
    own = noting.add(*world.desk("miriam"), world.review, "pupils: six of eight could say why fractions are equal")
    for words in ("pupils: eight pupils, six said why fractions were equal", "data: absence fell in Year 5 this term"):
        noting.add(*dele, world.review, words, on_behalf_of=miriam)
    world.pass_on("dele", "miriam")
    again, other = (note for note in reviews.open_review(*world.desk("miriam"), world.review).notes if note.for_me)
    assert (again.repeats, other.repeats) == (own.records[0], "")

    claiming.repeats(*world.desk("miriam"), world.review, again.record, own.records[0])
    claiming.claim(*world.desk("miriam"), world.review, other.record)
    notes = reviews.open_review(*world.desk("miriam"), world.review).notes
    assert sum(note.mine for note in notes) == 2  # her own, and the one that was typed for her: no doubles
    assert not any(note.for_me for note in notes)
    stream = reviews.open_review(*world.desk("miriam"), world.review).reviewers_stream
    [line] = history.of_field(*world.desk("miriam"), stream, "note", again.record, "text").lines
    assert line.who == "Dele Akintola"  # who typed it stays in the history
    world.pass_on("miriam", "dele")
    assert len(reviews.open_review(*dele, world.review).notes) == 3


def test_of_two_that_say_the_same_the_typed_one_may_stay(at: At) -> None:
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "walk: begins the journal")
    world.pass_on("dele", "miriam")
    miriam = world.desk("miriam")
    own = noting.add(*miriam, world.review, "books: corrections are taken up in most books")
    typed = noting.add(
        *world.desk("dele"), world.review, "books: corrections taken up in most of the books",
        on_behalf_of=world.people["miriam"],
    )  # fmt: skip
    world.pass_on("dele", "miriam")
    claiming.claim(*miriam, world.review, typed.records[0], instead_of=own.records[0])
    mine = [note.record for note in reviews.open_review(*miriam, world.review).notes if note.mine]
    assert mine == list(typed.records)


def test_nobody_else_claims_a_note_for_her(at: At) -> None:
    world = at("shared")
    dele, miriam = world.desk("dele"), world.people["miriam"]
    made = noting.add(*dele, world.review, "pupils: six could say why", on_behalf_of=miriam)
    stream = reviews.open_review(*dele, world.review).reviewers_stream
    writing.write(*dele, stream, writing.of("claim", writing.fresh(dele[0]), note=made.records[0], repeats="x"))
    world.pass_on("dele", "miriam")
    [note] = reviews.open_review(*world.desk("miriam"), world.review).notes
    assert note.for_me


def test_lines_go_to_the_slot_of_their_kind(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    world.clock.now = datetime.fromisoformat("2026-11-17T12:40").astimezone()  # at lunch, after the walk about
    noting.add_many(
        *dele, world.review, "books: one\nbooks: two\nwalk: three\nno kind\ngovernors: too early",
        slot=slots.BY_TIMETABLE,
    )  # fmt: skip
    found = {note.text.text: note for note in reviews.open_review(*dele, world.review).notes}
    times = {words: f"{note.at.astimezone():%H:%M}" for words, note in found.items() if note.at}
    assert times == {
        "one": "10:45",
        "two": "10:45",
        "three": "09:45",
        "no kind": "12:00",  # the last part of the day with a kind; none is guessed for it
        "too early": "12:00",
    }
    assert found["no kind"].activity == ""
    assert list(found)[:3] == ["three", "one", "two"]


def test_while_a_slot_runs_a_line_without_a_prefix_is_of_its_kind(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    world.clock.now = datetime.fromisoformat("2026-11-17T11:40").astimezone()
    noting.add_many(*dele, world.review, "six could say why", slot=slots.BY_TIMETABLE)
    [note] = reviews.open_review(*dele, world.review).notes
    assert note.at is not None
    assert (note.activity, f"{note.at.astimezone():%H:%M}") == ("PUPIL", "11:30")


def test_before_the_visit_a_note_is_of_now(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    world.clock.on(date(2026, 11, 10))
    noting.add_many(*dele, world.review, "books: from the call", slot=slots.BY_TIMETABLE)
    [note] = reviews.open_review(*dele, world.review).notes
    assert note.at is not None
    assert note.at.date() == date(2026, 11, 10)


def test_a_pasted_text_is_asked_about_and_one_too_long_stays_where_it_is(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    pasted = "\n".join(f"line {number} of what was pasted" for number in range(812))
    with pytest.raises(Refused) as refused:
        noting.add_many(*dele, world.review, pasted)
    assert refused.value.happened == "These are 812 lines."
    made = noting.add_many(*dele, world.review, pasted, whole=True)
    assert len(made.records) == 1
    long = "word " * 50_000
    with pytest.raises(BadInput) as said:
        noting.add_many(*dele, world.review, long)
    assert said.value.happened == "A note holds 100,000 letters; this one has 249,999."
    assert len(reviews.open_review(*dele, world.review).notes) == 1


def test_emoji_and_words_from_right_to_left_are_kept_as_typed(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    typed = "Y4 \U0001f468\u200d\U0001f469\u200d\U0001f467 said “مرحبا بكم” and שלום, ÿ and w\u0302"
    noting.add(*dele, world.review, typed)
    world.pass_on("dele", "miriam")
    [note] = reviews.open_review(*world.desk("miriam"), world.review).notes
    assert note.text.text == unicodedata.normalize("NFC", typed)
    assert len(noting.search(*dele, "مرحبا")) == 1
    assert noting.search(*dele, "\U0001f468") == ()


def test_what_is_on_the_pad_is_in_no_journal_until_it_is_added(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("dele")
    noting.add(ports, signer, world.review, "walk: begins the journal")
    typing.keep(ports, signer, world.review, pad.KIND, "5" * 32, "text", "kestrel, for me alone", ())
    typing.settle(ports, signer)
    assert ports.typing.entries() == ()
    assert pad.of(ports, world.review) == pad.Draft("5" * 32, "kestrel, for me alone")
    world.pass_on("dele", "miriam")
    assert noting.search(*world.desk("miriam"), "kestrel") == ()
    assert len(reviews.open_review(ports, signer, world.review).notes) == 1
    typing.keep(ports, signer, world.review, pad.KIND, "6" * 32, "text", "the next one", ())  # typed while it is added
    typing.settle(ports, signer)
    noting.add_many(ports, signer, world.review, "kestrel, for me alone", private=True, record="5" * 32)
    assert pad.of(ports, world.review) == pad.Draft("6" * 32, "the next one")
    noting.add_many(ports, signer, world.review, "the next one", record="6" * 32)
    assert pad.of(ports, world.review) is None


def test_what_was_left_on_the_pad_is_apart_from_what_is_typed_on_it_now(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("dele")

    def typed(record: str, words: str) -> None:
        typing.keep(ports, signer, world.review, pad.KIND, record, "text", words, ())
        typing.settle(ports, signer)

    typed("5" * 32, "left by the one before")
    typed("6" * 32, "and by the last")
    typed("7" * 32, "now")
    left = pad.take_up(ports, world.review, "7" * 32)
    assert left == pad.Draft("6" * 32, "left by the one before\nand by the last")
    typed("7" * 32, "now and on")
    assert pad.of(ports, world.review) == pad.Draft("7" * 32, f"{left.words}\nnow and on")
    typed("7" * 32, "")
    assert pad.of(ports, world.review) == pad.take_up(ports, world.review, "8" * 32) == left


def test_the_pad_is_in_what_is_recovered_and_comes_back(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("dele")
    typing.keep(ports, signer, world.review, pad.KIND, "5" * 32, "text", "Y4 books show\nthree drafts", ())
    world.app("dele").close()
    world._apps.clear()
    app = world.app("dele")
    assert app.recovered.words == "Y4 books show three drafts"
    assert app.recovered.stream == world.review
    assert pad.of(app.ports, world.review) == pad.Draft("5" * 32, "Y4 books show\nthree drafts")


def test_search_says_in_which_review(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add(*dele, world.review, "books: corrections taken up")
    noting.add(*dele, world.review, "corrections for me", private=True)
    assert {(hit.review, hit.school) for hit in noting.search(*dele, "correct")} == {
        (world.review, "Quillbeck Primary")
    }

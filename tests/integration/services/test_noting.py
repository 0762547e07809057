"""Notes: many in one go, private ones that never leave, sharing by copying, search, links, claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from peerreview.domain.reviews import Tag
from peerreview.errors import Refused
from peerreview.services import dossier, history, keeping, noting, opening, points, reviews, sending
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
    shared = noting.share(*miriam, world.review, private.records)
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
        noting.share(*world.desk("miriam"), world.review, made.records)
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
    assert hit.record == made.records[0]
    assert "«corrections»" in hit.snippet
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
    noting.claim(*world.desk("miriam"), world.review, made.records[0])
    [note] = reviews.open_review(*world.desk("miriam"), world.review).notes
    assert note.typed_by == ""
    with pytest.raises(Refused):
        noting.claim(*world.desk("dele"), world.review, made.records[0])


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
    assert keeping.check(world.app("miriam").ports).problems == ()
    lines = history.of_field(*world.desk("miriam"), stream, "note", made.records[1], "text").lines
    assert [(line.value, line.removed_by) for line in lines] == [(None, "Dele Akintola")]

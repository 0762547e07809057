"""Notes put in another order, split, joined, and moved between *Only me* and the reviewers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.errors import BadInput, Refused
from peerreview.services import arranging, keeping, noting, reviews
from peerreview.services.note_views import NoteView
from tests.integration.services.world import World

At = Callable[[str], World]


def notes(world: World, who: str) -> tuple[NoteView, ...]:
    return reviews.open_review(*world.desk(who), world.review).notes


def words(world: World, who: str) -> list[str]:
    return [note.text.text for note in notes(world, who)]


def test_a_note_is_moved_between_any_two_also_a_colleagues(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add_many(*dele, world.review, "walk: first\nbooks: second\nbooks: third")
    noting.add(*dele, world.review, "only me", private=True)
    first, second, third, mine = notes(world, "dele")
    arranging.move(*dele, mine.stream, mine.record, after=first.order, before=second.order)
    arranging.move(*dele, third.stream, third.record, after="", before=first.order)
    assert words(world, "dele") == ["third", "first", "only me", "second"]
    world.pass_on("dele", "miriam")
    noting.add(*world.desk("miriam"), world.review, "books: mine")
    assert words(world, "miriam") == ["third", "first", "second", "mine"]
    miriams = notes(world, "miriam")[-1]
    third, first = notes(world, "miriam")[:2]
    arranging.move(*world.desk("miriam"), miriams.stream, miriams.record, after=third.order, before=first.order)
    assert words(world, "miriam") == ["third", "mine", "first", "second"]
    with pytest.raises(Refused) as refused:
        arranging.move(*world.desk("miriam"), first.stream, first.record, after="", before="")
    assert refused.value.code == "not_my_note"


def test_a_note_is_split_where_the_cursor_stands_and_joined_again(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add_many(
        *dele, world.review, "books: Y4 books \U0001f4da show care. مرحبا pupils say why\nwalk: after", section="P2"
    )
    note = notes(world, "dele")[0]
    noting.change(*dele, note.stream, note.record, typical="most", starred=True)
    whole = note.text.text
    cut = whole.index("مرحبا")
    made = arranging.split(*dele, note.stream, note.record, whole[:cut], whole[cut:])
    first, second, _ = notes(world, "dele")
    assert (first.text.text, second.text.text) == ("Y4 books \U0001f4da show care.", "مرحبا pupils say why")
    assert second.record == made
    assert (second.activity, second.section, second.typical, second.starred) == ("BOOKS", "P2", "most", True)
    arranging.merge(*dele, note.stream, [first.record, second.record])
    assert words(world, "dele") == ["Y4 books \U0001f4da show care.\nمرحبا pupils say why", "after"]
    with pytest.raises(BadInput) as refused:
        arranging.split(*dele, note.stream, note.record, "all of it", " \n")
    assert refused.value.code == "nothing_to_split"


def test_the_joined_note_takes_what_it_lacks_and_keeps_what_it_says(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add(*dele, world.review, "one")
    noting.add(*dele, world.review, "walk: two", section="P4")
    first, second = notes(world, "dele")
    noting.change(*dele, first.stream, first.record, seen_by=[world.people["dele"]])
    noting.change(*dele, second.stream, second.record, seen_by=[world.people["miriam"]])
    arranging.merge(*dele, first.stream, [first.record, second.record])
    [joined] = notes(world, "dele")
    assert (joined.text.text, joined.activity, joined.section, joined.at) == ("one\ntwo", "LWALK", "P4", first.at)
    assert set(joined.seen_by) == {world.people["dele"], world.people["miriam"]}
    with pytest.raises(BadInput):
        arranging.merge(*dele, first.stream, [joined.record])


def test_moved_to_the_reviewers_it_is_only_me_no_more(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    private = noting.add(*dele, world.review, "books: bittern", private=True, section="P2")
    arranging.to_reviewers(*dele, world.review, private.records)
    [note] = notes(world, "dele")
    assert (note.text.text, note.private, note.section, note.activity) == ("bittern", False, "P2", "BOOKS")
    assert len(noting.search(*dele, "bittern")) == 1


def test_moved_to_only_me_its_words_are_in_nothing_that_travels(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add(*dele, world.review, "walk: stays")
    made = noting.add(*dele, world.review, "walk: bittern in the reeds", section="P2")
    world.pass_on("dele", "miriam")
    note = next(each for each in notes(world, "dele") if each.record == made.records[0])
    moved = arranging.to_me_alone(*dele, world.review, note.record)
    assert moved.sentence.startswith("Now only on this computer.")
    with world.app("dele").ports.store.begin() as work:
        assert not any(b"bittern" in line for line in work.part(note.stream).values)
    mine = next(each for each in notes(world, "dele") if each.private)
    assert (mine.text.text, mine.section, mine.activity) == ("bittern in the reeds", "P2", "LWALK")
    world.pass_on("dele", "miriam")
    assert words(world, "miriam") == ["stays"]
    assert noting.search(*world.desk("miriam"), "bittern") == ()
    assert keeping.check(world.app("dele").ports).problems == ()


def test_a_colleagues_note_is_neither_split_nor_joined_nor_taken(at: At) -> None:
    world = at("shared")
    noting.add_many(*world.desk("dele"), world.review, "walk: hers not\nwalk: nor this")
    world.pass_on("dele", "miriam")
    one, two = notes(world, "miriam")
    miriam = world.desk("miriam")
    for act in (
        lambda: arranging.split(*miriam, one.stream, one.record, "hers", "not"),
        lambda: arranging.merge(*miriam, one.stream, [one.record, two.record]),
        lambda: arranging.to_me_alone(*miriam, world.review, one.record),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_my_note"
    assert words(world, "miriam") == ["hers not", "nor this"]

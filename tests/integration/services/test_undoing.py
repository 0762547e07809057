"""Undo and redo of what a person did, whatever it was; refused where somebody else has written since."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.domain.reviews import Step, Tag
from peerreview.errors import Refused
from peerreview.services import (
    arranging,
    grading,
    history,
    keeping,
    noting,
    points,
    reviews,
    settling,
    typing,
    undoing,
    writing,
)
from peerreview.services.review_views import ReviewView
from tests.integration.services.world import World

At = Callable[[str], World]


def view(world: World, who: str) -> ReviewView:
    return reviews.open_review(*world.desk(who), world.review)


def words(world: World, who: str) -> list[str]:
    return [note.text.text for note in view(world, who).notes]


def test_one_key_for_each_act_backwards_and_again_forwards(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    made = noting.add_many(*dele, world.review, "walk: one\nbooks: two")
    noting.add(*dele, world.review, "only me", private=True)
    note = view(world, "dele").notes[0]
    noting.change(*dele, note.stream, note.record, section="P2", starred=True)
    point = points.add(*dele, world.review, "Pupils remember.", Tag.STRENGTH, "P2", notes=made.records)
    points.star(*dele, world.review, point)
    seen = [view(world, "dele")]
    sentences = []
    for _ in range(5):
        sentences.append(undoing.undo(*dele).sentence)
        seen.append(view(world, "dele"))
    assert sentences == [
        "Taken back: Main point “Pupils remember.”.",
        "Taken back: Main point “Pupils remember.”.",
        "Taken back: Note “one”.",
        "Taken back: Note (only me) “only me”.",
        "Taken back: Note “one”.",
    ]
    assert [len(each.notes) for each in seen] == [3, 3, 3, 3, 2, 0]
    assert [len(each.points) for each in seen] == [1, 1, 0, 0, 0, 0]
    assert seen[1].notes[0].points
    assert not seen[2].notes[0].points  # the link went with the point, in the same act
    with pytest.raises(Refused) as nothing:
        undoing.undo(*dele)
    assert nothing.value.code == "nothing_to_undo"
    for _ in range(5):
        undoing.redo(*dele)
    again = view(world, "dele")
    assert [each.text.text for each in again.notes] == [each.text.text for each in seen[0].notes]
    assert (again.notes[0].section, again.notes[0].starred, again.points[0].starred) == ("P2", True, True)
    with pytest.raises(Refused) as nothing:
        undoing.redo(*dele)
    assert nothing.value.code == "nothing_to_redo"


def test_a_new_act_ends_what_could_be_done_again(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add(*dele, world.review, "walk: one")
    undoing.undo(*dele)
    noting.add(*dele, world.review, "walk: two")
    with pytest.raises(Refused):
        undoing.redo(*dele)
    assert words(world, "dele") == ["two"]


def test_splitting_joining_and_moving_are_one_act_each(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add(*dele, world.review, "walk: calm corridors and full shelves")
    private = noting.add(*dele, world.review, "for me", private=True)
    note = view(world, "dele").notes[0]
    made = arranging.split(*dele, note.stream, note.record, "calm corridors", "and full shelves")
    arranging.merge(*dele, note.stream, [made, note.record])
    arranging.to_reviewers(*dele, world.review, private.records)
    undoing.undo(*dele)  # in both journals
    assert [each.private for each in view(world, "dele").notes if each.text.text == "for me"] == [True]
    undoing.undo(*dele)
    assert words(world, "dele")[:2] == ["calm corridors", "and full shelves"]
    undoing.undo(*dele)
    assert words(world, "dele") == ["calm corridors and full shelves", "for me"]


def test_typing_that_was_settled_is_an_act(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("dele")
    for text in ("A settled school.", "A settled school that knows itself."):
        field = view(world, "dele").report["headline"]
        typing.keep(ports, signer, world.review, "report", "report", "headline", text, field.saw)
        typing.settle(ports, signer)
    undoing.undo(ports, signer)
    assert view(world, "dele").report["headline"].text == "A settled school."
    lines = history.of_field(ports, signer, world.review, "report", "report", "headline").lines
    assert [line.value for line in lines] == [
        "A settled school.",
        "A settled school that knows itself.",
        "A settled school.",
    ]


def test_what_a_colleague_has_written_since_stays_and_is_said(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    headline = writing.of("report", "report", support_wanted="Reading")
    noting.add(*dele, world.review, "walk: before")
    writing.write(*dele, world.review, headline)
    world.pass_on("dele", "tom")
    writing.write(*world.desk("tom"), world.review, writing.of("report", "report", support_wanted="Reading, writing"))
    world.pass_on("tom", "dele")
    with pytest.raises(Refused) as refused:
        undoing.undo(*dele)
    assert refused.value.happened == "Tom Ashdown-Reyes has written here since."
    assert refused.value.code == "cannot_undo_elsewhere"
    assert view(world, "dele").report["support_wanted"].text == "Reading, writing"
    undoing.undo(*dele)  # the one before it
    assert words(world, "dele") == []


def test_a_choice_between_two_versions_is_not_undone_but_both_stay_in_the_history(at: At) -> None:
    world = at("shared")
    dele, tom = world.desk("dele"), world.desk("tom")
    writing.write(*dele, world.review, writing.of("report", "report", support_wanted="Reading"))
    writing.write(*tom, world.review, writing.of("report", "report", support_wanted="Writing"))
    world.pass_on("tom", "dele")
    field = view(world, "dele").report["support_wanted"]
    settling.choose(*dele, field, field.versions[0].op)
    with pytest.raises(Refused) as refused:
        undoing.undo(*dele)
    assert refused.value.code == "cannot_undo_chosen"


def test_what_was_removed_for_good_comes_back_by_no_undo(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    made = noting.add(*dele, world.review, "walk: fourteen words never to be typed")
    stream = view(world, "dele").reviewers_stream
    noting.change(*dele, stream, made.records[0], text="calm")
    keeping.remove_for_good(*dele, stream, "note", made.records[0])
    refused = []
    for _ in range(3):
        with pytest.raises(Refused) as why:
            undoing.undo(*dele)
        refused.append(why.value.code)
    assert refused == ["cannot_undo_final", "cannot_undo_removed", "cannot_undo_removed"]
    assert [note.text.text for note in view(world, "dele").notes] == [""]


def test_views_that_were_locked_stay_locked_and_a_milestone_goes_back(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    reviews.take_step(*dele, world.review, Step.VISIT)
    undoing.undo(*dele)
    assert not any(step.on for step in view(world, "dele").steps if step.step is Step.VISIT)
    grading.put_in(*dele, world.review, {"P2": "2"})
    undoing.undo(*dele)
    undoing.redo(*dele)
    grading.lock(*dele, world.review)
    for code in ("cannot_undo_final", "may_not_write"):
        with pytest.raises(Refused) as refused:
            undoing.undo(*dele)
        assert refused.value.code == code


def test_everybody_takes_back_their_own(at: At) -> None:
    world = at("shared")
    ports, dele = world.desk("dele")
    noting.add(ports, dele, world.review, "walk: mine")
    miriam = world.guest("miriam")
    grading.put_in(ports, miriam, world.review, {"P2": "2"})
    with pytest.raises(Refused):
        undoing.undo(ports, miriam)  # a guest's are sealed one by one
    undoing.undo(ports, dele)
    assert words(world, "dele") == []


def test_what_was_never_kept_is_no_act(at: At) -> None:
    world = at("shared")
    ports, signer = world.desk("dele")
    noting.add(ports, signer, world.review, "walk: kept")
    stream = view(world, "dele").reviewers_stream
    with ports.store.begin() as work:  # the computer stops in the middle: nothing is committed
        writing.write_in(ports, work, signer, stream, writing.of("note", writing.fresh(ports), text="lost"))
    assert undoing.undo(ports, signer).sentence == "Taken back: Note “kept”."

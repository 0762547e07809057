"""The plan before a file is brought in: new, changed, clashing, set aside and why; and choosing between versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.errors import BadInput
from peerreview.journal.admission import Reason
from peerreview.journal.compose import Edit
from peerreview.services import (
    admitting,
    calling,
    documents,
    history,
    noting,
    opening,
    preparing,
    reviews,
    sending,
    settling,
    writing,
)
from tests.integration.services.world import World

At = Callable[[str], World]


def copy(world: World, who: str, to: str) -> Path:
    """A working copy from somebody to somebody."""
    return sending.working_copy(*world.desk(who), world.review, [world.people[to]], world.file(who)).paths[0]


@pytest.fixture
def clash(at: At) -> tuple[World, str, Path]:
    """Dele and Miriam both hold a note of Dele's; both change its text; Dele's comes in a file with a new note."""
    world = at("shared")
    dele, miriam = world.desk("dele"), world.desk("miriam")
    noting.add(*dele, world.review, "books: corrections taken up in most")
    opening.bring_in(*miriam, copy(world, "dele", "miriam"))
    [note] = reviews.open_review(*miriam, world.review).notes
    return world, note.record, copy(world, "dele", "miriam")


def test_new_and_changed_are_told_apart(clash: tuple[World, str, Path]) -> None:
    world, note, _ = clash
    dele, miriam = world.desk("dele"), world.desk("miriam")
    stream = reviews.open_review(*dele, world.review).notes[0].text.stream
    writing.write(*dele, stream, [Edit("note", note, "text", "corrections taken up in nearly all")])
    noting.add(*dele, world.review, "walk: calm")
    view = opening.look(*miriam, copy(world, "dele", "miriam"))
    assert view.clean
    assert {(each.what, each.count, each.changed) for each in view.adds} == {("note", 1, False), ("note", 1, True)}
    assert view.said.startswith(
        "1 note from Dele Akintola to be added to Quillbeck Primary. 1 note to be changed by Dele Akintola."
    )


def test_what_is_new_is_told_in_one_order_whatever_came_first(at: At, tmp_path: Path) -> None:
    world = at("shared")
    tom = (*world.desk("tom"), world.review)
    paper = tmp_path / "SEF.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    calling.ask(*tom, "Who hears the youngest read?", "P4")
    documents.attach(*tom, paper)
    preparing.answer(*tom, "A2", "A new subject leader for reading since October.")
    adds = opening.look(*world.desk("dele"), copy(world, "tom", "dele")).adds
    assert [each.what for each in adds] == ["attachment", "question", "answer"]
    assert [each.changed for each in adds] == [False, False, True]


@pytest.fixture
def two(at: At) -> tuple[World, str, Path]:
    """Dele and Miriam both change the first main point; hers comes to him in a file."""
    world = at("drafted")
    point = reviews.open_review(*world.desk("dele"), world.review).points[0]
    for who, words in (("dele", "One of his."), ("miriam", "Another of hers.")):
        writing.write(*world.desk(who), world.review, [Edit("main_point", point.record, "text", words)])
    return world, point.record, copy(world, "miriam", "dele")


def test_what_clashes_is_named_in_the_plan(two: tuple[World, str, Path]) -> None:
    world, _, path = two
    view = opening.look(*world.desk("dele"), path)
    assert not view.clean
    [clash] = view.clashes
    assert clash == "Main point, text: yours “One of his.”, Miriam Feldt's “Another of hers.”"
    opening.bring_in(*world.desk("dele"), path)
    noting.add(*world.desk("miriam"), world.review, "walk: calm")
    again = opening.look(*world.desk("dele"), copy(world, "miriam", "dele"))
    assert again.clashes == ()  # the clash was there before this file: it holds nothing up
    assert again.clean


def test_what_clashes_is_said_in_words(at: At) -> None:
    world = at("drafted")
    for who, due in (("dele", "2027-01-22"), ("miriam", "2027-02-01")):
        desk = world.desk(who)
        step = next(each.next_step for each in reviews.open_review(*desk, world.review).points if each.next_step)
        writing.write(*desk, world.review, [Edit("next_step", step.due.record, "due", due)])
    [clash] = opening.look(*world.desk("dele"), copy(world, "miriam", "dele")).clashes
    assert clash == "Next step, by when: yours “Fri 22 January 2027”, Miriam Feldt's “Mon 1 February 2027”"


def test_a_third_version_and_where_both_came_from(two: tuple[World, str, Path]) -> None:
    world, record, path = two
    dele = world.desk("dele")
    opening.bring_in(*dele, path)
    [waiting] = settling.waiting(*dele, world.review)
    origins = {version.who: version.origin for version in waiting.field.versions}
    assert origins["Dele Akintola"] == "Written on this computer"
    assert origins["Miriam Feldt"].startswith("Came in a file from Miriam Feldt, ")
    with pytest.raises(BadInput):
        settling.third(*dele, waiting.field, "  ")
    settling.third(*dele, waiting.field, "A third, that both can live with. ")
    assert settling.waiting(*dele, world.review) == ()
    said = [line.value for line in history.of_field(*dele, world.review, "main_point", record, "text").lines]
    assert said[0] == "A third, that both can live with."
    assert {"One of his.", "Another of hers."} <= set(said)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_says_how_it_comes_in(reason: Reason) -> None:
    assert admitting.who_admits(reason).endswith(".")

"""A laptop that dies at lunch (USERS S3): the review file beside the safe copy, notes typed for somebody, and what a
safe copy brought back on another computer says could not be brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from peerreview.bootstrap import App, Unlock, restore_profile
from peerreview.services import claiming, history, home, keeping, lunch, noting, opening, reviews, sending
from tests.integration.services import world as play
from tests.integration.services.world import World

At = Callable[[str], World]
LOST = (
    "To your network this is a new computer: once a new safe copy is saved, ask your office to list it. If the old one "
    "was lost or stolen, ring them at once: they cancel it."
)
NEW = Unlock(phrase="another phrase on another computer")


def clock(world: World, day: int, hour: int, minute: int = 0) -> None:
    world.clock.now = datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def begun(world: World) -> None:
    """The report writer has begun the notes, and his colleague holds them."""
    noting.add(*world.desk("dele"), world.review, "walk: begins the journal")
    world.pass_on("dele", "miriam")


def said(app: App) -> str:
    [notice] = [each for each in home.show(app.ports, app.signer).notices if each.code == "brought_back"]
    return notice.text


def test_beside_the_copy_at_lunch_lies_what_a_fellow_reviewer_goes_on_with(at: At, tmp_path: Path) -> None:
    world = at("shared")
    begun(world)
    miriam = (*world.desk("miriam"), world.review)
    noting.add(*miriam, "books: Y4 shows care")
    noting.add(*miriam, "for me alone", private=True)
    copied = lunch.save(*miriam, tmp_path)
    assert copied.sentence.endswith(
        "Beside it is a review file with which Dele Akintola can go on; your Only me notes are not in it."
    )
    [file] = tmp_path.glob("*.prb")
    assert "1 note" in opening.bring_in(*world.desk("dele"), file).sentence
    assert noting.search(*world.desk("dele"), "alone") == ()


def test_before_the_notes_are_begun_the_safe_copy_lies_alone(at: At, tmp_path: Path) -> None:
    world = at("shared")  # the notes have not been begun, so there is nothing for a colleague
    copied = lunch.save(*world.desk("miriam"), world.review, tmp_path)
    assert "review file" not in copied.sentence
    assert copied.path.exists()
    assert not list(tmp_path.glob("*.prb"))


def test_several_notes_typed_for_somebody_are_claimed_in_one_go(at: At) -> None:
    world = at("shared")
    made = noting.add_many(
        *world.desk("dele"), world.review, "pupils: one\npupils: two", on_behalf_of=world.people["miriam"]
    )
    world.pass_on("dele", "miriam")
    clock(world, 20, 16)
    miriam = world.desk("miriam")
    claiming.claim_all(*miriam, world.review, made.records)
    view = reviews.open_review(*miriam, world.review)
    assert [(note.mine, note.for_me) for note in view.notes] == [(True, False)] * 2
    shown = history.of_field(*miriam, view.reviewers_stream, "note", made.records[0], "text")
    assert shown.for_whom == "Typed for Miriam Feldt. Claimed Fri 20 November 16:00."
    assert [line.who for line in shown.lines] == ["Dele Akintola"]


def test_a_safe_copy_brought_back_says_what_could_not_be(at: At, tmp_path: Path) -> None:
    world = at("shared")
    begun(world)
    miriam = (*world.desk("miriam"), world.review)
    kit = keeping.make_kit(*world.desk("miriam"), at_once=True)
    clock(world, 16, 18)
    keeping.safe_copy(*world.desk("miriam"), tmp_path / "copy")
    assert not [each for each in home.show(*world.desk("miriam")).notices if each.code == "brought_back"]
    clock(world, 17, 10, 45)
    noting.add_many(*miriam, "books: one\nbooks: two")
    noting.add(*miriam, "for me alone", private=True)
    world.pass_on("miriam", "dele")
    clock(world, 17, 12)
    noting.add(*miriam, "books: on the old computer alone")
    clock(world, 17, 13, 5)
    dele = (*world.desk("dele"), world.review)
    noting.add_many(*dele, "pupils: three\npupils: four", on_behalf_of=world.people["miriam"])
    file = sending.working_copy(*dele, [world.people["miriam"]], world.file("for miriam")).paths[0]
    clock(world, 20, 16)
    with restore_profile(tmp_path / "copy", tmp_path / "new", NEW, " ".join(kit.words), world.sources) as app:
        assert said(app) == (
            "Your data are those of the safe copy of Mon 16 November 18:00. What you wrote after it could not be "
            "brought back yet: open the newest file of each colleague, which brings what they hold of yours. Only me "
            f"notes made after the safe copy could not be brought back: they are in no file. {LOST}"
        )
        notices = home.show(app.ports, app.signer).notices
        assert [each.code for each in notices if each.button] == ["brought_back"]  # one banner, not one for each reason
        opening.bring_in(app.ports, app.signer, file)
        assert said(app) == (
            "Your data are those of the safe copy of Mon 16 November 18:00. Quillbeck Primary: 2 notes of yours until "
            "Tue 17 November 10:45 came back in a colleague's file, and 2 that Dele Akintola typed for you from 13:05 "
            "on. What you typed on the old computer between Tue 17 November 10:45 and 13:05 could not be brought "
            "back: no file holds it, or how many notes it was. Only me notes made after the safe copy could not be "
            f"brought back: they are in no file. {LOST}"
        )
        assert not noting.search(app.ports, app.signer, "alone")
        keeping.safe_copy(app.ports, app.signer, tmp_path / "later")
        assert "not_safe" in {each.code for each in home.show(app.ports, app.signer).notices}
        assert not [each for each in home.show(app.ports, app.signer).notices if each.code == "brought_back"]


def test_a_review_that_no_copy_holds_is_rebuilt_from_a_colleagues_file(at: At, tmp_path: Path) -> None:
    world = at("joined")
    kit = keeping.make_kit(*world.desk("miriam"), at_once=True)
    keeping.safe_copy(*world.desk("miriam"), tmp_path / "copy")  # before the review was begun
    play.shared(world)
    begun(world)
    miriam = (*world.desk("miriam"), world.review)
    noting.add_many(*miriam, "books: one\nbooks: two")
    world.pass_on("miriam", "dele")
    before = reviews.open_review(*miriam)
    file = sending.working_copy(
        *world.desk("dele"), world.review, [world.people["miriam"]], world.file("for miriam")
    ).paths[0]
    with restore_profile(tmp_path / "copy", tmp_path / "new", NEW, " ".join(kit.words), world.sources) as app:
        opening.bring_in(app.ports, app.signer, file)
        after = reviews.open_review(app.ports, app.signer, world.review)
        assert after.notes == before.notes
        assert after.sections == before.sections
        assert "2 notes of yours until" in said(app)
        noting.add(app.ports, app.signer, world.review, "books: and on it goes")

"""A safeguarding concern in mid-visit (USERS S7): whom to tell, nothing recorded, and words that go from everywhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.config import logs
from peerreview.domain.reviews import Tag
from peerreview.errors import BadInput
from peerreview.persistence.schema import HEAD
from peerreview.services import (
    contacts,
    history,
    keeping,
    my_words,
    noting,
    pad,
    points,
    removing,
    reporting,
    reviews,
    safeguarding,
    typing,
    writing,
)
from peerreview.services.removing import MyText
from tests.integration.persistence.world import plain
from tests.integration.services.world import UNLOCK, World

At = Callable[[str], World]
WORDS = "A girl in the corner says that blorptown uncle hurts her on most nights"
TELLING = (b"blorptown", b"hurts her on most")


def traces(world: World, who: str) -> list[str]:
    """The files of somebody's profile, safe copies and logs that hold a word of it, decrypted down to free pages."""
    [key] = UNLOCK.holder(world.folder / who).keys()
    found = []
    for path in sorted((world.folder / who).rglob("*")):
        if not path.is_file() or path.name.endswith(("-wal", "-shm")):
            continue
        data = plain(path, key) if path.suffix == ".db" else path.read_bytes()
        if any(word in data for word in TELLING):
            found.append(str(path.relative_to(world.folder)))
    return found


def texts(world: World, who: str, words: str) -> list[MyText]:
    return [each for each in removing.mine(*world.desk(who), world.review) if each.has(words)]


def test_the_words_are_nowhere_on_either_computer_and_the_colleague_confirms(at: At) -> None:
    world = at("shared")
    for who in ("dele", "miriam"):
        logs.start(world.folder / who, debug=True)
    dele = (*world.desk("dele"), world.review)
    stands = reporting.model(*dele)
    made = noting.add_many(*dele, f"walk: calm corridors\npupils: {WORDS}")
    typing.keep(*world.desk("dele"), _reviewers(world), "note", made.records[1], "text", f"{WORDS} and more", ())
    my_words.add(dele[0], "blorptown")
    my_words.add(dele[0], "Quillbeck")
    world.pass_on("dele", "miriam")
    for who in ("dele", "miriam"):  # as a migration and the daily copy leave them
        world.app(who).ports.store.backup(world.folder / who / "backups" / f"before-{HEAD}")
        world.app(who).ports.store.backup(world.folder / who / "backups" / "daily")
    assert traces(world, "dele")
    assert traces(world, "miriam")

    said = removing.remove(*world.desk("dele"), texts(world, "dele", "Blorptown"))
    assert said.startswith("Removed for good on this computer. A copy may be with Miriam Feldt")
    world.close()
    assert traces(world, "dele") == []
    assert my_words.words(world.desk("dele")[0]) == ("Quillbeck",)
    assert noting.search(*world.desk("dele"), "blorptown") == ()
    assert texts(world, "dele", "blorptown") == []
    [removal] = removing.removals(*world.desk("dele"), world.review)
    assert (removal.mine, [(each.name, each.confirmed) for each in removal.holders]) == (True, [("Miriam Feldt", None)])

    [brought] = world.pass_on("dele", "miriam")
    assert "removal for good" in brought
    world.close()
    assert traces(world, "miriam") == []
    world.pass_on("miriam", "dele")
    [removal] = removing.removals(*world.desk("dele"), world.review)
    assert removal.holders[0].confirmed is not None
    [seen] = removing.removals(*world.desk("miriam"), world.review)
    assert (seen.who, seen.mine, seen.at) == ("Dele Akintola", False, removal.at)

    removed = history.of_field(*world.desk("miriam"), _reviewers(world), "note", made.records[1], "text")
    assert removed.lines[0].removed_by == "Dele Akintola"
    for who in ("dele", "miriam"):
        assert world.app(who).ports.store.check().problems == ()
    assert reporting.model(*world.desk("dele"), world.review) == stands
    assert [path.name for path in world.out.glob("*") if any(word in path.read_bytes() for word in TELLING)] == []


def test_copies_of_the_words_are_found_and_those_of_others_are_named(at: At) -> None:
    world = at("shared")
    dele = (*world.desk("dele"), world.review)
    [note] = noting.add_many(*dele, f"pupils: {WORDS}").records
    points.add(*dele, WORDS, Tag.QUESTION, "P2", notes=[note])
    writing.write(*dele, writing.of("report", "report", headline=f"First. {WORDS}."))
    writing.write(*dele, writing.of("report", "report", headline="Quillbeck is settled."))  # written over since
    world.pass_on("dele", "miriam")
    points.add(*world.desk("miriam"), world.review, f"Dele heard: {WORDS}", Tag.QUESTION, "P4")
    world.pass_on("miriam", "dele")
    found = removing.mine(*world.desk("dele"), world.review)
    chosen = next(each for each in found if each.record == note)
    same = removing.alike(found, chosen)
    assert {each.kind for each in same} == {"main_point", "report"}
    report = next(each for each in same if each.kind == "report")
    assert report.text == "Quillbeck is settled."
    assert len(report.said) == 2
    said = removing.remove(*world.desk("dele"), [chosen, *same])
    assert "The same words also stand in what Miriam Feldt wrote" in said
    removing.remove(*world.desk("miriam"), texts(world, "miriam", "blorptown"))
    world.pass_on("miriam", "dele")
    world.pass_on("dele", "miriam")
    world.close()
    assert traces(world, "dele") == traces(world, "miriam") == []


def test_my_words_go_where_a_colleague_wrote_in_the_same_record(at: At) -> None:
    world = at("shared")
    point = points.add(*world.desk("dele"), world.review, WORDS, Tag.QUESTION, "P2")
    world.pass_on("dele", "miriam")
    points.said(*world.desk("miriam"), world.review, point)
    world.pass_on("miriam", "dele")
    removing.remove(*world.desk("dele"), texts(world, "dele", "blorptown"))
    world.close()
    assert traces(world, "dele") == []


def test_typing_that_could_not_be_kept_is_found_and_goes(at: At) -> None:
    world = at("shared")
    typing.keep(*world.desk("tom"), world.review, "main_point", "c" * 32, "text", WORDS, ())
    assert typing.settle(*world.desk("tom")).kept
    [kept] = texts(world, "tom", "blorptown")
    removing.remove(*world.desk("tom"), [kept])
    world.close()
    assert traces(world, "tom") == []


def test_typing_of_a_review_that_is_not_here_any_more_goes_and_holds_up_nothing_else(at: At) -> None:
    world = at("shared")
    tom = world.desk("tom")
    typing.keep(*tom, f"review-{'d' * 32}", "main_point", "c" * 32, "text", WORDS, ())
    typing.keep(*tom, world.review, "answer", "A7", "value", WORDS, ())
    typing.settle(*tom)
    found = texts(world, "tom", "blorptown")
    assert len(found) == 2
    assert removing.remove(*tom, found).startswith("Removed for good on this computer.")
    assert texts(world, "tom", "blorptown") == []
    world.close()
    assert traces(world, "tom") == []


def test_words_of_a_full_review_are_found_however_old_they_are(at: At) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noted = noting.add(*dele, world.review, WORDS)
    for start in range(0, 400, 50):
        noting.add_many(*dele, world.review, "\n".join(f"books: shelf {start + each} is tidy" for each in range(50)))
    [found] = texts(world, "dele", "blorptown")
    assert found.record == noted.records[0]
    copied = noting.add(*dele, world.review, f"walk: once more, {WORDS}")
    told = removing.mine(*dele, world.review)
    new = next(each for each in told if each.record == copied.records[0])
    assert found.record in {each.record for each in removing.alike(told, new)}


def test_a_removal_of_nothing_says_so(at: At) -> None:
    world = at("shared")
    with pytest.raises(BadInput):
        keeping.remove_for_good(*world.desk("dele"), world.review, "comment", "comment")
    assert removing.remove(*world.desk("dele"), []) == ""


def test_whom_to_tell_is_known_before_the_review_is_begun_and_the_nearest_visit_comes_first(at: At) -> None:
    world = at("joined")
    miriam = world.desk("miriam")
    first, *others = safeguarding.whom(*miriam)
    assert first.school == "Quillbeck Primary"
    assert [(each.duty, each.name, each.room) for each in first.contacts] == [("lead", "Shona Prewett", "Room 4")]
    assert {each.school for each in others} == {"Tansy Bank C of E Primary", "Ormery Lane Junior"}
    assert all(each.contacts == () for each in others)
    before = miriam[0].store.check().changes
    contacts.keep(*miriam, world.triad, "900102", {"chair": ("Idris Moss", "", "01632 960102")})
    assert miriam[0].store.check().changes == before + 1
    assert any(each.contacts and each.contacts[0].name == "Idris Moss" for each in safeguarding.whom(*miriam))


def _reviewers(world: World) -> str:
    return reviews.open_review(*world.desk("dele"), world.review).reviewers_stream


@pytest.fixture(autouse=True)
def quiet_logs(tmp_path: Path) -> object:
    """Logs begun here end here."""
    root = logging.getLogger("peerreview")
    before, level = list(root.handlers), root.level
    yield
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_what_was_left_on_the_note_pad_is_found_and_goes(at: At) -> None:
    """It is no note yet: it has no history, but it lies on the disk all the same."""
    world = at("shared")
    dele = world.desk("dele")
    typing.keep(*dele, world.review, pad.KIND, world.sources.ids(), "text", WORDS, ())
    typing.settle(*dele)
    assert pad.of(dele[0], world.review) is not None
    world.app("dele").ports.store.backup(world.folder / "dele" / "backups" / "daily")
    [found] = texts(world, "dele", "Blorptown")
    assert found.place == "Note pad"
    assert removing.remove(*dele, [found]).startswith("Removed for good on this computer.")
    assert pad.of(dele[0], world.review) is None
    assert texts(world, "dele", "Blorptown") == []
    world.close()
    assert traces(world, "dele") == []

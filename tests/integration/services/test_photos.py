"""Photos: off until allowed, on one's own note that reviewers share, encrypted, travelling, and gone with the note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from peerreview.errors import BadInput, Refused
from peerreview.persistence.engine import connect
from peerreview.services import arranging, joining, keeping, noting, opening, photos, reviews, undoing
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, World

At = Callable[[str], World]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_2041.jpg"
    Image.effect_noise((900, 600), 60).save(path, "JPEG")
    return path


@pytest.fixture
def world(at: At) -> World:
    made = at("shared")
    photos.allow(*made.desk("tom"), made.review, True)
    made.pass_on("tom", "dele", "miriam")
    return made


def blobs(world: World, who: str) -> int:
    """How many files somebody holds, besides the handbook that the review was begun with."""
    (key,) = UNLOCK.holder(world.folder / who).keys()
    connection = connect(world.folder / who / "store.db", key)
    (count,) = connection.execute("SELECT count(*) FROM blob").fetchone()
    connection.close()
    return int(count) - 1


def test_photos_are_off_until_the_host_allows_them(at: At, picture: Path) -> None:
    world = at("shared")
    dele = world.desk("dele")
    note = noting.add(*dele, world.review, "walk: display of fractions").records[0]
    assert not reviews.open_review(*dele, world.review).pad.photos
    with pytest.raises(Refused) as refused:
        photos.attach(*dele, world.review, note, picture)
    assert refused.value.code == "photos_off"
    photos.allow(*world.desk("tom"), world.review, True)
    world.pass_on("tom", "dele")
    assert reviews.open_review(*dele, world.review).pad.photos
    photos.attach(*dele, world.review, note, picture)
    with pytest.raises(Refused):
        photos.allow(*dele, world.review, False)  # the host's to say


def test_the_networks_rule_holds_for_every_school_that_says_nothing_itself(at: At) -> None:
    world = at("shared")
    gwen, dele = world.desk("gwen"), world.desk("dele")

    def rule(allowed: bool | None) -> bool:
        joining.publish(*gwen, world.stamp, STAMP_PHRASE, replace(joining.show(*gwen), photos=allowed))
        welcome = joining.send_network(*gwen, world.file("welcome"))
        opening.bring_in(*dele, welcome.paths[0])
        return reviews.open_review(*dele, world.review).pad.photos

    assert [rule(True), rule(False), rule(True)] == [True, False, True]
    photos.allow(*world.desk("tom"), world.review, False)
    world.pass_on("tom", "dele")
    assert not reviews.open_review(*dele, world.review).pad.photos  # this school does not want any
    photos.allow(*world.desk("tom"), world.review, True)
    world.pass_on("tom", "dele")
    assert (rule(False), rule(None)) == (True, True)


def test_it_lies_encrypted_travels_with_the_note_and_the_host_never_holds_it(world: World, picture: Path) -> None:
    dele = world.desk("dele")
    made = noting.add(*dele, world.review, "walk: display of fractions")
    record = photos.attach(*dele, world.review, made.records[0], picture, "Fractions, Year 4 corridor")
    kept = photos.picture(*dele, world.review, record)
    with Image.open(BytesIO(kept)) as shown:
        assert shown.size == (900, 600)
    assert kept[200:260] not in (world.folder / "dele" / "store.db").read_bytes()
    assert picture.exists()
    world.pass_on("dele", "miriam")
    world.pass_on("dele", "tom")
    [note] = reviews.open_review(*world.desk("miriam"), world.review).notes
    [photo] = note.photos
    assert (photo.caption.text, photo.width, photo.height) == ("Fractions, Year 4 corridor", 900, 600)
    assert photos.picture(*world.desk("miriam"), world.review, record) == kept
    with pytest.raises(Refused):
        photos.picture(*world.desk("tom"), world.review, record)
    assert blobs(world, "tom") == 0


def test_a_damaged_photo_adds_nothing(world: World, picture: Path) -> None:
    dele = world.desk("dele")
    made = noting.add(*dele, world.review, "walk: display")
    picture.write_bytes(picture.read_bytes()[:900])
    with pytest.raises(BadInput) as refused:
        photos.attach(*dele, world.review, made.records[0], picture)
    assert refused.value.code == "photo_damaged"
    assert reviews.open_review(*dele, world.review).notes[0].photos == ()
    assert blobs(world, "dele") == 0


def test_only_on_ones_own_note_and_never_on_one_that_is_only_mine(world: World, picture: Path) -> None:
    dele = world.desk("dele")
    made = noting.add(*dele, world.review, "walk: display")
    private = noting.add(*dele, world.review, "for me", private=True)
    with pytest.raises(BadInput):
        photos.attach(*dele, world.review, private.records[0], picture)
    world.pass_on("dele", "miriam")
    with pytest.raises(Refused) as refused:
        photos.attach(*world.desk("miriam"), world.review, made.records[0], picture)
    assert refused.value.code == "not_my_note"
    photos.attach(*dele, world.review, made.records[0], picture)
    with pytest.raises(Refused) as refused:
        arranging.to_me_alone(*dele, world.review, made.records[0])
    assert refused.value.code == "note_has_photo"


def test_taken_off_and_put_back_by_undo(world: World, picture: Path) -> None:
    dele = world.desk("dele")
    made = noting.add(*dele, world.review, "walk: display")
    record = photos.attach(*dele, world.review, made.records[0], picture)
    stream = reviews.open_review(*dele, world.review).reviewers_stream
    photos.remove(*dele, stream, record)
    assert reviews.open_review(*dele, world.review).notes[0].photos == ()
    undoing.undo(*dele)
    assert len(reviews.open_review(*dele, world.review).notes[0].photos) == 1


def test_removed_for_good_with_its_note_also_at_the_colleagues(world: World, picture: Path) -> None:
    dele = world.desk("dele")
    made = noting.add(*dele, world.review, "walk: display")
    record = photos.attach(*dele, world.review, made.records[0], picture)
    world.pass_on("dele", "miriam")
    assert blobs(world, "miriam") == 1
    stream = reviews.open_review(*dele, world.review).reviewers_stream
    keeping.remove_for_good(*dele, stream, "note", made.records[0])
    assert blobs(world, "dele") == 0
    world.pass_on("dele", "miriam")
    assert blobs(world, "miriam") == 0
    with pytest.raises(Refused):
        photos.picture(*dele, world.review, record)

"""A colleague's review file: double-clicked or opened, it says in one sentence what it added, and can be taken out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.bootstrap import Unlock, open_profile
from peerreview.demo import player, script
from peerreview.services import noting, reviews, sending, start
from tests.gui.journey.person import Person

pytestmark = pytest.mark.xdist_group("invented")

PHRASE = script.read().phrase
SENTENCE = "12 notes from Tom Ashdown-Reyes added to Ormery Lane Junior."


@pytest.fixture(scope="module")
def review_file(invented: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Tom's working copy with twelve notes of his, and how many notes of the review Miriam has without it."""
    folder = tmp_path_factory.mktemp("tom")
    profile = Path(shutil.copytree(invented, folder / "profile"))
    with open_profile(profile, Unlock(PHRASE)) as app:
        tom = start.guest(profile / player.KEY_FILES / "Tom Ashdown-Reyes.p12", PHRASE)
        lines = reviews.lines(app.ports, app.signer)
        review = next(line.stream for line in lines if line.school_name == "Ormery Lane Junior")
        before = len(reviews.open_review(app.ports, app.signer, review).notes)
        for number in range(1, 13):
            noting.add(app.ports, tom, review, f"walk: room {number}: lessons begin within a minute", section="P3")
        sent = sending.working_copy(app.ports, tom, review, [app.signer.person], folder / "from Tom.prb")
    return sent.paths[0], before


@pytest.fixture
def profile(invented: Path, own_profile: Path) -> Path:
    """Miriam's profile, where the program looks for it."""
    return Path(shutil.copytree(invented, own_profile, dirs_exist_ok=True))


def unlock(person: Person) -> None:
    """Open the profile with its phrase."""
    person.on("Unlock phrase")
    person.type(PHRASE)
    person.press("Return")


def test_a_file_that_is_double_clicked_is_brought_in_once(
    person: Person, open_window: Callable[..., None], profile: Path, review_file: tuple[Path, int]
) -> None:
    file, before = review_file
    open_window(str(file))
    unlock(person)
    person.says(SENTENCE)
    person.step("brought in")
    person.choose("Open", "Ormery Lane")
    person.says(f"Visit, {before + 12} notes")
    person.on("Notes")
    person.press("ctrl+o")
    choose_file(person, file)
    person.says("This file was brought in before; there is nothing new in it.")
    person.step("twice")
    person.press("alt+F4")
    assert person.ended() == 0


def test_a_file_that_is_opened_from_the_window_can_be_taken_out_again(
    person: Person, open_window: Callable[..., None], profile: Path, review_file: tuple[Path, int]
) -> None:
    file, before = review_file
    open_window()
    unlock(person)
    person.choose("Open", "Ormery Lane")
    person.says(f"Visit, {before} notes")
    person.on("Notes")
    person.press("ctrl+o")
    choose_file(person, file)
    person.says(SENTENCE, f"Visit, {before + 12} notes")
    person.step("added")
    person.choose("Take it out again")
    person.says("Taken out again. Everything is as it was before.", f"Visit, {before} notes")
    person.step("taken out")
    person.press("alt+F4")
    assert person.ended() == 0


def choose_file(person: Person, file: Path) -> None:
    """In the dialog of the toolkit: type the file's name."""
    person.on("File name:")
    person.type(str(file))
    person.press("Return")
    person.gone("File name:")

"""On a computer without a secret store the profile opens with its unlock phrase, and with nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.demo import script
from tests.gui.journey.person import Person

pytestmark = pytest.mark.xdist_group("invented")


def test_a_wrong_phrase_and_then_the_right_one(
    person: Person, open_window: Callable[..., None], invented: Path, tmp_path: Path
) -> None:
    profile = Path(shutil.copytree(invented, tmp_path / "profile"))
    open_window("--profile", str(profile))
    person.says("Unlock your reviews")
    person.on("Unlock phrase")
    person.step("locked")
    person.type("heron thistle lantern")
    assert set(person.find("Unlock phrase", "text").text) == {"●"}
    person.press("Return")
    person.says("This is not the phrase. Nothing has changed; try again.")
    person.on("Unlock phrase")
    assert person.find("Unlock phrase", "text").text == ""
    person.step("wrong phrase")
    person.type(script.read().phrase)
    person.press("Return")
    person.says("Miriam Feldt · Tansy Bank C of E Primary", "My school", "Schools I am reviewing")
    person.gone("Unlock your reviews")
    person.step("unlocked")
    person.press("alt+F4")
    assert person.ended() == 0


def test_whoever_does_not_know_the_phrase_can_only_leave(
    person: Person, open_window: Callable[..., None], invented: Path, tmp_path: Path
) -> None:
    profile = Path(shutil.copytree(invented, tmp_path / "profile"))
    before = {path: path.read_bytes() for path in profile.rglob("*") if path.is_file()}
    open_window("--profile", str(profile))
    person.on("Unlock phrase")
    assert not any("Tansy Bank" in name or "Ormery Lane" in name for name in person.names())
    person.press("Escape")
    assert person.ended() == 0
    assert {path: path.read_bytes() for path in profile.rglob("*") if path.is_file()} == before

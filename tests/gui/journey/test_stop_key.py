"""The safeguarding stop by its key, heard as a screen reader hears it: over dialogs, after them, and again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.demo import script
from tests.gui.journey.person import Person

WHOM = "Go now, in person"
TOLD = "I have told someone"

pytestmark = pytest.mark.heavy


def test_the_safeguarding_stop_opens_after_dialogs_and_again(
    person: Person, open_window: Callable[..., None], invented: Path, tmp_path: Path
) -> None:
    profile = Path(shutil.copytree(invented, tmp_path / "profile"))
    open_window("--profile", str(profile))
    person.on("Unlock phrase")
    person.type(script.read().phrase)
    person.press("Return")
    person.says("Schools I am reviewing")
    for _ in range(2):
        for key, title in (("F1", "Note pad, from anywhere in a review"), ("ctrl+k", "Where to")):
            person.press(key)
            person.says(title)
            person.press("Escape")
            person.gone(title)
        person.press("F8")
        person.says(WHOM)
        person.on(TOLD)
        person.press("Escape")
        person.gone(WHOM)
        person.press("F1")
        person.on("Close")
        person.press("F8")
        person.says(WHOM)
        person.press("Return")
        person.gone(WHOM)
        person.press("Escape")
        person.gone("Note pad, from anywhere in a review")

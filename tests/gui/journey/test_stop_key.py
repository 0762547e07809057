"""The safeguarding stop by its key, heard as a screen reader hears it: over dialogs, after them, and again."""

from __future__ import annotations

import pytest

from tests.gui.journey.person import Person

WHOM = "Go now, in person"
TOLD = "I have told someone"

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("invented")]


def test_the_safeguarding_stop_opens_after_dialogs_and_again(at_home: Person) -> None:
    for _ in range(2):
        for key, title in (("F1", "Note pad, from anywhere in a review"), ("ctrl+k", "Where to")):
            at_home.press(key)
            at_home.says(title)
            at_home.press("Escape")
            at_home.gone(title)
        at_home.press("F8")
        at_home.says(WHOM)
        at_home.on(TOLD)
        at_home.press("Escape")
        at_home.gone(WHOM)
        at_home.press("F1")
        at_home.on("Close")
        at_home.press("F8")
        at_home.says(WHOM)
        at_home.press("Return")
        at_home.gone(WHOM)
        at_home.press("Escape")
        at_home.gone("Note pad, from anywhere in a review")

"""Whoever types and goes on at once loses no letter, though each waits until a screen reader has heard of it."""

from __future__ import annotations

import pytest

from peerreview.services import pad
from tests.gui.journey import good_day as day
from tests.gui.journey.reed import Reed

pytestmark = pytest.mark.heavy

NOTE = "letterstypedbeforeanoteisadded"
ABOVE = "letterstypedbeforeadialogcomes"
BESIDE = "letterstypedbeforethepageturns"
LAST = "letterstypedbeforethewindowcloses"


def test_letters_come_before_the_shortcut_that_was_pressed_after_them(shared: Reed) -> None:
    miriam = shared.person
    shared.start("miriam", day.at("2026-11-17 09:30"))
    miriam.says("All saved on this computer.")
    miriam.choose("Open the call page", "Quillbeck")
    miriam.says("Call, questions and timetable, Quillbeck Primary")
    miriam.press("ctrl+n")
    miriam.on("Notes")
    miriam.type_at_once(NOTE, "ctrl+Return")
    miriam.says(NOTE)
    miriam.type_at_once(ABOVE, "F1")
    miriam.says("Note pad, from anywhere in a review")
    miriam.press("Escape")
    miriam.on("Notes")
    miriam.type_at_once(BESIDE, "ctrl+4")
    miriam.gone("Add to notes")
    miriam.press("ctrl+n")
    miriam.on("Notes")
    miriam.type_at_once(LAST, "alt+F4")
    assert miriam.ended() == 0
    [review] = shared.ask("miriam", "review", "list")
    with shared.opened("miriam") as app:
        left = pad.of(app.ports, review["id"])
    assert left
    assert left.words == ABOVE + BESIDE + LAST

"""Every place that Ctrl+K knows, with real keys at a real screen, heard as a screen reader hears it."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.gui.journey.person import Person
from tests.gui.journey.thing import GONE, Thing

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("invented")]

_REVIEW = "quillbeck"

_SCREENS = (
    ("home", "Home"),
    (_REVIEW, "Self-evaluation, Quillbeck Primary"),
    ("self-evaluation", "Self-evaluation, Quillbeck Primary"),
    ("call, questions", "Call, questions and timetable, Quillbeck Primary"),
    ("notes", "Notes, Quillbeck Primary"),
    ("grades", "Grades, Quillbeck Primary"),
    ("main points", "Main points, Quillbeck Primary"),
    ("feedback", "Feedback, Quillbeck Primary"),
    ("report", "Report, Quillbeck Primary"),
    ("check for", "Check for accuracy, Quillbeck Primary"),
    ("sign", "Sign, Quillbeck Primary"),
    ("share", "Share, Quillbeck Primary"),
    ("action plan", "Action plan, Quillbeck Primary"),
    ("triad", "Reed triad"),
    ("network", "Marram Vale"),
    ("settings", "Settings"),
)
"""What is typed to come to a screen, and what a screen reader calls that screen."""

_PAGE = "filler"
"""The role of a whole screen: the list at the left says the same names."""


def test_every_place_is_reached_by_its_name_and_says_what_it_is(at_home: Person) -> None:
    for words, title in _SCREENS:
        with at_home.task(f"to {title}", 2):
            at_home.press("ctrl+k")
            at_home.on("Where to")
            at_home.type(words)
            if words == _REVIEW:
                at_home.find("Quillbeck Primary, Autumn")  # reviews are listed a moment after the list opens
            at_home.press("Return")
        at_home.find(title, _PAGE)
        at_home.step(words)
        stops = [said for thing in at_home.everything() if (said := _spoken(thing))]
        assert len(stops) > 3, f"{title} shows nothing that takes the keyboard"
        assert [role for role, name in stops if not name] == [], title


def _spoken(thing: Thing) -> tuple[str, str] | None:
    """Role and name of what shows and takes the keyboard."""
    with suppress(*GONE):
        return (thing.role, thing.name.strip()) if thing.takes_keys and thing.showing else None
    return None

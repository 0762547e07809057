"""A good day, the last hour: feedback on the wall, and the draft the same evening (USERS S1, steps 5 and 6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerreview.bootstrap import App
from peerreview.services import history, reporting, reviews
from tests.gui.journey import good_day as day
from tests.gui.journey.reed import Reed

pytestmark = pytest.mark.heavy


def test_every_point_is_said_aloud_and_the_draft_is_saved_the_same_day(quillbeck: Callable[[str], Reed]) -> None:
    reed = quillbeck("pointed")
    with reed.sit("dele", day.at("2026-11-17 15:15")) as dele:
        dele.choose("Open", "Quillbeck")
        dele.on("Notes")
        dele.press("ctrl+3")
        dele.choose("Feedback")
        with dele.task("the headline", 2):
            dele.on("What colleagues found")
            dele.type(day.HEADLINE)
        assert not any("Secure" in name or "Support needed" in name for name in dele.names())  # no grades on the wall
        with dele.task("another word, as Tom asked", 30):
            dele.go("Said to the head", day.NEXT_STEPS[0])
            dele.press("Tab")
            dele.on("In our words")
            dele.press("ctrl+Home", "ctrl+shift+Right")
            dele.type("Uneven ")
        with dele.task("six points said to the head", 60):
            for point in (*day.STRENGTHS, day.NEXT_STEPS[0], "links in science", day.NEXT_STEPS[2]):
                dele.go("Said to the head", point)
                dele.press("space")
                dele.until(lambda: dele.focus is not None and dele.focus.checked)
        with dele.task("who heard it", 12):
            dele.go("Who was there (roles)")
            dele.type("Headteacher; chair of governors from 15:40")
            dele.go("The chair of governors was there")
            dele.press("space")
        dele.step("feedback")
        with dele.task("feedback has been given", 6):
            dele.choose("Feedback has been given")
            dele.says("Feedback given.")
        with (
            day.budget(dele, "report writer", "writes the draft", keys=40, fields=4),
            dele.task("the words that are not yet written", 40),
        ):
            dele.choose("Go on to the report")
            for field, words in (
                ("Who was met (roles only)", day.MET), ("Practice worth sharing", day.PRACTICE),
                ("Support the school would like", day.SUPPORT[0]), ("Support the school can give", day.SUPPORT[1]),
            ):  # fmt: skip
                dele.go(field)
                dele.type(words)
        dele.says("of 650 words", "Page 1 of")
        dele.step("report")
        assert not any("unfinished" in name.lower() for name in dele.names())
    assert dele.pressed <= 180
    assert len(dele.typed) == len(set(dele.typed)) == 7  # headline, the other word, who heard it, and the four
    with reed.opened("dele") as app:
        said_and_heard(app)
    with (
        reed.sit("dele", day.at("2026-11-19 17:00")) as dele,  # the window opens where he left it
        day.budget(dele, "report writer", "sends the draft", keys=40, fields=0),
    ):
        dele.choose("Send the draft to the host")
        dele.says("no note and no hidden grade goes into it")
        dele.choose("Make the file")
        reed.choose_folder()
        dele.says("Made for")
    [review] = reed.ask("dele", "review", "list")
    steps = reed.ask("dele", "review", "show", review["id"])["steps"]
    assert (steps["feedback"], steps["draft"]) == ("2026-11-17", "2026-11-19")
    with reed.opened("dele") as app:
        report = reporting.model(app.ports, app.signer, review["id"])
    words = str(report)
    assert "Uneven links in science" in words
    assert "Weak" not in words
    assert all(each in words for each in (*day.STRENGTHS, day.HEADLINE, day.MET))


def said_and_heard(app: App) -> None:
    """Six points were said aloud, the chair heard it, and the draft's last words stood before half past four."""
    [line] = reviews.lines(app.ports, app.signer)
    review = reviews.open_review(app.ports, app.signer, line.stream)
    assert [point.said for point in review.points] == [True] * 6
    assert review.feedback["chair_present"].value is True
    assert "chair of governors from 15:40" in review.feedback["heard_by"].text
    written = history.of_field(app.ports, app.signer, review.stream, "report", "report", "practice").lines[0].at
    assert written.strftime("%Y-%m-%d") == "2026-11-17"
    assert written.strftime("%H:%M") < "16:30"

"""Feedback on one page for the wall, the live meter, and each line before signing leading to its very field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.gui.screens.meter import Meter
from peerreview.gui.widgets.card import Page
from peerreview.gui.widgets.choice_fields import TickField
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import findings, history, points, reporting, reviews
from peerreview.services.report_views import MeterView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.conftest import Desktop, QuietSession
from tests.gui.pages import page

Open = Callable[[str], Desktop]


def said(root: QWidget) -> str:
    """Everything that the page's labels say."""
    return "\n".join(each.text() for each in root.findChildren(QLabel))


def test_six_points_stand_on_one_page_in_large_type(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "feedback")
    qtbot.addWidget(screen)
    assert screen.view
    strength, _, step, _ = screen.view.points
    six = tuple(
        replace(each, record=f"{number:032x}", text=replace(each.text, record=f"{number:032x}"))
        for number, each in enumerate((strength, strength, strength, step, step, step), 200)
    )
    screen.show_view(replace(screen.view, points=six))
    screen.resize(1100, 710)  # what is left of 1366 x 768 beside the list and above the status line
    screen.show()
    words = [each for each in screen.bound.values() if isinstance(each, TextField) and each.field.kind == "main_point"]
    assert len(words) == 6
    assert all(each.edit.property("wall") for each in words)
    [sheet] = [each for each in screen.findChildren(Page) if each.isVisible()]
    lowest = max(each.mapTo(sheet, each.rect().bottomLeft()).y() for each in words)
    assert lowest < sheet.height()  # the last of six is seen without scrolling
    assert "Secure" not in said(screen)  # no grades


def test_points_of_the_annex_are_said_aloud_too(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "feedback")
    qtbot.addWidget(screen)
    button = next(each for each in screen.findChildren(QPushButton) if "other main point" in each.text())
    assert "not said yet" in button.text()
    button.click()
    ticks = [key for key, each in screen.bound.items() if isinstance(each, TickField) and key[3] == "said"]
    assert screen.view
    assert {key[2] for key in ticks} == {point.record for point in screen.view.points}
    button.click()
    assert len([key for key in screen.bound if key[3] == "said"]) == len(ticks) - 1


def test_a_tick_is_kept_and_the_finding_goes(open_desktop: Open, review: str) -> None:
    miriam = open_desktop("miriam")
    desk = miriam.profile.ports, miriam.profile.signer
    unsaid = [each for each in findings.before_signing(*desk, review) if each.code.startswith("unsaid")]
    assert unsaid
    for each in unsaid:
        assert each.target
        assert each.target.screen is Where.FEEDBACK
        screen = miriam.go(each.target)
        tick = next(widget for key, widget in screen.bound.items() if key[2:] == (each.target.record, "said"))
        assert isinstance(tick, TickField)
        miriam.qtbot.waitUntil(tick.has_focus)  # the very tick has the keyboard
        tick.box.click()
        miriam.settle()
    assert not [each for each in findings.before_signing(*desk, review) if each.code.startswith("unsaid")]


def test_each_line_before_signing_leads_to_its_field(open_desktop: Open, review: str) -> None:
    miriam = open_desktop("miriam")
    desk = miriam.profile.ports, miriam.profile.signer
    step = next(each for each in reviews.open_review(*desk, review).points if each.next_step)
    points.star(*desk, review, step.record, False)
    by_code = {each.code.partition(":")[0]: each.target for each in findings.before_signing(*desk, review)}
    assert {"no_next_step", "host_not_heard", "thin", "unsaid"} <= set(by_code)
    for code, (where, name) in {
        "no_next_step": (Where.POINTS, "New main point …"),
        "host_not_heard": (Where.REPORT, "Send the draft to the host …"),
        "thin": (Where.GRADES, "Why one kind of evidence is enough"),
    }.items():
        target = by_code[code]
        assert target
        miriam.shell.navigation.clearFocus()  # a line of the page was pressed, not one of the list at the left
        assert target.screen is where
        miriam.go(target)
        miriam.qtbot.waitUntil(
            lambda wanted=name: (focus := miriam.shell.focusWidget()) is not None and focus.accessibleName() == wanted
        )


def test_the_meter_says_words_and_sides(qtbot: QtBot, session: QuietSession) -> None:
    meter = Meter(session, "review-" + "1" * 32, 2)  # type: ignore[arg-type]
    qtbot.addWidget(meter)
    meter.show_length(MeterView(400, 650, 1.44))
    assert (meter.words.text(), meter.words.property("tone")) == ("400 of 650 words · 1.4 of 2 sides of A4", "")
    meter.show_length(MeterView(710, 650, 2.06))
    assert meter.words.text() == "60 words over 650 · 2.1 of 2 sides of A4"
    assert meter.words.property("tone") == "warn"


def test_one_measuring_runs_and_one_waits(qtbot: QtBot, session: QuietSession) -> None:
    meter = Meter(session, "review-" + "1" * 32, 2)  # type: ignore[arg-type]
    qtbot.addWidget(meter)
    for _ in range(5):
        meter.renew()
    assert session.asked == 1


def test_the_meter_moves_while_somebody_types_and_makes_no_history(
    open_desktop: Open, review: str, qtbot: QtBot
) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.REPORT, review, "report", "headline"))
    qtbot.waitUntil(lambda: "sides of A4" in screen.meter.words.text(), timeout=20_000)
    before = int(screen.meter.words.text().split()[0])
    field = next(each for key, each in screen.bound.items() if key[2:] == ("report", "headline"))
    assert isinstance(field, TextField)
    qtbot.waitUntil(field.has_focus)
    qtbot.keyClicks(field.edit, "one two three four ")
    qtbot.waitUntil(lambda: int(screen.meter.words.text().split()[0]) >= before + 4, timeout=20_000)
    desk = miriam.profile.ports, miriam.profile.signer
    told = history.of_field(*desk, field.field.stream, "report", "report", "headline")
    assert not any("one two three" in str(each) for each in told.lines)
    report = reporting.model(*desk, review)
    assert report.headline
    assert "one two three four" in report.headline.text


@pytest.mark.parametrize("name", ["points", "report", "feedback"])
def test_nothing_is_measured_on_the_windows_thread(name: str, qtbot: QtBot, session: QuietSession) -> None:
    """A session that never answers holds nothing that lays pages out: a page that did so by itself would fail."""
    screen = page(session, name)
    qtbot.addWidget(screen)
    assert not hasattr(session.ports, "reports")
    assert screen.view

"""What single pages promise, with views handed to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.domain.reviews import Audience
from peerreview.gui.screens.note_pad import NotePad
from peerreview.gui.screens.share import ByPlanDialog, ShareScreen, SureDialog
from peerreview.gui.screens.two_versions import differing
from peerreview.gui.theme import Look, Theme
from peerreview.gui.viewtree import fields_in, outline
from peerreview.gui.widgets.tick import Tick
from peerreview.gui.window_state import WindowState, read, write
from peerreview.services import pad
from peerreview.services.views import HomeLine, Target
from peerreview.services.views import Screen as Where
from tests.gui import invented
from tests.gui.conftest import QuietSession
from tests.gui.pages import page


def said(root: QWidget) -> str:
    """Everything that the page's labels say."""
    return "\n".join(each.text() for each in root.findChildren(QLabel))


def buttons(root: QWidget) -> list[str]:
    """The words of the page's buttons."""
    return [each.text().strip() for each in root.findChildren(QPushButton)]


def test_home_separates_the_three_hats_and_each_line_has_one_button(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "home")
    qtbot.addWidget(screen)
    words = said(screen)
    for title in ("My school", "Schools I am reviewing", "My triads"):
        assert title in words
    assert "By Tue 10 November" in words
    assert "On Tue 10 November · late" in words, "what belongs to the day of the visit"
    assert buttons(screen).count("Open the report") == 1


def test_home_says_so_when_nothing_waits(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "home, nothing waiting")
    qtbot.addWidget(screen)
    assert "Nothing is waiting for you. Next: Tansy Bank, Tuesday 24 November." in said(screen)


def test_sections_not_looked_at_never_count_as_unfinished(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "grades")
    qtbot.addWidget(screen)
    words = said(screen)
    assert "Not looked at this time: P1 Pupils' outcomes" in words
    assert "unfinished" not in words.lower()
    assert "of 24" not in words


def test_hidden_grades_are_neither_shown_nor_spoken(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "grades, hidden")
    qtbot.addWidget(screen)
    words = said(screen)
    assert "in, hidden" in words
    assert "waiting" in words
    assert "Reviewers' grades" in words
    assert "Support needed" not in words


def test_the_pack_says_grade_and_no_screen_says_score(qtbot: QtBot, session: QuietSession) -> None:
    words = ""
    for name in ("prepare, host", "grades", "points", "report", "check, host", "sign", "share", "lead"):
        screen = page(session, name)
        qtbot.addWidget(screen)
        words += said(screen).lower() + "\n".join(buttons(screen)).lower()
    assert "school's own grade" in words
    for banned in ("score", "weakness", "target", "export", "import", "conflict", "invalid", "failed", "!", "students"):
        assert banned not in words


def test_a_report_is_not_shared_until_somebody_said_send(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "share")
    qtbot.addWidget(screen)
    assert screen.view
    line = next(each for each in screen.view.sharing.plan if each.audience is Audience.LEAD_HEAD)
    looked = session.asked  # at what may name a person in the report
    dialog = SureDialog(screen, screen.view, line)
    assert "You are about to send the full report on Quillbeck Primary to Bernadette Oyelaran, headteacher, " in said(
        dialog
    )
    assert "This is the first time that you send Bernadette Oyelaran a report at this level." in said(dialog)
    assert "You cannot un-send it." in said(dialog)
    assert {"Send …", "Not yet"} <= set(buttons(dialog))
    assert session.asked == looked
    dialog.reject()
    assert session.asked == looked


def test_the_whole_plan_goes_out_in_one_act_that_says_who_gets_what(
    qtbot: QtBot, session: QuietSession, tmp_path: Path
) -> None:
    screen = page(session, "share")
    qtbot.addWidget(screen)
    assert isinstance(screen, ShareScreen)
    assert screen.view
    assert "Share with all of them …" not in buttons(screen)  # nobody waits for it
    waiting = tuple(each for each in screen.view.sharing.plan if each.level.text)
    screen.show_view(replace(screen.view, sharing=replace(screen.view.sharing, outstanding=waiting)))
    assert "Share with all of them …" in buttons(screen)
    looked = session.asked
    dialog = ByPlanDialog(screen, screen.view)
    for words in (
        "You are about to send the report on Quillbeck Primary. You cannot un-send it.",
        "Full report: Bernadette Oyelaran, headteacher, Sandlark Primary",
        "This is the first time that you send Bernadette Oyelaran a report at this level.",
        "Full report: Governors, as a PDF to hand over",
        "Summary: Gwen Hathersage",
    ):
        assert words in said(dialog)
    assert "Trust" not in said(dialog)
    assert session.asked == looked
    dialog.send(tmp_path)
    assert session.asked == looked + 1


def test_what_waits_for_somebody_else_can_be_opened_too(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "home")
    qtbot.addWidget(screen)
    assert screen.view
    check = Target(Where.CHECK, invented.REVIEW)
    theirs = HomeLine("Check for accuracy", "Quillbeck Primary", None, "Copy a reminder", check,
                      with_whom="Tom Ashdown-Reyes", mine=False, reminder="Dear Tom")  # fmt: skip
    screen.show_view(replace(screen.view, my_school=(), reviewing=(theirs,), triads=()))
    with qtbot.waitSignal(session.wanted) as went:
        next(each for each in screen.findChildren(QPushButton) if each.text().strip() == "Open").click()
    assert went.args == [check]


def test_what_is_on_the_note_pad_stays_when_the_page_is_built_anew(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "notes")
    qtbot.addWidget(screen)
    pad: NotePad = screen.pad
    qtbot.keyClicks(pad.text.edit, "walk: calm corridors")
    record = pad.record
    screen.rebuild()
    assert screen.pad is not pad
    assert screen.pad.text.text == "walk: calm corridors"
    assert screen.pad.record == record


def test_words_on_the_pad_are_kept_while_they_are_typed(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "notes")
    qtbot.addWidget(screen)
    qtbot.keyClicks(screen.pad.text.edit, "Y4 books")
    qtbot.waitUntil(lambda: bool(session.kept), timeout=20_000)
    field, text = session.kept[-1]
    assert (field.kind, field.record, text) == (pad.KIND, screen.pad.record, "Y4 books")


def test_only_contents_change_when_the_shape_stays(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "prepare, host")
    qtbot.addWidget(screen)
    view = screen.view
    assert view
    field = next(each for key, each in fields_in(view).items() if key[1:] == ("self_view", "P2", "words"))
    changed = replace(field, value="Other words.", saw=("d:0",))
    sections = tuple(
        replace(each, grades=replace(each.grades, own_words=changed)) if each.code == "P2" and each.grades else each
        for each in view.sections
    )
    later = replace(view, sections=sections)
    assert outline(later) == outline(view)
    widget = next(each for key, each in screen.bound.items() if key[1:] == ("self_view", "P2", "words"))
    screen.show_view(later)
    assert widget.text == "Other words."  # the same widget, filled anew


def test_a_page_is_not_made_anew_under_a_pressed_key(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "feedback")
    qtbot.addWidget(screen)
    screen.show()
    view = screen.view
    assert view
    tick = screen.findChildren(Tick)[0]
    clicks: list[bool] = []
    tick.clicked.connect(lambda on: clicks.append(on))
    tick.setFocus()
    qtbot.keyPress(screen.window().focusWidget(), Qt.Key.Key_Space)
    later = replace(view, points=view.points[1:])
    screen.show_view(later)  # somebody's file arrives, or what was typed before has been written
    qtbot.keyRelease(screen.window().focusWidget(), Qt.Key.Key_Space)
    assert len(clicks) == 1
    qtbot.waitUntil(lambda: tick not in screen.findChildren(Tick), timeout=20_000)
    assert screen.view is later


def test_differences_between_two_versions_are_words() -> None:
    runs = differing("Pupils remember what they learnt", ["Most pupils remember what they were taught"])
    assert [words for words, differs in runs if differs] == ["Pupils", "learnt"]
    assert differing("same", ["same"]) == [("same", False)]
    assert differing("a b c", ["a b d", "a e c"]) == [("a", False), ("b c", True)]


def test_another_theme_is_worn_by_a_page_that_stands(
    qtbot: QtBot, session: QuietSession, look: Callable[[Look], None]
) -> None:
    screen = page(session, "prepare, host")
    qtbot.addWidget(screen)
    look(Look(Theme.DARK))
    screen.rebuild()
    QApplication.processEvents()
    assert screen.view


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"theme": 3}', '{"theme": "x", "percent": "y"}'])
def test_a_broken_window_state_counts_as_none(tmp_path, broken: str) -> None:
    (tmp_path / "window.json").write_text(broken)
    assert read(tmp_path) == WindowState()


def test_the_window_state_comes_back(tmp_path) -> None:
    state = WindowState("dark", 150, (1, 2, 800, 600), True, ("notes", "review-1", ""))
    write(tmp_path, state)
    assert read(tmp_path) == state
    assert state.look == Look(Theme.DARK, 150)

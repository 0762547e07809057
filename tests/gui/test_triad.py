"""The triad's page and what is folded away in it, with real keys over a real profile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.domain.reviews import VisitState
from peerreview.gui.screens.triad import TriadScreen
from peerreview.gui.widgets.tick import Tick
from peerreview.services import triads
from peerreview.services.triad_views import VisitView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.conftest import Desktop, QuietSession
from tests.gui.pages import page

W = TypeVar("W", bound=QWidget)
Open = Callable[[str], Desktop]


def named(root: QWidget, kind: type[W], name: str) -> W:
    """What is spoken by this name."""
    return next(each for each in root.findChildren(kind) if each.accessibleName() == name and each.isEnabled())


def press(qtbot: QtBot, root: QWidget, name: str) -> None:
    """Press a button by keyboard."""
    button = named(root, QPushButton, name)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)


def pick(box: QComboBox, value: str) -> None:
    """Choose from a list, as the keyboard does."""
    index = box.findData(value)
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)


def said(root: QWidget) -> str:
    return "\n".join(each.text() for each in root.findChildren(QLabel))


def dialog(desktop: Desktop) -> QDialog:
    """The dialog that is open."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


@pytest.fixture
def tom(open_desktop: Open) -> Desktop:
    """Tom, who hosts, at the page of his triad."""
    desktop = open_desktop("tom")
    [(stream, _)] = triads.mine(desktop.place.session.ports, desktop.place.session.signer)
    desktop.go(Target(Where.TRIAD, stream))
    return desktop


def visit(desktop: Desktop) -> VisitView:
    """The visit as it is stored."""
    session = desktop.place.session
    return triads.show(session.ports, session.signer, desktop.screen.triad).visits[0]


def propose(qtbot: QtBot, desktop: Desktop, *days: str) -> QDialog:
    press(qtbot, desktop.screen, "Propose days …")
    asking = dialog(desktop)
    for number, day in enumerate(days, 1):
        named(asking, QLineEdit, f"Day {number}").setText(day)
    press(qtbot, asking, "Propose")
    desktop.settle()
    return asking


def test_days_are_proposed_noted_by_telephone_and_chosen(qtbot: QtBot, tom: Desktop) -> None:
    propose(qtbot, tom, "1 Dec 2026", "3 Dec 2026")
    assert QApplication.activeModalWidget() is None
    for name in ("Miriam Feldt", "Dele Akintola"):
        pick(named(tom.screen, QComboBox, f"Thu 3 December 2026, {name} by telephone"), "yes")
        tom.settle()
    assert "Dele Akintola, by telephone (Tom Ashdown-Reyes)" in said(tom.screen)
    press(qtbot, tom.screen, "Copy a line to ask by e-mail")
    assert "Tue 1 December 2026, Thu 3 December 2026." in QApplication.clipboard().text()
    chosen = [each for each in tom.screen.findChildren(QPushButton) if each.text().strip() == "Choose this day"]
    assert [each.property("kind") for each in chosen] == [None, "primary"]  # the one that suits all
    chosen[1].setFocus()
    qtbot.keyClick(chosen[1], Qt.Key.Key_Return)
    tom.settle()
    assert visit(tom).date.text == "2026-12-03"
    assert "All dates follow." in said(tom.shell)
    assert "Before: Tue 17 November 2026" in said(tom.screen)


def test_a_day_that_cannot_be_is_explained_and_nothing_typed_is_lost(qtbot: QtBot, tom: Desktop) -> None:
    asking = propose(qtbot, tom, "1 Dec 2026", "25 Dec 2026")
    assert "The school is closed on Fri 25 December 2026." in said(asking)
    assert named(asking, QLineEdit, "Day 1").text() == "1 Dec 2026"
    assert visit(tom).proposals == ()
    asking.reject()


def test_a_date_in_the_past_is_asked_about(qtbot: QtBot, tom: Desktop) -> None:
    field = named(tom.screen, QLineEdit, "Date of the visit")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "13 Nov 2026")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    tom.settle()
    asking = dialog(tom)
    assert "Fri 13 November 2026 has passed." in said(asking)
    asking.reject()
    tom.settle()
    assert visit(tom).date.text == "2026-11-17"
    field = named(tom.screen, QLineEdit, "Date of the visit")
    assert field.text() == "Tue 17 November 2026"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "13 Nov 2026")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    tom.settle()
    press(qtbot, dialog(tom), "It was on that day")
    tom.settle()
    assert visit(tom).date.text == "2026-11-13"


def test_a_postponed_visit_says_why_and_shows_no_dates(qtbot: QtBot, tom: Desktop) -> None:
    pick(named(tom.screen, QComboBox, "State of the visit"), "postponed")
    asking = dialog(tom)
    named(asking, QLineEdit, "Reason").setText("Ofsted rang")
    press(qtbot, asking, "Keep")
    tom.settle()
    assert (visit(tom).state, visit(tom).reason) == (VisitState.POSTPONED, "Ofsted rang")
    assert "Postponed: Ofsted rang" in said(tom.screen)
    names = [each.accessibleName() for each in tom.screen.findChildren(QPushButton)]
    assert "All dates" not in names
    assert "Propose days …" in names


def test_a_state_that_was_not_meant_is_as_it_was(qtbot: QtBot, tom: Desktop) -> None:
    pick(named(tom.screen, QComboBox, "State of the visit"), "cancelled")
    dialog(tom).reject()

    def shown() -> object:
        return named(tom.screen, QComboBox, "State of the visit").currentData()

    qtbot.waitUntil(lambda: shown() == "planned", timeout=15_000)  # the page is made anew
    assert visit(tom).state is VisitState.PLANNED


def test_f6_and_enter_shift_the_rest_and_lunch_stays(qtbot: QtBot, tom: Desktop) -> None:
    tom.place.keys["shift"].activated.emit()
    asking = dialog(tom)
    pick(named(asking, QComboBox, "From"), "09:45")
    assert "now 12:15–12:30" in said(asking)
    assert "stays put" in said(asking)
    qtbot.keyClick(asking, Qt.Key.Key_Return)
    tom.settle()
    starts = [(each.title.partition(",")[0], each.start) for each in visit(tom).timetable]
    assert ("Joint learning walk (all phases)", "10:00") in starts
    assert ("Lunch", "12:30") in starts
    assert "Lunch stays at 12:30." in said(tom.shell)


def test_f6_works_in_the_review_too_and_never_runs_over_midnight(qtbot: QtBot, tom: Desktop, review: str) -> None:
    tom.go(Target(Where.CALL, review))
    tom.place.keys["shift"].activated.emit()
    asking = dialog(tom)
    assert named(asking, QPushButton, "Shift").isDefault()
    asking.reject()
    tom.go(Target(Where.HOME))
    tom.place.keys["shift"].activated.emit()
    assert QApplication.activeModalWidget() is None


def test_the_day_is_typed_in_plain_boxes(qtbot: QtBot, tom: Desktop) -> None:
    press(qtbot, tom.screen, "The day")
    press(qtbot, tom.screen, "Change the timetable …")
    asking = dialog(tom)
    named(asking, QLineEdit, "From, Governor talk").setText("half two")
    press(qtbot, asking, "Keep")
    assert "Please write a time like 09:45 beside “Governor talk”." in said(asking)
    named(asking, QLineEdit, "From, Governor talk").setText("13.30")
    press(qtbot, asking, "Keep")
    assert "are at the same time. Press Keep again if that is meant." in said(asking)
    named(asking, QLineEdit, "From, Governor talk").setText("13:45")
    named(asking, QLineEdit, "What, Social times walk").setText("")
    next(each for each in asking.findChildren(Tick) if each.accessibleDescription() == "Governor talk").setChecked(True)
    press(qtbot, asking, "Keep")
    tom.settle()
    lines = {each.title: each for each in visit(tom).timetable}
    assert "Social times walk" not in lines
    assert lines["Governor talk"].stays
    assert "Hide the day" in [each.accessibleName() for each in tom.screen.findChildren(QPushButton)]  # still open


def test_people_late_observing_and_never_coming(qtbot: QtBot, tom: Desktop) -> None:
    press(qtbot, tom.screen, "Who is there (3)")
    press(qtbot, tom.screen, "Add somebody …")
    asking = dialog(tom)
    named(asking, QLineEdit, "Name").setText("Josie Marchbank")
    pick(named(asking, QComboBox, "Takes part as"), "acts_for")
    named(asking, QLineEdit, "Acts for").setText("Miriam Feldt")
    press(qtbot, asking, "Add")
    tom.settle()
    assert "acts for Miriam Feldt" in said(tom.screen)

    def change(name: str) -> QDialog:
        button = next(
            each
            for each in tom.screen.findChildren(QPushButton)
            if (each.accessibleName(), each.accessibleDescription()) == ("Change …", name)
        )
        button.click()
        return dialog(tom)

    asking = change("Dele Akintola")
    named(asking, QLineEdit, "Came at").setText("twenty past")
    press(qtbot, asking, "Keep")
    assert "Please write a time like 10:20." in said(asking)
    named(asking, QLineEdit, "Came at").setText("10.20")
    press(qtbot, asking, "Keep")
    tom.settle()
    assert "came at 10:20" in said(tom.screen)
    asking = change("Dele Akintola")
    named(asking, QLineEdit, "Did not come, because").setText("His train was stopped by snow.")
    press(qtbot, asking, "Keep")
    tom.settle()
    assert "did not come: His train was stopped by snow." in said(tom.screen)
    press(qtbot, tom.screen, "Everybody has read the ground rules")
    tom.settle()
    read = [each.name for each in visit(tom).participants if each.ground_rules]
    assert sorted(read) == ["Josie Marchbank", "Miriam Feldt", "Tom Ashdown-Reyes"]


def test_contacts_are_changed_and_taken_off(qtbot: QtBot, tom: Desktop) -> None:
    press(qtbot, tom.screen, "Whom to tell of a worry (4 of 4)")
    next(
        each for each in tom.screen.findChildren(QPushButton) if each.accessibleDescription().startswith("Contacts of")
    ).click()
    tom.settle()
    asking = dialog(tom)
    named(asking, QLineEdit, "Deputy: name").setText("")
    named(asking, QLineEdit, "Safeguarding lead: room").setText("Room 7")
    press(qtbot, asking, "Keep")
    tom.settle()
    assert "Still missing: deputy." in said(tom.screen)
    assert "Room 7" in said(tom.screen)


def test_training_days_of_one_school_move_its_dates(qtbot: QtBot, tom: Desktop) -> None:
    next(
        each for each in tom.screen.findChildren(QPushButton) if each.accessibleDescription() == "Closure days"
    ).click()
    asking = dialog(tom)
    named(asking, QLineEdit, "Closure days, Quillbeck Primary").setText("27 Nov 2026, soon")
    press(qtbot, asking, "Keep")
    assert "“soon” is not a date we can read." in said(asking)
    named(asking, QLineEdit, "Closure days, Quillbeck Primary").setText("27 Nov 2026")
    press(qtbot, asking, "Keep")
    tom.settle()
    assert {each.code: each.on.day for each in visit(tom).deadlines}["workshop"] == 16
    assert "Quillbeck Primary: Fri 27 November" in said(tom.screen)


def test_nobody_hosts_and_writes(qtbot: QtBot, tom: Desktop) -> None:
    press(qtbot, tom.screen, "Who hosts, who reviews …")
    asking = dialog(tom)
    pick(named(asking, QComboBox, "Report writer"), visit(tom).host)
    press(qtbot, asking, "Keep")
    tom.settle()
    assert "Nobody reviews their own school." in said(asking)
    asking.reject()


def test_the_calendar_file_is_saved_whole_or_not_at_all(
    qtbot: QtBot, tom: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Reed.ics"
    where = "peerreview.gui.screens.triad.QFileDialog.getSaveFileName"
    monkeypatch.setattr(where, lambda *_: (str(path), ""))
    press(qtbot, tom.screen, "Save a calendar file …")
    tom.settle()
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert [each.name for each in tmp_path.glob("*.ics*")] == ["Reed.ics"]
    monkeypatch.setattr(where, lambda *_: (str(tmp_path / "gone" / "Reed.ics"), ""))
    press(qtbot, tom.screen, "Save a calendar file …")
    tom.settle()
    assert "Reed.ics could not be written." in said(tom.shell)


def test_the_usual_plan_is_one_tick_and_the_trust_has_a_line(qtbot: QtBot, tom: Desktop, review: str) -> None:
    tom.go(Target(Where.PREPARE, review))
    tick = next(each for each in tom.screen.findChildren(Tick) if each.text() == "Our usual sharing plan")
    assert tick.isChecked()
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    tom.settle()
    assert "Nobody yet." in said(tom.screen)
    tick = next(each for each in tom.screen.findChildren(Tick) if each.text() == "Our usual sharing plan")
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    tom.settle()
    assert "Lead headteacher: full report" in said(tom.screen)
    assert "Agreed with the trust, if yours has a say" in said(tom.screen)


def test_a_review_that_is_not_here_is_not_offered(qtbot: QtBot, session: QuietSession) -> None:
    """The office's page: a review has begun, and nothing of it is on this computer."""
    screen = page(session, "triad")
    qtbot.addWidget(screen)
    assert isinstance(screen, TriadScreen)
    assert screen.view is not None
    assert screen.view.visits[0].review
    names = [each.accessibleName() for each in screen.findChildren(QPushButton)]
    assert "Open the review" not in names
    assert "Begin the review" not in names


def test_somebody_is_taken_off_the_triad_once_what_follows_is_read(qtbot: QtBot, tom: Desktop) -> None:
    press(qtbot, tom.screen, "Who belongs to the triad …")
    buttons = dialog(tom).findChildren(QPushButton)
    off = next(
        each for each in buttons if (each.text(), each.accessibleDescription()) == ("Take off …", "Dele Akintola")
    )
    qtbot.keyClick(off, Qt.Key.Key_Return)
    asking = dialog(tom)
    assert "Dele Akintola reviews on the visit to Quillbeck Primary" in said(asking)
    assert named(asking, QPushButton, "Leave as it is").isDefault()
    press(qtbot, asking, "Take off the triad")
    tom.settle()
    assert "Dele Akintola no longer belongs to the triad. Send the plan to the others." in said(tom.shell)
    session = tom.place.session
    members = triads.show(session.ports, session.signer, tom.screen.triad).members
    assert "Dele Akintola" not in {each.name for each in members}

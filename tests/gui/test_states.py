"""Every screen while it loads, when it cannot be loaded, with nothing in it yet, and for somebody who may only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.domain.people import Role
from peerreview.errors import EnvironmentFault
from peerreview.gui.routes import ROUTES, make_screen
from peerreview.gui.screen import AnyScreen
from peerreview.gui.screens.network import NetworkPage
from peerreview.gui.screens.review_frame import STEP_SCREENS
from peerreview.gui.shell import Shell
from peerreview.gui.widgets.scale import Segment
from peerreview.gui.widgets.tick import Tick
from peerreview.services.board import BoardPage
from peerreview.services.post import PostView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import invented
from tests.gui.conftest import QuietSession
from tests.gui.pages import PAGES
from tests.gui.states import WHY_NOT, just_begun, only_read

_VIEWS = dict(reversed(PAGES.values()))
"""A view of every screen, in some usual state."""

_TITLES = {
    Where.HOME: "Home", Where.TRIAD: "Reed triad", Where.PREPARE: "Self-evaluation, Quillbeck Primary",
    Where.CALL: "Call, questions and timetable, Quillbeck Primary", Where.NOTES: "Notes, Quillbeck Primary",
    Where.GRADES: "Grades, Quillbeck Primary", Where.POINTS: "Main points, Quillbeck Primary",
    Where.FEEDBACK: "Feedback, Quillbeck Primary", Where.REPORT: "Report, Quillbeck Primary",
    Where.CHECK: "Check for accuracy, Quillbeck Primary", Where.SIGN: "Sign, Quillbeck Primary",
    Where.SHARE: "Share, Quillbeck Primary", Where.PLAN: "Action plan, Quillbeck Primary",
    Where.OPEN: "Sent and arrived", Where.TWO_VERSIONS: "Two versions", Where.LEAD: "Lead headteacher",
    Where.BOARD: "Board office", Where.NETWORK: "Marram Vale", Where.SETTINGS: "Settings",
}  # fmt: skip
"""What a screen reader calls each screen once it stands."""


Stage = Callable[[QWidget], None]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    """Puts a screen into a window, where it has the keyboard as after going there."""
    shell = Shell()
    shell.resize(1366, 768)
    qtbot.addWidget(shell)
    with qtbot.waitActive(shell):
        shell.show()
    shell.navigation.clearFocus()
    return shell.show_screen


def made(session: object, where: Where) -> AnyScreen:
    """The screen, not yet filled."""
    stream = invented.TRIAD if where is Where.TRIAD else invented.REVIEW
    return make_screen(session, Target(where, stream))  # type: ignore[arg-type]


def words(root: QWidget) -> str:
    """What is to be read."""
    return " ".join(each.text() for each in root.findChildren(QLabel) if each.isVisible())


def buttons(root: QWidget) -> list[str]:
    """The buttons that can be pressed."""
    return [each.text().strip() for each in root.findChildren(QPushButton) if each.isVisible() and each.isEnabled()]


def test_no_screen_is_left_out() -> None:
    assert set(_TITLES) == set(_EMPTY) | _NEVER_EMPTY == set(ROUTES) == set(Where) == set(_VIEWS)


@pytest.mark.parametrize("where", ROUTES)
def test_while_it_loads_it_says_so_and_then_its_title(where: Where, stage: Stage, session: QuietSession) -> None:
    screen = made(session, where)
    stage(screen)
    assert words(screen) == "One moment …"
    assert screen.accessibleName() == "One moment …"
    assert QApplication.focusWidget() is screen, "a screen reader says what has the keyboard"
    screen.show_view(_VIEWS[where]())
    QApplication.processEvents()
    assert "One moment …" not in words(screen)
    assert screen.accessibleName() == _TITLES[where]


@pytest.mark.parametrize("where", ROUTES)
def test_what_cannot_be_fetched_is_told_and_tried_again_by_one_key(
    where: Where, qtbot: QtBot, stage: Stage, session: QuietSession
) -> None:
    screen = made(session, where)
    stage(screen)
    screen.refresh()
    for tried in (1, 2):
        assert session.asked == tried
        session.job.failed.emit(
            EnvironmentFault("The disk is full.", "What you wrote is safe.", "Make room.", code="x")
        )
        QApplication.processEvents()
        said = words(screen)
        assert "The disk is full." in said
        assert "What you wrote is safe. Make room." in said
        assert screen.accessibleName() == "The disk is full."
        focused = QApplication.focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.text() == "Try again"
        qtbot.keyClick(focused, Qt.Key.Key_Return)
        assert screen.accessibleName() == "One moment …"
        assert QApplication.focusWidget() is screen
        assert "Try again" not in buttons(screen)
    screen.show_view(_VIEWS[where]())
    QApplication.processEvents()
    assert "The disk is full." not in words(screen)
    assert screen.accessibleName() == _TITLES[where]


_NEVER_EMPTY = {Where.SETTINGS}
"""Where there always is something."""

_EMPTY: Mapping[Where, tuple[tuple[Callable[[], object], str, str], ...]] = {
    Where.HOME: ((lambda: invented.home(empty=True), "Nothing is waiting for you.", "Choose a file …"),),
    Where.TRIAD: ((lambda: replace(invented.triad(), visits=()), "No visits yet.", "Plan a visit …"),),
    Where.PREPARE: (
        (lambda: just_begun(Role.HOST), "No documents yet.", "Attach"),
        (just_begun, "None yet.", "pack"),
    ),
    Where.CALL: ((just_begun, "No timetable yet.", "Open our triad"),),
    Where.NOTES: (
        (just_begun, "No notes yet.", "Add to notes"),
        (lambda: just_begun(Role.HOST), "Your colleagues' notes stay with them.", "The visit has taken place"),
    ),
    Where.GRADES: ((just_begun, "The host has not chosen the sections to look at yet.", "Go to the self-evaluation"),),
    Where.POINTS: (
        (just_begun, "No main points yet. Make one from a note", "New main point …"),
        (lambda: just_begun(Role.HOST), "You hear each one at the feedback", "Go to the feedback"),
    ),
    Where.FEEDBACK: ((just_begun, "None starred yet.", "Go to the main points"),),
    Where.REPORT: ((just_begun, "0 starred main points", "Go to main points"),),
    Where.CHECK: tuple(
        (lambda role=role: just_begun(role), "The draft has not been sent yet.", "Go to the report")  # type: ignore[misc]
        for role in (Role.LEAD_REVIEWER, Role.HOST)
    ),
    Where.SIGN: (
        (lambda: just_begun(Role.HOST), "The report writer has not made the report yet.", "Go to the report"),
    ),
    Where.SHARE: ((lambda: just_begun(Role.HOST), "Sharing opens once the report is signed.", "Use “"),),
    Where.PLAN: (
        (just_begun, "Next steps appear here once they are agreed.", "Go to the main points"),
        (lambda: just_begun(Role.HOST), "Next steps appear here once they are agreed.", "Add an action"),
    ),
    Where.OPEN: ((lambda: PostView((), (), (), (), (), ()), "Nothing has been sent yet.", "Go to Home"),),
    Where.TWO_VERSIONS: ((tuple, "Nothing to choose.", "Go to Home"),),
    Where.LEAD: (
        (lambda: replace(invented.lead(), lines=(), groups=()), "once your network's file is open", "Choose files …"),
    ),
    Where.BOARD: ((lambda: BoardPage((), ()), "No reports yet.", "Choose files …"),),
    Where.NETWORK: ((lambda: NetworkPage(None, ()), "There is no network here yet.", "Start a network …"),),
}
"""For each screen its views with nothing in them, the sentence that says so, and the button for what comes next."""


@pytest.mark.parametrize(
    ("where", "view", "sentence", "action"),
    [(where, *each) for where, found in _EMPTY.items() for each in found],
)
def test_with_nothing_in_it_yet_it_says_so_and_what_comes_next(
    where: Where, view: Callable[[], object], sentence: str, action: str, stage: Stage, session: QuietSession
) -> None:
    screen = made(session, where)
    stage(screen)
    screen.show_view(view())
    QApplication.processEvents()
    assert sentence in words(screen)
    assert any(action in each for each in buttons(screen)), buttons(screen)


def _writes(screen: AnyScreen) -> list[str]:
    """What on this page somebody could still write with, by keys as much as by the mouse."""
    found = []
    for each in screen.findChildren(QWidget):
        if not each.isVisible() or not each.isEnabled() or each.accessibleName() in _LOOKS:
            continue
        open_line = isinstance(each, QLineEdit | QPlainTextEdit) and not each.isReadOnly()
        if open_line or isinstance(each, Tick | Segment | QComboBox):
            found.append(f"{type(each).__name__} {each.accessibleName()}")
    return found


_LOOKS = {"Find in notes"}
"""What is typed to look for something is not written anywhere."""


@pytest.mark.parametrize("where", sorted(STEP_SCREENS))
def test_who_is_no_longer_part_of_a_review_reads_and_writes_nothing(
    where: Where, qtbot: QtBot, stage: Stage, session: QuietSession
) -> None:
    view = only_read(invented.review(shown=where is not Where.GRADES))
    view = replace(view, my_role="", cast=tuple(replace(each, me=False) for each in view.cast))
    screen = made(session, where)
    stage(screen)
    screen.show_view(view)
    QApplication.processEvents()
    said = words(screen)
    assert "You are no longer part of this review." in said
    assert "You can read what is here." in said
    assert _writes(screen) == []
    session.asked = 0
    for each in screen.findChildren(QWidget):
        if each.isVisible() and isinstance(each, QLineEdit | QPlainTextEdit):
            each.setFocus()
            qtbot.keyClicks(each, "words")
    assert session.kept == []
    screen.flush()
    assert session.kept == []


@pytest.mark.parametrize(
    ("where", "role"),
    [(where, role) for where in sorted(STEP_SCREENS - {Where.NOTES}) for role in (Role.HOST, Role.LEAD_REVIEWER)],
)
def test_a_field_that_is_somebody_elses_takes_no_key_and_the_page_says_whose_it_is(
    where: Where, role: Role, qtbot: QtBot, stage: Stage, session: QuietSession
) -> None:
    screen = made(session, where)
    stage(screen)
    screen.show_view(only_read(invented.review(role)))
    QApplication.processEvents()
    shut = [each for each in screen.bound.values() if not each.field.editable]
    for each in shut:
        for edit in each.findChildren(QLineEdit) + each.findChildren(QPlainTextEdit):
            edit.setFocus()
            qtbot.keyClicks(edit, "words")
            assert "words" not in (edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText())
        assert not any(
            inner.isEnabled() for inner in each.findChildren(QWidget) if isinstance(inner, Tick | Segment | QComboBox)
        )
    assert session.kept == []
    assert not shut or WHY_NOT in words(screen) or any(whose in words(screen) for whose in _WHOSE[where])


_WHOSE: Mapping[Where, tuple[str, ...]] = dict.fromkeys(STEP_SCREENS, ()) | {
    Where.CALL: ("The host decides",),
    Where.REPORT: ("The report writer's words",),
    Where.SHARE: ("The report belongs to the host school",),
}
"""A page that says once for all its fields whose they are."""

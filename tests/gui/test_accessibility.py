"""Promise 11, for everyone: every page named for a screen reader, readable in every theme, whole at 200 % text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from peerreview.gui.routes import ROUTES
from peerreview.gui.shell import Shell
from peerreview.gui.theme import CONTRAST, DARK, LIGHT, READABLE, Look, Theme, Tokens, tokens_of
from peerreview.gui.widgets.card import Page
from peerreview.gui.widgets.scale import Segment
from peerreview.services.views import Screen as Where
from tests.gui.conftest import SIZE, QuietSession
from tests.gui.opened import DIALOGS, Under, known_dialogs, modules
from tests.gui.pages import PAGES, page

_NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window, QAccessible.Role.Border}
_LOOKS = (Look(Theme.LIGHT), Look(Theme.DARK, 150), Look(Theme.CONTRAST, 200))


def shown(qtbot: QtBot, session: QObject, name: str) -> Shell:
    """The window with one page in it."""
    shell = Shell()
    shell.resize(*SIZE)
    qtbot.addWidget(shell)
    with qtbot.waitExposed(shell):
        shell.show()
    shell.show_screen(page(session, name))
    for _ in range(4):
        QApplication.processEvents()
    return shell


def nameless(root: QWidget) -> list[tuple[str, str, str]]:
    """Every visible widget that takes the keyboard, or is a button, and does not say what it is."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QPushButton)
        if not takes or not widget.isVisibleTo(root) or isinstance(widget, QScrollBar | QMainWindow):
            continue
        parent = widget.parent()
        if widget.objectName().startswith("qt_") or (
            isinstance(parent, QAbstractScrollArea) and widget is parent.viewport()
        ):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)  # never keep this past the widget's life
        if spoken is None or not spoken.isValid():
            found.append((type(widget).__name__, widget.objectName(), "no interface"))
            continue
        if spoken.role() in _NO_ROLE:
            found.append((type(widget).__name__, widget.objectName(), f"role {spoken.role().name}"))
        if not spoken.text(QAccessible.Text.Name).strip():
            found.append((type(widget).__name__, widget.objectName(), "no name"))
    return found


def clipped(root: QWidget) -> list[str]:
    """Labels, buttons and segments whose words do not fit."""
    found = []
    for label in root.findChildren(QLabel):
        if not label.isVisible() or not label.text() or not label.pixmap().isNull():
            continue
        needs = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        if label.height() < needs - 1 or (not label.wordWrap() and label.width() < label.sizeHint().width() - 1):
            found.append(f"{label.text()[:40]} {label.size().toTuple()} needs {needs}")
    buttons = [each for each in (*root.findChildren(QPushButton), *root.findChildren(Segment)) if each.isVisible()]
    short = [each for each in buttons if each.width() < each.sizeHint().width() - 1]
    return found + [f"button {each.text()} {each.width()} < {each.sizeHint().width()}" for each in short]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_in_every_look(name: str, qtbot: QtBot, session: QObject, look: Callable[[Look], None]) -> None:
    for chosen in _LOOKS:
        look(chosen)
        shell = shown(qtbot, session, name)
        assert nameless(shell) == [], chosen
        assert clipped(shell) == [], chosen
        for scrolls in shell.findChildren(Page):
            assert scrolls.horizontalScrollBar().maximum() == 0, chosen
        shell.close()


def problems(root: QWidget) -> list[object]:
    """Everything of a window that somebody could not hear, read or reach."""
    sideways = [each for each in root.findChildren(Page) if each.isVisible() and each.horizontalScrollBar().maximum()]
    return [*nameless(root), *clipped(root), *sideways]


@pytest.mark.parametrize("chosen", [Look(Theme.LIGHT), Look(Theme.CONTRAST, 200)], ids=["light", "contrast, 200 %"])
def test_every_dialog_in_every_look(chosen: Look, qtbot: QtBot, session: QObject, look: Callable[[Look], None]) -> None:
    look(chosen)
    found: dict[str, list[object]] = {}
    for under, named in groupby(sorted(DIALOGS, key=lambda name: DIALOGS[name][0]), lambda name: DIALOGS[name][0]):
        shell = shown(qtbot, session, under)
        screen = shell.screen_shown
        for name in named:
            dialog = DIALOGS[name][1](Under(shell, screen, screen.view))  # type: ignore[attr-defined]
            dialog.open()
            for _ in range(3):
                QApplication.processEvents()
            wrong = problems(dialog)
            if dialog.width() > shell.width() or dialog.height() > shell.height():
                wrong.append("larger than the window")
            if wrong:
                found[name] = wrong
            dialog.close()
        shell.close()
    assert found == {}


def test_no_word_of_the_triads_visits_is_cut_at_200_percent(
    qtbot: QtBot, session: QuietSession, look: Callable[[Look], None]
) -> None:
    session.look = Look(Theme.LIGHT, 200)
    look(session.look)
    shell = shown(qtbot, session, "triad")
    labels = [each for each in shell.screen_shown.findChildren(QLabel) if each.isVisible() and each.wordWrap()]
    assert any("Report writer: Miriam Feldt" in each.text() for each in labels)
    for each in labels:
        longest = max((each.fontMetrics().horizontalAdvance(word) for word in each.text().split()), default=0)
        assert longest <= each.width(), each.text()
    shell.close()


def test_no_dialog_and_no_screen_is_forgotten() -> None:
    assert known_dialogs() == set(DIALOGS)
    assert {where for where, _ in PAGES.values()} == set(ROUTES) == set(Where)


def test_no_question_is_asked_outside_the_dialogs_of_the_house() -> None:
    for module in modules():
        assert not {"QMessageBox", "QInputDialog"} & set(vars(module)), module.__name__


def test_the_walk_bites(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    button = QToolButton(root)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    short = QLabel("many words that need much more room than this", root)
    short.setFixedWidth(40)
    root.show()
    assert [what for _, _, what in nameless(root)] == ["no name"]
    assert clipped(root)


def _luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
@pytest.mark.parametrize(("front", "ground", "least"), READABLE)
def test_contrast(tokens: Tokens, front: str, ground: str, least: float) -> None:
    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= least


@pytest.mark.parametrize(("theme", "tokens"), [(Theme.LIGHT, LIGHT), (Theme.DARK, DARK), (Theme.CONTRAST, CONTRAST)])
def test_painted_widgets_find_the_colours_of_their_theme(
    theme: Theme, tokens: Tokens, qtbot: QtBot, look: Callable[[Look], None]
) -> None:
    look(Look(theme))
    widget = QWidget()
    qtbot.addWidget(widget)
    assert tokens_of(widget) is tokens


def _tree(spoken: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield spoken
    for index in range(spoken.childCount()):
        child = spoken.child(index)
        if child is not None and child.isValid():
            yield from _tree(child)


def test_a_screen_reader_hears_grades_with_number_and_words(qtbot: QtBot, session: QObject) -> None:
    shell = shown(qtbot, session, "prepare, host")
    spoken = QAccessible.queryAccessibleInterface(shell)
    assert spoken is not None
    heard = {
        (each.text(QAccessible.Text.Name), each.text(QAccessible.Text.Description), bool(each.state().checked))
        for each in _tree(spoken)
        if each.role() == QAccessible.Role.RadioButton
    }
    title = "Pupils' outcomes and use of data"
    assert ("School's own grade: 2 Secure, next steps clear", title, True) in heard
    assert ("School's own grade: 3 Support needed", title, False) in heard


def test_states_of_steps_are_spoken_in_words(qtbot: QtBot) -> None:
    from peerreview.gui.screens.review_frame import places
    from tests.gui import invented

    shell = Shell()
    qtbot.addWidget(shell)
    shell.navigation.show_places(places(invented.review()))
    spoken = [shell.navigation.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(6)]
    assert spoken[0] == "Quillbeck Primary"
    assert "Visit, 5 notes" in spoken

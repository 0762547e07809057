"""Promise 11, for everyone: every page named for a screen reader, readable in every theme, whole at 200 % text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QScrollBar,
    QTableWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from peerreview.bootstrap import Unlock
from peerreview.errors import EnvironmentFault
from peerreview.gui.jobs import Jobs
from peerreview.gui.navigation import Navigation, Place
from peerreview.gui.routes import ROUTES
from peerreview.gui.screens.first_run import FirstRun
from peerreview.gui.screens.locked import Locked
from peerreview.gui.shell import Shell
from peerreview.gui.theme import CONTRAST, DARK, LIGHT, READABLE, Look, Theme, Tokens, style_sheet, tokens_of
from peerreview.gui.typescale import TypeScale
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button
from peerreview.gui.widgets.card import Page
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.scale import Choice, Segment, Segmented
from peerreview.gui.widgets.text_field import GrowingEdit
from peerreview.gui.widgets.tick import Tick
from peerreview.services.views import Screen as Where
from tests.gui.conftest import SIZE, QuietSession
from tests.gui.opened import DIALOGS, Under, known_dialogs, modules
from tests.gui.pages import PAGES, page

_NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window, QAccessible.Role.Border}
_LOOKS = (Look(Theme.LIGHT), Look(Theme.DARK, 150), Look(Theme.CONTRAST, 200))


def shown(qtbot: QtBot, session: QObject, name: str) -> Shell:
    """The window with one page in it."""
    shell = framed(qtbot)
    shell.show_screen(page(session, name))
    for _ in range(4):
        QApplication.processEvents()
    return shell


def framed(qtbot: QtBot) -> Shell:
    """The window, empty."""
    shell = Shell()
    shell.resize(*SIZE)
    qtbot.addWidget(shell)
    with qtbot.waitExposed(shell):
        shell.show()
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
    found += [f"button {each.text()} {each.width()} < {each.sizeHint().width()}" for each in short]
    for label in root.findChildren(QLabel):
        words = label.text().split() if label.isVisible() and label.wordWrap() and "<" not in label.text() else []
        longest = max((label.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        if longest > label.width():
            found.append(f"a word of {label.text()[:40]!r}: {label.width()} < {longest}")
    for tick in root.findChildren(Tick):
        if tick.isVisible() and (
            tick.width() < tick.minimumSizeHint().width() or tick.height() < tick.heightForWidth(tick.width())
        ):
            found.append(f"tick {tick.text()} {tick.size().toTuple()}")
    for edit in root.findChildren(GrowingEdit):
        if edit.isVisible() and edit.verticalScrollBar().maximum() and edit.document().size().height() < 16:
            found.append(f"text {edit.accessibleName()} {edit.size().toTuple()}")
    for line in root.findChildren(QLineEdit):
        if line.isVisible() and line.fontMetrics().horizontalAdvance(line.placeholderText()) > line.width() - 12:
            found.append(f"hint {line.placeholderText()} {line.width()}")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_page_in_every_look(name: str, qtbot: QtBot, session: QuietSession, look: Callable[[Look], None]) -> None:
    for chosen in _LOOKS:
        session.look = chosen
        look(chosen)
        shell = shown(qtbot, session, name)
        assert problems(shell) == [], chosen
        shell.close()


def _first_run(folder: Path) -> FirstRun:
    return FirstRun(folder, Jobs(), _nothing, Unlock())


def _after_a_fault(folder: Path) -> FirstRun:
    made = _first_run(folder)
    made.say(Banner("Nothing here has changed.", lead="There is no safe copy in that folder.", details="Code: x"))
    return made


def _locked(code: str) -> Callable[[Path], Locked]:
    fault = EnvironmentFault("Your reviews are locked.", "All is still there.", "Use your sheet.", code=code)
    return lambda folder: Locked(folder, Jobs(), _nothing, fault, _nothing)


def _nothing(*_: object) -> None:
    return None


@pytest.mark.parametrize(
    "make",
    [_first_run, _after_a_fault, _locked("forgotten"), _locked("damaged"), _locked("wrong_key")],
    ids=["first", "fault", "forgotten", "damaged", "wrong key"],
)
def test_the_first_page_and_the_locked_one_in_every_look(
    make: Callable[[Path], QWidget], qtbot: QtBot, tmp_path: Path, look: Callable[[Look], None]
) -> None:
    for chosen in _LOOKS:
        look(chosen)
        shell = framed(qtbot)
        opened = make(tmp_path)
        shell.show_screen(opened)
        for _ in range(4):
            QApplication.processEvents()
        assert problems(shell) == [], chosen
        assert [each for each in shell.findChildren(QLabel) if each.property("kind") == "title"]
        focused = shell.focusWidget()
        assert focused is not None
        assert opened.isAncestorOf(focused), "the keyboard is where work begins"
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


def _controls(parent: QWidget) -> dict[str, QWidget]:
    """One control of each kind that takes the keyboard."""
    listed, table = Navigation("List"), QTableWidget(2, 2, parent)
    listed.show_places([Place("Home", 1, "a state"), Place("Settings", 2)], 1)
    table.setCurrentCell(0, 0)
    bar = Segmented("Grade", [Choice("1", "1 Strong", "1"), Choice("2", "2 Secure", "2")], "1")
    kinds = {
        kind or "plain": Button("Go on", kind=kind) for kind in ("", "primary", "quiet", "concern", "step", "here")
    }
    made: dict[str, QWidget] = {
        **kinds, "chosen segment": bar.segments[0], "other segment": bar.segments[1], "tick": Tick("Said", True),
        "open tick": Tick("Said"), "pick": Pick("Role", [("a", "Headteacher")]), "line": QLineEdit("words"),
        "text": GrowingEdit(2), "list": listed, "table": table,
    }  # fmt: skip
    for row, control in enumerate((*kinds.values(), bar, *list(made.values())[len(kinds) + 2 :])):
        control.setParent(parent)
        control.setGeometry(10, 10 + row * 66, 300, 56 if control in (listed, table) else 40)
    return made


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.CONTRAST])
def test_what_has_the_keyboard_is_seen_to_have_it(theme: Theme, qtbot: QtBot, look: Callable[[Look], None]) -> None:
    look(Look(theme))
    window = QWidget()
    window.setObjectName("page")
    qtbot.addWidget(window)
    rest = QPushButton("Elsewhere", window)
    rest.setGeometry(400, 10, 100, 40)
    window.resize(520, 1100)
    controls = _controls(window)
    with qtbot.waitActive(window):
        window.show()
    unseen = {}
    for name, control in controls.items():
        rest.setFocus()
        QApplication.processEvents()
        before = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert control.hasFocus(), name
        after = control.grab().toImage()
        changed = sum(
            contrast(before.pixelColor(x, y).name(), after.pixelColor(x, y).name()) >= 3
            for x in range(before.width())
            for y in range(before.height())
            if before.pixel(x, y) != after.pixel(x, y)
        )
        wanted = 0.8 * 2 * (control.width() + 28 if name == "list" else control.width() + control.height())
        if changed < wanted:
            unseen[name] = (changed, wanted)
    assert unseen == {}


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


def test_whatever_the_style_sheet_writes_on_a_ground_is_asked_to_be_readable_there() -> None:
    named = Tokens(*(f"@{each.name}" for each in fields(Tokens)))
    rules = re.findall(r"\{([^}]*)\}", style_sheet(named, TypeScale()))
    written = {
        (ink.group(1), ground.group(1))
        for rule in rules
        if (ink := re.search(r"(?<![-\w])color: @(\w+)", rule))
        and (ground := re.search(r"(?<![-\w])background: @(\w+)", rule))
    }
    assert ("on_accent", "accent") in written
    assert ("muted", "bg") in written, "a primary button that does not work yet"
    assert written <= {(front, ground) for front, ground, least in READABLE if least >= 4.5}


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_a_hint_does_not_look_typed(tokens: Tokens) -> None:
    assert contrast(tokens.hint, tokens.text) >= 1.6


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


def test_a_place_has_room_for_its_words_also_when_it_is_chosen(qtbot: QtBot) -> None:
    listed = Navigation("Notes")
    qtbot.addWidget(listed)
    words = "Y4 books show fractions built from Year 2; no gaps in the run."
    listed.show_places([Place(words, 1, "Book look"), Place("Home", 2)], 1)
    listed.show()
    bold = listed.font()
    bold.setBold(True)
    for wide in range(300, 600, 10):
        listed.resize(wide, 300)
        room = QRect(0, 0, listed.viewport().width() - 17, 1000)  # as it is painted
        words_tall = QFontMetrics(bold).boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
        assert listed.sizeHintForRow(0) >= 16 + words_tall + listed.fontMetrics().height(), wide


def test_states_of_steps_are_spoken_in_words(qtbot: QtBot) -> None:
    from peerreview.gui.screens.review_frame import places
    from tests.gui import invented

    shell = Shell()
    qtbot.addWidget(shell)
    shell.navigation.show_places(places(invented.review()))
    spoken = [shell.navigation.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(6)]
    assert spoken[0] == "Quillbeck Primary"
    assert "Visit, 5 notes" in spoken

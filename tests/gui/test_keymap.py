"""The list that F1 shows is the truth: every key that does something stands in it, and nothing in it does nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from inspect import getsource

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerreview.gui import keymap
from peerreview.gui.keymap import KEYS
from peerreview.gui.shell import Shell
from tests.gui.conftest import QuietSession
from tests.gui.opened import DIALOGS, Under, modules
from tests.gui.pages import PAGES, page

_QT_NAMES = {"Page Up": "PgUp", "Page Down": "PgDown", "Enter": "Return"}

_OF_WIDGETS = {
    "buttons": {"Return", "Enter"},
    "card": {"PageUp", "PageDown", "Home", "End"},
    "goto": {"Down"},
    "keys_in_turn": {"Alt", "AltGr", "Control", "F1", "F35", "Meta", "Shift"},
    "note_pad": {"Return", "Enter"},
    "note_list": {"Up", "Down", "1", "9"},
    "scale": {"Delete", "Backspace"},
    "sheet_words": {"Return", "Enter"},
    "shell": {"F8"},
    "text_field": {"F7"},
}
"""Module to the keys that a widget of it takes by itself, or knows apart from letters (`keys_in_turn`)."""

_OF_QT = {"Tab", "Shift+Tab", "Space", "Esc"}
"""What every field, button and dialog of Qt answers."""

_BY_WIDGETS = {
    "Return", "PgUp", "PgDown", "Home", "End", "Down", "Alt+Up", "Alt+Down", *"123456789", "-", "Del", "Backspace",
    "F7", "F8",
}  # fmt: skip
"""The same keys as the map names them; a scale takes 1, 2, 3 and - by what they write."""


def sequences(keys: str) -> Iterator[str]:
    """The key sequences that a line of the map names."""
    first, to, last = keys.partition(" … ")
    if to:
        stem = first.rstrip("0123456789")
        for number in range(int(first.removeprefix(stem)), int(last.removeprefix(stem)) + 1):
            yield QKeySequence(f"{stem}{number}").toString()
        return
    for each in keys.replace("Ctrl+,", "Ctrl+comma").split(", "):
        spelled = each.replace("comma", ",")
        for ours, qt in _QT_NAMES.items():
            spelled = spelled.replace(ours, qt)
        assert QKeySequence(spelled).count() == 1, f"{each!r} is no key"
        yield QKeySequence(spelled).toString()


def shortcuts(root: QWidget) -> set[str]:
    """Every shortcut and every action's key in a window."""
    found = {each.key().toString() for each in root.findChildren(QShortcut)}
    for action in root.findChildren(QAction):
        found |= {each.toString() for each in action.shortcuts()}
    return {each.replace("Enter", "Return") for each in found - {""}}  # both are called Enter


def test_the_map_is_every_shortcut_that_there_is_and_no_other(qtbot: QtBot, session: QuietSession) -> None:
    shell = Shell()
    qtbot.addWidget(shell)
    keymap.install(shell, {key.act: lambda: None for key in KEYS if key.act})
    keymap.install_steps(shell, lambda _number: None)
    shell.show()
    there = set()
    for name in PAGES:
        shell.show_screen(page(session, name))
        there |= shortcuts(shell)
        screen = shell.screen_shown
        for _, make in (each for each in DIALOGS.values() if each[0] == name):
            there |= shortcuts(made := make(Under(shell, screen, screen.view)))  # type: ignore[attr-defined]
            made.close()
    named = {sequence for key in KEYS for sequence in sequences(key.keys)}
    assert named - there - _BY_WIDGETS - _OF_QT == set(), "the map names what does nothing"
    assert there - named == set(), "the map leaves out what does something"


def test_the_map_names_every_key_that_a_widget_takes_by_itself() -> None:
    taken: dict[str, set[str]] = {}
    for module in modules():
        for node in ast.walk(ast.parse(getsource(module))):
            if isinstance(node, ast.Attribute) and node.attr.startswith("Key_") and node.attr != "Key_0":
                taken.setdefault(module.__name__.rpartition(".")[2], set()).add(node.attr.removeprefix("Key_"))
    assert taken == _OF_WIDGETS
    named = {sequence for key in KEYS for sequence in sequences(key.keys)}
    assert named >= _BY_WIDGETS | _OF_QT


def test_no_line_of_the_map_is_said_twice() -> None:
    assert len({(key.keys, key.does) for key in KEYS}) == len(KEYS)

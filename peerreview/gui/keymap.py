"""Every key of the window in one table: it makes the shortcuts and the page that F1 shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from .dialogs import Dialog
from .shell import CONCERN, CONCERN_KEY
from .widgets.text import label, strong


@dataclass(frozen=True)
class Key:
    """A key and what it does. `act` names it for the window; keys of a widget have none."""

    keys: str
    does: str
    act: str = ""


KEYS: tuple[Key, ...] = (
    Key(CONCERN_KEY, CONCERN),
    Key("Ctrl+N", "Note pad, from anywhere in a review", "note"),
    Key("Ctrl+Z", "Take back what you did last (in a text field: what you typed)", "undo"),
    Key("Ctrl+Y", "Do it again", "redo"),
    Key("F6", "Shift the rest of the day, when somebody is late", "shift"),
    Key("Ctrl+K", "Go anywhere", "go"),
    Key("Ctrl+O", "Open any file", "open"),
    Key("Ctrl+Shift+O", "Look into a file, without bringing it in", "look into"),
    Key("Ctrl+S", "Say whether everything is saved (it always is)", "save"),
    Key("Alt+Home", "Home", "home"),
    Key("Ctrl+1 … Ctrl+5", "Prepare, Visit, Agree, Report, Follow-up"),
    Key("Ctrl+,", "Settings", "settings"),
    Key("Ctrl++", "Larger text", "larger"),
    Key("Ctrl+-", "Smaller text", "smaller"),
    Key("F1", "This list", "keys"),
    Key("Tab, Shift+Tab", "Next or previous field"),
    Key("Enter, Space", "On a button: press it"),
    Key("Page Up, Page Down, Home, End", "On a page: read on, where nothing else takes the key"),
    Key("Down", "In Go anywhere: from the words to the list"),
    Key("1, 2, 3, -", "On a scale: choose a point, or not looked at"),
    Key("Delete, Backspace", "On a scale: take the choice away"),
    Key("Ctrl+Page Down, Ctrl+Page Up", "On the grades page: the next section, or the one before"),
    Key("Ctrl+H", "In a field: its history"),
    Key("F7", "In a field: the next doubtful word, what was meant, and adding it to my words"),
    Key("Ctrl+Enter", "In the note pad: add the notes"),
    Key("Alt+Up, Alt+Down", "In the list of notes: move the note"),
    Key("1 … 9", "In the list of notes: put the note into that section"),
    Key("Ctrl+Shift+Enter", "In a note: make two of it at the cursor"),
    Key("Ctrl+Enter", "In the check for accuracy: all, or all the rest, is accurate"),
    Key("Ctrl+Page Up, Ctrl+Page Down", "In a document: previous or next page"),
    Key("Esc", "Close what is on top"),
)


def install(window: QWidget, acts: Mapping[str, Callable[[], object]]) -> dict[str, QShortcut]:
    """Make the window's shortcuts; `acts` gives what each named key does."""
    made = {}
    for key in KEYS:
        if key.act in acts:
            shortcut = QShortcut(QKeySequence(key.keys), window)
            shortcut.activated.connect(acts[key.act])
            made[key.act] = shortcut
    return made


def install_steps(window: QWidget, go: Callable[[int], object]) -> list[QShortcut]:
    """Ctrl+1 to Ctrl+5: the five steps of the open review."""
    made = []
    for number in range(1, 6):
        shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), window)
        shortcut.activated.connect(partial(go, number))
        made.append(shortcut)
    return made


def key_page(parent: QWidget) -> QDialog:
    """The keyboard map."""
    dialog = Dialog("Keyboard", parent)
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for row, key in enumerate(KEYS):
        name = strong(key.keys)
        name.setWordWrap(False)
        grid.addWidget(name, row, 0)
        grid.addWidget(label(key.does), row, 1)
    dialog.add(grid)
    dialog.closes("Close")
    return dialog

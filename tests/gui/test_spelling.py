"""Doubtful words get a wavy line in sight, never in the way; what was meant is one key away; pasting is plain."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from peerreview.gui.jobs import Jobs
from peerreview.gui.spelling import Speller, speller
from peerreview.gui.theme import Look, Theme
from peerreview.gui.widgets.text_field import GrowingEdit, TextField
from peerreview.services import my_words
from peerreview.services.views import FieldView

menus = pytest.mark.qt_log_ignore("does not support")  # a menu on the offscreen platform

FIELD = FieldView("review-1", "note", "1", "text", "", (), True)


@pytest.fixture
def judge(qapp: QApplication, qtbot: QtBot) -> Iterator[Speller]:
    """The speller with its dictionary loaded and no word learned."""
    jobs = Jobs()
    made = speller()
    made.begin(jobs, ())
    qtbot.waitUntil(lambda: made.ready, timeout=20_000)
    yield made
    made.learn(())
    jobs.close()


@pytest.fixture
def field(judge: Speller, qtbot: QtBot) -> TextField:
    """A field of some lines, shown."""
    made = TextField(FIELD, "Note", lines=4)
    made.resize(700, 300)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.edit.setFocus()
    return made


def waved(field: TextField, line: int = 0) -> list[str]:
    """The underlined words of a line."""
    assert isinstance(field.edit, GrowingEdit)
    block = field.edit.document().findBlockByNumber(line)
    return [
        block.text()[each.start : each.start + each.length]
        for each in block.layout().formats()
        if each.format.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    ]


def pasted(field: TextField, text: str) -> None:
    """Paste, as Ctrl+V does."""
    data = QMimeData()
    data.setText(text)
    QApplication.clipboard().setMimeData(data)
    field.edit.paste()


def test_a_doubtful_word_is_underlined_once_the_cursor_left_it(field: TextField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.edit, "Leaders recieve")
    qtbot.wait(80)
    assert waved(field) == []
    qtbot.keyClicks(field.edit, " oracy and colour")
    qtbot.waitUntil(lambda: waved(field) == ["recieve"])


def test_underlining_types_nothing(field: TextField, qtbot: QtBot) -> None:
    said: list[str] = []
    field.rebind(FieldView("review-1", "note", "1", "text", "we recieve it", (), True))
    field.typed.connect(lambda _field, text: said.append(text))
    qtbot.waitUntil(lambda: waved(field) == ["recieve"])
    assert not field.dirty
    field.flush()
    assert said == []


def test_only_lines_in_sight_are_looked_at(field: TextField, qtbot: QtBot) -> None:
    pasted(field, "\n".join(["we recieve it"] * 1000))
    field.edit.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: waved(field) == ["recieve"])
    assert waved(field, 500) == []
    field.edit.verticalScrollBar().setValue(500)
    qtbot.waitUntil(lambda: waved(field, 501) == ["recieve"])


@menus
def test_a_key_offers_what_was_meant_and_puts_it_there(field: TextField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.edit, "They recieve help. ")
    menu = _menu(field, qtbot)
    qtbot.waitUntil(lambda: "receive" in [action.text() for action in menu.actions()], timeout=20_000)
    next(action for action in menu.actions() if action.text() == "receive").trigger()
    menu.close()
    assert field.text == "They receive help. "
    field.edit.undo()
    assert field.text == "They recieve help. "


@menus
def test_a_word_that_was_added_is_right_at_once(field: TextField, judge: Speller, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.edit, "Ninnyhammer schemework here ")
    qtbot.waitUntil(lambda: "schemework" in waved(field))
    field.edit.moveCursor(QTextCursor.MoveOperation.Start)
    field.edit.moveCursor(QTextCursor.MoveOperation.NextWord)
    with qtbot.waitSignal(judge.added) as heard:
        menu = _menu(field, qtbot)
        next(action for action in menu.actions() if action.text().startswith("Add ")).trigger()
        menu.close()
    assert heard.args == ["schemework"]
    qtbot.waitUntil(lambda: "schemework" not in waved(field))


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.CONTRAST])
def test_the_wave_is_seen_in_every_theme(
    theme: Theme, look: Callable[[Look], None], field: TextField, judge: Speller, qtbot: QtBot
) -> None:
    look(Look(theme))
    qtbot.keyClicks(field.edit, "We recieve it ")
    qtbot.waitUntil(lambda: waved(field) == ["recieve"])
    with_wave = _reddish(field)
    judge.learn(["recieve"])
    qtbot.waitUntil(lambda: waved(field) == [])
    assert with_wave > _reddish(field) + 40


def _reddish(field: TextField) -> int:
    picture = field.edit.grab().toImage()
    colours = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(colour.red() - max(colour.green(), colour.blue()) > 15 for colour in colours)


def test_what_comes_from_word_is_plain(field: TextField) -> None:
    pasted(field, "•\tBooks show “care”\r\n•\tco\u00adoperation\u00a0grows")
    assert field.text == "Books show “care”\ncooperation grows"


def test_a_line_stays_one_line(qtbot: QtBot, judge: Speller) -> None:
    line = TextField(FIELD, "Owner", lines=1)
    qtbot.addWidget(line)
    pasted(line, "Reading\r\n\tleader\x07")
    assert line.text == "Reading leader"


def test_my_words_are_kept_encrypted_and_taken_away_again(open_desktop: Callable, judge: Speller) -> None:
    desktop = open_desktop("miriam")
    judge.add("Schemework")
    desktop.settle()
    ports = desktop.profile.ports
    assert my_words.words(ports) == ("Schemework",)
    assert b"Schemework" not in b"".join(each.read_bytes() for each in ports.folder.rglob("*") if each.is_file())
    desktop.place.learning.learn()
    desktop.settle()
    assert not judge.doubts("schemework")
    assert not judge.doubts("Quillbeck")
    my_words.remove(ports, "Schemework")
    desktop.place.learning.learn()
    desktop.settle()
    assert judge.doubts("schemework")


def _menu(field: TextField, qtbot: QtBot) -> QMenu:
    qtbot.keyClick(field.edit, Qt.Key.Key_F7)
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found

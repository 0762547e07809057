"""The scale: number and words in number order, one key each, one tab stop, cleared by Delete."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from peerreview.domain.grades import NOT_LOOKED_AT
from peerreview.gui.widgets.choice_fields import ScaleField, scale_choices
from peerreview.gui.widgets.scale import Segmented
from tests.gui.invented import SCALE, field


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[Segmented]:
    """A bar in a window, between two fields."""
    window = QWidget()
    column = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    made = Segmented("Agreed grade", scale_choices(SCALE, [(NOT_LOOKED_AT, "Not looked at this time")]), "2")
    for each in (before, made, after):
        column.addWidget(each)
    qtbot.addWidget(window)
    window.resize(1100, 200)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    yield made
    window.close()


def test_says_number_and_words_in_number_order(bar: Segmented) -> None:
    words = [segment.text() for segment in bar.segments]
    assert words == [
        "1 Strong, could share",
        "2 Secure, next steps clear",
        "3 Support needed",
        "Not looked at this time",
    ]


def test_is_one_tab_stop_and_it_is_the_chosen_one(bar: Segmented, qtbot: QtBot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is bar.segments[1]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert not bar.hasFocus()


@pytest.mark.parametrize(("key", "value"), [("1", "1"), ("3", "3"), ("-", NOT_LOOKED_AT)])
def test_one_key_chooses(bar: Segmented, qtbot: QtBot, key: str, value: str) -> None:
    bar.focus_here()
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.keyClicks(QApplication.focusWidget(), key)
    assert chosen.args == [value]
    assert bar.hasFocus()


def test_arrows_choose_the_next(bar: Segmented, qtbot: QtBot) -> None:
    bar.focus_here()
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert chosen.args == ["3"]


def test_delete_takes_the_choice_away(bar: Segmented, qtbot: QtBot) -> None:
    bar.focus_here()
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert chosen.args == [None]
    assert bar.value is None


def test_the_mouse_chooses(bar: Segmented, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.mouseClick(bar.segments[0], Qt.MouseButton.LeftButton)
    assert chosen.args == ["1"]


def test_showing_a_value_is_not_choosing_one(qtbot: QtBot) -> None:
    widget = ScaleField(field("self_view", "P2", "grade", "1"), "Own", SCALE)
    qtbot.addWidget(widget)
    with qtbot.assertNotEmitted(widget.chosen):
        widget.rebind(field("self_view", "P2", "grade", "3"))
    assert widget.bar.value == "3"


def test_segments_stand_under_each_other_when_words_do_not_fit(bar: Segmented) -> None:
    bar.setFixedWidth(300)
    QApplication.processEvents()
    tops = [segment.y() for segment in bar.segments]
    assert tops == sorted(set(tops))
    assert all(segment.width() >= segment.sizeHint().width() for segment in bar.segments)

"""Promise 1: what is typed is on its way to the disk within half a second of the keystroke, whatever else is typed."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.throttle import INTERVAL_MS, Throttle
from tests.gui.invented import field


def test_fires_while_somebody_goes_on_typing(qtbot: QtBot) -> None:
    owner = QObject()
    throttle = Throttle(owner)
    fired: list[float] = []
    throttle.due.connect(lambda: fired.append(monotonic()))
    began = monotonic()

    def typing_for_a_second() -> bool:
        throttle.stir()  # a restarting timer would never fire here
        return monotonic() - began > 1.0

    qtbot.waitUntil(typing_for_a_second, timeout=20_000)
    assert len(fired) >= 2
    assert fired[0] - began < 0.5
    assert INTERVAL_MS <= 400


def test_flush_hands_over_at_once_and_only_once(qtbot: QtBot) -> None:
    owner = QObject()
    throttle = Throttle(owner)
    fired: list[int] = []
    throttle.due.connect(lambda: fired.append(1))
    throttle.flush()
    assert not fired
    throttle.stir()
    throttle.flush()
    throttle.flush()
    assert fired == [1]


def test_a_field_gives_back_what_its_author_saw(qtbot: QtBot) -> None:
    shown = field("note", "1", "text", "Y4")
    widget = TextField(shown, "Note")
    qtbot.addWidget(widget)
    widget.show()
    with qtbot.waitSignal(widget.typed, timeout=20_000) as signal:
        qtbot.keyClicks(widget.edit, " books")
    assert signal.args[0].saw == shown.saw


def test_leaving_a_field_settles_what_was_typed(qtbot: QtBot) -> None:
    widget = TextField(field("note", "1", "text", ""), "Note")
    other = QLineEdit()
    for each in (widget, other):
        qtbot.addWidget(each)
        each.show()
    widget.activateWindow()
    widget.edit.setFocus()
    qtbot.waitUntil(widget.edit.hasFocus)
    typed: list[str] = []
    widget.typed.connect(lambda _field, text: typed.append(text))
    qtbot.keyClicks(widget.edit, "x")
    with qtbot.waitSignal(widget.left, timeout=20_000):
        other.activateWindow()
        other.setFocus()
    assert typed == ["x"]  # handed over before it is settled, without waiting for the 400 ms


def test_leaving_without_typing_settles_nothing(qtbot: QtBot) -> None:
    widget = TextField(field("note", "1", "text", "Y4"), "Note")
    qtbot.addWidget(widget)
    with qtbot.assertNotEmitted(widget.left):
        widget.leave()


def test_words_being_typed_are_not_replaced_by_what_arrives(qtbot: QtBot) -> None:
    widget = TextField(field("note", "1", "text", "Y4"), "Note")
    qtbot.addWidget(widget)
    qtbot.keyClicks(widget.edit, " books")
    arrived = field("note", "1", "text", "Somebody else's words")
    widget.rebind(arrived)
    assert "books" in widget.text
    assert widget.field is not arrived
    widget.rebind(field("note", "1", "text", widget.text))
    assert not widget.dirty


def test_tab_leaves_a_field_of_many_lines(qtbot: QtBot) -> None:
    widget = TextField(field("note", "1", "text", ""), "Note")
    qtbot.addWidget(widget)
    qtbot.keyClick(widget.edit, Qt.Key.Key_Tab)
    assert widget.text == ""


def test_the_meter_counts_words_and_says_what_is_over(qtbot: QtBot) -> None:
    widget = TextField(field("note", "1", "text", "one two three"), "Note", words=2)
    qtbot.addWidget(widget)
    assert widget.meter is not None
    assert widget.meter.text() == "1 over 2 words"

"""The board office's page: what schools told of their actions since the report, a school at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import QuietSession
from tests.gui.pages import page


def test_progress_that_was_sent_up_is_shown(qtbot: QtBot, session: QuietSession) -> None:
    screen = page(session, "board")
    qtbot.addWidget(screen)

    def said() -> str:
        return "\n".join(each.text() for each in screen.findChildren(QLabel))

    assert "Quillbeck Primary, visited Tue 17 November 2026" in said()
    assert "1 of 2 actions done, 1 makes a difference. Told Tue 12 January 2027." in said()
    assert "Six of eight" not in said()
    next(each for each in screen.findChildren(QPushButton) if each.text().strip() == "Its actions").click()
    assert "Done and making a difference." in said()
    assert "Evidence of effect: Six of eight pupils read with their class now." in said()
    assert "Every class reads aloud each day. Nobody has said how far it is." in said()

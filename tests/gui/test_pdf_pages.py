"""Pages as pictures: what is the same stays as it stands, and what is seen is drawn to the width there is."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from peerreview.gui.widgets.pdf_pages import PageView


def page(colour: str) -> QImage:
    image = QImage(200, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def sheets(view: PageView) -> list[QLabel]:
    return [each for each in view.findChildren(QLabel) if each.accessibleName()]


def colour(sheet: QLabel) -> str:
    return sheet.grab().toImage().pixelColor(sheet.rect().center()).name()


def test_a_page_that_changed_is_drawn_anew_where_it_stands(qtbot: QtBot) -> None:
    view = PageView()
    qtbot.addWidget(view)
    view.resize(400, 1212)
    view.show_pages([page("#ffffff"), page("#00ff00")])
    view.show()
    stood = sheets(view)
    assert [each.accessibleName() for each in stood] == ["Page 1 of 2", "Page 2 of 2"]
    spoken = [QAccessible.queryAccessibleInterface(each).role() for each in stood]
    assert spoken == [QAccessible.Role.Graphic] * 2
    assert [each.height() for each in stood] == [600, 600]
    assert [colour(each) for each in stood] == ["#ffffff", "#00ff00"]
    view.show_pages([page("#ffffff"), page("#0000ff")])
    assert sheets(view) == stood
    assert [colour(each) for each in stood] == ["#ffffff", "#0000ff"]


def test_more_pages_than_before_stand_under_each_other(qtbot: QtBot) -> None:
    view = PageView()
    qtbot.addWidget(view)
    view.show_pages([page("#ffffff")])
    view.show_pages([page("#ffffff"), page("#ffffff")])
    view.show()
    qtbot.waitUntil(lambda: [each.accessibleName() for each in sheets(view)] == ["Page 1 of 2", "Page 2 of 2"])


def test_one_page_in_the_place_of_another_says_which_it_is(qtbot: QtBot) -> None:
    view = PageView()
    qtbot.addWidget(view)
    for number in (1, 2):
        view.show_page(page("#ffffff"), number, 3, f"words {number}")
        [sheet] = sheets(view)
        assert (sheet.accessibleName(), sheet.accessibleDescription()) == (f"Page {number} of 3", f"words {number}")

"""Where a page stands: it comes back to its place while it is laid out, and stays where somebody works after that."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from peerreview.gui.widgets.card import Page

LINE = 40


def lines(many: int) -> QWidget:
    """Something as high as so many lines."""
    block = QLabel("what stands on the page")
    block.setFixedHeight(many * LINE)
    return block


def page_of(qtbot: QtBot, many: int) -> tuple[Page, QWidget]:
    """A page ten lines high that shows so many."""
    page, block = Page(), lines(many)
    qtbot.addWidget(page)
    page.add(block)
    page.resize(600, 10 * LINE)
    page.show()
    qtbot.waitExposed(page)
    return page, block


def test_a_page_that_came_back_shorter_stands_at_its_end(qtbot: QtBot) -> None:
    page, _ = page_of(qtbot, 30)
    bar = page.verticalScrollBar()
    page.go_down_to(bar.maximum() + 2 * LINE)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())


def test_a_page_that_grows_while_it_is_laid_out_comes_to_its_place(qtbot: QtBot) -> None:
    page, block = page_of(qtbot, 12)
    page.go_down_to(15 * LINE)
    block.setFixedHeight(40 * LINE)
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() == 15 * LINE)


def test_a_page_that_stands_does_not_jump_when_it_grows(qtbot: QtBot) -> None:
    page, block = page_of(qtbot, 12)
    bar = page.verticalScrollBar()
    page.go_down_to(15 * LINE)
    qtbot.waitUntil(lambda: not page.settling, timeout=5_000)
    stood = bar.value()
    with qtbot.waitSignal(bar.rangeChanged):
        block.setFixedHeight(40 * LINE)
    qtbot.waitUntil(lambda: bar.maximum() > 25 * LINE)
    assert bar.value() == stood

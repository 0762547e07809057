"""Where a page stands: it comes back to its place while it is laid out, and stays where somebody works after that."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from peerreview.gui.screens.check import CheckScreen
from peerreview.gui.shell import Shell
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.bound import key_of
from peerreview.gui.widgets.card import Page
from peerreview.gui.widgets.text_field import GrowingEdit
from tests.gui.conftest import SIZE, QuietSession
from tests.gui.pages import page as screen_of

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


def test_what_is_typed_stays_in_sight_as_its_field_grows(qtbot: QtBot) -> None:
    page, _ = page_of(qtbot, 9)
    edit = GrowingEdit(2)
    page.add(edit)
    edit.setFocus()
    qtbot.waitUntil(lambda: edit.hasFocus() and page.verticalScrollBar().maximum() > 0)
    for line in range(8):
        qtbot.keyClicks(edit, f"line {line}\r")

    def below() -> int:
        return edit.viewport().mapTo(page.viewport(), edit.cursorRect().bottomLeft()).y()

    qtbot.waitUntil(lambda: 0 < below() <= page.viewport().height())


def test_a_text_is_brought_into_sight_whole(qtbot: QtBot) -> None:
    page, _ = page_of(qtbot, 9)
    edit = GrowingEdit(4)
    page.add(edit, lines(20))
    edit.setFocus()
    qtbot.waitUntil(lambda: edit.hasFocus() and page.verticalScrollBar().maximum() > 0)
    page.verticalScrollBar().setValue(LINE)  # its first line is seen
    page.bring_into_sight(edit)
    qtbot.waitUntil(lambda: edit.mapTo(page.viewport(), edit.rect().bottomLeft()).y() <= page.viewport().height())
    assert edit.mapTo(page.viewport(), QPoint()).y() >= 0


def test_a_message_above_the_page_does_not_push_away_what_is_worked_on(qtbot: QtBot) -> None:
    page, _ = page_of(qtbot, 8)
    line = QLineEdit()
    page.add(line, lines(20))
    line.setFocus()
    qtbot.waitUntil(lambda: line.hasFocus() and page.verticalScrollBar().maximum() > 0)
    page.verticalScrollBar().setValue(line.mapTo(page.viewport(), QPoint()).y() + line.height() - 10 * LINE)
    assert page.shows(line)
    page.resize(600, 8 * LINE)
    qtbot.waitUntil(lambda: page.viewport().height() < 9 * LINE)
    assert page.shows(line)


def test_somebody_who_scrolled_away_is_left_there(qtbot: QtBot) -> None:
    page, _ = page_of(qtbot, 8)
    line = QLineEdit()
    page.add(line, lines(40))
    line.setFocus()
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: line.hasFocus() and bar.maximum() > 30 * LINE)
    bar.setValue(25 * LINE)
    page.resize(600, 8 * LINE)
    qtbot.waitUntil(lambda: page.viewport().height() < 9 * LINE)
    assert bar.value() == 25 * LINE


def test_the_comment_being_written_stays_when_all_the_rest_is_marked(qtbot: QtBot, session: QuietSession) -> None:
    shell, screen = Shell(), screen_of(session, "check, host")
    assert isinstance(screen, CheckScreen)
    assert screen.view is not None
    shell.resize(*SIZE)
    qtbot.addWidget(shell)
    shell.show_screen(screen)
    with qtbot.waitActive(shell):
        shell.show()
    view = screen.view
    more = replace(view, check=replace(view.check, paragraphs=view.check.paragraphs * 3))
    screen.show_view(more)
    screen.go_to(screen.bound[key_of(view.check.comment)])
    page = screen.findChildren(Page)[-1]
    qtbot.waitUntil(lambda: not page.settling and screen.bound[key_of(view.check.comment)].has_focus())
    screen.show_view(replace(more, check=replace(more.check, done=True, waiting=2)))
    shell.show_banner(Banner("Marked as accurate. Send your colleagues a file so that they know."))

    def in_sight() -> bool:
        comment = screen.bound[key_of(view.check.comment)]
        pages = [each for each in screen.findChildren(Page) if each.isAncestorOf(comment)]
        return comment.has_focus() and pages[0].verticalScrollBar().value() > 0 and pages[0].shows(comment)

    qtbot.waitUntil(in_sight)

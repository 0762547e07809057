"""One key shows whom to tell, wherever one is; and what was typed can be removed for good from one list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.gui import keymap
from peerreview.gui.app import Opening
from peerreview.gui.removing import RemoveDialog
from peerreview.gui.safeguarding import ConcernDialog
from peerreview.gui.unlock import UnlockDialog
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.tick import Tick
from peerreview.gui.window_state import WindowState
from peerreview.services import noting, reviews
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.test_window import spoken

Open = Callable[[str], Any]
TYPED = "A pupil said something about an uncle that must not stand here"


def page(above: QWidget) -> ConcernDialog:
    """The page that F8 opened."""
    return next(each for each in above.findChildren(ConcernDialog) if each.isVisible())


def buttons(dialog: QWidget) -> dict[str, QPushButton]:
    return {each.text(): each for each in dialog.findChildren(QPushButton)}


def test_from_home_it_names_the_people_of_the_visit_nearest_to_today(open_desktop: Open, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    qtbot.keyClick(tom.shell.windowHandle(), Qt.Key.Key_F8)
    dialog = page(tom.shell)
    assert "Shona Prewett, safeguarding lead, Room 4, ext 21" in spoken(dialog)
    assert dialog.findChild(Pick).currentText() == "Quillbeck Primary"


def test_another_school_can_be_chosen_and_one_without_names_says_where_to_go(open_desktop: Open, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    qtbot.keyClick(tom.shell.windowHandle(), Qt.Key.Key_F8)
    dialog = page(tom.shell)
    dialog.findChild(Pick).picked.emit("900102")
    qtbot.waitUntil(lambda: "the deputy" in spoken(dialog))
    said = spoken(dialog)
    assert "Shona Prewett" not in said
    assert "Go now, in person, to the school's safeguarding lead; if not there, the deputy." in said
    assert "The school's office has them: go there now" in said


def test_a_page_opened_before_the_names_were_read_shows_them_as_they_come(open_desktop: Open, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    tom.place._know_whom(())  # as it is while everything is being opened
    qtbot.keyClick(tom.shell.windowHandle(), Qt.Key.Key_F8)
    dialog = page(tom.shell)
    assert "Shona Prewett" not in spoken(dialog)
    tom.place._renew_places()
    qtbot.waitUntil(lambda: "Shona Prewett, safeguarding lead, Room 4, ext 21" in spoken(dialog))
    assert dialog.findChild(Pick).currentText() == "Quillbeck Primary"
    assert dialog.isVisible()
    assert tom.shell.findChildren(ConcernDialog) == [dialog]


def test_a_school_that_was_chosen_stays_when_names_come_later(open_desktop: Open, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    qtbot.keyClick(tom.shell.windowHandle(), Qt.Key.Key_F8)
    dialog = page(tom.shell)
    pick = dialog.findChild(Pick)
    pick.show_value("900103")
    pick.picked.emit("900103")
    assert "Shona Prewett" not in spoken(dialog)
    known = tom.place._whom
    tom.place._know_whom((known[0], *reversed(known[1:])))  # a page under it was read anew
    qtbot.waitUntil(lambda: [each for each in dialog.findChildren(Pick) if each.isVisible()] != [])
    assert [each.value for each in dialog.findChildren(Pick) if each.isVisible()] == ["900103"]
    assert "Shona Prewett" not in spoken(dialog)


def test_it_opens_above_a_dialog_and_only_once(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    miriam.go(Target(Where.NOTES, review))
    keys = keymap.key_page(miriam.shell)
    keys.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is keys)
    qtbot.keyClick(keys.windowHandle(), Qt.Key.Key_F8)
    dialog = page(miriam.shell)
    assert "Shona Prewett" in spoken(dialog)
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_F8)
    assert sum(each.isVisible() for each in miriam.shell.findChildren(ConcernDialog)) == 1
    buttons(dialog)["I have told someone"].click()
    keys.reject()


def test_it_opens_again_after_dialogs_were_closed(open_desktop: Open, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    for _ in range(2):
        for _ in range(2):
            keys = keymap.key_page(miriam.shell)
            keys.open()
            keys.reject()
        qtbot.keyClick(miriam.shell.windowHandle(), Qt.Key.Key_F8)
        page(miriam.shell).reject()


def test_the_key_is_not_lost_in_the_moment_in_which_a_dialog_opens(open_desktop: Open, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    keys = keymap.key_page(miriam.shell)
    keys.open()  # the desktop still sends keys to the window under it, which the dialog has blocked
    qtbot.keyClick(miriam.shell.windowHandle(), Qt.Key.Key_F8)
    dialog = page(miriam.shell)
    assert QApplication.activeModalWidget() is dialog
    assert dialog.parent() is keys
    dialog.reject()
    assert keys.isVisible()
    keys.reject()


def test_a_dialog_that_was_on_its_way_waits_until_the_page_is_closed(open_desktop: Open, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    qtbot.keyClick(miriam.shell.windowHandle(), Qt.Key.Key_F8)
    late = keymap.key_page(miriam.shell)
    late.open()
    assert not late.isVisible()
    assert QApplication.activeModalWidget() is page(miriam.shell)
    buttons(page(miriam.shell))["I have told someone"].click()
    assert late.isVisible()
    late.reject()


@pytest.mark.qt_log_ignore("does not support")
def test_the_key_works_over_a_list_that_is_unfolded(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    pick = miriam.go(Target(Where.NOTES, review)).findChildren(Pick)[0]
    pick.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    qtbot.keyClick(miriam.shell.windowHandle(), Qt.Key.Key_F8)  # a desktop sends keys to the window, not to its list
    assert QApplication.activePopupWidget() is None
    page(miriam.shell).reject()


@pytest.mark.parametrize("locked", [False, True])
def test_before_anything_is_open_it_says_what_to_do(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, locked: bool
) -> None:
    opening = Opening(qapp, tmp_path, WindowState(theme="light"))
    qtbot.addWidget(opening.shell)
    with qtbot.waitExposed(opening.shell):
        opening.shell.show()
    above: QWidget = opening.shell
    if locked:
        above = UnlockDialog(opening.shell)
        above.open()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is above)
    qtbot.keyClick(above.windowHandle(), Qt.Key.Key_F8)
    dialog = page(opening.shell)
    said = spoken(dialog)
    assert "Go now, in person, to the school's safeguarding lead" in said
    assert "the chair of governors" in said
    assert "the council's designated officer" in said
    assert list(buttons(dialog)) == ["I have told someone"]
    opening.jobs.close()


def test_what_was_typed_goes_for_good_from_the_page(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    ports, signer = miriam.profile.ports, miriam.profile.signer
    noting.add(ports, signer, review, TYPED)
    QApplication.clipboard().setText("about an uncle")
    miriam.go(Target(Where.FEEDBACK, review))
    qtbot.keyClick(miriam.shell.windowHandle(), Qt.Key.Key_F8)
    buttons(page(miriam.shell))["I typed something about it: remove it for good"].click()
    miriam.settle()
    dialog = next(each for each in miriam.shell.findChildren(RemoveDialog) if each.isVisible())
    remove = buttons(dialog)["Remove for good"]
    assert not remove.isEnabled()
    qtbot.keyClicks(dialog.words, "uncle")
    qtbot.waitUntil(lambda: len([each for each in dialog.findChildren(Tick) if each.isVisible()]) == 1)
    next(each for each in dialog.findChildren(Tick) if each.isVisible()).click()
    assert not remove.isEnabled()  # until it is known what else says the same
    qtbot.waitUntil(remove.isEnabled)
    remove.click()
    miriam.settle()
    stands = reviews.open_review(ports, signer, review)
    assert not any(TYPED in note.text.text for note in stands.notes)
    assert QApplication.clipboard().text() == ""
    assert "Removed for good on this computer." in spoken(miriam.shell)

    miriam.place.remove_for_good()
    miriam.settle()
    again = next(each for each in miriam.shell.findChildren(RemoveDialog) if each.isVisible())
    assert "Removed for good before" in spoken(again)
    assert "by you." in spoken(again)
    again.reject()

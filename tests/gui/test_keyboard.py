"""The keyboard alone is enough: it is never lost, Enter presses what it stands on, and no key loses what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.gui.dialogs import Dialog
from peerreview.gui.goto import GoDialog
from peerreview.gui.screen import AnyScreen
from peerreview.gui.screens.contacts import ContactsDialog
from peerreview.gui.shell import Shell
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.choice_fields import DateField
from peerreview.services import reviews
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import world
from tests.gui.conftest import Desktop, QuietSession
from tests.gui.pages import page

Open = Callable[[str], Desktop]

_FEW_KEYS = 6
"""To change one of a school's safeguarding contacts from any page, besides what is typed."""


@pytest.fixture
def on_screen(qtbot: QtBot, session: QuietSession) -> Iterator[Callable[[str], AnyScreen]]:
    """A page in a window that has the keyboard."""
    windows: list[QMainWindow] = []

    def show(name: str) -> AnyScreen:
        screen = page(session, name)
        window = QMainWindow()
        windows.append(window)
        window.resize(1366, 768)
        window.setCentralWidget(screen)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
        return screen

    yield show
    windows.clear()


def button(root: QWidget, words: str) -> QPushButton:
    """The first button of the page that says these words."""
    return next(each for each in root.findChildren(QPushButton) if words in each.text())


def test_enter_presses_the_button_it_stands_on_and_not_the_main_one(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    pressed: list[str] = []
    dialog = Dialog("Share the report", window)
    dialog.button("Send", lambda: pressed.append("send"), main=True)
    dialog.button("Not yet", lambda: pressed.append("not yet"))
    with qtbot.waitActive(dialog):
        dialog.open()
    button(dialog, "Not yet").setFocus()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert pressed == ["not yet"]
    dialog.reject()


def test_what_is_typed_of_a_date_stays_when_the_page_is_built_anew(
    on_screen: Callable[[str], AnyScreen], qtbot: QtBot
) -> None:
    screen = on_screen("points")
    key, field = next((key, each) for key, each in screen.bound.items() if isinstance(each, DateField))
    assert isinstance(field, DateField)
    field.take_focus()
    qtbot.keyClicks(field.edit, "3 M")  # what stood there is selected, as after Tab
    screen.rebuild()
    again = screen.bound[key]
    assert isinstance(again, DateField)
    assert again is not field
    assert again.text == "3 M"
    assert again.has_focus()
    qtbot.keyClicks(again.edit, "arch")
    with qtbot.waitSignal(again.chosen) as chosen:
        again.edit.clearFocus()
    assert str(chosen.args[1]).endswith("-03-03")


def test_a_date_that_is_being_typed_when_the_window_closes_is_kept(
    open_desktop: Open, review: str, qtbot: QtBot
) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.POINTS, review))
    miriam.shell.activateWindow()
    field = next(each for each in screen.bound.values() if isinstance(each, DateField))
    field.take_focus()
    qtbot.waitUntil(field.has_focus)
    qtbot.keyClicks(field.edit, "5 March 2027")
    miriam.shell.close()
    with world.open_profile(miriam.profile.folder) as again:
        points = reviews.open_review(again.ports, again.signer, review).points
    assert [each.next_step.due.text for each in points if each.next_step] == ["2027-03-05"]


def test_a_page_is_not_built_anew_under_the_hands_of_somebody_who_types_a_date(
    on_screen: Callable[[str], AnyScreen],
) -> None:
    screen = on_screen("points")
    field = next(each for each in screen.bound.values() if isinstance(each, DateField))
    field.take_focus()
    assert screen.view
    screen.show_view(replace(screen.view, two_versions=5), anew=False)
    assert field in screen.bound.values()


def test_when_what_had_the_keyboard_is_gone_it_goes_on_from_there(on_screen: Callable[[str], AnyScreen]) -> None:
    screen = on_screen("points")
    assert screen.view
    button(screen, "Notes (").setFocus()
    linked = tuple(replace(each, notes=("n1", "n2", "n3", "n4")) for each in screen.view.points)
    screen.show_view(replace(screen.view, points=linked))
    now = QApplication.focusWidget()
    assert isinstance(now, QPushButton)
    assert "Notes (4)" in now.text()


def test_the_lead_starts_at_the_first_report_that_can_be_checked(on_screen: Callable[[str], AnyScreen]) -> None:
    screen = on_screen("lead")
    screen.begin(screen, screen.view)
    first = button(screen, "Quality check …")
    assert first.hasFocus()
    assert first.accessibleDescription() == "Quillbeck Primary"


def test_who_is_there_is_a_place_to_go_to(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    tom.go(Target(Where.PREPARE, review))
    tom.place.go_anywhere()
    [dialog] = tom.shell.findChildren(GoDialog)
    dialog.edit.setText("nothing of this name")
    assert dialog.none.text().startswith("Nothing is called that.")
    dialog.edit.setText("late")
    assert not dialog.none.text()
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    tom.settle()
    now = tom.shell.focusWidget()
    assert now is not None
    assert now.accessibleDescription() == "Tom Ashdown-Reyes"


@pytest.mark.parametrize("where", [Where.GRADES, Where.HOME])
def test_the_safeguarding_contacts_are_changed_in_a_few_keys(
    open_desktop: Open, review: str, qtbot: QtBot, where: Where
) -> None:
    """From any page: by Ctrl+K to the button, by Enter to the names, and Enter keeps them."""
    tom = open_desktop("tom")
    tom.go(Target(where, review if where is not Where.HOME else ""))
    tom.shell.activateWindow()
    pressed = 0

    def press(*keys: Qt.Key, control: bool = False) -> None:
        nonlocal pressed
        for key in keys:
            on = QApplication.focusWidget() or tom.shell.focusWidget()
            modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
            qtbot.keyClick(on, key, modifier)
            pressed += 1

    def asking(kind: type[Dialog]) -> Dialog:
        qtbot.waitUntil(lambda: any(each.isActiveWindow() for each in tom.shell.findChildren(kind)))
        return next(each for each in tom.shell.findChildren(kind) if each.isActiveWindow())

    press(Qt.Key.Key_K, control=True)
    go = asking(GoDialog)
    qtbot.keyClicks(QApplication.focusWidget(), "worry")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not go.isVisible() if shiboken6.isValid(go) else True)
    tom.settle()
    change = tom.shell.focusWidget()
    assert isinstance(change, QPushButton)
    qtbot.waitUntil(lambda: change.visibleRegion().boundingRect() == change.rect())
    press(Qt.Key.Key_Return)  # on Change …
    contacts = asking(ContactsDialog)
    press(Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert isinstance(now, QLineEdit)
    assert now.accessibleName() == "Safeguarding lead: room"
    now.selectAll()
    qtbot.keyClicks(now, "Room 9")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not contacts.isVisible() if shiboken6.isValid(contacts) else True)
    tom.settle()
    assert pressed <= _FEW_KEYS
    [lead] = [each for each in reviews.open_review(tom.profile.ports, tom.profile.signer, review).contacts
              if "lead" in each.duty]  # fmt: skip
    assert lead.room == "Room 9"


def test_going_elsewhere_takes_the_keyboard_along(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    miriam.shell.activateWindow()
    miriam.shell.navigation.clearFocus()  # whoever goes by a key of the window is not in the list at the left
    for where in (Where.POINTS, Where.FEEDBACK, Where.REPORT, Where.CHECK, Where.SIGN, Where.SHARE, Where.NOTES):
        screen = miriam.go(Target(where, review))
        qtbot.waitUntil(lambda page=screen: page.isAncestorOf(miriam.shell.focusWidget()))


def shown(desktop: Desktop) -> list[str]:
    """What the banners say that are to be seen."""
    return [each.text for each in desktop.shell.findChildren(Banner) if each.isVisible()]


def test_what_was_said_is_past_once_the_person_does_the_next_thing(
    open_desktop: Open, review: str, qtbot: QtBot
) -> None:
    miriam = open_desktop("miriam")
    miriam.go(Target(Where.FEEDBACK, review))
    said = "Nobody can see them yet."
    miriam.place.session.tell(said)
    qtbot.waitUntil(lambda: said in shown(miriam))
    miriam.screen.act(lambda _desk: None)
    miriam.settle()
    assert said not in shown(miriam)


def test_what_was_answered_before_signing_shows_at_once(on_screen: Callable[[str], AnyScreen]) -> None:
    screen = on_screen("sign")
    session = screen.session
    assert isinstance(session, QuietSession)
    assert screen.view
    view = replace(screen.view, signing=replace(screen.view.signing, versions=()))
    screen.show_view(view)
    before = session.asked
    screen.show_view(view)  # nothing in the view itself has changed: the answers are not part of it
    assert session.asked == before + 1


def test_the_window_is_never_larger_than_the_screen(qtbot: QtBot) -> None:
    shell = Shell()
    qtbot.addWidget(shell)
    room = shell.screen().availableGeometry()
    assert room.width() < 1366  # as on the smallest laptops, with a bar of the system's own
    shell.show_at(None, full=False)
    assert shell.isMaximized()
    assert shell.height() <= room.height()
    assert shell.width() <= room.width()


def test_a_window_opens_where_it_stood_unless_that_screen_is_gone(qtbot: QtBot) -> None:
    for place, stands in (((10, 20, 700, 600), (10, 20, 700, 600)), ((5000, 4000, 700, 600), None)):
        shell = Shell()
        qtbot.addWidget(shell)
        shell.show_at(place, full=False)
        rect = shell.geometry()
        if stands:
            assert (rect.x(), rect.y(), rect.width(), rect.height()) == stands
        else:
            assert shell.screen().availableGeometry().intersects(rect)


def test_at_the_start_the_keyboard_is_on_the_page(open_desktop: Open, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    miriam.shell.activateWindow()
    qtbot.waitUntil(lambda: miriam.screen.isAncestorOf(QApplication.focusWidget()))
    assert isinstance(QApplication.focusWidget(), QPushButton)

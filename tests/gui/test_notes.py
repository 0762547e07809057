"""The notes screen by real keys: order, splitting, joining, who may read it, undo, photos, the pad that comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
)
from pytestqt.qtbot import QtBot

from peerreview.errors import EnvironmentFault
from peerreview.gui.screens import note_pad
from peerreview.gui.screens.note_card import NoteCard
from peerreview.gui.screens.visit import VisitScreen
from peerreview.gui.theme import Look, Theme
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.pick import Pick
from peerreview.gui.widgets.tick import Tick
from peerreview.identity import keys
from peerreview.services import noting, pad, photos, reviews, slots
from peerreview.services.note_views import NoteView
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.conftest import Desktop

Open = Callable[[str], Desktop]

PHONICS = "Phonics pace differs between two classes."
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
FOURTEEN = [
    f"books: Y{number % 6 + 1} pupils show in their books that the same method of setting out a calculation is "
    f"taught in every class, and number {number} explains it"
    for number in range(14)
]


@pytest.fixture
def miriam(open_desktop: Open, review: str) -> Desktop:
    """Miriam's window on the notes."""
    desktop = open_desktop("miriam")
    desktop.shell.activateWindow()
    desktop.go(Target(Where.NOTES, review))
    return desktop


def view(desktop: Desktop) -> ReviewView:
    shown = desktop.screen.view
    assert isinstance(shown, ReviewView)
    return shown


def words(desktop: Desktop) -> list[str]:
    return [note.text.text for note in view(desktop).notes]


def listed(desktop: Desktop) -> list[str]:
    return [desktop.screen.list.item(row).text() for row in range(desktop.screen.list.count())]


def choose(desktop: Desktop, text: str) -> NoteView:
    """Choose a note in the list, as a click does."""
    note = next(note for note in view(desktop).notes if note.text.text == text)
    notes = desktop.screen.list
    notes.setFocus()
    notes.setCurrentRow(listed(desktop).index(text))
    notes.itemClicked.emit(notes.currentItem())
    QApplication.processEvents()
    return note


def card(desktop: Desktop) -> NoteCard:
    """The note at the side, once it is laid out."""

    def shown() -> list[NoteCard]:
        return [each for each in desktop.screen.findChildren(NoteCard) if each.isVisible()]

    desktop.qtbot.waitUntil(lambda: bool(shown()))
    return shown()[0]


def press(desktop: Desktop, words: str) -> None:
    """Press the button with these words, once it is laid out."""

    def shown() -> list[QPushButton]:
        buttons = desktop.screen.findChildren(QPushButton)
        return [each for each in buttons if each.text().strip() == words and each.isVisible()]

    desktop.qtbot.waitUntil(lambda: bool(shown()))
    QTest.mouseClick(shown()[0], Qt.MouseButton.LeftButton)
    desktop.settle()


def said(desktop: Desktop) -> str:
    return " ".join(banner.text for banner in desktop.shell.findChildren(Banner) if banner.isVisible())


def test_fourteen_notes_cost_their_letters_and_one_key_each(miriam: Desktop) -> None:
    before = len(view(miriam).notes)
    edit = miriam.screen.pad.text.edit
    assert edit.hasFocus()  # Ctrl+N has put the keyboard here
    keys = 0
    for number, line in enumerate(FOURTEEN):
        assert len(line.split()) >= 25
        QTest.keyClicks(edit, line)
        last = number == len(FOURTEEN) - 1
        QTest.keyClick(edit, Qt.Key.Key_Return, CTRL if last else Qt.KeyboardModifier.NoModifier)
        keys += len(line) + 1
    miriam.settle()
    notes = view(miriam).notes
    assert len(notes) == before + 14
    assert keys == sum(map(len, FOURTEEN)) + 14
    assert {note.activity for note in notes if "same method" in note.text.text} == {"BOOKS"}
    assert not any("books:" in note.text.text for note in notes)


def test_a_note_is_moved_by_key_and_the_list_keeps_the_keyboard(miriam: Desktop) -> None:
    third, second, first = listed(miriam)
    choose(miriam, second)
    QTest.keyClick(miriam.screen.list, Qt.Key.Key_Down, ALT)
    miriam.settle()
    assert listed(miriam) == [third, first, second]
    assert miriam.screen.list.hasFocus()
    assert miriam.screen.list.currentItem().text() == second
    QTest.keyClick(miriam.screen.list, Qt.Key.Key_Down, ALT)  # it is the last already
    QTest.keyClick(miriam.screen.list, Qt.Key.Key_Up, ALT)
    miriam.settle()
    QTest.keyClick(miriam.screen.list, Qt.Key.Key_Up, ALT)
    miriam.settle()
    assert listed(miriam) == [second, third, first]


def test_a_note_is_dragged(miriam: Desktop) -> None:
    third, second, first = listed(miriam)
    notes = miriam.screen.list
    choose(miriam, third)
    notes._put(0, 2)  # what a drop on the lower half of the last line comes to
    miriam.settle()
    assert listed(miriam) == [second, first, third]
    assert miriam.screen.list.dragDropMode() is QAbstractItemView.DragDropMode.InternalMove


def test_a_number_key_sorts_a_note_into_its_section(miriam: Desktop) -> None:
    text = PHONICS
    choose(miriam, text)
    QTest.keyClick(miriam.screen.list, Qt.Key.Key_4)
    miriam.settle()
    assert next(note.section for note in view(miriam).notes if note.text.text == text) == "P4"
    assert miriam.screen.list.hasFocus()


def test_split_at_the_cursor_behind_an_emoji_and_joined_again(miriam: Desktop) -> None:
    pad_edit = miriam.screen.pad.text.edit
    pad_edit.setPlainText("Y4 \U0001f4da books. مرحبا say pupils")
    QTest.keyClick(pad_edit, Qt.Key.Key_Return, CTRL)
    miriam.settle()
    choose(miriam, "Y4 \U0001f4da books. مرحبا say pupils")
    edit = card(miriam).text.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_End)
    QTest.keyClicks(edit, " why")  # typed a moment ago, and not yet settled
    cursor = edit.textCursor()
    cursor.setPosition(len("Y4 XX books. "), QTextCursor.MoveMode.MoveAnchor)  # the emoji counts twice
    edit.setTextCursor(cursor)
    QTest.keyClick(edit, Qt.Key.Key_Return, CTRL | SHIFT)
    miriam.settle()
    assert words(miriam)[-2:] == ["Y4 \U0001f4da books.", "مرحبا say pupils why"]
    choose(miriam, "مرحبا say pupils why")
    press(miriam, "Join with the note below")
    assert words(miriam)[-1] == "Y4 \U0001f4da books.\nمرحبا say pupils why"


def test_only_me_is_moved_and_moved_back_by_its_button(miriam: Desktop) -> None:
    text = "Ask about reading records after lunch."
    assert choose(miriam, text).private
    press(miriam, "Move to the reviewers")
    assert [note.private for note in view(miriam).notes if note.text.text == text] == [False]
    assert "It is with the reviewers now." in said(miriam)
    press(miriam, "Move to Only me")  # it is still the one that is shown
    assert [note.private for note in view(miriam).notes if note.text.text == text] == [True]
    assert "Now only on this computer." in said(miriam)


def test_undo_and_redo_outside_a_field_are_of_acts_and_inside_of_typing(miriam: Desktop) -> None:
    text = PHONICS
    choose(miriam, text)
    press(miriam, "Take off the page")
    assert text not in words(miriam)
    miriam.screen.list.setFocus()
    QTest.keyClick(miriam.screen.list, Qt.Key.Key_Z, CTRL)
    miriam.settle()
    assert text in words(miriam)
    assert "Taken back: Note" in said(miriam)
    QTest.keyClick(miriam.screen.list, Qt.Key.Key_Y, CTRL)
    miriam.settle()
    assert text not in words(miriam)
    edit = miriam.screen.pad.text.edit
    edit.setFocus()
    QTest.keyClicks(edit, "calm")
    QTest.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert edit.toPlainText() == ""
    QTest.keyClick(edit, Qt.Key.Key_Y, CTRL)
    assert edit.toPlainText() == "calm"
    miriam.settle()
    assert text not in words(miriam)


def test_undo_says_so_when_there_is_nothing(miriam: Desktop) -> None:
    miriam.screen.list.setFocus()
    QTest.keyClick(miriam.screen.list, Qt.Key.Key_Z, CTRL)
    miriam.settle()
    assert "There is nothing to undo." in said(miriam)


def test_history_of_a_choice_by_its_key(miriam: Desktop) -> None:
    text = PHONICS
    choose(miriam, text)
    pick = next(pick for pick, (field, _) in miriam.screen.histories.items() if field.field == "section")
    pick.setFocus()
    QTest.keyClick(pick, Qt.Key.Key_H, CTRL)
    miriam.settle()
    dialog = next(each for each in QApplication.topLevelWidgets() if "History of" in each.windowTitle())
    assert "Section" in dialog.windowTitle()
    miriam.qtbot.waitUntil(lambda: any("Miriam Feldt" in label.text() for label in dialog.findChildren(QLabel)))
    dialog.close()


def test_what_is_left_on_the_pad_is_there_again(miriam: Desktop, review: str) -> None:
    QTest.keyClicks(miriam.screen.pad.text.edit, "half a thought")
    miriam.go(Target(Where.HOME))
    screen = miriam.go(Target(Where.NOTES, review))
    assert screen.pad.text.text == "half a thought"
    QTest.keyClicks(screen.pad.text.edit, ", and the rest")
    QTest.keyClick(screen.pad.text.edit, Qt.Key.Key_Return, CTRL)
    miriam.settle()
    assert "half a thought, and the rest" in words(miriam)
    assert pad.of(miriam.profile.ports, review) is None


def test_what_was_left_on_the_pad_comes_ahead_of_what_is_typed_before_it_is_there(miriam: Desktop, review: str) -> None:
    QTest.keyClicks(miriam.screen.pad.text.edit, "left on the pad")
    miriam.go(Target(Where.HOME))
    ports, session, free = miriam.profile.ports, miriam.place.session, Event()
    miriam.place.go(Target(Where.NOTES, review))
    session.ask(lambda _desk: free.wait(60))
    session.ask(session.settled(lambda _desk: None))  # it settles what is typed before the pad asks what was left
    miriam.qtbot.waitUntil(lambda: miriam.screen.view is not None)
    QTest.keyClicks(miriam.screen.pad.text.edit, "typed at once")
    miriam.qtbot.waitUntil(lambda: any(each.text == "typed at once" for each in ports.typing.entries()))
    free.set()
    miriam.settle()
    edit = miriam.screen.pad.text.edit
    assert edit.toPlainText() == "left on the pad\ntyped at once"
    QTest.keyClicks(edit, ", and on")
    miriam.go(Target(Where.HOME))
    screen = miriam.go(Target(Where.NOTES, review))
    assert screen.pad.text.text == "left on the pad\ntyped at once, and on"


def test_notes_that_could_not_be_added_wait_for_whoever_left_the_page(
    miriam: Desktop, review: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pad_here, tried = miriam.screen.pad, Event()

    def full(*_: object, **__: object) -> noting.Noted:
        assert tried.wait(20)
        raise EnvironmentFault("There is no room left on this disk.", "", "Free some space.", code="no_room")

    monkeypatch.setattr(noting, "add_many", full)
    QTest.keyClicks(pad_here.text.edit, "books: something seen")
    pad_here.add_notes()
    miriam.place.go(Target(Where.REPORT, review))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    tried.set()
    miriam.settle()
    left = pad.of(miriam.profile.ports, review)
    assert left is not None
    assert left.words == "books: something seen"


def test_a_pasted_book_is_asked_about_and_one_too_long_comes_back(miriam: Desktop, review: str) -> None:
    before = len(view(miriam).notes)
    edit = miriam.screen.pad.text.edit
    edit.setPlainText("\n".join(f"line {number}" for number in range(812)))
    QTest.keyClick(edit, Qt.Key.Key_Return, CTRL)
    dialog = next(each for each in QApplication.topLevelWidgets() if each.windowTitle() == "A long text")
    next(each for each in dialog.findChildren(QPushButton) if "one note" in each.text()).click()
    miriam.settle()
    assert len(view(miriam).notes) == before + 1
    long = "word " * 50_000
    miriam.screen.pad.text.edit.setPlainText(long)
    miriam.screen.pad.add_notes()
    miriam.settle()
    assert "A note holds 100,000 letters" in said(miriam), said(miriam)
    assert miriam.screen.pad.text.text == long
    assert len(reviews.open_review(miriam.profile.ports, miriam.profile.signer, review).notes) == before + 1


def test_without_the_hosts_word_no_photo_is_offered_or_taken(miriam: Desktop, tmp_path: Path) -> None:
    choose(miriam, PHONICS)
    assert not [each for each in miriam.screen.findChildren(QPushButton) if each.text().strip() == "Add a photo …"]
    Image.new("RGB", (640, 480), "white").save(tmp_path / "display.jpg")
    card(miriam).add_photo(tmp_path / "display.jpg")
    miriam.settle()
    assert "Photos are not allowed in this school." in said(miriam)


def test_where_the_handbook_allows_photos_one_is_shown_with_what_it_shows(
    miriam: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "allowed", lambda _held: True)
    miriam.screen.refresh()
    miriam.settle()
    choose(miriam, PHONICS)
    Image.new("RGB", (640, 480), "white").save(tmp_path / "display.jpg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "display.jpg"), ""))
    press(miriam, "Add a photo …")
    [shown] = [
        label for label in card(miriam).findChildren(QLabel) if not label.pixmap().isNull() and label.accessibleName()
    ]
    assert shown.accessibleName() == "Photo of a display or a document"
    assert shown.pixmap().width() == 320
    press(miriam, "Take the photo off")
    assert not any(note.photos for note in view(miriam).notes)


def test_the_host_allows_photos_with_one_tick(open_desktop: Open, review: str) -> None:
    tom = open_desktop("tom")
    tom.go(Target(Where.NOTES, review))
    assert not view(tom).pad.photos
    tick = next(each for each in tom.screen.findChildren(Tick) if "photos" in each.text())
    QTest.keyClick(tick, Qt.Key.Key_Space)
    tom.settle()
    assert view(tom).pad.photos


def test_at_lunch_a_safe_copy_is_one_key_where_the_last_one_went(
    miriam: Desktop, review: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Lunch" not in said(miriam)
    stick = tmp_path / "stick"
    stick.mkdir()
    clock = datetime.fromisoformat("2026-11-17T12:45").astimezone(UTC)
    object.__setattr__(miriam.profile.ports, "clock", lambda: clock)
    miriam.screen.refresh()
    miriam.settle()
    assert "Lunch: time for a safe copy." in said(miriam)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    QTest.keyClicks(miriam.screen.pad.text.edit, "walk: on the pad at lunch")
    press(miriam, "Save it now")
    assert (stick / "store.db").exists()
    assert "on the pad at lunch" in words(miriam)  # it went along as a note
    assert "Lunch" not in " ".join(banner.text for banner in miriam.screen.findChildren(Banner))
    clock = datetime.fromisoformat("2026-11-18T12:45").astimezone(UTC)  # the day after there is no such line
    object.__setattr__(miriam.profile.ports, "clock", lambda: clock)
    miriam.screen.refresh()
    miriam.settle()
    assert "Lunch" not in " ".join(banner.text for banner in miriam.screen.findChildren(Banner))


def test_at_lunch_the_copy_is_offered_on_a_page_that_was_left_open_with_half_a_word(
    miriam: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_pad, "_LOOK_MS", 20)
    clock = datetime.fromisoformat("2026-11-17T11:40").astimezone(UTC)
    object.__setattr__(miriam.profile.ports, "clock", lambda: clock)
    miriam.screen.refresh()
    miriam.settle()
    assert "Lunch" not in said(miriam)
    QTest.keyClicks(miriam.screen.pad.text.edit, "walk: hal")
    clock = datetime.fromisoformat("2026-11-17T12:45").astimezone(UTC)
    qtbot.waitUntil(lambda: "Lunch: time for a safe copy." in said(miriam), timeout=10_000)
    miriam.settle()
    QTest.keyClicks(miriam.screen.pad.text.edit, "f a word")
    assert miriam.screen.pad.text.text == "walk: half a word"
    assert miriam.screen.pad.text.has_focus()


def test_the_copy_is_no_longer_offered_when_lunch_is_over(
    miriam: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_pad, "_LOOK_MS", 20)
    lunch = slots.lunch(view(miriam).timetable)
    assert lunch is not None
    offer = "Lunch: time for a safe copy."
    for at, offered in ((lunch.start, True), (lunch.end, False), ("14:30", False)):
        clock = datetime.fromisoformat(f"2026-11-17T{at}").astimezone(UTC)
        object.__setattr__(miriam.profile.ports, "clock", lambda clock=clock: clock)
        miriam.screen.refresh()
        miriam.settle()
        assert (offer in said(miriam)) is offered, at
    during = datetime.fromisoformat(f"2026-11-17T{lunch.end}").astimezone(UTC) - timedelta(minutes=1)
    object.__setattr__(miriam.profile.ports, "clock", lambda: during)
    miriam.screen.refresh()
    miriam.settle()
    assert offer in said(miriam)
    after = during + timedelta(minutes=1)  # on a page that nobody touches
    object.__setattr__(miriam.profile.ports, "clock", lambda: after)
    qtbot.waitUntil(lambda: offer not in said(miriam), timeout=10_000)
    assert view(miriam).pad.turns is None


@pytest.mark.parametrize(("percent", "least"), [(100, 1.0), (200, 0.9)])
def test_the_sections_of_the_pad_can_be_read(
    miriam: Desktop, qtbot: QtBot, look: Callable[[Look], None], percent: int, least: float
) -> None:
    look(Look(Theme.LIGHT, percent))
    miriam.screen.rebuild()
    pick = next(each for each in miriam.screen.pad.findChildren(Pick) if each.accessibleName() == "Section")
    longest = max(pick.fontMetrics().horizontalAdvance(pick.itemText(index)) for index in range(pick.count()))

    def stands() -> bool:
        option = QStyleOptionComboBox()
        pick.initStyleOption(option)
        words = QStyle.SubControl.SC_ComboBoxEditField
        room = pick.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, words, pick)
        inside = pick.mapTo(miriam.shell, pick.rect().topRight()).x() < miriam.shell.width() - 28
        return inside and room.width() >= longest * least

    qtbot.waitUntil(stands)
    assert pick.view().minimumWidth() >= longest  # whole in the list


def test_a_note_found_from_anywhere_is_the_one_that_is_shown(miriam: Desktop, review: str) -> None:
    [hit] = noting.search(miriam.profile.ports, miriam.profile.signer, "phonics pace")
    screen = miriam.go(Target(Where.NOTES, hit.review, hit.record))
    assert isinstance(screen, VisitScreen)
    assert "Phonics pace" in card(miriam).text.text


def test_the_pad_sets_the_time_by_the_timetable(miriam: Desktop) -> None:
    assert miriam.screen.pad.draft().slot == slots.BY_TIMETABLE


def test_what_a_colleague_typed_for_me_is_mine_in_one_key_but_for_what_is_there_twice(
    miriam: Desktop, review: str
) -> None:
    ports, me = miriam.profile.ports, miriam.profile.signer
    dele = next(each for each in view(miriam).cast if each.name == "Dele Akintola")
    hand = keys.new_identity(dele.person, dele.name, ports.clock()).signer(guest=True)
    lines = "pupils: seven say who helps them\nbooks: Y5 show working\nbooks: Y4 books show fractions built in Year 2"
    noting.add_many(ports, hand, review, lines, on_behalf_of=me.person)
    miriam.screen.refresh()
    miriam.settle()
    assert "Dele Akintola typed 3 notes for you." in said(miriam)
    assert "One of them probably says what you wrote yourself." in said(miriam)
    press(miriam, "These 2 are mine")
    assert "Dele Akintola typed 1 note for you." in said(miriam)
    press(miriam, "Look at what is probably there twice")
    before = len(listed(miriam))
    press(miriam, "Keep my own")
    assert len(listed(miriam)) == before - 1
    assert "for you" not in said(miriam)

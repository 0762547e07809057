"""The real window over real profiles: words are kept, grades are one key, files are dropped, everything has a key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.errors import EnvironmentFault
from peerreview.gui.keymap import KEYS
from peerreview.gui.safeguarding import ConcernDialog
from peerreview.gui.screens.one_line import OneLineDialog
from peerreview.gui.screens.review_frame import STEP_SCREENS
from peerreview.gui.screens.visit import VisitScreen
from peerreview.gui.shell import SAVED
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.choice_fields import ScaleField
from peerreview.gui.widgets.scale import Segment
from peerreview.gui.widgets.text_field import TextField
from peerreview.services import documents, reviews, sending, writing
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import world
from tests.gui.conftest import Desktop

Open = Callable[[str], Desktop]


def bound(desktop: Desktop, kind: str, record: str, name: str) -> QWidget:
    """The widget of one field on the page."""
    return next(each for key, each in desktop.screen.bound.items() if key[1:] == (kind, record, name))


def button(root: QWidget, words: str) -> QPushButton:
    """A visible button by its words."""
    return next(each for each in root.findChildren(QPushButton) if words in each.text() and each.isVisible())


def spoken(root: QWidget) -> str:
    """Everything that labels say, as plain text."""
    said = " ".join(each.text() for each in root.findChildren(QLabel) if each.isVisible())
    return re.sub(r"<[^>]+>", "", said)


def banner(desktop: Desktop) -> Banner:
    """The banner above the screen."""
    desktop.qtbot.waitUntil(lambda: any(each.isVisible() for each in _banners(desktop)), timeout=20_000)
    return next(each for each in _banners(desktop) if each.isVisible())


def _banners(desktop: Desktop) -> list[Banner]:
    return [each for each in desktop.shell.findChildren(Banner) if not desktop.screen.isAncestorOf(each)]


# --- what cannot be shown -------------------------------------------------------------------------------------------


def test_a_page_that_cannot_be_fetched_anew_stands_and_is_tried_again_by_one_key(
    open_desktop: Open, review: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.REPORT, review))
    miriam.shell.activateWindow()
    stood = button(screen, "Send …")
    stood.setFocus()

    def full(_desk: object) -> object:
        raise EnvironmentFault("The disk is full.", "What you wrote is safe.", "Make room.", code="disk_full")

    fetch = screen.fetch
    for _ in range(2):  # and the second time no better
        monkeypatch.setattr(screen, "fetch", full)
        screen.refresh()
        miriam.settle()
        assert "The disk is full. What you wrote is safe. Make room." in spoken(banner(miriam))
        assert button(screen, "Send …") is stood, "the page stands as it was"
        again = button(banner(miriam), "Try again")
        again.setFocus()
    monkeypatch.setattr(screen, "fetch", fetch)
    qtbot.keyClick(again, Qt.Key.Key_Return)
    miriam.settle()
    assert not [each for each in _banners(miriam) if each.isVisible()]
    assert miriam.shell.focusWidget() is stood


# --- words are kept -------------------------------------------------------------------------------------------------


def test_what_is_typed_is_durable_before_it_is_left_and_a_change_after(
    open_desktop: Open, review: str, qtbot: QtBot
) -> None:
    tom = open_desktop("tom")
    tom.go(Target(Where.PREPARE, review))
    words = bound(tom, "self_view", "P4", "words")
    assert isinstance(words, TextField)
    tom.shell.activateWindow()
    words.take_focus()
    qtbot.waitUntil(words.has_focus)
    qtbot.keyClick(words.edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(words.edit, " Adults move to where it matters.")
    qtbot.waitUntil(lambda: bool(tom.profile.ports.typing.entries(review)), timeout=20_000)
    assert tom.profile.ports.typing.entries(review)[0].text.endswith("matters.")
    tom.shell.navigation.setFocus()
    qtbot.waitUntil(lambda: not tom.profile.ports.typing.entries(review), timeout=20_000)
    tom.settle()
    assert tom.shell.status.text() == SAVED
    view = reviews.open_review(tom.profile.ports, tom.profile.signer, review)
    section = next(each for each in view.sections if each.code == "P4")
    assert section.grades
    assert section.grades.own_words.text.endswith("matters.")


def test_closing_the_window_in_mid_word_loses_nothing(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    tom.go(Target(Where.PREPARE, review))
    words = bound(tom, "self_view", "P6", "words")
    assert isinstance(words, TextField)
    qtbot.keyClick(words.edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(words.edit, " Last wor")
    tom.shell.close()
    with world.open_profile(tom.profile.folder) as again:
        view = reviews.open_review(again.ports, again.signer, review)
    section = next(each for each in view.sections if each.code == "P6")
    assert section.grades
    assert section.grades.own_words.text.endswith("Last wor")


def test_the_window_opens_where_it_was(open_desktop: Open, review: str) -> None:
    tom = open_desktop("tom")
    tom.go(Target(Where.SHARE, review))
    tom.shell.close()
    kept = json.loads((tom.profile.folder / "window.json").read_text("utf-8"))
    assert kept["last"] == ["share", review, ""]
    assert set(kept) == {"theme", "percent", "place", "full", "last"}  # nothing of what was written


def test_typing_survives_a_page_that_is_built_anew(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    miriam.go(Target(Where.POINTS, review))
    record = miriam.screen.view.points[0].record
    words = bound(miriam, "main_point", record, "evidence")
    assert isinstance(words, TextField)
    miriam.shell.activateWindow()
    words.take_focus()
    qtbot.waitUntil(words.has_focus)
    qtbot.keyClick(words.edit, Qt.Key.Key_End)
    qtbot.keyClicks(words.edit, " and six pupils")
    writing.write(miriam.profile.ports, miriam.profile.signer, review, writing.of("main_point", record, tag="watch"))
    miriam.screen.show_view(reviews.open_review(miriam.profile.ports, miriam.profile.signer, review))
    again = bound(miriam, "main_point", record, "evidence")
    assert again is not words
    assert isinstance(again, TextField)
    assert again.text.endswith("and six pupils")
    assert again.has_focus()


# --- grades and notes -----------------------------------------------------------------------------------------------


def test_a_grade_is_one_key_and_stays_where_the_keyboard_is(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    tom.go(Target(Where.PREPARE, review))
    scale = bound(tom, "self_view", "P1", "grade")
    assert isinstance(scale, ScaleField)
    tom.shell.activateWindow()
    scale.take_focus()
    qtbot.waitUntil(scale.has_focus)
    qtbot.keyClicks(QApplication.focusWidget(), "3")
    tom.settle()
    view = reviews.open_review(tom.profile.ports, tom.profile.signer, review)
    assert next(each for each in view.sections if each.code == "P1").grades.own.text == "3"  # type: ignore[union-attr]
    focused = QApplication.focusWidget()
    assert isinstance(focused, Segment)
    assert focused.choice.value == "3"


def test_many_notes_in_one_go_by_keyboard_alone(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    miriam = open_desktop("miriam")
    before = len(miriam.go(Target(Where.POINTS, review)).view.notes)
    qtbot.keyClick(miriam.shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    miriam.settle()
    assert isinstance(miriam.screen, VisitScreen)
    pad = miriam.screen.pad
    miriam.shell.activateWindow()
    pad.take_focus()
    qtbot.waitUntil(pad.text.has_focus)
    qtbot.keyClicks(pad.text.edit, "books: Y4 show three drafts")
    qtbot.keyClick(pad.text.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(pad.text.edit, "Calm corridors at lunch")
    qtbot.keyClick(pad.text.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    miriam.settle()
    notes = {note.text.text: note.activity for note in miriam.screen.view.notes}
    assert len(notes) == before + 2
    assert notes["Y4 show three drafts"] == "BOOKS"
    assert notes["Calm corridors at lunch"] == ""
    assert miriam.screen.pad.text.text == ""


def test_the_host_sees_no_note(open_desktop: Open, review: str) -> None:
    tom = open_desktop("tom")
    screen = tom.go(Target(Where.NOTES, review))
    assert "Your colleagues' notes stay with them." in spoken(screen)
    assert not screen.view.notes


# --- the safeguarding stop ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [Where.PREPARE, Where.NOTES, Where.SIGN, Where.PLAN])
def test_one_key_shows_whom_to_tell_and_nothing_is_recorded(
    open_desktop: Open, review: str, qtbot: QtBot, where: Where
) -> None:
    miriam = open_desktop("miriam")
    miriam.go(Target(where, review))
    before = miriam.profile.ports.store.check().changes
    qtbot.keyClick(miriam.shell.windowHandle(), Qt.Key.Key_F8)
    dialog = next(each for each in miriam.shell.findChildren(ConcernDialog) if each.isVisible())
    said = spoken(dialog)
    assert "Stop typing. Do not write it here." in said
    assert "Go now, in person, to Shona Prewett, safeguarding lead, Room 4, ext 21; if not there, Jan Corrie" in said
    assert "About an adult's conduct: tell the headteacher." in said
    assert "About the headteacher: Yusuf Rahmani, chair of governors, ext 21; for a trust school as its" in said
    assert "conflict of interest: Duty team, the council's designated officer, ext 21." in said
    assert "Immediate danger: 999." in said
    assert "Write what you saw or heard on this school's own form before you leave." in said
    button(dialog, "I have told someone").click()
    miriam.settle()
    assert miriam.profile.ports.store.check().changes == before


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_colleagues_file_is_brought_in_and_taken_out_again(
    open_desktop: Open, review: str, tmp_path: Path, qtbot: QtBot
) -> None:
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    host = next(each.person for each in _view(miriam, review).cast if each.role == "host")
    sent = sending.working_copy(miriam.profile.ports, miriam.profile.signer, review, [host], tmp_path)
    tom.go(Target(Where.POINTS, review))
    assert not tom.screen.view.points
    tom.shell.dropped.emit([str(sent.paths[0])])
    said = banner(tom)
    assert "2 main points" in said.text
    assert "from Miriam Feldt" in said.text
    tom.settle()
    assert len(tom.screen.view.points) == 2
    button(said, "Take it out again").click()
    qtbot.waitUntil(lambda: "Taken out again" in banner(tom).text, timeout=20_000)
    tom.settle()
    assert not tom.screen.view.points


@pytest.fixture
def contested(open_desktop: Open, review: str, tmp_path: Path) -> tuple[Desktop, str]:
    """Tom's window where he chooses between two owners of a next step (its record)."""
    miriam, tom = open_desktop("miriam"), open_desktop("tom")
    view = _view(miriam, review)
    host = next(each.person for each in view.cast if each.role == "host")
    record = next(each.record for each in view.points if each.tag == "next_step")
    ports, signer = miriam.profile.ports, miriam.profile.signer
    first = sending.working_copy(ports, signer, review, [host], tmp_path / "first.prb")
    tom.shell.dropped.emit([str(first.paths[0])])
    banner(tom)
    tom.settle()
    mine = writing.of("next_step", record, owner="Deputy")
    writing.write(tom.profile.ports, tom.profile.signer, review, mine)
    writing.write(ports, signer, review, writing.of("next_step", record, owner="English lead"))
    second = sending.working_copy(ports, signer, review, [host], tmp_path / "second.prb")
    tom.shell.clear_banners()
    tom.shell.dropped.emit([str(second.paths[0])])
    tom.qtbot.waitUntil(lambda: bool(tom.shell.findChildren(QWidget, "qt_msgbox") or _dialogs(tom)), timeout=20_000)
    button(_dialogs(tom)[0], "Bring it in").click()
    button(banner(tom), "Choose between two versions").click()
    tom.settle()
    return tom, record


def test_two_versions_are_shown_and_one_is_chosen(contested: tuple[Desktop, str], review: str) -> None:
    tom, record = contested
    assert [each.value for each in tom.screen.view[0].field.versions] in (
        ["Deputy", "English lead"],
        ["English lead", "Deputy"],
    )
    button(tom.screen, "Mine").click()
    tom.settle()
    assert not tom.screen.view
    chosen = next(each for each in _view(tom, review).points if each.record == record)
    assert chosen.next_step
    assert chosen.next_step.owner.text == "Deputy"


def test_a_third_version_that_is_not_kept_leaves_both(contested: tuple[Desktop, str], review: str) -> None:
    tom, _record = contested
    button(tom.screen, "Write a third").click()
    dialog = next(each for each in tom.shell.findChildren(OneLineDialog) if each.isVisible())
    tom.qtbot.keyClicks(dialog.text.edit, "neither of th")
    dialog.text.flush()
    tom.qtbot.waitUntil(lambda: bool(tom.profile.ports.typing.entries(review)), timeout=20_000)
    button(dialog, "Not now").click()
    tom.settle()
    tom.go(Target(Where.TWO_VERSIONS, review))
    [two] = tom.screen.view
    assert {each.value for each in two.field.versions} == {"Deputy", "English lead"}
    assert not tom.profile.ports.typing.entries(review)


def test_a_file_that_is_none_of_ours_says_what_is_safe(open_desktop: Open, tmp_path: Path) -> None:
    tom = open_desktop("tom")
    stray = tmp_path / "holiday.prb"
    stray.write_bytes(b"not a review file")
    tom.shell.dropped.emit([str(stray)])
    assert "Nothing here has changed." in spoken(banner(tom))


def test_a_paper_of_the_school_that_is_dropped_is_attached(
    open_desktop: Open, review: str, tmp_path: Path, qtbot: QtBot
) -> None:
    tom = open_desktop("tom")
    paper = tmp_path / "Self-evaluation 2026.pdf"
    paper.write_bytes(b"%PDF-1.7 a plan of the school's own")
    tom.shell.dropped.emit([str(paper)])
    assert not [each for each in banner(tom).findChildren(QPushButton) if "Attach" in each.text()]
    tom.go(Target(Where.PREPARE, review))
    tom.shell.dropped.emit([str(paper)])
    button(banner(tom), "Attach it to the review of Quillbeck Primary").click()
    qtbot.waitUntil(lambda: "Self-evaluation 2026 is attached." in spoken(banner(tom)), timeout=20_000)
    tom.settle()
    view = reviews.open_review(tom.profile.ports, tom.profile.signer, review)
    assert "Self-evaluation 2026" in [each.title for each in view.attachments]


# --- keys and settings ----------------------------------------------------------------------------------------------


def test_what_the_system_refuses_is_told_with_what_to_do(open_desktop: Open, review: str, tmp_path: Path) -> None:
    tom = open_desktop("tom")
    screen = tom.go(Target(Where.PREPARE, review))
    screen.act(lambda _desk: (tmp_path / "pulled out").read_bytes())
    tom.settle()
    said = spoken(banner(tom))
    assert "The computer could not do this (No such file or directory)." in said
    assert "Check the disk or stick, and try again." in said


def test_every_key_of_the_map_does_something(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    named = {key.act for key in KEYS if key.act}
    assert named == set(tom.place.keys)
    tom.go(Target(Where.PREPARE, review))
    qtbot.keyClick(tom.shell, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    tom.settle()
    assert tom.screen.target.screen is Where.GRADES
    tom.shell.say("")
    qtbot.keyClick(tom.shell, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tom.shell.status.text() == SAVED)
    qtbot.keyClick(tom.shell, Qt.Key.Key_F1)
    assert any("Go anywhere" in spoken(each) for each in _dialogs(tom))
    _dialogs(tom)[0].reject()
    qtbot.keyClick(tom.shell, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    tom.settle()
    assert tom.screen.target.screen is Where.HOME


def test_go_anywhere_by_typing(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    qtbot.keyClick(tom.shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    dialog = _dialogs(tom)[0]
    qtbot.keyClicks(dialog.edit, "quillbeck")
    qtbot.waitUntil(lambda: dialog.list.count() > 0, timeout=20_000)
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    tom.settle()
    assert tom.screen.target.stream == review


def test_go_anywhere_reaches_every_page_of_the_review_and_every_card_of_the_settings(
    open_desktop: Open, review: str, qtbot: QtBot
) -> None:
    tom = open_desktop("tom")
    tom.go(Target(Where.PREPARE, review))
    tom.place.go_anywhere()
    listed = _dialogs(tom)[0].list
    goals = [listed.item(row).data(Qt.ItemDataRole.UserRole).goes for row in range(listed.count())]
    _dialogs(tom)[0].reject()
    every = {goal.screen for goal in goals if isinstance(goal, Target)}
    assert every >= STEP_SCREENS | {Where.HOME, Where.TRIAD, Where.NETWORK, Where.SETTINGS}
    for words, lands in (
        ("feedb", Target(Where.FEEDBACK, review)),
        ("sign", Target(Where.SIGN, review)),
        ("p4", Target(Where.GRADES, review, "P4")),
        ("my data", Target(Where.SETTINGS, "", "data")),
    ):
        tom.go(Target(Where.PREPARE, review))
        tom.place.go_anywhere()
        dialog = _dialogs(tom)[0]
        qtbot.keyClicks(dialog.edit, words)
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
        tom.settle()
        assert tom.screen.target == lands
    tom.shell.activateWindow()
    qtbot.waitUntil(lambda: "Check my data" in getattr(tom.shell.focusWidget(), "text", lambda: "")())


def test_tab_reaches_every_scale_and_field_of_a_page(open_desktop: Open, review: str, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    tom.go(Target(Where.PREPARE, review))
    tom.shell.activateWindow()
    tom.shell.navigation.setFocus()
    qtbot.waitUntil(tom.shell.navigation.hasFocus)
    reached: set[QWidget] = set()
    for _ in range(120):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused in reached:
            break
        reached.add(focused)
    missing = [
        each.name
        for each in tom.screen.bound.values()
        if each.field.editable and not any(each.isAncestorOf(widget) for widget in reached)
    ]
    assert missing == []
    assert button(tom.shell, "Worried about a child") in reached


def test_larger_text_is_worn_at_once_and_next_time(open_desktop: Open, qtbot: QtBot) -> None:
    tom = open_desktop("tom")
    before = QApplication.font().pointSizeF()
    tom.place.resize_text(+1)
    assert QApplication.font().pointSizeF() == pytest.approx(before * 1.25)
    tom.shell.close()
    assert json.loads((tom.profile.folder / "window.json").read_text("utf-8"))["percent"] == 125


def test_what_stands_before_a_signature_leads_to_its_place(open_desktop: Open, review: str) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.SIGN, review))
    miriam.qtbot.waitUntil(lambda: bool(screen.found), timeout=20_000)
    unsaid = next(each for each in screen.found if each.code.startswith("not_said") or "aloud" in each.text)
    assert unsaid.target
    miriam.go(unsaid.target)
    assert miriam.screen.target.screen in (Where.POINTS, Where.FEEDBACK)


def test_the_report_is_laid_out_beside_its_words(open_desktop: Open, review: str) -> None:
    miriam = open_desktop("miriam")
    screen = miriam.go(Target(Where.REPORT, review))
    miriam.qtbot.waitUntil(lambda: "sides of A4" in screen.meter.words.text(), timeout=20_000)
    miriam.qtbot.waitUntil(
        lambda: any(each.accessibleName().startswith("Page 1 of") for each in screen.preview.findChildren(QLabel)),
        timeout=20_000,
    )


def _view(desktop: Desktop, review: str):
    return reviews.open_review(desktop.profile.ports, desktop.profile.signer, review)


def _dialogs(desktop: Desktop):
    from peerreview.gui.dialogs import Dialog

    return [each for each in QApplication.topLevelWidgets() if isinstance(each, Dialog) and each.isVisible()]


def test_an_attached_document_comes_back_as_it_was_given(open_desktop: Open, review: str, tmp_path: Path) -> None:
    tom = open_desktop("tom")
    given = tmp_path / "Self-evaluation.pdf"
    given.write_bytes(b"%PDF-1.7 invented")
    record = documents.attach(tom.profile.ports, tom.profile.signer, review, given)
    found = documents.attached(tom.profile.ports, tom.profile.signer, review, record)
    assert found == ("Self-evaluation.pdf", given.read_bytes())

"""The first minutes and every start after: a name is enough; without a secret store a phrase locks the data."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peerreview import bootstrap
from peerreview.bootstrap import Unlock
from peerreview.gui.app import Opening
from peerreview.gui.dialogs import Dialog
from peerreview.gui.screens.first_run import FirstRun
from peerreview.gui.screens.home import HomeScreen
from peerreview.gui.screens.locked import Locked
from peerreview.gui.screens.moving_in import PhraseDialog, SheetDialog
from peerreview.gui.unlock import UnlockDialog
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.window_state import WindowState
from peerreview.services import keeping
from tests.gui.world import PHRASE


@pytest.fixture
def opening(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Opening]:
    """Begin to open the profile in a folder, on a computer without a secret store."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")

    def begin(phrase_file: Path | None = None, files: Sequence[str] = ()) -> Opening:
        made = Opening(qapp, tmp_path / "profile", WindowState(theme="light"), files, phrase_file)
        qtbot.addWidget(made.shell)
        made.shell.painted.connect(made.begin)
        made.shell.show()
        return made

    return begin


def dialog(qtbot: QtBot, kind: type[Dialog]) -> Dialog:
    """The dialog of a kind, once it is there."""

    def found() -> list[Dialog]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=60_000)
    return found()[0]


def home(qtbot: QtBot, opened: Opening) -> HomeScreen:
    """The home page, once it stands."""
    qtbot.waitUntil(lambda: opened.workplace is not None, timeout=60_000)
    screen = opened.workplace.screen  # type: ignore[union-attr]
    assert isinstance(screen, HomeScreen)
    qtbot.waitUntil(lambda: screen.view is not None, timeout=60_000)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=60_000)
    return screen


def test_a_name_and_a_phrase_are_enough_to_begin(opening: Callable[..., Opening], qtbot: QtBot) -> None:
    opened = opening()
    qtbot.waitUntil(lambda: isinstance(opened.shell.screen_shown, FirstRun), timeout=60_000)
    first = opened.shell.screen_shown
    assert isinstance(first, FirstRun)
    assert not first.begin.isEnabled()
    qtbot.waitUntil(lambda: opened.shell.focusWidget() is first.name)
    qtbot.keyClicks(first.name, "Carys Bevan-Holt")
    qtbot.keyClicks(first.school, "Ormery Lane Junior")
    first.begin.click()
    asked = dialog(qtbot, PhraseDialog)
    assert isinstance(asked, PhraseDialog)
    for edit in (asked._first, asked._second):
        qtbot.keyClicks(edit, PHRASE)
    asked._go.click()
    screen = home(qtbot, opened)
    assert screen.view
    assert (screen.view.name, screen.view.school) == ("Carys Bevan-Holt", "Ormery Lane Junior")
    opened.shell.close()


@pytest.mark.expects_warning
def test_a_bug_behind_a_key_is_told_and_what_was_typed_is_printed_nowhere(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bootstrap.create_profile(tmp_path / "profile", Unlock(PHRASE), name="Carys Bevan-Holt").close()
    (tmp_path / "phrase.txt").write_text(f"{PHRASE}\n", encoding="utf-8")
    opened = opening(tmp_path / "phrase.txt")
    home(qtbot, opened)

    def press() -> None:
        raise ValueError("Mrs H- said something in Year 4")

    QTimer.singleShot(0, press)

    def said() -> str:
        return " ".join(each.text for each in opened.shell.findChildren(Banner))

    qtbot.waitUntil(lambda: "Something went wrong inside Peer Review." in said(), timeout=20_000)
    assert "Mrs H-" not in said()
    assert "Mrs H-" not in "".join(capfd.readouterr())
    opened.shell.close()


def test_the_phrase_opens_it_again_and_a_wrong_one_does_not(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path
) -> None:
    bootstrap.create_profile(tmp_path / "profile", Unlock(PHRASE), name="Carys Bevan-Holt").close()
    opened = opening()
    first = dialog(qtbot, UnlockDialog)
    assert isinstance(first, UnlockDialog)
    qtbot.keyClicks(first._edit, "not the phrase at all")
    first._done()
    qtbot.waitUntil(lambda: first not in QApplication.topLevelWidgets() or not first.isVisible())
    again = dialog(qtbot, UnlockDialog)
    assert isinstance(again, UnlockDialog)
    qtbot.keyClicks(again._edit, PHRASE)
    again._done()
    assert home(qtbot, opened).view
    opened.shell.close()


def test_closing_instead_of_unlocking_leaves_everything_as_it_was(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path
) -> None:
    bootstrap.create_profile(tmp_path / "profile", Unlock(PHRASE), name="Carys Bevan-Holt").close()
    opened = opening()
    dialog(qtbot, UnlockDialog).reject()
    qtbot.waitUntil(lambda: not opened.shell.isVisible(), timeout=60_000)
    assert opened.workplace is None


def test_a_phrase_file_opens_it_without_asking(opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path) -> None:
    bootstrap.create_profile(tmp_path / "profile", Unlock(PHRASE), name="Carys Bevan-Holt").close()
    (tmp_path / "phrase.txt").write_text(f"{PHRASE}\n", encoding="utf-8")
    opened = opening(tmp_path / "phrase.txt")
    assert home(qtbot, opened).view
    opened.shell.close()


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    """The words of the emergency sheet of the profile that is made here; its safe copy lies in `stick`."""
    with bootstrap.create_profile(tmp_path / "profile", Unlock(PHRASE), name="Carys Bevan-Holt") as app:
        kit = keeping.make_kit(app.ports, app.signer)
        keeping.safe_copy(app.ports, app.signer, tmp_path / "stick")
    return " ".join(kit.words)


def with_a_new_phrase(qtbot: QtBot, opened: Opening) -> str:
    """Choose a phrase, as a computer without a secret store asks; gives whose reviews they are."""
    asked = dialog(qtbot, PhraseDialog)
    assert isinstance(asked, PhraseDialog)
    for edit in (asked._first, asked._second):
        qtbot.keyClicks(edit, "another phrase altogether")
    asked._go.click()
    view = home(qtbot, opened).view
    opened.shell.close()
    return view.name if view else ""


def locked(qtbot: QtBot, opened: Opening) -> Locked:
    """The page that says why it does not open."""
    qtbot.waitUntil(lambda: isinstance(opened.shell.screen_shown, Locked), timeout=60_000)
    page = opened.shell.screen_shown
    assert isinstance(page, Locked)
    return page


def test_the_printed_sheet_opens_it_when_the_phrase_is_forgotten(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path, sheet: str
) -> None:
    opened = opening()
    asked = dialog(qtbot, UnlockDialog)
    assert isinstance(asked, UnlockDialog)
    asked._forgotten()
    locked(qtbot, opened).use_sheet()
    words = dialog(qtbot, SheetDialog)
    assert isinstance(words, SheetDialog)
    qtbot.keyClicks(words.words, sheet)
    words.done_with()
    assert with_a_new_phrase(qtbot, opened) == "Carys Bevan-Holt"
    bootstrap.open_profile(tmp_path / "profile", Unlock("another phrase altogether")).close()


def chosen(qtbot: QtBot, asked: SheetDialog, folder: Path) -> None:
    """Choose the folder of a safe copy, and wait until it was looked into."""
    asked.choose(folder)
    qtbot.waitUntil(lambda: "a safe copy of" in asked._chosen.text(), timeout=20_000)


def test_a_word_of_the_sheet_that_is_mistyped_is_pointed_out_before_anything_is_tried(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path, sheet: str
) -> None:
    shutil.rmtree(tmp_path / "profile")
    opened = opening()
    qtbot.waitUntil(lambda: isinstance(opened.shell.screen_shown, FirstRun), timeout=60_000)
    opened.shell.screen_shown._restore()  # type: ignore[attr-defined]
    asked = dialog(qtbot, SheetDialog)
    assert isinstance(asked, SheetDialog)
    chosen(qtbot, asked, tmp_path / "stick")
    words = sheet.split()
    qtbot.keyClicks(asked.words, " ".join([*words[:4], "qqqq", *words[5:]]))
    assert "Word 5 is not on the list" in asked.words.said.text()
    assert asked.words.accessibleDescription() == asked.words.said.text()
    [mark] = asked.words.extraSelections()
    assert mark.cursor.selectedText() == "qqqq"  # type: ignore[attr-defined]
    qtbot.keyClick(asked.words, Qt.Key.Key_Return)  # nothing is tried with it
    assert asked.isVisible()
    assert not asked._go.isEnabled()
    asked.words.setPlainText(sheet)
    assert asked.words.said.text() == "All 24 words are right."
    qtbot.keyPress(asked.words, Qt.Key.Key_Return)
    assert with_a_new_phrase(qtbot, opened) == "Carys Bevan-Holt"


def test_a_safe_copy_takes_the_place_of_data_that_are_damaged(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path, sheet: str
) -> None:
    (tmp_path / "profile" / "store.db").write_bytes(b"not a store at all " * 1000)
    (tmp_path / "phrase.txt").write_text(f"{PHRASE}\n", encoding="utf-8")
    opened = opening(tmp_path / "phrase.txt")
    locked(qtbot, opened).bring_back()
    asked = dialog(qtbot, SheetDialog)
    assert isinstance(asked, SheetDialog)
    chosen(qtbot, asked, tmp_path / "stick")
    qtbot.keyClicks(asked.words, sheet)
    asked.done_with()
    assert with_a_new_phrase(qtbot, opened) == "Carys Bevan-Holt"
    [kept] = tmp_path.glob("profile (put aside *")
    assert (kept / "store.db").read_bytes().startswith(b"not a store")


def test_a_safe_copy_is_brought_back_on_a_new_computer(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path, sheet: str
) -> None:
    shutil.rmtree(tmp_path / "profile")
    opened = opening()
    qtbot.waitUntil(lambda: isinstance(opened.shell.screen_shown, FirstRun), timeout=60_000)
    opened.shell.screen_shown._restore()  # type: ignore[attr-defined]
    asked = dialog(qtbot, SheetDialog)
    assert isinstance(asked, SheetDialog)
    chosen(qtbot, asked, tmp_path / "stick")
    qtbot.keyClicks(asked.words, sheet)
    asked.done_with()
    assert with_a_new_phrase(qtbot, opened) == "Carys Bevan-Holt"


@pytest.fixture
def phrase_file(tmp_path: Path) -> Path:
    """A profile that opens with this file."""
    bootstrap.create_profile(tmp_path / "profile", Unlock(PHRASE), name="Carys Bevan-Holt").close()
    (tmp_path / "phrase.txt").write_text(f"{PHRASE}\n", encoding="utf-8")
    return tmp_path / "phrase.txt"


def test_a_file_double_clicked_while_the_window_is_open_goes_there_and_the_second_start_ends(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path, phrase_file: Path
) -> None:
    first = opening(phrase_file)
    home(qtbot, first)
    asked: list[list[str]] = []
    assert first.workplace is not None
    first.workplace._starts.wanted.connect(asked.append)  # type: ignore[attr-defined]
    (tmp_path / "there.prb").write_bytes(b"no review file")
    second = opening(phrase_file, [str(tmp_path / each) for each in ("there.prb", "gone again.prb")])
    qtbot.waitUntil(lambda: not second.shell.isVisible(), timeout=60_000)
    assert asked == [[str(tmp_path / each) for each in ("there.prb", "gone again.prb")]]  # what is gone is told too
    assert second.workplace is None
    first.shell.close()


def test_where_no_window_is_open_but_a_command_is_at_work_that_is_said(
    opening: Callable[..., Opening], qtbot: QtBot, tmp_path: Path, phrase_file: Path
) -> None:
    with bootstrap.open_profile(tmp_path / "profile", Unlock(PHRASE)):
        second = opening(phrase_file, [str(tmp_path / "a.prb")])
        locked(qtbot, second)
        assert list((tmp_path / "profile" / "to open").iterdir()) == []
        second.shell.close()

"""Safe copies by themselves, their test, and review files that open with a double click, in the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from peerreview.config import file_type
from peerreview.gui import second_start
from peerreview.gui.screens.kit import KeyFileDialog, KitDialog
from peerreview.gui.screens.moving_in import SheetDialog
from peerreview.gui.screens.safe_copies import CopiesCard, SheetCard, TestCopyDialog
from peerreview.gui.screens.settings import SettingsScreen
from peerreview.gui.widgets.banner import Banner
from peerreview.services import keeping, start
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui.conftest import Desktop
from tests.gui.test_window import banner, button, spoken

Open = Callable[[str], Desktop]


def settings(desktop: Desktop) -> SettingsScreen:
    """The page, shown."""
    desktop.go(Target(Where.SETTINGS))
    assert isinstance(desktop.screen, SettingsScreen)
    return desktop.screen


def card(desktop: Desktop, kind: type) -> CopiesCard:
    found = desktop.screen.findChildren(kind)
    assert len(found) == 1
    return found[0]  # type: ignore[no-any-return]


def row(folder: Path) -> list[Path]:
    return sorted(folder.glob("Safe copies of Miriam Feldt */*/store.db"))


def test_a_folder_is_chosen_once_and_closing_the_window_saves_the_day(open_desktop: Open, tmp_path: Path) -> None:
    desktop = open_desktop("miriam")
    settings(desktop)
    assert "No folder is chosen for safe copies that are made by themselves." in spoken(desktop.screen)
    card(desktop, CopiesCard).choose(tmp_path)
    assert f"Safe copies are made in {tmp_path} from now on." in banner(desktop).text
    desktop.qtbot.waitUntil(lambda: f"made by themselves in {tmp_path}" in spoken(desktop.screen), timeout=60_000)
    [first] = row(tmp_path)
    desktop.place.copying.look()
    desktop.qtbot.waitUntil(lambda: not desktop.jobs.busy, timeout=60_000)
    assert row(tmp_path) == [first]  # it is minutes old
    first.unlink()
    with_due(desktop)
    desktop.shell.close()
    assert len(row(tmp_path)) == 1
    assert not desktop.shell.isVisible()


def with_due(desktop: Desktop) -> None:
    """A new sheet makes another due at once."""
    job = desktop.place.session.ask(lambda desk: keeping.make_kit(desk.ports, desk.signer, at_once=True))
    with desktop.qtbot.waitSignal(job.ended, timeout=60_000):
        pass


def test_the_newest_copy_is_tested_with_the_paper(open_desktop: Open, tmp_path: Path) -> None:
    desktop = open_desktop("miriam")
    page = settings(desktop)
    kits: list[keeping.Kit] = []
    job = page.session.ask(lambda desk: keeping.make_kit(desk.ports, desk.signer, at_once=True))
    job.then(page, kits.append)
    desktop.qtbot.waitUntil(lambda: bool(kits), timeout=60_000)
    card(desktop, CopiesCard).choose(tmp_path)
    desktop.qtbot.waitUntil(lambda: f"made by themselves in {tmp_path}" in spoken(desktop.screen), timeout=60_000)
    desktop.settle()
    button(desktop.screen, "Test my safe copy").click()
    asked = desktop.screen.findChild(TestCopyDialog)
    assert isinstance(asked, TestCopyDialog)
    asked.words.setPlainText("amber candle")
    assert not asked._go.isEnabled()
    asked.words.setPlainText(" ".join(kits[0].words))
    asked._go.click()
    desktop.qtbot.waitUntil(lambda: "brought back with your emergency sheet" in spoken(desktop.screen), timeout=60_000)
    assert "are whole and as they are here." in spoken(desktop.screen)
    assert "Tested " in spoken(desktop.screen)


def test_home_leads_to_the_folder(open_desktop: Open) -> None:
    desktop = open_desktop("miriam")
    desktop.go(Target(Where.SETTINGS, record="copies"))
    desktop.qtbot.waitUntil(card(desktop, CopiesCard).first.hasFocus, timeout=60_000)
    desktop.go(Target(Where.SETTINGS, record="kit"))
    [sheet] = desktop.screen.findChildren(SheetCard)
    desktop.qtbot.waitUntil(sheet.kit.hasFocus, timeout=60_000)


def test_a_double_click_is_offered_once(open_desktop: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    desktop = open_desktop("miriam")
    settings(desktop)
    button(desktop.screen, "Open them with a double click").click()
    desktop.qtbot.waitUntil(
        lambda: "A double click on a review file opens it here." in spoken(desktop.screen), timeout=60_000
    )
    assert file_type.lies_in(tmp_path, file_type.linux_files(file_type.command()))


def test_a_file_that_is_double_clicked_goes_to_the_window_that_is_open(open_desktop: Open, tmp_path: Path) -> None:
    desktop = open_desktop("miriam")
    folder = desktop.profile.folder
    strange = tmp_path / "strange.prb"
    strange.write_bytes(b"not a review file")
    left = second_start.leave(folder, [str(strange)])
    assert "strange" in banner(desktop).text or "file" in banner(desktop).text
    desktop.qtbot.waitUntil(lambda: not left.exists(), timeout=60_000)
    (left.parent / "half.json").write_text("{", "utf-8")  # nobody's message
    desktop.qtbot.waitUntil(lambda: not (left.parent / "half.json").exists(), timeout=60_000)


def test_what_stands_in_the_way_of_saving_is_said_in_the_dialog(
    open_desktop: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("peerreview.gui.dialogs.announce", lambda _widget, words: heard.append(words))
    desktop = open_desktop("miriam")
    sheet = KitDialog(settings(desktop), keeping.Kit(("amber",) * 24, b"", (3, 11, 20)))
    sheet.open()
    sheet.save(tmp_path / "pulled out" / "sheet.pdf")
    desktop.qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert sheet._said.text() == heard[0]
    assert not [each for each in desktop.shell.findChildren(Banner) if heard[0] in each.text]
    sheet.close()


def test_what_lies_in_a_chosen_folder_is_said_aloud(
    open_desktop: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("peerreview.gui.dialogs.announce", lambda _widget, words: heard.append(words))
    desktop = open_desktop("miriam")
    asked = SheetDialog(desktop.shell, "Bring a safe copy back", desktop.jobs, lambda *_: None, copy=True)
    asked.choose(tmp_path)
    desktop.qtbot.waitUntil(lambda: len(heard) > 1, timeout=20_000)
    assert heard == [f"Looking into {tmp_path} …", f"No safe copy is in {tmp_path}."]
    asked.close()


def test_a_key_file_over_one_with_another_phrase_leaves_that_beside_it(
    open_desktop: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = open_desktop("miriam")
    settings(desktop)
    path = tmp_path / "Miriam key.p12"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    for phrase, told in (
        ("first phrase of four words", "Saved as Miriam key.p12."),
        ("second phrase of four words", "it stays beside it as Miriam key, earlier.p12."),
    ):
        dialog = KeyFileDialog(desktop.screen)
        for edit in dialog._edits:
            edit.setText(phrase)
        dialog._go.click()
        desktop.qtbot.waitUntil(lambda told=told: told in spoken(desktop.shell), timeout=60_000)  # type: ignore[misc]
    for name, phrase in (("Miriam key, earlier", "first"), ("Miriam key", "second")):
        assert start.guest(tmp_path / f"{name}.p12", f"{phrase} phrase of four words").name == "Miriam Feldt"

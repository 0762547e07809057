"""Words that the disk does not take: said, handed over again, and not lost by going elsewhere or closing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peerreview.errors import EnvironmentFault
from peerreview.gui import session
from peerreview.gui.shell import SAVED
from peerreview.gui.unsaved import NOT_SAVED
from peerreview.gui.widgets.text_field import TextField
from peerreview.journal.buffer import Entry
from peerreview.services import reviews
from peerreview.services.ports import TypingStore
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import world
from tests.gui.conftest import Desktop
from tests.gui.test_window import banner, bound, button, spoken

Open = Callable[[str], Desktop]
WORDS = " Adults move to where it matters."


class Disk:
    """The typing buffer on a disk that may be full."""

    def __init__(self, typing: TypingStore) -> None:
        self._typing = typing
        self.full = True

    def keep(self, entry: Entry) -> None:
        """Keep an entry, where there is room."""
        if self.full:
            raise EnvironmentFault("There is no room left on this disk.", "", "Free some space.", code="no_room")
        self._typing.keep(entry)

    def entries(self, stream: str | None = None) -> tuple[Entry, ...]:
        """What is kept."""
        return self._typing.entries(stream)

    def drop(self, entries: Iterable[Entry]) -> None:
        """Forget entries."""
        self._typing.drop(entries)


@pytest.fixture
def full(
    open_desktop: Open, review: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> tuple[Desktop, Disk, TextField]:
    """Tom's window after he typed words that the disk did not take."""
    monkeypatch.setattr(session, "AGAIN_MS", 50)
    tom = open_desktop("tom")
    disk = Disk(tom.profile.ports.typing)
    tom.place.session.ports = replace(tom.profile.ports, typing=disk)
    tom.go(Target(Where.PREPARE, review))
    words = bound(tom, "self_view", "P4", "words")
    assert isinstance(words, TextField)
    qtbot.keyClick(words.edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(words.edit, WORDS)
    assert "There is no room left on this disk." in spoken(banner(tom))
    return tom, disk, words


def own_words(tom: Desktop, review: str) -> str:
    view = reviews.open_review(tom.profile.ports, tom.profile.signer, review)
    section = next(each for each in view.sections if each.code == "P4")
    assert section.grades
    return section.grades.own_words.text


def test_it_is_not_said_that_all_is_saved_and_going_elsewhere_loses_nothing(
    full: tuple[Desktop, Disk, TextField], review: str, qtbot: QtBot
) -> None:
    tom, disk, _words = full
    qtbot.waitUntil(lambda: tom.shell.status.text() == NOT_SAVED)
    tom.shell.say("")
    tom.place.say_saved()
    qtbot.waitUntil(lambda: tom.shell.status.text() == NOT_SAVED)
    tom.go(Target(Where.REPORT, review))
    disk.full = False
    qtbot.waitUntil(lambda: tom.shell.status.text() == SAVED)
    assert [each.text.endswith(WORDS) for each in tom.profile.ports.typing.entries(review)] == [True]
    tom.go(Target(Where.PREPARE, review))
    assert own_words(tom, review).endswith(WORDS)


def test_newer_words_are_not_overtaken_by_those_that_wait(
    full: tuple[Desktop, Disk, TextField], review: str, qtbot: QtBot
) -> None:
    tom, disk, words = full
    disk.full = False
    qtbot.keyClicks(words.edit, " And stay.")
    words.flush()
    qtbot.waitUntil(lambda: tom.shell.status.text() == SAVED)
    assert [each.text[-10:] for each in tom.profile.ports.typing.entries(review)] == [" And stay."]


def test_closing_asks_first_and_the_words_can_be_copied(
    full: tuple[Desktop, Disk, TextField], review: str, qtbot: QtBot
) -> None:
    tom, disk, _words = full
    assert not tom.shell.close()
    assert tom.shell.isVisible()
    said = banner(tom)
    assert "Your last words are not saved yet." in spoken(said)
    button(said, "Copy the words").click()
    assert QApplication.clipboard().text().endswith(WORDS)
    disk.full = False
    assert tom.shell.close()
    with world.open_profile(tom.profile.folder) as again:
        assert reviews.open_review(again.ports, again.signer, review)
        tom.profile = again
        assert own_words(tom, review).endswith(WORDS)


def test_whoever_wants_to_closes_all_the_same(full: tuple[Desktop, Disk, TextField]) -> None:
    tom, _disk, _words = full
    assert not tom.shell.close()
    button(banner(tom), "Close without them").click()
    assert not tom.jobs.running

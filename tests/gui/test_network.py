"""The network's page for whoever holds its stamp: a rule for everybody is signed and numbered as a new list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerreview.services import joining
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target
from tests.gui import world
from tests.gui.conftest import Desktop

Open = Callable[[str], Desktop]


def said(root: QWidget) -> str:
    return "\n".join(each.text() for each in root.findChildren(QLabel))


def button(root: QWidget, words: str) -> QPushButton:
    return next(each for each in root.findChildren(QPushButton) if each.accessibleName() == words)


def test_photos_are_allowed_for_the_whole_network(qtbot: QtBot, open_desktop: Open, played: tuple[Path, str]) -> None:
    desktop = open_desktop("miriam")
    desktop.go(Target(Where.NETWORK))
    session = desktop.place.session
    before = joining.show(session.ports, session.signer)
    assert "The network has no rule of its own: the handbook's holds." in said(desktop.screen)
    button(desktop.screen, "Let reviewers take photos …").click()
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, QDialog)
    path, phrase = asking.findChildren(QLineEdit)
    path.setText(str(next((played[0] / "stamp1").glob("*.p12"))))
    phrase.setText(world.PHRASE)
    button(asking, "Let reviewers take photos").click()
    desktop.settle()
    after = joining.show(session.ports, session.signer)
    assert (after.photos, after.number) == (True, before.number + 1)
    assert "Reviewers may take photos of displays and documents." in said(desktop.screen)
    assert "Make the welcome file next." in said(desktop.shell)
    assert [each for each in desktop.screen.findChildren(QPushButton) if each.text() == "No photos …"]

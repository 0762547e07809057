"""How files travel, in Settings: how much one e-mail takes, and the folder that is watched for what comes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from peerreview.gui.screen import AnyScreen
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.scale import Choice, Segmented
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.services import carriers
from peerreview.services.carriers import Carriers

_SIZES = (5, 10, 20, 25)
"""Megabytes that mail servers of schools and councils usually take."""


def carriers_card(screen: AnyScreen, chosen: Carriers) -> Card:
    """The card of Settings."""
    card = Card("Sending and receiving", "By stick, by e-mail, or through a folder that you share with colleagues.")
    sizes = sorted({*_SIZES, chosen.email_mb})
    choices = [Choice(str(each), f"{each} MB", str(index)) for index, each in enumerate(sizes, 1)]
    size = Segmented("The largest file that goes by e-mail", choices, str(chosen.email_mb))
    size.chosen.connect(lambda value: _size(screen, int(value)) if value else None)
    card.add(strong("The largest file that goes by e-mail"), size)
    card.add(muted("What is larger is divided: each file is complete, and they are opened in any order."))
    card.add(strong("A folder to watch"))
    if chosen.folder:
        card.add(label(f"{chosen.folder}. You are told once a file in it is whole; nothing in it is ever deleted."))
    else:
        card.add(muted("None. Choose any folder that another program keeps the same on several computers."))
    choose = Button("Choose a folder …", partial(_choose, screen), icon="folder-open")
    stop = quiet("Stop watching", partial(watch, screen, None))
    card.buttons(choose, *([stop] if chosen.folder else []))
    return card


def watch(screen: AnyScreen, folder: Path | None) -> None:
    """Watch a folder, or none."""
    screen.act(lambda desk: carriers.watch(desk.ports, desk.signer, folder))


def _choose(screen: AnyScreen) -> None:
    folder = QFileDialog.getExistingDirectory(screen, "Which folder is to be watched?")
    if folder:
        watch(screen, Path(folder))


def _size(screen: AnyScreen, megabytes: int) -> None:
    screen.act(lambda desk: carriers.choose_email(desk.ports, desk.signer, megabytes))

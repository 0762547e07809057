"""One's own computers: which are listed, adding another, and one on which a safe copy was brought back or that was
cancelled: what its owner does, in order (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from peerreview.domain.dates import moment, plain
from peerreview.gui.widgets.buttons import Button, primary, quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted
from peerreview.services import devices
from peerreview.services.asking import RequestView
from peerreview.services.devices import MyComputers
from peerreview.services.own_keys import OwnKeys, Whose
from peerreview.services.posting import Sent

if TYPE_CHECKING:
    from .network import NetworkScreen

_BY_ANOTHER = (
    "On your other computer: Our network, My computers, Add another computer. Then open here the joining file that it "
    "makes: the other computer vouches for this one."
)


def computers_card(screen: NetworkScreen, mine: MyComputers, asking: Sequence[RequestView]) -> Card:
    """The computers that the network lists, those that ask this one for its word, and what to do with another."""
    card = Card("My computers", "Another computer has its own key. This one vouches for it, the office admits it.")
    here = "The computer your safe copy was made on" if mine.keys.whose is Whose.COPIED else "This computer"
    for computer in mine.listed:
        which = here if computer.actor == mine.here else "Another computer of yours"
        card.add(label(f"{which}, listed since {plain(computer.since)}: {' '.join(computer.words)}"))
    if len(mine.listed) > 1:
        card.add(muted("Is one of them lost? Ring the office and read out its words: it cancels that one."))
    for each in asking:
        words = " ".join(each.check_words)
        pass_on = Button("It is mine: pass it on …", partial(_vouch, screen, each.actor), about=words)
        card.add(SideBySide(label(f"Another computer asks: {words}"), pass_on, letters=84))
    card.buttons(
        Button("Add another computer …", partial(_add, screen)),
        quiet("Take my reviews along …", partial(_along, screen), about="One file for your other computers"),
    )
    return card


def _add(screen: NetworkScreen) -> None:
    folder = QFileDialog.getExistingDirectory(screen, "Where should the joining file for your other computer go?")
    if folder:
        add(screen, Path(folder))


def add(screen: NetworkScreen, folder: Path) -> None:
    """Make the joining file for another computer in `folder`."""
    screen.act(
        lambda desk: devices.add(desk.ports, desk.signer, folder, progress=desk.progress),
        "Making the joining file",
        then=screen.show_phrase,
    )


def _vouch(screen: NetworkScreen, actor: str) -> None:
    folder = QFileDialog.getExistingDirectory(screen, "Where should the request for the office go?")
    if folder:
        vouch(screen, actor, Path(folder))


def vouch(screen: NetworkScreen, actor: str, folder: Path) -> None:
    """Give this computer's word for another, in a file for the office."""
    screen.act(
        lambda desk: devices.vouch(desk.ports, desk.signer, actor, folder, desk.progress),
        "Passing it on",
        then=lambda sent: screen.session.tell(f"{sent.sentence} Send it to the office."),
    )


def _along(screen: NetworkScreen) -> None:
    folder = QFileDialog.getExistingDirectory(screen, "Where should the file for your other computers go?")
    if folder:
        bring_along(screen, Path(folder))


def bring_along(screen: NetworkScreen, folder: Path) -> None:
    """Make the file with everything shared for one's other computers."""
    screen.act(
        lambda desk: devices.bring_along(desk.ports, desk.signer, folder, desk.progress),
        "Making the file",
        then=lambda sent: screen.session.tell(f"{sent.sentence} Notes marked Only me stay on this computer."),
    )


def new_computer(screen: NetworkScreen, keys: OwnKeys) -> Card:
    """The card that says where this computer stands, and has the one button that goes on from there."""
    if keys.whose is Whose.CANCELLED and keys.ended:
        card = Card("This computer is no longer listed", "You can read and write; sending waits.")
        card.add(label(f"Your membership on it ended on {plain(keys.ended)}: {keys.reason}."))
    else:
        card = Card("This computer is new to your network", "Your safe copy was brought back here.")
        card.add(label("It still works with the keys of the old computer, so you can send and sign."))
        card.add(label("Is the old computer lost or stolen? Ring the office now: it cancels that one.", tone="warn"))
    if keys.others:
        cancelled = keys.whose is Whose.CANCELLED
        card.add(label(_BY_ANOTHER if cancelled else f"Is the old computer cancelled already? {_BY_ANOTHER}"))
        if cancelled:
            return card
    if keys.asked:
        card.add(label(f"You asked on {moment(keys.asked)}. Open the office's next file here, and all is done."))
        card.add(label("If the office rings, read these words out:"), label(" ".join(keys.words), "wall"))
    else:
        card.add(
            label("Ask for keys of its own: make the request, send it to the office, open the office's next file.")
        )
    make = Button if keys.asked else primary
    card.buttons(make("Make the request again …" if keys.asked else "Ask the office …", lambda: _choose(screen)))
    return card


def _choose(screen: NetworkScreen) -> None:
    folder = QFileDialog.getExistingDirectory(screen, "Where should the request go? A stick or a folder.")
    if folder:
        ask_anew(screen, Path(folder))


def ask_anew(screen: NetworkScreen, folder: Path) -> None:
    """Make the request for keys of this computer's own in `folder`."""

    def made(sent: Sent) -> None:
        screen.session.tell(f"{sent.sentence} Send it to the office; its next file puts the new keys in their place.")

    screen.act(
        lambda desk: devices.ask_anew(desk.ports, desk.signer, folder, desk.progress), "Making the request", then=made
    )

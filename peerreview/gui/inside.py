"""Look into a file: what it is, who made it for whom, what lies in it. Nothing is brought in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from peerreview.services import inspecting
from peerreview.services.inspecting import Inside

from .dialogs import Dialog
from .session import Session
from .shell import Shell
from .widgets.card import rule
from .widgets.text import label, muted, strong


def choose(session: Session, shell: Shell) -> None:
    """Ask which file, and look into it."""
    name, _ = QFileDialog.getOpenFileName(shell, "Look into which file?")
    if name:
        look(session, shell, Path(name))


def look(session: Session, shell: Shell, path: Path) -> None:
    """Look into a file and show what was found."""
    job = session.fetch(
        lambda desk: inspecting.inspect_here(desk.ports, desk.signer, path, progress=desk.progress, turn=desk.turn),
        "Looking into it",
    )
    job.then(shell, lambda inside: InsideDialog(inside, shell).open())


class InsideDialog(Dialog):
    """What was found in a file."""

    def __init__(self, inside: Inside, parent: Shell) -> None:
        super().__init__("What is in this file", parent)
        facts, parts = inside.lines[: len(inside.lines) - len(inside.parts)], inside.parts
        self.add(strong(inside.name))
        self.add(*(label(line) for line in facts))
        if parts:
            self.add(rule(), *(label(each.sentence) for each in parts))
        self.add(muted("Nothing was brought in."))
        self.closes("Close").setFocus()

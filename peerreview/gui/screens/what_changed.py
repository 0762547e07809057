"""What a version of the report says otherwise than the one it replaces: both wordings, place by place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from peerreview.domain.release import Changed
from peerreview.gui.dialogs import Dialog
from peerreview.gui.widgets.card import rule
from peerreview.gui.widgets.text import label, muted, strong


class WhatChangedDialog(Dialog):
    """Reads from top to bottom; nothing here can be changed."""

    def __init__(self, parent: QWidget, number: str, replaces: str, changes: Sequence[Changed]) -> None:
        super().__init__(f"What version {number} says otherwise than version {replaces}", parent)
        if not changes:
            self.add(muted("No words differ."))
        for place, change in enumerate(changes):
            if place:
                self.add(rule())
            self.add(strong(change.title))
            self.add(muted(f"Version {replaces}"), label(change.before or "Nothing stood here."))
            self.add(muted(f"Version {number}"), label(change.after or "Nothing stands here any more."))
        self.closes("Close")

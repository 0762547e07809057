"""Banners: what happened, what is safe, what to do; details folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from .buttons import quiet
from .card import IconMark
from .flow import Flow
from .side import SideBySide
from .text import label as plain
from .text import muted, strong

_ICONS = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "octagon-alert"}
_COLOURS = {"info": "accent", "ok": "ok", "warn": "warn", "bad": "bad"}


class Banner(QFrame):
    """A box with a mark, sentences and buttons. `tone`: info, ok, warn or bad; the words never rest on the colour."""

    def __init__(
        self, text: str, *buttons: QWidget, tone: str = "info", lead: str = "", details: str = "", closes: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("tone", tone)
        self.text = " ".join(part for part in (lead, text) if part)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        beside = Qt.AlignmentFlag.AlignTop if lead and text else Qt.AlignmentFlag.AlignVCenter
        row.addWidget(IconMark(_ICONS[tone], _COLOURS[tone]), 0, beside)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if lead:
            column.addWidget(strong(lead))
        if text:
            column.addWidget(plain(text))
        shown = list(buttons)
        if details:
            shown.append(self._fold(details))
        if closes:
            shown.append(quiet("Close this message", self.deleteLater))
        if details:
            column.addWidget(self._details)
        if shown:
            side = QWidget()
            side.setLayout(Flow(*shown))
            row.addWidget(SideBySide(words, side, letters=96), 1)
        else:
            row.addWidget(words, 1)

    def _fold(self, details: str) -> QWidget:
        self._details = muted(details)
        self._details.setVisible(False)
        button = quiet("Show details")

        def turn() -> None:
            open_now = not self._details.isVisible()
            self._details.setVisible(open_now)
            button.setText("Hide details" if open_now else "Show details")

        button.clicked.connect(lambda _checked=False: turn())
        return button


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say `text` now."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))

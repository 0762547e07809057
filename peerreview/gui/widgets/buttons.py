"""Buttons that say what they do. One primary button a page; the rest are plain or quiet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from peerreview.gui import icons
from peerreview.gui.theme import tokens_of


class Button(QPushButton):
    """A push button with an optional Lucide icon that follows the theme. `about` goes to screen readers."""

    def __init__(
        self,
        text: str,
        act: Callable[[], object] | None = None,
        *,
        kind: str = "",
        icon: str = "",
        about: str = "",
    ) -> None:
        super().__init__(_beside(icon, text))
        self._icon = icon
        if kind:
            self.setProperty("kind", kind)
        self.setAccessibleName(text.replace("\n", " ") or about)
        self.setAccessibleDescription(about)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if act:
            self.clicked.connect(lambda _checked=False: act())
        self._tint()

    def setText(self, text: str) -> None:
        super().setText(_beside(self._icon, text))
        self.setAccessibleName(text.replace("\n", " "))

    def show_icon(self, icon: str) -> None:
        """Bear another icon."""
        self._icon = icon
        self._tint()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.property("kind") == "step":  # as wide as when it is the page one is on, in bold
            bold = self.font()
            bold.setBold(True)
            wide, usual = (metrics.size(0, self.text()).width() for metrics in (QFontMetrics(bold), self.fontMetrics()))
            hint.setWidth(hint.width() + max(0, wide - usual) + 2)
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter is for the button that has the keyboard, never for another one of the dialog.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.property("kind") == "primary":  # a border in any colour is lost on this ground
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(tokens_of(self).on_accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 3, 3)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange, QEvent.Type.FontChange):
            self._tint()

    def _tint(self) -> None:
        if not self._icon:
            return
        tokens = tokens_of(self)
        kind = self.property("kind")
        colour = {"primary": tokens.on_accent, "quiet": tokens.accent, "concern": tokens.warn}.get(kind, tokens.text)
        size = round(self.fontMetrics().height() * 0.95)
        self.setIcon(icons.icon(self._icon, colour if self.isEnabled() else tokens.muted, size))
        self.setIconSize(QSize(size, size))


def _beside(icon: str, text: str) -> str:
    """The words with room between them and the icon, in every line."""
    return "\n".join(f" {line}" for line in text.split("\n")) if icon and text else text


def primary(text: str, act: Callable[[], object] | None = None, *, icon: str = "", about: str = "") -> Button:
    """The one thing to do next on a page."""
    return Button(text, act, kind="primary", icon=icon, about=about)


def quiet(text: str, act: Callable[[], object] | None = None, *, icon: str = "", about: str = "") -> Button:
    """Something possible but seldom wanted."""
    return Button(text, act, kind="quiet", icon=icon, about=about)

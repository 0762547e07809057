"""Lucide icons (ISC), tinted to a colour of the theme and drawn at twice the size, so that they stay crisp."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from peerreview.config import paths

_SHARP = 2


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 20) -> QPixmap:
    """The icon `name` of resources/icons in `colour`, `size` pixels square at the usual resolution."""
    from PySide6.QtSvg import QSvgRenderer  # not before the first paint

    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    drawn = QPixmap(size * _SHARP, size * _SHARP)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size * _SHARP, size * _SHARP))
    painter.end()
    drawn.setDevicePixelRatio(_SHARP)
    return drawn


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """The same for buttons and lists; a chosen row keeps the colour, which Fusion alone would tint."""
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Selected)
    made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Active)
    return made

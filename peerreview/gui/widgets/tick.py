"""A tick box whose words wrap and whose box is clear to see in every theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from peerreview.gui.theme import tokens_of


class Tick(QCheckBox):
    """A check box (Space ticks it). `about` goes to screen readers."""

    def __init__(self, text: str, on: bool = False, *, about: str = "") -> None:
        super().__init__(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(about)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setChecked(on)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hitButton(self, position: object) -> bool:
        return True

    def sizeHint(self) -> QSize:
        wide = self._indent() + self.fontMetrics().horizontalAdvance(self.text()) + 6
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(self._indent() + longest + 6, max(26, self._box() + 8))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(26, self._box() + 8, self._words(width).height() + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, side = tokens_of(self), self._box()
        top = 4 + (self.fontMetrics().lineSpacing() - side) / 2
        box = QRectF(3.5, top, side, side)
        on, able = self.isChecked(), self.isEnabled()
        edge = QColor(tokens.accent if on and able else tokens.field)
        painter.setPen(QPen(edge, 1.5, Qt.PenStyle.SolidLine if able else Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens.accent if on and able else tokens.card))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            ink = QColor(tokens.on_accent if able else tokens.text)
            pen = QPen(ink, max(1.8, side / 8), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            path = QPainterPath(QPointF(box.left() + side * 0.22, box.top() + side * 0.52))
            path.lineTo(box.left() + side * 0.42, box.top() + side * 0.72)
            path.lineTo(box.left() + side * 0.78, box.top() + side * 0.3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
        painter.setPen(QColor(tokens.text if able else tokens.muted))
        words = QRect(self._indent(), 4, self.width() - self._indent() - 4, self.height())
        painter.drawText(words, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _box(self) -> int:
        return max(16, round(self.fontMetrics().height() * 0.95))

    def _indent(self) -> int:
        return self._box() + 14

    def _words(self, width: int) -> QRect:
        room = QRect(0, 0, max(1, width - self._indent() - 4), 100_000)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())

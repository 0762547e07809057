"""The scale: number and words in number order, one key each, cleared by Delete, never colour alone.

Real radio buttons (role, arrow keys, checked state) with their own paint. The group is one tab stop: the chosen one.
When the words do not fit side by side, the segments stand under each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from peerreview.gui.theme import tokens_of

_RADIUS = 6.0


@dataclass(frozen=True)
class Choice:
    """One segment: the value it stands for, its words, and the key that chooses it."""

    value: str
    words: str
    key: str = ""


class Segment(QRadioButton):
    """One choice, painted as part of a bar or, standing alone, as a box."""

    def __init__(self, choice: Choice) -> None:
        super().__init__(choice.words)
        self.choice = choice
        self.corners = (True, True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        font = self.font()
        font.setBold(True)
        metrics = QFontMetrics(font)
        return QSize(metrics.horizontalAdvance(self.text()) + round(metrics.height() * 1.7) + 18, self._height(metrics))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _height(self, metrics: QFontMetrics) -> int:
        return max(36, round(metrics.height() * 1.8))

    def hitButton(self, position: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, on, able = tokens_of(self), self.isChecked(), self.isEnabled()
        fill = (
            (tokens.accent if able else tokens.accent_soft) if on else tokens.bg if self.underMouse() else tokens.card
        )
        ink = QColor((tokens.on_accent if able else tokens.text) if on else tokens.text if able else tokens.muted)
        edge = Qt.PenStyle.SolidLine if able else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(tokens.accent if on else tokens.field), 1, edge))
        painter.setBrush(QColor(fill))
        painter.drawPath(self._outline())
        font = self.font()
        font.setBold(on)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        tick = metrics.height() * 0.62
        gap = tick * 0.5
        room = metrics.horizontalAdvance(self.text()) + (tick + gap if on else 0)
        x, middle = (self.width() - room) / 2, self.height() / 2
        if on:  # a tick as well: the choice never rests on colour
            painter.setPen(
                QPen(ink, max(1.6, tick / 6), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            path = QPainterPath()
            path.moveTo(x, middle)
            path.lineTo(x + tick * 0.38, middle + tick * 0.36)
            path.lineTo(x + tick, middle - tick * 0.36)
            painter.drawPath(path)
            x += tick + gap
        painter.setPen(ink)
        painter.drawText(QRectF(x, 0, room + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.on_accent if on and able else tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 3, 3)

    def _outline(self) -> QPainterPath:
        left, right = self.corners
        box = QRectF(self.rect()).adjusted(0.5, 0.5, 0.5 if not right else -0.5, -0.5)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(box, _RADIUS, _RADIUS)
        if not left:
            path.addRect(QRectF(box.left(), box.top(), _RADIUS, box.height()))
        if not right:
            path.addRect(QRectF(box.right() - _RADIUS, box.top(), _RADIUS, box.height()))
        return path.simplified()


class Segmented(QWidget):
    """A row of choices of which one or none is chosen. `chosen` carries the value, None when cleared.

    `keyed` comes after a choice was made, or made again, with its own key.
    """

    chosen = Signal(object)
    keyed = Signal()

    def __init__(self, name: str, choices: Sequence[Choice], value: str | None = None, *, about: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.choices = tuple(choices)
        self._group = QButtonGroup(self)
        self.segments: list[Segment] = []
        for index, choice in enumerate(self.choices):
            segment = Segment(choice)
            segment.setParent(self)
            segment.setAccessibleName(f"{name}: {choice.words}")
            segment.setAccessibleDescription(about)
            segment.setChecked(choice.value == value)
            self._group.addButton(segment, index)
            self.segments.append(segment)
        self._showing = False
        self._rove()
        self._group.idToggled.connect(self._toggled)

    @property
    def value(self) -> str | None:
        """The value chosen, or None."""
        index = self._group.checkedId()
        return self.choices[index].value if index >= 0 else None

    def show_value(self, value: str | None) -> None:
        """Show another value without saying that somebody chose it."""
        self._showing = True
        self._group.setExclusive(False)
        for segment in self.segments:
            segment.setChecked(segment.choice.value == value)
        self._group.setExclusive(True)
        self._showing = False
        self._rove()

    def clear(self) -> None:
        """Choose nothing."""
        if self.value is not None:
            self.show_value(None)
            self.chosen.emit(None)

    def focus_here(self) -> None:
        """Put the keyboard on the chosen segment, or on the first."""
        self._home().setFocus(Qt.FocusReason.OtherFocusReason)

    def hasFocus(self) -> bool:
        return any(segment.hasFocus() for segment in self.segments)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
            return
        for segment in self.segments:
            if segment.choice.key and event.text() == segment.choice.key:
                segment.setChecked(True)
                segment.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.keyed.emit()
                return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self._segment() * len(self.segments), self._tall())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._segment(), self._tall())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._tall() if self._widths(width) else (self._tall() + 4) * len(self.segments) - 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widths, x, y = self._widths(self.width()), 0, 0
        for index, segment in enumerate(self.segments):
            segment.corners = (index == 0, index == len(self.segments) - 1) if widths else (True, True)
            wide = widths[index] if widths else min(self._segment(), self.width())
            segment.setGeometry(QRect(x, y, wide, self._tall()))
            x, y = (x + wide, 0) if widths else (0, y + self._tall() + 4)

    def _segment(self) -> int:
        return max((segment.sizeHint().width() for segment in self.segments), default=0)

    def _tall(self) -> int:
        return self.segments[0].sizeHint().height() if self.segments else 0

    def _widths(self, width: int) -> list[int]:
        """Equal widths, so that scales line up down a page; else natural ones; else none: stand under each other."""
        if self._segment() * len(self.segments) <= width:
            return [self._segment()] * len(self.segments)
        natural = [segment.sizeHint().width() for segment in self.segments]
        return natural if sum(natural) <= width else []

    def _toggled(self, index: int, on: bool) -> None:
        self._rove()
        if on and not self._showing:
            self.chosen.emit(self.choices[index].value)

    def _home(self) -> Segment:
        return self.segments[max(0, self._group.checkedId())]

    def _rove(self) -> None:
        home = self._home()  # Qt alone lands on the first segment; people expect the chosen one
        for segment in self.segments:
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if segment is home else Qt.FocusPolicy.ClickFocus)

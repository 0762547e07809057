"""The list at the left: where one can go, with the state of each step in words. One tab stop; Enter goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from . import icons
from .theme import tokens_of

_PLACE = Qt.ItemDataRole.UserRole
_STATE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Place:
    """A line of the list. `goes` is given back when it is chosen; a line that goes nowhere is a heading."""

    words: str
    goes: object = None
    state: str = ""
    icon: str = ""
    tone: str = "muted"


class _Lines(QStyledItemDelegate):
    """Two lines for a place: its name, and its state in the quiet colour."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        place: Place = index.data(_PLACE)
        self.initStyleOption(option, index)
        view = option.widget
        tokens, line = tokens_of(view), painter.fontMetrics().lineSpacing()
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if place.goes is not None and state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft if chosen else tokens.bg))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
            if chosen and state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QColor(tokens.accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
                painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 5, 5)
        font = view.font()
        font.setBold(place.goes is None or bool(state & QStyle.StateFlag.State_Selected))
        painter.setFont(font)
        left, top = rect.left() + 10, rect.top() + 8
        if place.icon:
            side = round(painter.fontMetrics().height() * 0.95)
            shift = (line - side) // 2 + 1
            painter.drawPixmap(left, top + shift, icons.pixmap(place.icon, getattr(tokens, place.tone), side))
            left += side + 8
        room = rect.right() - left - 6
        painter.setPen(QColor(tokens.text if place.goes is not None else tokens.muted))
        words = QRect(left, top, room, rect.height())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        drawn = painter.drawText(words, flags, place.words)
        if place.state:
            font.setBold(False)
            painter.setFont(font)
            painter.setPen(QColor(tokens.muted))
            painter.drawText(words.adjusted(0, drawn.height() + 1, 0, 0), flags, place.state)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        place: Place = index.data(_PLACE)
        view: Navigation = self.parent()  # type: ignore[assignment]
        room = view.viewport().width() - 20 - (view.fontMetrics().height() + 8 if place.icon else 0)
        return QSize(10, _tall(place.words, place.state, room, view.font().toString()) + 16)


@lru_cache(2_000)  # Qt asks for each of some hundred notes three times, and again after each new one
def _tall(words: str, state: str, room: int, face: str) -> int:
    """How high the words, bold as when it is chosen, and the state of a place are, wrapped in a width of `room`, in the
    font called `face`."""
    font = QFont()
    font.fromString(face)
    bold, flags = QFont(font), Qt.TextFlag.TextWordWrap
    bold.setBold(True)
    tall = QFontMetrics(bold).boundingRect(QRect(0, 0, room, 1000), flags, words).height()
    if state:
        tall += QFontMetrics(font).boundingRect(QRect(0, 0, room, 1000), flags, state).height() + 1
    return tall


class Navigation(QListWidget):
    """The places; `wanted` carries what the chosen one goes to."""

    wanted = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("navlist")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Lines(self))
        self.setMouseTracking(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)  # words wrap anew when the width changes
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._go)
        self.itemActivated.connect(self._go)

    def show_places(self, places: Sequence[Place], current: object = None) -> None:
        """Show other places; the one that goes to `current` is marked."""
        self.clear()
        for place in places:
            item = QListWidgetItem()
            item.setData(_PLACE, place)
            item.setText(place.words)
            spoken = ", ".join(part for part in (place.words, place.state) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            if place.goes is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
            if place.goes is not None and place.goes == current:
                self.setCurrentItem(item)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()

    def _go(self, item: QListWidgetItem) -> None:
        place: Place = item.data(_PLACE)
        if place.goes is not None:
            self.wanted.emit(place.goes)

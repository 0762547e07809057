"""A row that goes on below when it is full, so that buttons never clip at 200 % text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from .in_order import InOrder


class Flow(InOrder):
    """Items left to right at their natural size, then the next line. `gap` in pixels."""

    def __init__(self, *widgets: QWidget, gap: int = 8) -> None:
        super().__init__(gap)
        for widget in widgets:
            self.addWidget(widget)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, move: bool) -> int:
        row: list[tuple[QLayoutItem, QSize]] = []
        x = y = height = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(rect.width(), item.minimumSize().width())))
            if row and x + size.width() > rect.width():
                self._place(row, rect, y, height, move)
                y += height + self.spacing()
                row, x, height = [], 0, 0
            row.append((item, size))
            x += size.width() + self.spacing()
            height = max(height, item.heightForWidth(size.width()) if item.hasHeightForWidth() else size.height())
        self._place(row, rect, y, height, move)
        return y + height

    def _place(self, row: list[tuple[QLayoutItem, QSize]], rect: QRect, y: int, height: int, move: bool) -> None:
        x = rect.x()
        for item, size in row:
            if move:
                tall = item.heightForWidth(size.width()) if item.hasHeightForWidth() else size.height()
                corner = QPoint(x, rect.y() + y + (height - tall) // 2)
                item.setGeometry(QRect(corner, QSize(size.width(), tall)))
            x += size.width() + self.spacing()

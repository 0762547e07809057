"""Words at the left and what can be done at the right; under each other where the window or the text leaves no room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QSizePolicy, QWidget

from .in_order import InOrder


class _Sides(InOrder):
    """A row from `room` pixels on, else a column: decided from the width alone, so that heights are always right."""

    def __init__(self, parent: QWidget, letters: int, even: bool, gap: int) -> None:
        super().__init__(gap, parent)
        self._parent = parent
        self._letters, self._even = letters, even

    def heightForWidth(self, width: int) -> int:
        return max((box.bottom() + 1 for box in self._boxes(QRect(0, 0, width, 0))), default=0)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() for item in self._items) + self.spacing() * (len(self._items) - 1)
        return QSize(width, max((item.sizeHint().height() for item in self._items), default=0))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, box in zip(self._items, self._boxes(rect), strict=True):
            item.setGeometry(box)

    def _boxes(self, rect: QRect) -> list[QRect]:
        row = rect.width() >= self._parent.fontMetrics().averageCharWidth() * self._letters
        x, y = rect.x(), rect.y()
        if not row:
            boxes = []
            for index, item in enumerate(self._items):
                natural = self._even or not index or item.hasHeightForWidth()
                wide = rect.width() if natural else min(rect.width(), item.sizeHint().width())
                boxes.append(QRect(x, y, wide, _tall(item, wide)))
                y += boxes[-1].height() + 8
            return boxes
        widths = self._widths(rect.width())
        talls = [_tall(item, width) for item, width in zip(self._items, widths, strict=True)]
        tallest = max([*talls, rect.height() if self._even else 0], default=0)
        boxes = []
        for width, tall in zip(widths, talls, strict=True):
            down = 0 if self._even else (tallest - tall) // 2
            boxes.append(QRect(x, y + down, width, tallest if self._even else tall))
            x += width + self.spacing()
        return boxes

    def _widths(self, width: int) -> list[int]:
        count = len(self._items)
        free = width - self.spacing() * (count - 1)
        if self._even:
            return [free // count] * count
        rest = [item.sizeHint().width() for item in self._items[1:]]
        return [free - sum(rest), *rest]


class SideBySide(QWidget):
    """Widgets in a row once it is `letters` average letters wide, else in a column. The first takes the room.

    With `even` all are equally wide and begin at the same height.
    """

    def __init__(self, *widgets: QWidget, letters: int, even: bool = False, gap: int = 16) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = _Sides(self, letters, even, gap)
        for widget in widgets:
            layout.addWidget(widget)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)


def _tall(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()

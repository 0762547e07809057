"""A list to pick from: a combo box with a name, an arrow in the theme's ink, and no accidental scrolling."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from peerreview.gui.theme import tokens_of

_LEAST = 8
"""Letters: what is shown of words that would be shown whole in a box for which there is no room."""


class Pick(QComboBox):
    """One of `choices` (value, words), shown up to `letters` letters wide, or whole where there is room for it.

    `picked` carries what a person chose.
    """

    picked = Signal(object)

    def __init__(
        self, name: str, choices: Iterable[tuple[str, str]], value: str = "", *, letters: int | None = 30
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)  # a combo box says only its value otherwise
        for key, words in choices:
            self.addItem(words, key)
        self.show_value(value)
        # No wider than it must be: long words are cut in the box and whole in the list.
        longest = max((self.itemText(index) for index in range(self.count())), key=len, default="")
        policy = QComboBox.SizeAdjustPolicy
        self.setSizeAdjustPolicy(
            policy.AdjustToContents if letters is None else policy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setMinimumContentsLength(min(len(longest), letters or _LEAST))
        self.view().setMinimumWidth(self.fontMetrics().horizontalAdvance(longest) + 48)
        self.activated.connect(lambda index: self.picked.emit(self.itemData(index)))

    @property
    def value(self) -> str:
        """The value shown."""
        return str(self.currentData() or "")

    def show_value(self, value: str) -> None:
        """Show another value; one that is not offered leaves the first."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must never change an answer

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens_of(self).text), 1.8))
        reach = min(8.0, self.fontMetrics().height() / 4)
        x, y = self.width() - 17.0, self.height() / 2 - reach / 2
        path = QPainterPath(QPointF(x - reach, y))
        path.lineTo(x, y + reach)
        path.lineTo(x + reach, y)
        painter.drawPath(path)

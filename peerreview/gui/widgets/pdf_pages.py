"""Pages of a PDF as pictures, as wide as there is room. The same words stand beside them as real fields."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from .text import muted


class _Sheet(QLabel):
    """One page; its height follows its width."""

    def __init__(self, png: bytes, number: int, of: int) -> None:
        super().__init__()
        self._whole = QPixmap.fromImage(QImage.fromData(png))
        self.setAccessibleName(f"Page {number} of {of}")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setStyleSheet("border: 1px solid palette(mid);")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self._whole.height() / max(1, self._whole.width()))

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(360))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sharp = self.devicePixelRatioF()
        wide = max(1, round((self.width() - 2) * sharp))
        drawn = self._whole.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        drawn.setDevicePixelRatio(sharp)
        self.setPixmap(drawn)


class PageView(QWidget):
    """All pages under each other, or a line that says why there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.show_words("The pages are being laid out …")

    def show_pages(self, pages: Sequence[bytes]) -> None:
        """Show these pages (PNG)."""
        self._clear()
        for number, page in enumerate(pages, 1):
            self._column.addWidget(_Sheet(page, number, len(pages)))

    def show_page(self, png: bytes, number: int, of: int, words: str) -> None:
        """Show one page in the place of the others; `words` are for those who listen."""
        self._clear()
        sheet = _Sheet(png, number, of)
        sheet.setAccessibleDescription(words)
        self._column.addWidget(sheet)

    def show_words(self, words: str) -> None:
        """Say something in place of the pages."""
        self._clear()
        self._column.addWidget(muted(words))

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()

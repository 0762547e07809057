"""Pages of a PDF as pictures, as wide as there is room. The same words stand beside them as real fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from .text import muted


def images(pages: Iterable[bytes]) -> tuple[QImage, ...]:
    """Pages (pictures of any kind) as they are shown; for the job that draws them, as it takes a while."""
    return tuple(map(QImage.fromData, pages))


class _Sheet(QLabel):
    """One page; its height follows its width, and it is drawn to that width when it is seen."""

    def __init__(self, page: QImage) -> None:
        super().__init__()
        self._page = page
        self._drawn = QImage()
        picture = QPixmap(1, 1)
        picture.fill(Qt.GlobalColor.transparent)
        self.setPixmap(picture)  # to be called a picture by a screen reader; the page itself is painted over it
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setStyleSheet("border: 1px solid palette(mid);")

    def show_page(self, page: QImage) -> None:
        """Show the page as it is now; nothing is drawn or laid out anew for the same one."""
        if page == self._page:
            return
        if page.size() != self._page.size():
            self.updateGeometry()
        self._page, self._drawn = page, QImage()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self._page.height() / max(1, self._page.width()))

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(360))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        room, sharp = self.contentsRect(), self.devicePixelRatioF()
        wide = max(1, round(room.width() * sharp))
        if self._drawn.width() != wide:
            self._drawn = self._page.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
            self._drawn.setDevicePixelRatio(sharp)
        QPainter(self).drawImage(room.topLeft(), self._drawn)


class PageView(QWidget):
    """All pages under each other, or a line that says why there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._sheets: list[_Sheet] = []
        self.show_words("The pages are being laid out …")

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show these pages; those that stand there and are the same stay as they are."""
        if len(pages) != len(self._sheets):
            self._clear()
            self._sheets = [_Sheet(page) for page in pages]
            for number, sheet in enumerate(self._sheets, 1):
                sheet.setAccessibleName(f"Page {number} of {len(pages)}")
                self._column.addWidget(sheet)
        for sheet, page in zip(self._sheets, pages, strict=True):
            sheet.show_page(page)

    def show_page(self, page: QImage, number: int, of: int, words: str) -> None:
        """Show one page in the place of the others; `words` are for those who listen."""
        self.show_pages([page])
        [sheet] = self._sheets
        sheet.setAccessibleName(f"Page {number} of {of}")
        sheet.setAccessibleDescription(words)

    def show_words(self, words: str) -> None:
        """Say something in place of the pages."""
        self._clear()
        self._column.addWidget(muted(words))

    def _clear(self) -> None:
        self._sheets = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()

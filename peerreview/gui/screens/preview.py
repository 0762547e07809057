"""The report as it will print, beside the words: drawn off the window's thread from what the meter measured."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.domain.report import ReportModel
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Job
from peerreview.gui.session import Session
from peerreview.gui.widgets.pdf_pages import PageView, images

from .meter import Meter

_DPI = 110


class Preview(QWidget):
    """The pages of what a meter measures: at most one drawing runs, and the newest report waits."""

    def __init__(self, session: Session, meter: Meter) -> None:
        super().__init__()
        self._session = session
        self._running = False
        self._next: ReportModel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.view = PageView()
        column.addWidget(self.view)
        column.addStretch(1)
        meter.modelled.connect(self._draw)
        meter.failed.connect(self._failed)

    def show_pages(self, pages: tuple[QImage, ...]) -> None:
        """Show the pages."""
        self.view.show_pages(pages)
        self._over()

    def _draw(self, report: ReportModel) -> None:
        if self._running:
            self._next = report
            return
        self._running = True
        reports = self._session.ports.reports

        def draw(_job: Job[tuple[QImage, ...]]) -> tuple[QImage, ...]:
            return images(reports.pictures(reports.make_pdf(report), _DPI))

        job = self._session.jobs.in_pool(draw)
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self.show_pages)

    def _failed(self, error: BaseException) -> None:
        told = tell(error)
        self.view.show_words(f"{told.happened} {told.rest}")
        self._over()

    def _over(self) -> None:
        self._running = False
        waiting, self._next = self._next, None
        if waiting is not None:
            self._draw(waiting)

"""The report as it will print, beside the words: made off the window's thread, newest words only, with its length."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.domain.report import ReportModel
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Job
from peerreview.gui.session import Session
from peerreview.gui.widgets.pdf_pages import PageView
from peerreview.gui.widgets.text import label, restyle
from peerreview.services import reporting
from peerreview.services.review_views import MeterView

_DPI = 110


class Preview(QWidget):
    """Ask for `renew` whenever words changed: at most one making runs, and one more waits."""

    def __init__(self, session: Session, review: str, sides_wanted: int) -> None:
        super().__init__()
        self._session, self._review, self._wanted = session, review, sides_wanted
        self._running = self._again = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.meter = label("", "strong")
        self.view = PageView()
        column.addWidget(self.meter)
        column.addWidget(self.view)
        column.addStretch(1)

    def renew(self) -> None:
        """Lay the pages out again."""
        if self._running:
            self._again = True
            return
        self._running = True
        job = self._session.ask(
            self._session.settled(
                lambda desk: (
                    reporting.model(desk.ports, desk.signer, self._review),
                    reporting.meter(desk.ports, desk.signer, self._review),
                )
            )
        )
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self._lay)

    def show_meter(self, meter: MeterView) -> None:
        """Show how long the report is."""
        words = (
            f"{meter.words} of {meter.budget} words" if not meter.over else f"{meter.over} words over {meter.budget}"
        )
        self.meter.setText(f"{words} · {meter.sides:.1f} of {self._wanted} sides")
        restyle(self.meter, "tone", "warn" if meter.over or meter.sides > self._wanted else "")

    def show_pages(self, pages: tuple[bytes, ...]) -> None:
        """Show the pages (PNG)."""
        self.view.show_pages(pages)
        self._over()

    def _lay(self, made: tuple[ReportModel, MeterView]) -> None:
        self.show_meter(made[1])
        reports = self._session.ports.reports

        def lay(_job: Job[tuple[bytes, ...]]) -> tuple[bytes, ...]:
            return reports.pictures(reports.make_pdf(made[0]), _DPI)

        job = self._session.jobs.in_pool(lay)
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self.show_pages)

    def _failed(self, error: BaseException) -> None:
        told = tell(error)
        self.view.show_words(f"{told.happened} {told.rest}")
        self._over()

    def _over(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self.renew()

"""How long the report is while somebody types: words at once, sides of A4 as they are laid out, in a job of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.domain.report import ReportModel
from peerreview.gui.failures import tell
from peerreview.gui.jobs import Job
from peerreview.gui.screen import B
from peerreview.gui.session import Session
from peerreview.gui.widgets.card import Page
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, restyle
from peerreview.gui.widgets.throttle import Throttle
from peerreview.services import reporting
from peerreview.services.report_views import MeterView
from peerreview.services.review_views import ReviewView

from .review_frame import ReviewScreen

EVERY_MS = 1_000
"""The report is measured at most this often while somebody types."""


class Meter(QWidget):
    """`stir` while words change, `renew` when they have: at most one measuring runs, and one more waits.

    `modelled` carries each report (a ReportModel) as it was measured, `failed` what stood in its way.
    """

    modelled = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, review: str, sides: int) -> None:
        super().__init__()
        self._session, self._review, self._wanted = session, review, sides
        self._running = self._again = False
        self._sides: float | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.words = label("Measuring the report …", "strong")
        column.addWidget(self.words)
        self._throttle = Throttle(self, EVERY_MS)
        self._throttle.due.connect(self.renew)

    def stir(self) -> None:
        """Words are being typed."""
        self._throttle.stir()

    def renew(self) -> None:
        """Measure the report again."""
        if self._running:
            self._again = True
            return
        self._running = True
        job = self._session.ask(lambda desk: reporting.model(desk.ports, desk.signer, self._review))
        job.quiet = True
        job.failed.connect(self._not_measured)
        job.then(self, self._lay)

    def show_length(self, length: MeterView) -> None:
        """Show how long the report is."""
        self._sides = length.sides
        self._show(length.words, length.budget)

    def _show(self, words: int, budget: int) -> None:
        said = f"{words} of {budget} words" if words <= budget else f"{words - budget} words over {budget}"
        sides = f" · {self._sides:.1f} of {self._wanted} sides of A4" if self._sides is not None else ""
        self.words.setText(f"{said}{sides}")
        over = words > budget or (self._sides or 0) > self._wanted
        restyle(self.words, "tone", "warn" if over else "")

    def _lay(self, report: ReportModel) -> None:
        self._show(report.words, report.word_budget)
        ports = self._session.ports

        def measure(_job: Job[MeterView]) -> MeterView:
            return reporting.measure(ports, report)

        job = self._session.jobs.in_pool(measure)
        job.quiet = True
        job.failed.connect(self._not_measured)
        job.then(self, lambda length: self._measured(report, length))

    def _measured(self, report: ReportModel, length: MeterView) -> None:
        self.show_length(length)
        self.modelled.emit(report)
        self._over()

    def _not_measured(self, error: BaseException) -> None:
        self.words.setText(tell(error).happened)
        self.failed.emit(error)
        self._over()

    def _over(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self.renew()


class MeasuredScreen(ReviewScreen):
    """A page on which the report is written: its length is measured as it is opened, typed and changed."""

    meter: Meter

    def measured(self, page: Page, *beside: QWidget) -> Page:
        """`page`, once the meter stands in the frame above it, with what stands at the meter's side."""
        row = QVBoxLayout()
        row.setContentsMargins(28, 10, 28, 0)
        row.addWidget(SideBySide(self.meter, *beside, letters=70))
        column = self.frame.layout()
        assert isinstance(column, QVBoxLayout)
        column.addLayout(row)
        return page

    def new_meter(self, view: ReviewView) -> Meter:
        """The meter of a page that is being made, with what the one before it said."""
        old = getattr(self, "meter", None)
        self.meter = Meter(self.session, self.review, view.handbook.report.pages)
        if old is not None:
            self.meter.words.setText(old.words.text())
        return self.meter

    def bind(self, widget: B, choose: object = None) -> B:
        bound = super().bind(widget, choose)  # type: ignore[arg-type]
        bound.typed.connect(lambda _field, _text: self.meter.stir())
        return bound

    def show_view(self, view: ReviewView, *, anew: bool = True) -> None:
        super().show_view(view, anew=anew)
        self.meter.renew()

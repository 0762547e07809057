"""The pages of a PDF held here, to be read before signing or sharing."""

from __future__ import annotations

from collections.abc import Callable

from peerreview.gui.dialogs import Dialog
from peerreview.gui.failures import tell
from peerreview.gui.screen import AnyScreen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.pdf_pages import PageView, images

_DPI = 110


class PagesDialog(Dialog):
    """`file` gives the PDF's name and bytes; the pages are drawn off the window's thread."""

    def __init__(self, screen: AnyScreen, title: str, file: Callable[[Desk], tuple[str, bytes]]) -> None:
        super().__init__(title, screen, large=True)
        self._session = screen.session
        self._pages = PageView()
        self.add(self._pages)
        self.closes("Close")
        job = self._session.ask(file)
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self._draw)

    def _draw(self, file: tuple[str, bytes]) -> None:
        reports = self._session.ports.reports
        job = self._session.jobs.in_pool(lambda _job: images(reports.pictures(file[1], _DPI)))
        job.quiet = True
        job.failed.connect(self._failed)
        job.then(self, self._pages.show_pages)

    def _failed(self, error: BaseException) -> None:
        told = tell(error)
        self._pages.show_words(f"{told.happened} {told.rest}")

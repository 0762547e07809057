"""Every screen with an invented view, so that one walk reaches all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import QObject

from peerreview.domain.people import Role
from peerreview.domain.progress import ActionProgress, ProgressReport
from peerreview.domain.release import KeptQuestion, Release
from peerreview.domain.reviews import Level
from peerreview.gui.routes import make_screen
from peerreview.gui.screen import AnyScreen
from peerreview.gui.screens.network import NetworkPage
from peerreview.gui.screens.settings import SettingsPage
from peerreview.services.asking import RequestView
from peerreview.services.board import BoardPage
from peerreview.services.carriers import Carriers
from peerreview.services.post import PostView
from peerreview.services.views import KeptEntry, Target
from peerreview.services.views import Screen as Where
from tests.gui import invented

_WHEN = datetime(2026, 11, 17, 12, 24, tzinfo=UTC)


def _host(where: Where) -> tuple[Where, Callable[[], object]]:
    return where, lambda: invented.review(Role.HOST)


def _writer(where: Where) -> tuple[Where, Callable[[], object]]:
    return where, invented.review


def _release() -> Release:
    return Release(
        invented.REVIEW, 1, Level.FULL, "triad-p", "1", "f" * 64, "900101", "Quillbeck Primary", "primary", 412,
        "Autumn 2026", "2026-11-17", (), (), overall="2", scales=(invented.SCALE,),
    )  # fmt: skip


def _progress() -> ProgressReport:
    reading = ActionProgress(
        "Look again every six weeks at who receives reading support.", "Reading lead", date(2027, 1, 15), "3",
        "Done and making a difference", "Six of eight pupils read with their class now.", date(2027, 1, 12),
    )  # fmt: skip
    aloud = ActionProgress("Every class reads aloud each day.", "", None, "", "", "", None)
    return ProgressReport(
        invented.REVIEW, "900101", "Quillbeck Primary", date(2026, 11, 17), 1, date(2027, 1, 12), "Tom Ashdown-Reyes",
        (reading, aloud),
    )  # fmt: skip


PAGES: Mapping[str, tuple[Where, Callable[[], object]]] = {
    "home": (Where.HOME, invented.home),
    "home, nothing waiting": (Where.HOME, lambda: invented.home(empty=True)),
    "triad": (Where.TRIAD, invented.triad),
    "prepare, host": _host(Where.PREPARE),
    "prepare, writer": _writer(Where.PREPARE),
    "call": _writer(Where.CALL),
    "notes": _writer(Where.NOTES),
    "notes, one chosen": _writer(Where.NOTES),
    "notes, host": _host(Where.NOTES),
    "grades": _writer(Where.GRADES),
    "grades, hidden": (Where.GRADES, lambda: invented.review(shown=False)),
    "grades, host": _host(Where.GRADES),
    "points": _writer(Where.POINTS),
    "feedback": _writer(Where.FEEDBACK),
    "report": _writer(Where.REPORT),
    "check, host": _host(Where.CHECK),
    "check, writer": _writer(Where.CHECK),
    "sign": _writer(Where.SIGN),
    "share": _host(Where.SHARE),
    "plan": _host(Where.PLAN),
    "plan, writer": _writer(Where.PLAN),
    "sent and arrived": (Where.OPEN, invented.post),
    "sent and arrived, nothing yet": (Where.OPEN, lambda: PostView((), (), (), (), (), ())),
    "two versions": (Where.TWO_VERSIONS, invented.two_versions),
    "lead": (Where.LEAD, invented.lead),
    "board": (
        Where.BOARD,
        lambda: BoardPage(
            (_release(),),
            (KeptQuestion("What would a parent say?", 2), KeptQuestion("What else?", 1)),
            (_progress(),),
        ),
    ),
    "network": (
        Where.NETWORK,
        lambda: NetworkPage(
            invented.network(), (RequestView("p", "Carys Bevan-Holt", "900103", ("amber", "candle"), _WHEN, "a" * 64),)
        ),
    ),
    "settings": (
        Where.SETTINGS,
        lambda: SettingsPage(
            invented.settings(),
            (KeptEntry(invented.REVIEW, "note", "1", "text", "Y4 books show", _WHEN, "Closed."),),
            Carriers(10, "/home/miriam/OneDrive/Triad"),
            *invented.copies(),
            opens_here=False,
        ),
    ),
}
"""Name of the page to the screen and its view."""

_RECORDS = {"notes, one chosen": f"{1:032x}"}
"""What a page was opened for."""


def page(session: QObject, name: str) -> AnyScreen:
    """The screen of a page, with its view shown."""
    where, view = PAGES[name]
    stream = invented.TRIAD if where is Where.TRIAD else invented.REVIEW
    screen: Any = make_screen(session, Target(where, stream, _RECORDS.get(name, "")))  # type: ignore[arg-type]
    screen.show_view(view())
    return screen  # type: ignore[no-any-return]

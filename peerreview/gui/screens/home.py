"""Home: three lists by hat; each line says what is next, at which school, by when, with one button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from peerreview.domain.dates import short
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.banner import Banner
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, IconMark, Page, rule
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong, title
from peerreview.services import home
from peerreview.services.views import HomeLine, HomeView, Notice


class HomeScreen(Screen[HomeView]):
    """The first page after opening."""

    def fetch(self, desk: Desk) -> HomeView:
        return home.show(desk.ports, desk.signer)

    def build(self, view: HomeView) -> QWidget:
        page = Page(self)
        page.add(title("Home"))
        page.add(muted(" · ".join(part for part in (view.name, view.school) if part)))
        if view.pretend:
            words = "Everything here is invented. Try anything; nothing is sent. Close the window to leave."
            page.add(Banner(words, lead="This is a try-out."))
        for notice in view.notices:
            page.add(self._notice(notice))
        groups = (
            ("My school", view.my_school),
            ("Schools I am reviewing", view.reviewing),
            ("My triads", view.triads),
        )
        waiting = [(words, lines) for words, lines in groups if lines]
        if not waiting:
            card = Card(view.next)
            card.add(muted("When a colleague sends you a file, drop it here."))
            page.add(card)
        dated = [line for _, lines in waiting for line in lines if line.by and line.mine]
        first = min(dated, key=lambda line: line.by or date.max, default=None)
        for words, lines in waiting:
            page.add(self._list(words, lines, first))
        page.add(self._drop())
        return page

    def _notice(self, notice: Notice) -> Banner:
        buttons = []
        if notice.target and notice.button:
            target = notice.target
            buttons.append(Button(notice.button, lambda: self.session.go(target), about=notice.text))
        return Banner(notice.text, *buttons, tone="info" if notice.code in _CALM else "warn")

    def _list(self, words: str, lines: Sequence[HomeLine], first: HomeLine | None) -> Card:
        card = Card(words)
        for index, line in enumerate(lines):
            if index:
                card.add(rule())
            card.add(self._line(line, line is first))
        return card

    def _line(self, line: HomeLine, first: bool) -> QWidget:
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(strong(line.school))
        column.addWidget(label(f"{line.what}. With {line.with_whom}." if line.with_whom else line.what))
        when = f"{'On' if line.by == line.visit else 'By'} {short(line.by)}" if line.by else ""
        spoken = ", ".join(part for part in (line.school, line.what, when, "late" if line.late else "") if part)
        act = partial(self.session.go, line.target) if line.mine else partial(self._copy, line.reminder)
        button = Button(line.button, act, kind="primary" if first else "", about=spoken)
        side = QWidget()
        flow = Flow(gap=12)
        side.setLayout(flow)
        if line.late:
            flow.addWidget(IconMark("clock", "warn"))
        if when:
            flow.addWidget(
                label(f"{when} · late" if line.late else when, "muted", tone="warn" if line.late else "", wrap=False)
            )
        if not line.mine:
            flow.addWidget(quiet("Open", partial(self.session.go, line.target), about=spoken))
        flow.addWidget(button)
        return SideBySide(words, side, letters=84)

    def _drop(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("drop")
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(14)
        row.addWidget(IconMark("folder-open", size=26))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(strong("Open any file"))
        words.addWidget(muted("Drop it anywhere in this window: a review file, a report, a spreadsheet, a handbook."))
        row.addLayout(words, 1)
        row.addWidget(Button("Choose a file …", self._choose, about="Open a review file, a report or a spreadsheet"))
        return frame

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        self.session.tell("Copied. Paste it into an e-mail.")

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Open any file")
        if names:
            self.session.files_wanted.emit(names)


_CALM = frozenset({"recovered", "brought_back", "not_member", "no_network", "next"})

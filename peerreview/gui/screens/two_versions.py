"""Two versions of one sentence: mine, theirs, both, or later; what differs is marked by more than colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from html import escape
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from peerreview.analysis.wording import listed
from peerreview.domain.dates import moment
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong, title
from peerreview.services import settling
from peerreview.services.views import FieldView, TwoVersions, VersionView

from .one_line import OneLineDialog


class TwoVersionsScreen(Screen[tuple[TwoVersions, ...]]):
    """Every field of one stream that two people changed. Both are kept until somebody chooses."""

    def fetch(self, desk: Desk) -> tuple[TwoVersions, ...]:
        return settling.waiting(desk.ports, desk.signer, self.target.stream)

    def build(self, view: tuple[TwoVersions, ...]) -> QWidget:
        page = Page(self)
        page.add(title("Two versions"))
        if not view:
            words = "Nothing to choose. Everything here has one version."
            page.add(Empty(words, self.home_button(), icon="circle-check"))
        for each in view:
            page.add(self._card(each))
        return page

    def _card(self, each: TwoVersions) -> Card:
        field = each.field
        who = listed(list(dict.fromkeys("you" if version.mine else version.who for version in field.versions)))
        card = Card(each.title)
        many = "both" if len(field.versions) == 2 else "all"
        card.add(
            label(
                f"{who[:1].upper()}{who[1:]}{f' {many}' if ' and ' in who else ''} changed this. "
                f"{many.capitalize()} are kept. Which should stand?"
            )
        )
        texts = [version.said for version in field.versions]
        columns = [self._version(version, [*texts[:at], *texts[at + 1 :]]) for at, version in enumerate(field.versions)]
        card.add(SideBySide(*columns, letters=76, even=True))
        if not field.editable:
            card.add(muted(field.why_not or "Somebody else chooses here."))
            return card
        buttons: list[QWidget] = []
        for version in field.versions:
            words = "Mine" if version.mine else f"{version.who}'s"
            if field.field == settling.GONE:
                words = "Remove it" if version.value else "Keep it"
            buttons.append(Button(words, partial(self._choose, field, version.op), about=version.said))
        if each.both:
            buttons.append(Button("Both", partial(self._both, field), about="One after the other"))
            buttons.append(Button("Write a third …", partial(self._third, each), about="In place of both"))
        buttons.append(quiet("Later", partial(self.session.tell, "Both are kept until you choose.", "info")))
        card.buttons(*buttons)
        return card

    def _version(self, version: VersionView, others: Sequence[str]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(strong("Mine" if version.mine else version.who))
        column.addWidget(_marked(version.said, others))
        late = " Written before this was locked." if version.after_lock else ""
        origin = f" {version.origin}." if version.origin else ""
        column.addWidget(muted(f"{moment(version.at)}.{origin}{late}"))
        column.addStretch(1)
        return box

    def _choose(self, field: FieldView, op: str) -> None:
        self.act(lambda desk: settling.choose(desk.ports, desk.signer, field, op))

    def _third(self, each: TwoVersions) -> None:
        field = each.field

        def keep(words: str) -> None:
            self.act(lambda desk: settling.third(desk.ports, desk.signer, field, words))

        hint = "It stands in place of both. Both stay in the history."
        start = replace(field, value=each.both, versions=())
        dialog = OneLineDialog(self, "Write a third version", hint, start, keep, lines=1 if each.one_line else 3)
        dialog.rejected.connect(
            lambda: self.session.ask(lambda desk: settling.let_go(desk.ports, desk.signer, field)).then(
                self, lambda _none: self.refresh()
            )
        )
        dialog.open()

    def _both(self, field: FieldView) -> None:
        self.act(lambda desk: settling.both(desk.ports, desk.signer, field))


def differing(text: str, others: Sequence[str]) -> list[tuple[str, bool]]:
    """`text` as runs of words, each with whether some other version lacks it."""
    mine = text.split()
    lacked = [False] * len(mine)
    for other in others:
        for kind, start, end, _, _ in SequenceMatcher(None, mine, other.split(), autojunk=False).get_opcodes():
            if kind != "equal":
                lacked[start:end] = [True] * (end - start)
    words = zip(mine, lacked, strict=True)
    return [(" ".join(word for word, _ in run), differs) for differs, run in groupby(words, key=itemgetter(1))]


def _marked(text: str, others: Sequence[str]) -> QLabel:
    html = " ".join(
        f"<b><u>{escape(run)}</u></b>" if differs else escape(run) for run, differs in differing(text, others)
    )
    made = QLabel(html or "<i>nothing</i>")
    made.setTextFormat(Qt.TextFormat.RichText)  # words are escaped
    made.setWordWrap(True)
    made.setMinimumWidth(1)
    made.setAccessibleName(text)
    return made

"""What is set aside: kept outside until it is vouched for or let in by name; only here can anything be deleted."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from peerreview.domain.ledger import SetAside
from peerreview.gui.screen import Screen
from peerreview.gui.session import Desk
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, Empty, Page
from peerreview.gui.widgets.text import label, muted, title
from peerreview.services import opening

from .one_line import OneLineDialog


class ArrivedScreen(Screen[tuple[SetAside, ...]]):
    """Set aside, needs a look."""

    def fetch(self, desk: Desk) -> tuple[SetAside, ...]:
        return opening.aside(desk.ports, desk.signer)

    def build(self, view: tuple[SetAside, ...]) -> QWidget:
        page = Page()
        page.add(title("Set aside, needs a look"))
        page.add(
            muted("Nothing here has been brought in. It comes in by itself once a file arrives that vouches for it.")
        )
        if not view:
            page.add(Empty("Nothing is set aside.", self.home_button(), icon="circle-check"))
        by_reason: dict[str, list[SetAside]] = {}
        for each in view:
            by_reason.setdefault(each.reason, []).append(each)
        for reason, found in by_reason.items():
            page.add(self._card(reason, found))
        return page

    def _card(self, reason: str, found: list[SetAside]) -> Card:
        card = Card(reason[:1].upper() + reason[1:])
        card.add(label("One change is waiting." if len(found) == 1 else f"{len(found)} changes are waiting."))
        let_in = Button("Let it in …", partial(self._let_in, found), about=reason)
        delete = quiet("Delete it here", partial(self._delete, found), about=reason)
        card.buttons(*([let_in] if all(map(opening.may_be_let_in, found)) else []), delete)
        return card

    def _let_in(self, found: list[SetAside]) -> None:
        def keep(words: str) -> None:
            changes = [each.change for each in found]
            self.act(lambda desk: opening.let_in(desk.ports, desk.signer, changes, words))

        hint = "Everybody who holds the review sees the reason. Ring the person first."
        OneLineDialog(self, "Why do you let it in?", hint, None, keep, button="Let it in").open()

    def _delete(self, found: list[SetAside]) -> None:
        def delete(desk: Desk) -> None:
            for each in found:
                opening.drop_aside(desk.ports, desk.signer, each.change)

        self.act(delete)

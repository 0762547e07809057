"""The sharing plan on the Prepare page: one tick for the usual one, and a line for a trust that has a say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peerreview.domain.reviews import Audience, Level
from peerreview.gui.widgets.buttons import quiet
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.text import label, muted
from peerreview.gui.widgets.text_field import TextField
from peerreview.gui.widgets.tick import Tick
from peerreview.services import sharing_plan
from peerreview.services.review_views import ReviewView
from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .share import level_words

if TYPE_CHECKING:
    from .review_frame import ReviewScreen


def plan_card(screen: ReviewScreen, view: ReviewView) -> Card:
    """Who may see the report: the host decides, and can change it until it is shared."""
    card = Card("Who may see the report", "You decide. You can change it until you share the report.")
    tick = Tick(view.handbook.sharing.label, view.sharing.usual, about="Who may see the report")
    tick.clicked.connect(
        lambda on: screen.act(lambda desk: sharing_plan.tick(desk.ports, desk.signer, screen.review, on))
    )
    card.add(tick)
    planned = [each for each in view.sharing.plan if each.level.text not in ("", sharing_plan.NOTHING)]
    for line in planned:
        card.add(label(f"{line.label}: {level_words(view, Level(line.level.text)).lower()}"))
    if not planned:
        card.add(muted("Nobody yet."))
    trust = next((each for each in view.sharing.plan if each.audience is Audience.TRUST), None)
    if trust is not None:
        asked = TextField(
            trust.agreed_with, "Agreed with the trust, if yours has a say", lines=1, placeholder="Name, date"
        )
        card.add(screen.bind(asked))
    card.buttons(quiet("Change it line by line", lambda: screen.session.go(Target(Where.SHARE, screen.review))))
    return card

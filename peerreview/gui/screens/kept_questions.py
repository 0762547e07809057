"""Questions that heads found worth asking, as they come up with the reports: for the lead headteacher and the board."""

from __future__ import annotations

from collections.abc import Sequence

from peerreview.domain.release import KeptQuestion
from peerreview.gui.widgets.card import Card
from peerreview.gui.widgets.text import label


def kept_questions(questions: Sequence[KeptQuestion]) -> Card:
    """The questions, kept most often first; for the next handbook, or a meeting."""
    card = Card("Questions worth asking", "Kept on visits for the network. Neither a school nor a person is named.")
    for each in questions:
        times = f" (kept in {each.reviews} reviews)" if each.reviews > 1 else ""
        card.add(label(f"{each.text}{times}"))
    return card

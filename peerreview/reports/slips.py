"""Slips for a joining table: three to a side, to be cut apart and handed to each head in person (USERS §1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.platypus import CondPageBreak, Spacer

from peerreview.domain import dates
from peerreview.domain.slip import Slip

from .archive import PRODUCER, Facts, finish
from .flow import Cell, Grid, Row, rich, text
from .fonts import PRESS, markup, printable, register
from .press import press
from .style import LINE, SOFT, WIDTH, Styles
from .tagging import Element

TITLE = "Slips for the joining table"
STEPS = (
    "Open Peer Review, give your name and your school, and choose “Begin”.",
    "Press Ctrl+O and choose the joining file on the stick.",
    "Type the phrase, choose your name, and type your own two words.",
    "Put the file that is made beside the joining file, and give the stick back.",
    "Open the welcome file that you get: then you are a member.",
)
KEEP = "Keep this slip to yourself until then. Afterwards nothing can be done with it."
_TALL = 232.0  # points, so that three fit on a side


def make_slips(slips: Sequence[Slip], made: date) -> bytes:
    """All slips as one tagged PDF/A-3a, in the order given."""
    styles, root = Styles(10.2), Element("Document")
    with PRESS:
        register()
        story: list[Any] = []
        for slip in slips:
            story += _slip(slip, styles, root)
        pages = press(story, TITLE, dates.plain(made), "en-GB")
        return finish(pages, root, Facts(TITLE, printable(slips[0].network) or PRODUCER, "en-GB", made))


def _slip(slip: Slip, styles: Styles, root: Element) -> list[Any]:
    part = root.add("Sect")
    head = [
        text(slip.name, styles.heading, part.add("H2")),
        text(", ".join(filter(None, (slip.school, slip.network))), styles.small, part.add("P")),
    ]
    listing = part.add("L", ordered=True)
    steps = []
    for number, words in enumerate(STEPS, 1):
        entry = listing.add("LI")
        mark, body = text(f"{number}", styles.number, entry.add("Lbl")), text(words, styles.body, entry.add("LBody"))
        steps.append(Row([Cell([mark]), Cell([body])], below=2.5))
    said = [
        text("The phrase", styles.small, part.add("P")),
        text(slip.phrase, styles.word, part.add("P")),
        Spacer(0, styles.size * 0.7),
        text("Your own two words", styles.small, part.add("P")),
        text(slip.own, styles.word, part.add("P")),
        Spacer(0, styles.size * 0.7),
        rich(f"<b>{markup(KEEP)}</b>", styles.small, part.add("P")),
    ]
    half = WIDTH / 2
    body = Grid([half - 6, half - 12], [Row([Cell([Grid([16, half - 30], steps)]), Cell(said, fill=SOFT)])], gutter=18)
    return [
        CondPageBreak(_TALL),
        *head,
        Spacer(0, styles.size * 0.5),
        body,
        Spacer(0, styles.gap),
        Grid([WIDTH], [Row([Cell([Spacer(0, 1)])], rule=LINE)]),
        Spacer(0, styles.gap),
    ]

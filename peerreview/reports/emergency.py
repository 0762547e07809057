"""The emergency sheet: 24 words and a QR code on one side of paper, the only place where they exist (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.platypus import Flowable, Spacer

from peerreview.domain import dates
from peerreview.identity.recovery import age_recipient, check_code, secret_of

from .archive import PRODUCER, Facts, finish
from .flow import Cell, Grid, Row, rich, text
from .fonts import PRESS, markup, printable, register
from .press import press
from .style import INK, LINE, SOFT, WIDTH, Styles
from .tagging import Element, TaggedCanvas

TITLE = "Emergency sheet"
COLUMNS = 3
_QR_SIZE = 128.0  # points
_WHY = (
    "This sheet opens your data in Peer Review when your computer is lost or broken, or when you cannot sign in to it "
    "any more. The words exist nowhere else: not in the program, not in a safe copy, not at the board’s office."
)
_DO = (
    "Keep it with the school’s other confidential papers, such as in the safe. Keep a second print somewhere else.",
    "Do not photograph it, send it or type it anywhere but into Peer Review. Nobody will ever ask you for it.",
    "To use it: open Peer Review, choose “Bring a safe copy back” (or, when only the phrase is forgotten, “Use my "
    "emergency sheet”), and type the words in order.",
    "If somebody may have seen it: choose “Print a new emergency sheet” in Settings, save a new safe copy, and destroy "
    "this one.",
)


def make_sheet(words: Sequence[str], name: str, made: date) -> bytes:
    """The sheet of one person as a tagged PDF/A-3a; the QR code holds the same words with spaces between."""
    styles, root = Styles(10.6), Element("Document")
    story = [
        text(TITLE, styles.title, root.add("H1")),
        text(f"{name}, {dates.plain(made)}. Confidential.", styles.lead, root.add("P")),
        Spacer(0, styles.gap),
        text(_WHY, styles.body, root.add("P")),
        text("Your words", styles.heading, root.add("H2")),
        Spacer(0, styles.size * 0.5),
        _words(words, styles, root),
        text("What to do with this sheet", styles.heading, root.add("H2")),
        Spacer(0, styles.size * 0.4),
        _advice(words, styles, root),
    ]
    with PRESS:
        register()
        pages = press(story, f"{TITLE}: {name}", dates.plain(made), "en-GB")
    return finish(pages, root, Facts(printable(f"{TITLE}: {name}"), PRODUCER, "en-GB", made))


def _words(words: Sequence[str], styles: Styles, root: Element) -> Grid:
    """The words, numbered down the columns, read in that order."""
    entries = root.add("L", ordered=True)
    lower = Spacer(0, styles.word.fontSize - styles.cell_muted.fontSize)  # puts number and word on one line
    cells = []
    for number, word in enumerate(words, 1):
        entry = entries.add("LI")
        label = text(str(number), styles.cell_muted, entry.add("Lbl"))
        body = text(word, styles.word, entry.add("LBody"))
        cells.append(Cell([Grid([24, WIDTH / COLUMNS - 44], [Row([Cell([lower, label]), Cell([body])])], gutter=4)]))
    tall = -(-len(cells) // COLUMNS)
    rows = [
        Row(cells[line::tall], above=5, below=5, fill=None if line % 2 else SOFT, rule=LINE) for line in range(tall)
    ]
    return Grid([WIDTH / COLUMNS] * COLUMNS, rows, inset=10)


def _advice(words: Sequence[str], styles: Styles, root: Element) -> Grid:
    """What to do, beside the QR code."""
    entries = root.add("L")
    advice: list[Any] = []
    for line in _DO:
        body = entries.add("LI").add("LBody")
        advice += [text(line, styles.body, body), Spacer(0, styles.size * 0.5)]
    digits = check_code(age_recipient(secret_of(" ".join(words))))
    code = rich(f"<b>Check code: {markup(digits)}</b>", styles.body, root.add("P"))
    about = text("Settings show the same code beside the date of your sheet.", styles.small, root.add("P"))
    picture = _QrCode(" ".join(words), root.add("Figure", alternate="QR code that holds the same 24 words"))
    cells = [Cell([*advice, code, about]), Cell([picture])]
    return Grid([WIDTH - _QR_SIZE - 6, _QR_SIZE + 6], [Row(cells)], gutter=18)


class _QrCode(Flowable):  # type: ignore[misc]
    """A QR code (ISO/IEC 18004, error correction M), drawn as squares."""

    def __init__(self, words: str, element: Element) -> None:
        super().__init__()
        self._words, self._element = words, element

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its fixed size."""
        return _QR_SIZE, _QR_SIZE

    def draw(self) -> None:
        """Dark modules as one path, with the quiet zone around them."""
        import segno

        matrix = tuple(segno.make_qr(self._words, error="m").matrix_iter(border=2))
        side = _QR_SIZE / len(matrix)
        canvas: TaggedCanvas = self.canv
        canvas.place(self._element, _QR_SIZE, _QR_SIZE)
        with canvas.content(self._element):
            path = canvas.beginPath()
            for line, modules in enumerate(matrix, 1):
                for column, dark in enumerate(modules):
                    if dark:
                        path.rect(column * side, _QR_SIZE - line * side, side, side)
            canvas.setFillColor(INK)
            canvas.drawPath(path, stroke=0, fill=1)

"""The faces that reports are printed in, and what prints for a character that none of them has.

Atkinson Hyperlegible is the face; Peer Review Symbols (a subset of DejaVu Sans) holds what it lacks: arrows, ticks,
w and y circumflex, Greek, Cyrillic. Both have 1,000 units an em. A character in neither prints as its Unicode name in
square brackets, such as [snowman], so that nothing that somebody wrote is lost without a trace.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from threading import RLock
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from peerreview.config.paths import resources

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

BODY = "Atkinson"
BOLD = "Atkinson-Bold"
ITALIC = "Atkinson-Italic"
SYMBOLS = "Symbols"
_FILES = {
    BODY: "AtkinsonHyperlegible_400Regular.ttf",
    BOLD: "AtkinsonHyperlegible_700Bold.ttf",
    ITALIC: "AtkinsonHyperlegible_400Regular_Italic.ttf",
    SYMBOLS: "PeerReviewSymbols.ttf",
}
PRESS = RLock()  # held while pages are drawn: ReportLab keeps its faces and settings in module globals


def printable(text: str) -> str:
    """`text` with every character printable in one of the faces: others by name, invisible ones left out."""
    return "".join(map(_printed, unicodedata.normalize("NFC", text)))


def markup(text: str) -> str:
    """`text` escaped for a ReportLab paragraph, line ends kept, with the fallback face around what needs it."""
    body, _ = _coverage()
    runs = groupby(printable(text), key=lambda character: character in body or character == "\n")
    return "".join(
        escape("".join(run)).replace("\n", "<br/>")
        if plain
        else f'<font name="{SYMBOLS}">{escape("".join(run))}</font>'
        for plain, run in runs
    )


def register() -> None:
    """Make the faces known to ReportLab; cheap after the first call."""
    with PRESS:
        _faces()


@lru_cache(maxsize=4096)
def _printed(character: str) -> str:
    """What prints for one character: itself, a space, its name, or nothing."""
    body, symbols = _coverage()
    if character.isspace():
        return character if character in "\n\u00a0" else " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f":
        return ""  # controls, joiners, direction marks, soft hyphens, variation selectors
    if character in body or character in symbols:
        return character
    return f"[{unicodedata.name(character, f'character {ord(character):04x}').lower()}]"


@cache
def _faces() -> dict[str, TTFont]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = resources() / "fonts"
    faces = {name: TTFont(name, str(folder / file)) for name, file in _FILES.items()}
    for face in faces.values():
        pdfmetrics.registerFont(face)
    pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=ITALIC, boldItalic=BOLD)
    pdfmetrics.registerFontFamily(SYMBOLS, normal=SYMBOLS, bold=SYMBOLS, italic=SYMBOLS, boldItalic=SYMBOLS)
    return faces


@cache
def _coverage() -> tuple[frozenset[str], frozenset[str]]:
    """The characters of the text face (its cuts all hold the same) and of the fallback face."""
    with PRESS:
        faces = _faces()
    covered = [frozenset(map(chr, faces[name].face.charToGlyph)) for name in (BODY, SYMBOLS)]
    return covered[0], covered[1]

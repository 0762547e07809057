"""What a report is put together from, each with its tags: headings, words beside a paragraph, lists, tables, panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Spacer

from peerreview.domain.report import Beside, ReportParagraph

from .flow import Cell, Grid, Row, Text, rich, text
from .fonts import markup
from .style import INK, LINE, NOTE, SOFT, WIDTH, Styles
from .tagging import Element

NOTE_SHARE = 0.36  # of the width, for words beside a paragraph
LINES_UNDER_HEADING = 4  # that must fit under a heading at a page's end


def heading(root: Element, words: str, styles: Styles, level: int = 2) -> list[Any]:
    """A heading with the space around it, never left alone at the foot of a page."""
    style = styles.heading if level == 2 else styles.subheading
    return [
        CondPageBreak(style.spaceBefore + style.leading + LINES_UNDER_HEADING * styles.body.leading),
        text(words, style, root.add(f"H{level}")),
        Spacer(0, styles.size * 0.25),
    ]


def paragraph(root: Element, piece: ReportParagraph, styles: Styles, level: int = 2) -> list[Any]:
    """A titled paragraph with what stands beside it."""
    return [
        *heading(root, piece.title, styles, level),
        *with_notes(lambda _: [text(piece.text, styles.body, root.add("P"))], piece.beside, root, WIDTH, styles),
    ]


def with_notes(
    content: Callable[[float], Sequence[Any]],
    notes: Sequence[Beside],
    parent: Element,
    width: float,
    styles: Styles,
    fill: Color = NOTE,
) -> list[Any]:
    """What `content` makes for the width there is, and beside it the words of those who see it differently, if any."""
    if not notes:
        return list(content(width))
    narrow, gutter = width * NOTE_SHARE, styles.size * 1.4
    beside = Cell(content(width - narrow - gutter))
    words: list[Any] = []
    for note in notes:
        quote = parent.add("BlockQuote")
        words += [text(note.who, styles.note_who, quote.add("P")), text(note.words, styles.note, quote.add("P"))]
    return [Grid([width - narrow, narrow], [Row([beside, Cell(words, fill=fill)])], gutter=gutter)]


def labelled(label: str, words: str, styles: Styles, element: Element) -> Text:
    """A small label with the words under it, read as one paragraph."""
    colour = styles.column.textColor.hexval().replace("0x", "#")
    small = f'<font name="{styles.column.fontName}" size="{styles.column.fontSize:.2f}" color="{colour}">'
    return rich(f"{small}{markup(label)}</font><br/>{markup(words)}", styles.cell, element)


class Listing:
    """A list whose labels hang to the left: L, LI, Lbl, LBody. With an `inset` it stands in a tinted panel."""

    def __init__(
        self, parent: Element, width: float, styles: Styles, *, ordered: bool = False, inset: float = 0
    ) -> None:
        self._element = parent.add("L", ordered=ordered)
        self._styles, self._ordered, self._inset = styles, ordered, inset
        hang = inset + styles.size * (1.9 if ordered else 1.2)
        self._widths = (hang, width - hang)
        self._rows: list[Row] = []

    def add(self, content: Callable[[Element, float], Sequence[Any]]) -> None:
        """One more entry; `content` is made for its LBody element and the width there is."""
        entry = self._element.add("LI")
        label = str(len(self._rows) + 1) if self._ordered else "•"
        style = self._styles.number if self._ordered else self._styles.body
        cells = [
            Cell([text(label, style, entry.add("Lbl"))]),
            Cell(content(entry.add("LBody"), self._widths[1] - self._inset)),
        ]
        self._rows.append(Row(cells, below=self._styles.size * (0.65 if self._ordered else 0.35), **self._ground()))

    def grid(self) -> Grid:
        """The list, laid out."""
        return Grid(self._widths, self._rows, gutter=0, inset=self._inset)

    def _ground(self) -> dict[str, Any]:
        return {"fill": SOFT, "bar": True} if self._inset else {}


@dataclass(frozen=True)
class Line:
    """One line of a table: the words of its cells, how they are set, and words that stand under it."""

    cells: Sequence[str]
    style: ParagraphStyle | None = None
    notes: Sequence[Beside] = ()
    strong: bool = False


def table(
    parent: Element, columns: Sequence[str], lines: Sequence[Line], widths: Sequence[float], styles: Styles
) -> Grid:
    """A ruled table: heads of columns (Scope Column), the first cell of a line its head (Scope Row)."""
    element = parent.add("Table")
    heads = element.add("THead").add("TR")
    head = Row(
        [Cell([text(words, styles.column, heads.add("TH", scope="Column").add("P"))]) for words in columns],
        below=styles.size * 0.3, rule=INK, rule_width=0.9,
    )  # fmt: skip
    body = element.add("TBody")
    pad = styles.size * 0.32
    rows = [head]
    for line in lines:
        rows.append(_line(body.add("TR"), line, pad, styles))
        if line.notes:
            rows[-1].rule = None
            cell = body.add("TR").add("TD", columns=len(columns))
            notes = [_note_under(cell.add("BlockQuote"), note, styles) for note in line.notes]
            rows.append(Row([Cell(notes, len(columns), fill=NOTE)], below=pad * 1.6, rule=LINE, stays=True))
    rows[-1].rule, rows[-1].rule_width = INK, 0.9
    return Grid(widths, rows, head=1, gutter=_gutter(styles))


def column_widths(
    columns: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], styles: Styles
) -> list[float]:
    """The widths of a table's columns in points.

    Those after the first are as wide as they need, up to their `shares` of the width; the first gets the rest.
    """
    _, *heads = columns
    _, *others = zip(*rows, strict=True)
    widths = [
        min(_needed(head, cells, styles) + _gutter(styles), WIDTH * share)
        for head, cells, share in zip(heads, others, shares, strict=True)
    ]
    return [WIDTH - sum(widths), *widths]


def _needed(head: str, cells: Sequence[str], styles: Styles) -> float:
    """Points in which every cell stands on one line; a head may take a line for each of its words."""
    lines = [(cell, styles.cell_strong) for cell in cells] + [(word, styles.column) for word in head.split()]
    return 1 + float(max(stringWidth(words, style.fontName, style.fontSize) for words, style in lines))


def _gutter(styles: Styles) -> float:
    return styles.size * 0.8


def _line(element: Element, line: Line, pad: float, styles: Styles) -> Row:
    style = styles.cell_strong if line.strong else line.style or styles.cell
    first, *others = line.cells
    cells = [Cell([text(first, style, element.add("TH", scope="Row").add("P"))])]
    cells += [Cell([text(words, style, element.add("TD").add("P"))]) for words in others]
    return Row(cells, above=pad, below=pad, rule=LINE)


def _note_under(quote: Element, note: Beside, styles: Styles) -> Text:
    who = styles.note_who
    colour = who.textColor.hexval().replace("0x", "#")
    return rich(
        f'<font name="{who.fontName}" size="{who.fontSize:.2f}" color="{colour}">{markup(note.who)}</font>  '
        f"{markup(note.words)}",
        styles.note, quote.add("P"),
    )  # fmt: skip

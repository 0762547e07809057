"""The check sheet on paper: numbered paragraphs, three boxes to tick and lines to write on, for a host without the
program (USERS U26). What is written there is typed in by the report writer."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from peerreview.domain import dates
from peerreview.domain.check_sheet import CheckSheet, SheetParagraph

from .archive import PRODUCER, Facts, finish
from .blocks import heading
from .flow import Cell, Grid, Row, text
from .fonts import PRESS, printable, register
from .press import press
from .style import INK, LINE, WIDTH, Styles
from .tagging import Element, TaggedCanvas

HOW = (
    "Please read each paragraph and tick one box under it. If something is not right, write on the lines what should "
    "be different. Everything you write is answered."
)
RETURN = (
    "Please give this sheet back{due} to {writer}, who types in exactly what you write. The report says that it came "
    "from your sheet."
)
BOXES = ("Accurate", "Factual correction", "I see this differently")
ALL = "All the rest is accurate"
SIGNED = "Name, date"
AGAIN = "So far:"
_LINES, _COMMENT_LINES = 2, 4
_BOX, _LINE = 11.0, 21.0  # points
_HANG = 26.0  # points, for the number


def make_pdf(sheet: CheckSheet) -> bytes:
    """The sheet as a tagged PDF/A-3a. The same sheet gives the same bytes."""
    styles, root = Styles(10.4), Element("Document")
    with PRESS:
        register()
        story: list[Any] = [
            text(sheet.network, styles.small, root.add("P")) if sheet.network else Spacer(0, 0),
            text(sheet.name, styles.title, root.add("H1")),
            text(f"{sheet.title}, visit {dates.formal(sheet.visited)}", styles.lead, root.add("P")),
            Spacer(0, styles.gap),
            text(f"For {sheet.host}. {HOW}", styles.body, root.add("P")),
            Spacer(0, styles.size * 0.4),
            text(how_to_return(sheet), styles.body, root.add("P")),
            Spacer(0, styles.gap),
        ]
        for paragraph in sheet.paragraphs:
            story += _paragraph(root, paragraph, styles)
        story += [*heading(root, sheet.comment, styles), *_ruled(_COMMENT_LINES)]
        story += [CondPageBreak(4 * _LINE), _boxes(root, (ALL,), styles), Spacer(0, styles.gap)]
        story += [text(SIGNED, styles.strong, root.add("P")), *_ruled(1)]
        pages = press(story, sheet.name, dates.plain(sheet.made), sheet.language)
        facts = Facts(printable(sheet.name), printable(sheet.network) or PRODUCER, sheet.language, sheet.made)
        return finish(pages, root, facts)


def how_to_return(sheet: CheckSheet) -> str:
    """To whom the sheet goes back, and by when."""
    return RETURN.format(writer=sheet.writer, due=f" by {dates.in_full(sheet.due)}" if sheet.due else "")


def _paragraph(root: Element, paragraph: SheetParagraph, styles: Styles) -> list[Any]:
    """A paragraph with its boxes and lines, never parted from them at a page's end unless it is very long."""
    words = [text(f"{paragraph.number}.  {paragraph.title}", styles.strong, root.add("H2"))]
    words += [text(paragraph.text, styles.body, root.add("P"))]
    if paragraph.said:
        words.append(text(f"{AGAIN} {' – '.join(paragraph.said)}", styles.small, root.add("P")))
    height = sum(each.wrap(WIDTH, 10_000)[1] for each in words) + styles.gap * 2 + (_LINES + 1) * _LINE
    return [
        CondPageBreak(height),
        *words,
        Spacer(0, styles.size * 0.5),
        _boxes(root, BOXES, styles),
        *_ruled(_LINES),
        Spacer(0, styles.gap * 1.2),
    ]


def _boxes(root: Element, labels: tuple[str, ...], styles: Styles) -> Grid:
    """Boxes to tick side by side, each with its words, which say that it is a box."""
    entries = root.add("L")
    cells = []
    for label in labels:
        body = entries.add("LI").add("LBody")
        cells += [Cell([_Box()]), Cell([text(label, styles.body, body)])]
    wide = WIDTH / 3 - _HANG if len(labels) > 1 else WIDTH - _HANG
    return Grid([_HANG, wide] * len(labels), [Row(cells)])


def _ruled(lines: int) -> list[Any]:
    """Lines to write on."""
    rows = [Row([Cell([Spacer(0, _LINE)])], rule=LINE) for _ in range(lines)]
    return [Grid([WIDTH], rows)]


class _Box(Flowable):  # type: ignore[misc]
    """An empty square; the words beside it carry the meaning, so it is no content."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its side, with a little air above, so that it stands on the line of its words."""
        return _BOX, _BOX + 1

    def draw(self) -> None:
        """Draw its outline."""
        canvas: TaggedCanvas = self.canv
        with canvas.artifact("Layout"):
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.9)
            canvas.rect(2, 0, _BOX, _BOX, stroke=1, fill=0)

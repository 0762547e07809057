"""Pages: a story flows down A4 sides, and each side gets its foot."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from .fonts import BODY, markup
from .style import BOTTOM, HEIGHT, LINE, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, TOP, WIDTH, Styles
from .tagging import TaggedCanvas


def press(
    story: list[Any], name: str, edition: str, language: str, loose: Sequence[Callable[[Canvas], None]] = ()
) -> bytes:
    """`story` drawn on A4 pages with a footer: `name` at the left, `edition` and the page's number at the right.

    After them come the `loose` pages, each drawn by one of these.
    """

    styles = Styles(9.4)

    def furniture(canvas: Canvas, page: int, count: int) -> None:
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN, BOTTOM - 8, PAGE_WIDTH - MARGIN, BOTTOM - 8)
        foot = styles.fine
        for words, style, share in (
            (name, foot, 0.66),
            (f"{edition} · Page {page} of {count}", styles.fine_right, 0.34),
        ):
            line = Paragraph(markup(words), style)
            left = MARGIN if style is foot else PAGE_WIDTH - MARGIN - WIDTH * share
            _, tall = line.wrap(WIDTH * share, BOTTOM)
            line.drawOn(canvas, left, BOTTOM - 11 - tall)

    def canvas(*arguments: Any, **options: Any) -> TaggedCanvas:
        return TaggedCanvas(*arguments, furniture=furniture, loose=loose, **options)

    out = io.BytesIO()
    frame = Frame(MARGIN, BOTTOM, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document = BaseDocTemplate(
        out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), title=name, lang=language, initialFontName=BODY, invariant=1,
        pageTemplates=[PageTemplate(frames=[frame])], topMargin=TOP, allowSplitting=1,
    )  # fmt: skip
    document.build(story, canvasmaker=canvas)
    return out.getvalue()

"""The picture in a signature's box: who is to sign, and once signed, who did, as what, with what meaning, and when.

Drawn as a small page with the faces of the report, so that every glyph is embedded (ISO 19005-3 §6.2.11).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from peerreview.domain import dates

from .fonts import BODY, PRESS, markup, register
from .style import ACCENT, LINE, Styles

PAD = 6.0
BAR = 2.0


@dataclass(frozen=True)
class Box:
    """What is printed in one signature's box."""

    role: str
    name: str
    lines: Sequence[str]
    signed: bool = False


def waiting(name: str, role: str, organisation: str) -> Box:
    """The box before it is signed."""
    return Box(role, name, (organisation, "Not yet signed"))


def signed(name: str, role: str, meaning: str, at: datetime) -> Box:
    """The box once signed; `at` (aware) is printed on this computer's clock."""
    return Box(role, name, (f"✓ Signed {dates.plain_moment(at)}", meaning), signed=True)


def picture(box: Box, width: float, height: float) -> bytes:
    """A PDF whose one page is the box."""
    file = io.BytesIO()
    with PRESS:
        register()
        canvas = Canvas(file, initialFontName=BODY, invariant=True)
        draw(canvas, box, width, height)
        canvas.save()
    return file.getvalue()


def draw(canvas: Canvas, box: Box, width: float, height: float) -> None:
    """The present page as one box of `width` by `height` points.

    It has a frame, a bar that is in the accent colour once signed, and words that shrink until they fit.
    """
    canvas.setPageSize((width, height))
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.8)
    canvas.rect(0.4, 0.4, width - 0.8, height - 0.8)
    canvas.setFillColor(ACCENT if box.signed else LINE)
    canvas.rect(0, 0, BAR, height, stroke=0, fill=1)
    for size in (9.2, 8.4, 7.6, 6.8, 6.0):
        styles = Styles(size)
        words = [Paragraph(markup(box.role), styles.note_who), Paragraph(markup(box.name), styles.strong)]
        words += [Paragraph(markup(line), styles.small) for line in box.lines if line]
        heights = [paragraph.wrap(width - 2 * PAD - BAR, height)[1] for paragraph in words]
        if sum(heights) <= height - 2 * PAD:
            break
    top = height - PAD
    for paragraph, tall in zip(words, heights, strict=True):
        top -= tall
        paragraph.drawOn(canvas, PAD + BAR, top)

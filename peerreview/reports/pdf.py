"""A report as a tagged, archival PDF: two A4 sides, the annex, the data attached, a field for every signature.

The type is set smaller, down to a floor, until the two sides hold what belongs on them; what is over length runs on.
"""

from __future__ import annotations

import io
from functools import cached_property
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Frame, PageBreak, PageTemplate, Paragraph

from peerreview.domain.report import ReportModel

from . import stamp, wording
from .annex import annex, has_annex
from .archive import PRODUCER, Facts, Signatory, finish
from .blocks import heading
from .fields import field_name
from .flow import Place
from .fonts import BODY, PRESS, markup, printable, register
from .layout import box_size, side_one, side_two
from .style import BOTTOM, HEIGHT, LINE, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, TOP, WIDTH, Styles
from .tagging import Element, TaggedCanvas

SIZES = (10.2, 9.8, 9.5, 9.2, 8.9, 8.6, 8.4)  # points; nothing is set smaller


def make_pdf(model: ReportModel) -> bytes:
    """The report before any signature: PDF/A-3a, PDF/UA-1, `model.data` attached as `report.json`.

    Each person who signs has an empty field `Sig-<person id>`. The same model gives the same bytes.
    """
    signers = [person for person in model.people if person.signs]
    with PRESS:
        register()
        pages, root = _set(model)
        boxes = [stamp.waiting(person.name, person.role, person.organisation) for person in signers]
        return finish(
            pages,
            root,
            Facts(printable(wording.title(model)), printable(model.network) or PRODUCER, model.language, model.made),
            data=model.data,
            signatories=[Signatory(field_name(person.person), person.name, person.role) for person in signers],
            pictures=stamp.pictures(boxes, *box_size(len(signers))),
        )


def _set(model: ReportModel) -> tuple[bytes, Element]:
    """The drawn pages and their structure tree, in the largest type at which side one holds what belongs there and two
    sides hold the rest; failing that, in the largest at which there are two sides; failing that, in the smallest."""
    for first_side_whole in (True, False):
        for size in SIZES:
            story = _Story(model, Styles(size))
            if story.measures(first_side_whole):
                pages = story.press()
                if story.fits(first_side_whole):
                    return pages, story.root
    story = _Story(model, Styles(SIZES[-1]))
    return story.press(), story.root


class _Story:
    """A report set in one size: what belongs on side one, what follows, the annex, and where the first two end."""

    def __init__(self, model: ReportModel, styles: Styles) -> None:
        self.root = Element("Document")
        self._model, self._styles = model, styles
        self._turn, self._end = Element("Artifact"), Element("Artifact")
        self._first = side_one(model, styles, self.root)

    @cached_property
    def _second(self) -> list[Any]:
        """Made once side one is known to fit, or is drawn anyway."""
        return side_two(self._model, self._styles, self.root)

    def measures(self, first_side_whole: bool) -> bool:
        """Whether the heights promise that it fits; drawing decides."""
        first = _height(self._first)
        if first_side_whole:
            return bool(first <= HEIGHT and _height(self._second) <= HEIGHT)
        return bool(first + _height(self._second) <= 2 * HEIGHT)

    def fits(self, first_side_whole: bool) -> bool:
        """Whether what was drawn stands on two sides."""
        assert self._turn.box is not None
        assert self._end.box is not None
        return self._end.box[0] <= 1 and not (first_side_whole and self._turn.box[0])

    def press(self) -> bytes:
        """The pages, drawn; once only, since drawing marks the structure tree."""
        model, styles = self._model, self._styles
        story = [*self._first, Place(self._turn, 0, 0), *self._second, Place(self._end, 0, 0)]
        if has_annex(model):
            story += [PageBreak(), *heading(self.root, wording.ANNEX, styles)]
            story += annex(model, styles, self.root)
        return press(story, wording.title(model), wording.edition(model), model.language)


def _height(story: list[Any]) -> float:
    """Points that a story takes on one endless page."""
    blocks = [item for item in story if not isinstance(item, CondPageBreak)]
    return float(sum(item.getSpaceBefore() + item.wrap(WIDTH, 0)[1] for item in blocks))


def press(story: list[Any], name: str, edition: str, language: str) -> bytes:
    """`story` drawn on A4 pages with a footer: `name` at the left, `edition` and the page's number at the right."""

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
        return TaggedCanvas(*arguments, furniture=furniture, **options)

    out = io.BytesIO()
    frame = Frame(MARGIN, BOTTOM, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document = BaseDocTemplate(
        out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), title=name, lang=language, initialFontName=BODY, invariant=1,
        pageTemplates=[PageTemplate(frames=[frame])], topMargin=TOP, allowSplitting=1,
    )  # fmt: skip
    document.build(story, canvasmaker=canvas)
    return out.getvalue()

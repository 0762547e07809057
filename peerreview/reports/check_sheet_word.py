"""The check sheet in Word: the same as on paper, with boxes that can be ticked and lines that can be typed on."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from peerreview.domain import dates
from peerreview.domain.check_sheet import CheckSheet, SheetParagraph

from .check_sheet import AGAIN, ALL, BOXES, HOW, SIGNED, how_to_return
from .word_page import MUTED, WIDTH, blank, clean

_TALL = {"words": 16, "comment": 28, "name": 10}  # millimetres


def make_docx(sheet: CheckSheet) -> bytes:
    """The sheet as DOCX (ISO/IEC 29500): a heading for each paragraph, three tick boxes, a frame to write in."""
    page = _Sheet(sheet)
    page.top()
    for paragraph in sheet.paragraphs:
        page.paragraph(paragraph)
    page.foot()
    file = io.BytesIO()
    page.document.save(file)
    return file.getvalue()


class _Sheet:
    """A sheet being written into a document."""

    def __init__(self, sheet: CheckSheet) -> None:
        self.sheet = sheet
        self.document = blank(
            title=sheet.name, foot=f"{sheet.name} · {dates.plain(sheet.made)}", author=sheet.network,
            subject=f"Visited {dates.plain(sheet.visited)}", language=sheet.language, made=sheet.made,
        )  # fmt: skip
        self._boxes = 0

    def top(self) -> None:
        """What this is, for whom, and what to do with it."""
        sheet = self.sheet
        self._say(sheet.network, muted=True)
        self.document.add_paragraph(clean(sheet.name), style="Title")
        self._say(f"{sheet.title}, visit {dates.formal(sheet.visited)}", muted=True)
        self._say(f"For {sheet.host}. {HOW}")
        self._say(how_to_return(sheet))

    def paragraph(self, paragraph: SheetParagraph) -> None:
        """One paragraph of the draft, its boxes, and room for words."""
        self.document.add_heading(clean(f"{paragraph.number}.  {paragraph.title}"), 2)
        self._say(paragraph.text, together=True)
        if paragraph.said:
            self._say(f"{AGAIN} {' – '.join(paragraph.said)}", muted=True, together=True)
        self._ticks(BOXES)
        self._frame("words")

    def foot(self) -> None:
        """The comment, the rest, and who filled it in."""
        self.document.add_heading(clean(self.sheet.comment), 2)
        self._frame("comment")
        self._ticks((ALL,))
        self.document.add_heading(SIGNED, 2)
        self._frame("name")

    def _say(self, words: str, *, muted: bool = False, together: bool = False) -> None:
        if not words:
            return
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(clean(words))
        if muted:
            run.font.color.rgb = MUTED
        paragraph.paragraph_format.keep_with_next = together

    def _ticks(self, labels: tuple[str, ...]) -> None:
        """Boxes in one line, each a check box of Word's own with its words."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        for label in labels:
            self._boxes += 1
            paragraph._p.append(_tick(label, self._boxes))
            paragraph.add_run(f" {label}        ")

    def _frame(self, kind: str) -> None:
        """A frame that grows with what is typed into it."""
        table = self.document.add_table(rows=1, cols=1, style="Table Grid")
        table.columns[0].width = Mm(WIDTH)
        row: Any = table.rows[0]
        row.height, row.height_rule = Mm(_TALL[kind]), WD_ROW_HEIGHT_RULE.AT_LEAST
        self.document.add_paragraph()


def _tick(label: str, number: int) -> Any:
    """A check box content control (w14:checkbox), named for screen readers; unticked."""
    name = escape(label, {'"': "&quot;"})
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/>'
    return parse_xml(
        f'<w:sdt {nsdecls("w")} {w14}><w:sdtPr><w:alias w:val="{name}"/><w:id w:val="{number}"/><w14:checkbox>'
        '<w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:rPr>{font}</w:rPr><w:t>\u2610</w:t></w:r></w:sdtContent></w:sdt>"
    )

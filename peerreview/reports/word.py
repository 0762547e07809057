"""The Word twin of a report: the same words under real headings, for trusts, clerks and a host without the program."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from peerreview.domain import dates
from peerreview.domain.report import Beside, ReportModel, ReportParagraph

from . import wording
from .annex import has_annex, points, rests
from .word_page import INK, MUTED, WIDTH, blank, clean

COPY = "This is a Word copy, for reading and quoting. The report that people signed is the PDF."
_VIEW_SHARES = (0.31, 0.22, 0.22, 0.14, 0.11)  # of the table's width
_POINT_SHARES = (0.40, 0.20, 0.25, 0.15)


def make_docx(model: ReportModel) -> bytes:
    """The report as DOCX (ISO/IEC 29500): headings, lists and tables with header rows, in the order of the PDF."""
    page = _Page(model)
    page.title()
    page.steps()
    page.paragraph(model.headline)
    page.strengths()
    page.visit()
    page.grades()
    for piece in model.paragraphs:
        page.paragraph(piece)
    page.signatures()
    if has_annex(model):
        page.annex()
    file = io.BytesIO()
    page.document.save(file)
    return file.getvalue()


class _Page:
    """A report being written into a document, part by part."""

    def __init__(self, model: ReportModel) -> None:
        self.model = model
        self.document = blank(
            title=wording.title(model), foot=f"{wording.title(model)} · {wording.edition(model)}",
            author=model.network, subject=f"Visited {dates.plain(model.visited)}", language=model.language,
            made=model.made,
        )  # fmt: skip

    def title(self) -> None:
        """R1: which school, when, which edition."""
        model = self.model
        self._say(f"{model.network}\n{wording.edition(model)}".strip(), muted=True)
        self.document.add_paragraph(clean(model.school), style="Title")
        self._say(wording.occasion(model))
        self._say(wording.facts(model), muted=True)
        self._say(COPY, muted=True)

    def steps(self) -> None:
        """R6."""
        if not self.model.steps:
            return
        self._head(wording.NEXT_STEPS)
        for step in self.model.steps:
            self._labelled("", step.text, "List Number", aside=step.section)
            self._labelled(wording.FIRST_STEP, step.first, "List Continue")
            self._labelled(wording.WHO_WHEN, f"{step.owner}, {dates.in_full_or_text(step.due)}", "List Continue")
            self._labelled(wording.KNOW, step.know, "List Continue")
            self._notes(step.beside)

    def paragraph(self, piece: ReportParagraph | None, level: int = 1) -> None:
        """A titled paragraph."""
        if piece:
            self._head(piece.title, level)
            self._say(piece.text)
            self._notes(piece.beside)

    def grades(self) -> None:
        """R4."""
        model = self.model
        if not model.views:
            return
        self._head(f"{model.grade_word.capitalize()}s")
        self._table(
            wording.view_columns(model),
            [(wording.view_cells(view), view.beside) for view in model.views],
            _VIEW_SHARES,
        )
        label, why = wording.overall(model)
        if label:
            self._labelled(label, why)
        self._say(wording.scale(model), muted=True)

    def visit(self) -> None:
        """R2 and the people of R1."""
        lines = wording.visit(self.model)
        if self.model.focus:
            self.paragraph(self.model.focus)
        elif lines:
            self._head(wording.VISIT)
        for label, words in lines:
            self._labelled(f"{label}:", words)

    def strengths(self) -> None:
        """R5."""
        if self.model.strengths:
            self._head(wording.STRENGTHS)
        for point in self.model.strengths:
            self._labelled("", point.text, "List Bullet", aside=point.section)
            self._notes(point.beside)

    def signatures(self) -> None:
        """R12."""
        self._head(wording.SIGNATURES)
        for line in wording.statement(self.model):
            self._say(line)
        signers = [person for person in self.model.people if person.signs]
        if signers:
            rows = [((person.name, person.role, person.organisation), ()) for person in signers]
            self._table(("Name", "Role", "Organisation"), rows, (0.3, 0.3, 0.4))
        for line in (*self.model.check, wording.made(self.model)):
            self._say(line, muted=True)

    def annex(self) -> None:
        """R10 and R11."""
        self.document.add_page_break()  # type: ignore[no-untyped-call]
        self._head(wording.ANNEX)
        if found := points(self.model):
            self._head(wording.POINTS, 2)
            self._table(wording.POINT_COLUMNS, found, _POINT_SHARES)
        if rows := rests(self.model):
            self._head(wording.RESTS, 2)
            self._table(wording.REST_COLUMNS, [(cells, ()) for cells in rows], _POINT_SHARES)
        self.paragraph(self.model.comment, 2)
        if self.model.reasons:
            self._head(wording.REASONS, 2)
        for reason in self.model.reasons:
            self._labelled("", reason, "List Bullet")

    def _head(self, words: str, level: int = 1) -> None:
        self.document.add_heading(clean(words), level)

    def _say(self, words: str, *, muted: bool = False) -> None:
        if words:
            run = self.document.add_paragraph().add_run(clean(words))
            run.font.color.rgb = MUTED if muted else INK

    def _labelled(self, label: str, words: str, style: str = "Normal", *, aside: str = "") -> None:
        paragraph = self.document.add_paragraph(style=style)
        if label:
            paragraph.add_run(f"{clean(label)} ").bold = True
        paragraph.add_run(clean(words))
        if aside:
            paragraph.add_run(f"  {clean(aside)}").font.color.rgb = MUTED

    def _notes(self, notes: Sequence[Beside]) -> None:
        for note in notes:
            paragraph = self.document.add_paragraph(style="Quote")
            paragraph.add_run(f"{clean(note.who)} ").bold = True
            paragraph.add_run(clean(note.words))

    def _table(
        self,
        columns: Sequence[str],
        rows: Sequence[tuple[Sequence[str], Sequence[Beside]]],
        shares: Sequence[float],
    ) -> None:
        """A table whose first row is its header and comes again on every page; notes span all columns."""
        table = self.document.add_table(rows=1, cols=len(columns), style="Table Grid")
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Mm(WIDTH * share)
        _rule(table)
        _fill(table.rows[0], columns, shares, bold=True)
        _flag(table.rows[0], "w:tblHeader")
        for cells, notes in rows:
            line = table.add_row()
            _fill(line, cells, shares)
            _flag(line, "w:cantSplit")
            for note in notes:
                spanned = table.add_row().cells
                paragraph = spanned[0].merge(spanned[-1]).paragraphs[0]
                paragraph.add_run(f"{clean(note.who)} ").bold = True
                paragraph.add_run(clean(note.words)).italic = True
        self.document.add_paragraph()


def _fill(row: Any, words: Sequence[str], shares: Sequence[float], *, bold: bool = False) -> None:
    for cell, word, share in zip(row.cells, words, shares, strict=True):
        cell.width = Mm(WIDTH * share)
        run = cell.paragraphs[0].add_run(clean(word))
        run.bold, run.font.size = bold, Pt(9.5)


def _rule(table: Any) -> None:
    """Thin grey rules between the rows, and none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        plain = side in ("left", "right", "insideV")
        settings = {"val": "nil"} if plain else {"val": "single", "sz": "4", "space": "0", "color": "C9D2DC"}
        for name, value in settings.items():
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    followers = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription")
    table._tbl.tblPr.insert_element_before(borders, *followers)


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))

"""Documents of the school's read for showing: words and tables of a Word file, single pages of a PDF.

They come from anybody, so each is measured before it is unpacked, and what does not fit its kind is told in a sentence.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from peerreview.domain.papers import Grid, PaperPage, PaperText, Words, level
from peerreview.errors import BadInput

from .preview import opened, picture

PAGES = 2_000
"""The most pages of a PDF that is attached; each is drawn only when somebody looks at it."""

LARGEST_UNPACKED = 100 * 1024 * 1024
LARGEST_PART = 20 * 1024 * 1024
"""Bytes of a Word file unpacked, and of one of its parts that is read as XML (a book of 1,000 pages has 5 MB)."""
MEMBERS = 5_000

MOST_BLOCKS = 3_000
MOST_CELLS = 20_000
"""Paragraphs and tables, and cells of tables, that are shown."""

MOST_LETTERS = 20_000
"""Characters of one paragraph, one cell, or the words of one page."""

_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
_CUT = "This document is long; the rest can be read after saving it to a folder."
_DAMAGE = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError, EOFError, RecursionError,
    NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What python-docx and lxml let out of a broken file; an XML error is a SyntaxError."""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; BadInput when it cannot be shown, is locked, or has more than `PAGES`."""
    with opened(pdf, PAGES) as document:
        return len(document)


def page(pdf: bytes, number: int, dpi: int) -> PaperPage:
    """One page (from 0) of a PDF at `dpi` dots an inch, with its words for those who listen."""
    from pypdfium2 import PdfiumError

    with opened(pdf, PAGES) as document:
        try:
            found = document[number]
            text = found.get_textpage()
            words = text.get_text_range(0, min(text.count_chars(), MOST_LETTERS))
            return PaperPage(picture(found, dpi), " ".join(words.replace("\ufffe", "").split()))
        except (PdfiumError, IndexError, ValueError, MemoryError):
            raise _unreadable(f"Page {number + 1} of this document cannot be shown: it is damaged.") from None


def read_word(docx: bytes) -> PaperText:
    """The headings, paragraphs and tables of a Word file (.docx), as text; BadInput when it cannot be read."""
    from docx import Document
    from docx.opc.exceptions import OpcError

    if docx.startswith(_OLD_OR_LOCKED):
        raise _unreadable("This document is locked with a password, or of the old kind (.doc).")
    try:
        _measure(docx)
        return _text(Document(io.BytesIO(docx)))
    except (*_DAMAGE, OpcError) as error:
        raise _unreadable("This document cannot be shown: it is damaged, or it is no Word file.") from error


def _measure(docx: bytes) -> None:
    """Refuse what would unpack to more than a document of a school ever does; zipfile unpacks no byte beyond it."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        members = archive.infolist()
    parts = [each.file_size for each in members if each.filename.lower().endswith((".xml", ".rels"))]
    if (
        len(members) > MEMBERS
        or sum(each.file_size for each in members) > LARGEST_UNPACKED
        or max(parts, default=0) > LARGEST_PART
    ):
        raise _unreadable("This document unpacks to far more than a document of a school, so it was not opened.")


def _text(document: Any) -> PaperText:
    from docx.table import Table

    blocks: list[Words | Grid] = []
    cells = 0
    for item in document.iter_inner_content():
        if len(blocks) == MOST_BLOCKS or cells >= MOST_CELLS:
            return PaperText(tuple(blocks), _CUT)
        if isinstance(item, Table):
            rows = tuple(_rows(item, MOST_CELLS - cells))
            cells += sum(map(len, rows))
            if rows:
                blocks.append(Grid(level(rows)))
        elif words := item.text[:MOST_LETTERS].strip():
            blocks.append(Words(words, _rank(item.style.name if item.style is not None else "")))
    return PaperText(tuple(blocks))


def _rows(table: Any, most: int) -> Iterator[tuple[str, ...]]:
    """The rows of a table, `most` cells at most. A cell counts once, however many columns it says that it spans."""
    from docx.table import _Cell

    for row in table._tbl.tr_lst:
        cells = row.tc_lst[: max(most, 0)]
        most -= len(cells)
        if not cells:
            return
        yield tuple(_Cell(cell, table).text[:MOST_LETTERS].strip() for cell in cells)


def _rank(style: str) -> int:
    """1 for a title and a heading of the first rank, more for lower ones, 0 for running text."""
    name, _, rank = (style or "").lower().partition(" ")
    if name == "title":
        return 1
    return min(int(rank), 6) if name == "heading" and rank.isdecimal() else 0


def _unreadable(happened: str) -> BadInput:
    return BadInput(
        happened,
        "It is kept as it was given.",
        "Save it to a folder and open it there, or ask for another copy.",
        code="no_paper",
    )

"""A leaflet: a page of plain Markdown (headings, paragraphs, lists, tables) as a tagged PDF or a Word file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from reportlab.platypus import Spacer

from peerreview.domain import dates

from .archive import PRODUCER, Facts, finish
from .blocks import Line, Listing, heading, table
from .fitting import fitted
from .flow import text
from .fonts import PRESS, printable, register
from .press import press
from .style import WIDTH, Styles
from .tagging import Element
from .word_page import blank, clean

_LANGUAGE = "en-GB"


@dataclass(frozen=True)
class Heading:
    """A heading: 1 for the title."""

    level: int
    words: str


@dataclass(frozen=True)
class Paragraph:
    """Running words."""

    words: str


@dataclass(frozen=True)
class Points:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: the heads of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Points | Table


def read(markdown: str) -> tuple[Block, ...]:
    """The blocks of a page in CommonMark with tables; what else Markdown could say is left as it is written."""
    from markdown_it import MarkdownIt

    return tuple(_blocks(iter(MarkdownIt("commonmark").enable("table").parse(markdown))))


def make_pdf(markdown: str, made: date) -> bytes:
    """The page as a tagged PDF/A-3a, on one side if small print allows. The same page and day give the same bytes."""
    blocks = read(markdown)
    title, root = _title(blocks), Element("Document")
    with PRESS:
        register()
        story = fitted(lambda fit, part: [each for block in blocks for each in _set(block, part, fit.styles)], root)
        pages = press(story, title, dates.plain(made), _LANGUAGE)
        return finish(pages, root, Facts(printable(title), PRODUCER, _LANGUAGE, made))


def make_docx(markdown: str, made: date) -> bytes:
    """The page as DOCX (ISO/IEC 29500), to be completed and changed."""
    blocks = read(markdown)
    title = _title(blocks)
    foot = f"{title} · {dates.plain(made)}"
    document = blank(title=title, foot=foot, author=PRODUCER, subject=title, language=_LANGUAGE, made=made)
    for block in blocks:
        match block:
            case Heading(1, words):
                document.add_paragraph(clean(words), style="Title")
            case Heading(level, words):
                document.add_heading(clean(words), level - 1)
            case Paragraph(words):
                document.add_paragraph(clean(words))
            case Points(lines):
                for line in lines:
                    document.add_paragraph(clean(line), style="List Bullet")
            case Table(columns, rows):
                grid = document.add_table(rows=1, cols=len(columns), style="Table Grid")
                for cells, row in zip((grid.rows[0], *(grid.add_row() for _ in rows)), (columns, *rows), strict=True):
                    for cell, words in zip(cells.cells, row, strict=True):
                        cell.text = clean(words)
                document.add_paragraph()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _title(blocks: Sequence[Block]) -> str:
    return next(block.words for block in blocks if isinstance(block, Heading))


def _blocks(tokens: Iterator[Any]) -> Iterator[Block]:
    for token in tokens:
        match token.type:
            case "heading_open":
                yield Heading(int(token.tag[1:]), next(tokens).content)
            case "paragraph_open":
                yield Paragraph(_words(next(tokens)))
            case "bullet_list_open":
                yield Points(tuple(_inside(tokens, "bullet_list_close")))
            case "table_open":
                rows = list(_rows(tokens))
                yield Table(rows[0], tuple(rows[1:]))


def _inside(tokens: Iterator[Any], end: str) -> Iterator[str]:
    """The words of everything up to the end of a list or of a row."""
    for token in tokens:
        if token.type == end:
            return
        if token.type == "inline":
            yield _words(token)


def _rows(tokens: Iterator[Any]) -> Iterator[tuple[str, ...]]:
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "tr_open":
            yield tuple(_inside(tokens, "tr_close"))


def _words(token: Any) -> str:
    return str(token.content).replace("\n", " ")


def _set(block: Block, root: Element, styles: Styles) -> Sequence[Any]:
    """A block as it is printed, with the space after it."""
    gap = Spacer(0, styles.size * 0.5)
    match block:
        case Heading(1, words):
            return [text(words, styles.title, root.add("H1")), gap]
        case Heading(level, words):
            return heading(root, words, styles, level)
        case Paragraph(words):
            return [text(words, styles.body, root.add("P")), gap]
        case Points(lines):
            listing = Listing(root, WIDTH, styles)
            for line in lines:
                listing.add(partial(_point, line, styles))
            return [listing.grid(), gap]
        case Table(columns, rows):
            widths = _widths(columns, rows)
            return [table(root, columns, [Line(row) for row in rows], widths, styles), gap]


def _point(line: str, styles: Styles, element: Element, _width: float) -> list[Any]:
    return [text(line, styles.body, element)]


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Columns in points, by the square root of their letters: much text gets more room, little gets enough."""
    weights = [
        sum(len(row[place]) for row in rows) ** 0.5 + 2 * max(map(len, column.split()), default=0)
        for place, column in enumerate(columns)
    ]
    return [WIDTH * weight / sum(weights) for weight in weights]

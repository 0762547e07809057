"""Reading a PDF the way a reader or a screen reader does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pikepdf
from pypdfium2 import PdfDocument


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, in the order of the ink."""
    with PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def squeezed(text: str) -> str:
    """Without any white space, so that line ends do not matter."""
    return "".join(text.replace("\ufffe", "").split())


def boxes_of(pdf: bytes, words: str, page: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the first occurrence of `words` on a page (from 0), in points."""
    with PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        index, count = text.search(words).get_next()
        corners = [text.get_charbox(index + offset) for offset in range(count)]
    return (
        min(box[0] for box in corners), min(box[1] for box in corners),
        max(box[2] for box in corners), max(box[3] for box in corners),
    )  # fmt: skip


def gaps(pdf: bytes, page: int) -> list[float]:
    """The empty bands between the lines of a page (from 0) and above its last line, its foot, in points."""
    with PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    edges = sorted(((bottom, top) for _, bottom, _, top in boxes if top > bottom), reverse=True)
    found, lowest = [], edges[0][0]
    for bottom, top in edges:
        found.append(lowest - top)
        lowest = min(lowest, bottom)
    return found


def sizes(pdf: bytes, page: int) -> list[float]:
    """The sizes of type that a page (from 0) is set in, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        operations = pikepdf.parse_content_stream(file.pages[page])
        return [float(operation.operands[1]) for operation in operations if str(operation.operator) == "Tf"]


def roles(pdf: bytes) -> list[str]:
    """The roles of the structure tree, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [str(node.S).lstrip("/") for node in _walk(file.Root.StructTreeRoot.K)]


def _walk(kids: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from _walk(kid.K)


def strings(value: object) -> Iterator[str]:
    """Every text in a model, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)

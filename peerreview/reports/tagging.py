"""Tagged PDF: a structure tree that the story is written into, and a canvas that ties what it draws to that tree.

ReportLab's open edition draws without tags. Here the tree (ISO 32000-1 §14.7) is built first, with the story, so that
reading order is the order of the story and not of the ink; drawing then only adds marked-content numbers to its leaves.
Everything drawn is either content of an element or an artifact (§14.8.2.2), as PDF/UA-1 §7.1 demands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfgen.canvas import Canvas

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mark:
    """A run of marked content: the page it stands on (from 0) and its number there (MCID)."""

    page: int
    number: int


@dataclass
class Element:
    """A node of the structure tree: a standard role (ISO 32000-1 §14.8.4) and its kids in reading order.

    `scope`, `columns` and `header` belong to table cells, `alternate` and `box` to figures, `field` to a form: the
    name of the signature field that it holds, whose place is filled in when it is drawn.
    """

    role: str
    kids: list[Element | Mark] = field(default_factory=list)
    scope: str = ""
    columns: int = 1
    ordered: bool = False
    alternate: str = ""
    box: tuple[int, Rectangle] | None = None
    field: str = ""

    def add(self, role: str, **attributes: Any) -> Element:
        """A new last kid."""
        kid = Element(role, **attributes)
        self.kids.append(kid)
        return kid

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas whose ink is content of an element or an artifact, and whose pages know how many they are.

    `furniture` draws what stands on every page (an artifact), given the canvas, the page from 1 and the page count.
    Each of `loose` draws a page at the end that has neither tags nor number, for the archivist to take out again.
    """

    def __init__(
        self,
        *arguments: Any,
        furniture: Callable[[Canvas, int, int], None],
        loose: Sequence[Callable[[Canvas], None]] = (),
        **options: Any,
    ) -> None:
        self._furniture, self._loose = furniture, loose
        self._finished: list[dict[str, Any]] = []
        self._next_mark = 0
        self._inside = False
        super().__init__(*arguments, **options)

    @property
    def page_count(self) -> int:
        """Pages finished so far."""
        return len(self._finished)

    def showPage(self) -> None:
        """Put the page by until the number of pages is known."""
        self._finished.append(dict(self.__dict__))
        self._startPage()
        self._next_mark = 0

    def save(self) -> None:
        """Draw the furniture and write all pages."""
        for number, state in enumerate(pages := self._finished, 1):
            self.__dict__.update(state)
            with self.artifact("Pagination"):
                self._furniture(self, number, len(pages))
            super().showPage()
        for draw in self._loose:
            draw(self)
            super().showPage()
        super().save()

    @contextmanager
    def content(self, element: Element | None) -> Iterator[None]:
        """What is drawn inside belongs to `element`; without one it is an artifact."""
        if element is None:
            with self.artifact("Layout"):
                yield
            return
        element.kids.append(Mark(self.page_count, self._next_mark))
        opening = f"/{element.role} <</MCID {self._next_mark}>> BDC"
        self._next_mark += 1
        with self._marked(opening):
            yield

    @contextmanager
    def artifact(self, kind: str) -> Iterator[None]:
        """What is drawn inside is decoration: `Layout` or `Pagination`."""
        with self._marked(f"/Artifact <</Type /{kind}>> BDC"):
            yield

    def place(self, element: Element, width: float, height: float) -> None:
        """Note where on the page `element` stands: at the present origin, `width` by `height` points."""
        left, bottom = self.absolutePosition(0, 0)
        element.box = (self.page_count, (left, bottom, left + width, bottom + height))

    @contextmanager
    def _marked(self, opening: str) -> Iterator[None]:
        if self._inside:
            raise RuntimeError("marked content inside marked content")
        self._inside = True
        self._code.append(opening)
        yield
        self._code.append("EMC")
        self._inside = False

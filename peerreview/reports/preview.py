"""Pages of a PDF as pictures, for the preview on the screen. The file may be anybody's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from peerreview.errors import BadInput

PAGES = 300
SIDE = 6_000  # dots; a page that would be larger is drawn smaller
_ONE_AT_A_TIME = Lock()  # PDFium is not thread-safe
_INCH = 72  # points


def page_pictures(pdf: bytes, dpi: int = 96) -> tuple[bytes, ...]:
    """Each page as a picture (PPM) at `dpi` dots an inch, with the signatures' boxes as they look.

    Raises BadInput when the file cannot be read or has more than 300 pages.
    """
    pictures = []
    with opened(pdf) as document:
        document.init_forms()
        for page in document:
            pictures.append(picture(page, dpi))
            page.close()
    return tuple(pictures)


def picture(page: Any, dpi: int) -> bytes:
    """A page as a picture (PPM): to pack what is unpacked a moment later would take twenty times as long."""
    ppm = io.BytesIO()
    scale = min(dpi / _INCH, SIDE / max(1, *page.get_size()))
    page.render(scale=scale).to_pil().save(ppm, "PPM")
    return ppm.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages the file has; raises BadInput as `page_pictures` does."""
    with opened(pdf) as document:
        return len(document)


@contextmanager
def opened(pdf: bytes, most: int = PAGES) -> Iterator[Any]:
    """The document, for as long as nobody else has one open; BadInput when it cannot be read or has more pages."""
    from pypdfium2 import PdfDocument, PdfiumError

    with _ONE_AT_A_TIME:
        try:
            with PdfDocument(pdf) as document:
                if len(document) > most:
                    raise _unreadable(f"This file has more than {most} pages.")
                yield document
        except PdfiumError as error:
            locked = "password" in str(error).lower()
            why = "it is locked with a password" if locked else "it is damaged, or it is no PDF"
            raise _unreadable(f"This file cannot be shown: {why}.") from None


def _unreadable(happened: str) -> BadInput:
    return BadInput(happened, "Nothing has been changed.", "Ask whoever sent it to send it again.", code="no_preview")

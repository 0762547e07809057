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
    """Each page as a PNG at `dpi` dots an inch, with the signatures' boxes as they look.

    Raises BadInput when the file cannot be read or has more than 300 pages.
    """
    pictures = []
    with _opened(pdf) as document:
        document.init_forms()
        for page in document:
            picture = io.BytesIO()
            scale = min(dpi / _INCH, SIDE / max(page.get_size()))
            page.render(scale=scale).to_pil().save(picture, "PNG")
            pictures.append(picture.getvalue())
            page.close()
    return tuple(pictures)


def page_count(pdf: bytes) -> int:
    """How many pages the file has; raises BadInput as `page_pictures` does."""
    with _opened(pdf) as document:
        return len(document)


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    from pypdfium2 import PdfDocument, PdfiumError

    with _ONE_AT_A_TIME:
        try:
            with PdfDocument(pdf) as document:
                if len(document) > PAGES:
                    raise _unreadable("This file has more pages than any report.")
                yield document
        except PdfiumError:
            raise _unreadable("This file cannot be shown: it is damaged, or it is no PDF.") from None


def _unreadable(happened: str) -> BadInput:
    return BadInput(happened, "Nothing has been changed.", "Ask whoever sent it to send it again.", code="no_preview")

"""Pages of a PDF as pictures, for the preview on the screen."""

from __future__ import annotations

import io
from threading import Lock

_ONE_AT_A_TIME = Lock()  # PDFium is not thread-safe
_SCALE = 72  # points an inch


def page_pictures(pdf: bytes, dpi: int = 96) -> tuple[bytes, ...]:
    """Each page as a PNG at `dpi` dots an inch, with the signatures' boxes as they look."""
    from pypdfium2 import PdfDocument

    pictures = []
    with _ONE_AT_A_TIME, PdfDocument(pdf) as document:
        document.init_forms()
        for page in document:
            picture = io.BytesIO()
            page.render(scale=dpi / _SCALE).to_pil().save(picture, "PNG")
            pictures.append(picture.getvalue())
            page.close()
    return tuple(pictures)


def page_count(pdf: bytes) -> int:
    """How many pages the file has."""
    from pypdfium2 import PdfDocument

    with _ONE_AT_A_TIME, PdfDocument(pdf) as document:
        return len(document)

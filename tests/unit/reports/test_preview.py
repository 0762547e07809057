"""The preview: one PNG a page, at the size that was asked for."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from peerreview.errors import BadInput
from peerreview.reports.preview import PAGES, SIDE, page_count, page_pictures
from tests.unit.reports.hands import unsigned


def test_each_page_is_a_picture() -> None:
    pictures = [Image.open(io.BytesIO(raw)) for raw in page_pictures(unsigned(), 48)]
    assert page_count(unsigned()) == len(pictures) == 3
    assert {picture.format for picture in pictures} == {"PPM"}
    assert {picture.size for picture in pictures} == {(397, 562)}


def blank(pages: int, side: float) -> bytes:
    """A file of blank square pages."""
    out = io.BytesIO()
    with pikepdf.new() as file:
        for _ in range(pages):
            file.add_blank_page(page_size=(side, side))
        file.save(out)
    return out.getvalue()


def test_a_page_as_large_as_a_field_is_drawn_smaller() -> None:
    (picture,) = page_pictures(blank(1, 14_000), 96)
    assert max(Image.open(io.BytesIO(picture)).size) <= SIDE


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7 no", blank(PAGES + 1, 10)])
def test_what_cannot_be_shown_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        page_pictures(raw)
    assert refused.value.code == "no_preview"

"""The preview: one PNG a page, at the size that was asked for."""

from __future__ import annotations

import io

from PIL import Image

from peerreview.reports.preview import page_count, page_pictures
from tests.unit.reports.hands import unsigned


def test_each_page_is_a_picture() -> None:
    pictures = [Image.open(io.BytesIO(raw)) for raw in page_pictures(unsigned(), 48)]
    assert page_count(unsigned()) == len(pictures) == 3
    assert {picture.format for picture in pictures} == {"PNG"}
    assert {picture.size for picture in pictures} == {(397, 562)}

"""The emergency sheet: every word with its number, a QR code that a telephone reads as the same words, one side."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import segno
from PIL import Image

from peerreview.identity.recovery import age_recipient, check_code, words_of
from peerreview.reports.emergency import make_sheet
from peerreview.reports.preview import page_count, page_pictures
from tests.unit.reports.reading import page_texts, roles

WORDS = words_of(bytes(range(32)))
CODE = check_code(age_recipient(bytes(range(32))))
SHEET = make_sheet(WORDS, "Tom Ashdown-Reyes", date(2026, 11, 3))


def test_every_word_stands_beside_its_number_on_one_side() -> None:
    assert page_count(SHEET) == 1
    lines = page_texts(SHEET)[0].split("\r\n")
    for number, word in enumerate(WORDS, 1):
        assert any(f"{number} {word}" in line or line == word for line in lines)
    assert f"Check code: {CODE}" in lines
    assert "Tom Ashdown-Reyes, 3 November 2026. Confidential." in lines


def test_a_screen_reader_hears_the_words_in_order() -> None:
    found = roles(SHEET)
    assert found.count("LI") == 24 + 4
    assert found.count("Figure") == 1
    assert found[:5] == ["Document", "H1", "P", "P", "H2"]


def test_the_qr_code_on_paper_is_the_words() -> None:
    matrix = [list(line) for line in segno.make_qr(" ".join(WORDS), error="m").matrix_iter(border=0)]
    page = Image.open(io.BytesIO(page_pictures(SHEET, 288)[0])).convert("L").point(lambda value: 255 * (value < 128))
    with pikepdf.open(io.BytesIO(SHEET)) as file:
        nodes = [node for node in file.objects if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/Figure"]
        left, bottom, right, top = (4 * float(edge) for edge in nodes[0].A.BBox)  # 288 dots an inch
    area = page.crop((int(left), int(page.height - top), int(right), int(page.height - bottom)))
    code = area.crop(area.getbbox())
    side = code.width / len(matrix)
    assert abs(code.width - code.height) <= 2
    seen = [
        [int(code.getpixel((int((x + 0.5) * side), int((y + 0.5) * side))) > 0) for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert seen == [[int(dark) for dark in line] for line in matrix]


def test_the_check_code_tells_sheets_apart_and_gives_nothing_away() -> None:
    assert check_code(age_recipient(bytes(32))) != CODE
    assert len(CODE) == 9
    assert not any(word in CODE.lower() for word in WORDS)


def test_the_same_words_and_day_give_the_same_sheet() -> None:
    assert make_sheet(WORDS, "Tom Ashdown-Reyes", date(2026, 11, 3)) == SHEET

"""What comes from Word or the web is plain afterwards, and nothing that was meant is lost."""

from __future__ import annotations

from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.plain_text import LONGEST_PARAGRAPH, clean, one_line


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("•\tBooks show care\r\n•\tWalks are calm\r\n", "Books show care\nWalks are calm\n"),
        ("\uf0b7\tSymbol bullet\r\uf0a7\tSquare one", "Symbol bullet\nSquare one"),
        ("o\tCourier bullet\n§\tWingding\n-\tdash", "Courier bullet\nWingding\ndash"),
        ("1.\tFirst\n2)\tSecond\n(3)\tThird\na)\tLetter", "First\nSecond\nThird\nLetter"),
        ("   • indented\n· middle dot", "indented\nmiddle dot"),
        ("co\u00adoperation and\u00a0space\u200b\ufeff", "cooperation and space"),
        ("soft\vbreak\u2028line\u2029paragraph\fpage", "soft\nbreak\nline\nparagraph\npage"),
        ("e\u0301cole", "\u00e9cole"),
        ("null\x00 bell\x07 escape\x1b[0m", "null bell escape[0m"),
        ("end   \nnext", "end\nnext"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("picture \ufffc here", "picture  here"),
        ("broken \ud83d half", "broken  half"),
    ],
)
def test_marks_of_word_go(pasted: str, plain: str) -> None:
    assert clean(pasted) == plain


@pytest.mark.parametrize(
    "text",
    [
        "“Quoted”, ‘single’, don’t – a dash — and … dots",
        "👩🏽‍🏫 and 👨‍👩‍👧 with 🇬🇧",
        "שלום \u200fעולם\u200e and مرحبا",
        "- a dash that somebody typed\n1. a number\na) a letter\n* a star",
        "Y4: 3–5 books · 10 % · £5",
        "",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert clean(text) == text


def test_one_line_for_a_field_of_one_line() -> None:
    assert one_line("  Quillbeck\r\n\tPrimary \n\n School ") == "Quillbeck Primary School"


def test_a_huge_paragraph_is_broken_where_a_sentence_ends() -> None:
    text = "Leaders know what matters here. " * 3000
    lines = clean(text).split("\n")
    assert max(map(len, lines)) <= LONGEST_PARAGRAPH
    assert all(line.endswith(".") for line in lines)
    assert " ".join(lines).split() == text.split()
    assert max(map(len, clean("x" * 50_000).split("\n"))) <= LONGEST_PARAGRAPH


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_at_all_is_clean_once_and_for_all(text: str) -> None:
    once = clean(text)
    assert is_normalized("NFC", once)
    assert "\r" not in once
    once.encode()
    assert clean(once).split() == once.split() or "\t" in text

"""Names that every disk and mail program accepts."""

from __future__ import annotations

import pytest

from peerreview.domain.filenames import safe


@pytest.mark.parametrize(
    ("typed", "safe_name"),
    [
        ('St "Mary/Joseph": <C of E> \\ *?|', "St -Mary-Joseph- -C of E- - -"),
        ("..\\..\\etc", "-..-etc"),
        ("Ysgol Ŵyn. ", "Ysgol Ŵyn"),
        ("a\x00b\nc\u202egpj.exe", "a b c gpj.exe"),
        ("école", "école"),
    ],
)
def test_what_a_disk_refuses_is_left_out(typed: str, safe_name: str) -> None:
    assert safe(typed) == safe_name


@pytest.mark.parametrize(("typed", "safe_name"), [("CON", "CON_"), ("nul.prb", "nul_.prb"), ("Conway", "Conway")])
def test_a_name_that_windows_keeps_for_itself(typed: str, safe_name: str) -> None:
    assert safe(typed) == safe_name

"""What prints for a character: itself, from the face or the fallback, or its name; never nothing, never a box."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.reports.fonts import SYMBOLS, markup, printable


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Siân ap Ŵyn, Łódź, Ångström", "Siân ap Ŵyn, Łódź, Ångström"),
        ("Y2 → Y3 ✓ ≥ 80 %", "Y2 → Y3 ✓ ≥ 80 %"),
        ("a ☃ in the yard", "a [snowman] in the yard"),
        ("well done 👍🏽", "well done [thumbs up sign][emoji modifier fitzpatrick type-4]"),
        ("soft\u00adhyphen, zero\u200bwidth, \u202eright to left", "softhyphen, zerowidth, right to left"),
        ("tab\there, line\nend, nul\x00, bell\x07", "tab here, line\nend, nul, bell"),
        ("e\u0301te\u0301", "été"),
        ("中", "[cjk unified ideograph-4e2d]"),
        ("\ue000", "[character e000]"),
        ("Tue 17\u00a0November", "Tue 17\u00a0November"),
    ],
)
def test_every_character_prints_as_itself_or_by_name(written: str, printed: str) -> None:
    assert printable(written) == printed


def test_markup_means_what_was_typed() -> None:
    assert markup('<b>5 & "6"</b>\n→') == f'&lt;b&gt;5 &amp; "6"&lt;/b&gt;<br/><font name="{SYMBOLS}">→</font>'


@settings(max_examples=200)
@given(st.text())
def test_printing_what_is_printable_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)

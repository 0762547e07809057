"""One value, one spelling: compared with a second implementation of RFC 8785."""

from __future__ import annotations

import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from peerreview.journal.canonical import DEEPEST, LARGEST, BadChange, JsonValue, decode, encode, normal

texts = st.text(st.characters(exclude_categories=["Cs"])).map(
    lambda text: unicodedata.normalize("NFC", text.replace("\r", "\n"))
)
keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_the_bytes_are_those_of_rfc_8785(value: JsonValue) -> None:
    assert encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # its own alias for the same values


@given(values)
def test_what_is_encoded_decodes_to_itself(value: JsonValue) -> None:
    assert decode(encode(value)) == value


def test_every_character_is_spelled_as_rfc_8785_spells_it() -> None:
    for start in range(0, 0x11000, 0x100):
        text = "".join(chr(point) for point in range(start, start + 0x100) if not 0xD800 <= point < 0xE000)
        text = unicodedata.normalize("NFC", text.replace("\r", ""))
        assert encode({"text": text}) == rfc8785.dumps({"text": text})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b"[1, 2]",
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"NaN",
        b"9007199254740992",
        b"-9007199254740992",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b'"\xff"',
        b'"e\xcc\x81"',
        b'"a\\r\\nb"',
        b'"a\\rb"',
        b'{"\xc3\xa9":1}',
        b"true ",
        b"\xef\xbb\xbf1",
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_what_is_not_canonical_is_refused(raw: bytes) -> None:
    with pytest.raises(BadChange) as caught:
        decode(raw)
    assert caught.value.exit_code == 2
    assert caught.value.code == "bad_change"


def test_nesting_is_taken_up_to_its_limit() -> None:
    raw = b"[" * DEEPEST + b"]" * DEEPEST
    assert encode(decode(raw)) == raw


@pytest.mark.parametrize(
    "value", [1.5, "\ud800", {1: 2}, {"é": 1}, object(), "e\u0301", "a\rb", 2**53, {"a": [{"b": 0.5}]}]
)
def test_what_the_format_cannot_hold_is_not_encoded(value: object) -> None:
    with pytest.raises(BadChange):
        encode(value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("e\u0301", "é"),
        ("page one\x0cpage two\x0bline", "page one\npage two\nline"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("tab\tkept", "tab\tkept"),
        ("\ud83d\ude00", "\U0001f600"),
        ("lost \ud83d half", "lost \ufffd half"),
        ("\ufeffmark", "\ufeffmark"),
    ],
)
def test_what_people_type_and_paste_is_brought_into_form(typed: str, kept: str) -> None:
    assert normal(typed) == kept
    assert normal([typed, {"cell": typed}, 3, None, True]) == [kept, {"cell": kept}, 3, None, True]


@given(st.text())
def test_whatever_is_typed_can_be_kept(typed: str) -> None:
    kept = normal(typed)
    assert decode(encode(kept)) == kept
    assert normal(kept) == kept

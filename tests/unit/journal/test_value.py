"""Values beside the changes: salted, and nothing but what their digest names."""

from __future__ import annotations

from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from peerreview.journal.canonical import BadChange
from peerreview.journal.value import MAX_VALUE, Value, decode_value, encode_value, make_value

SALT = bytes(range(16))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)), st.binary(min_size=16, max_size=16))
def test_the_digest_is_of_the_salt_and_the_canonical_value(text: str, salt: bytes) -> None:
    made = make_value({"cell": [text, 3, None]}, salt)
    assert made.digest == sha256(salt + rfc8785.dumps({"cell": [text, 3, None]})).hexdigest()
    line = encode_value(made)
    assert line == rfc8785.dumps({"digest": made.digest, "salt": made.salt, "value": {"cell": [text, 3, None]}})
    assert decode_value(line) == made


def test_equal_grades_have_different_digests() -> None:
    assert make_value("2", SALT).digest != make_value("2", SALT[::-1]).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"secret"', b'"secreT"'),
        (b'"secret"', b'"secret" '),
        (b'"secret"', b'"\\u0073ecret"'),
        (b'"salt"', b'"SALT"'),
        (b"0001", b"0002"),
        (b"0a0b", b"0A0B"),
        (b'"value":"secret"}', b'"value":"secret","value":"secret"}'),
        (b'"value":"secret"}', b'"value":"secret"}\n'),
        (b'"value":"secret"}', b'"value":}'),
        (b'{"digest"', b'{"about":1,"digest"'),
    ],
)
def test_a_line_that_is_not_true_or_not_canonical_is_refused(old: bytes, new: bytes) -> None:
    line = encode_value(make_value("secret", SALT))
    assert old in line
    with pytest.raises(BadChange):
        decode_value(line.replace(old, new))


def test_a_value_has_a_size() -> None:
    long = make_value("x" * (MAX_VALUE - 200), SALT)
    assert decode_value(encode_value(long)) == long
    with pytest.raises(BadChange):
        make_value("x" * MAX_VALUE, SALT)
    body = rfc8785.dumps("x" * MAX_VALUE)
    forged = Value(sha256(SALT + body).hexdigest(), SALT.hex(), "x" * MAX_VALUE)
    with pytest.raises(BadChange):
        decode_value(encode_value(forged))


def test_a_salt_is_sixteen_bytes() -> None:
    with pytest.raises(ValueError):
        make_value("2", b"short")


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reader(raw: bytes) -> None:
    with pytest.raises(BadChange):
        decode_value(raw)

"""Seals: what they sign, and their line in a file."""

from __future__ import annotations

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from peerreview.journal.canonical import BadChange
from peerreview.journal.seal import Seal, decode_seal, encode_seal, payload

SEAL = Seal("review-" + "a" * 32, ("c" * 64, "d" * 64), "2026-11-17T11:45:00.000Z", "b" * 64, "MEUCIQ==")


def test_it_signs_the_stream_the_tips_and_the_time() -> None:
    told = {"stream": SEAL.stream, "tips": list(SEAL.tips), "at": SEAL.at}
    assert payload(SEAL.stream, SEAL.tips, SEAL.at) == b"peerreview-seal-1\n" + rfc8785.dumps(told)


def test_its_line_is_canonical_and_comes_back() -> None:
    line = encode_seal(SEAL)
    assert line == rfc8785.dumps(msgspec.to_builtins(SEAL))
    assert decode_seal(line) == SEAL


@pytest.mark.parametrize(
    "seal",
    [
        msgspec.structs.replace(SEAL, tips=()),
        msgspec.structs.replace(SEAL, tips=("d" * 64, "c" * 64)),
        msgspec.structs.replace(SEAL, tips=("c" * 64, "c" * 64)),
        msgspec.structs.replace(SEAL, sig="not base64!"),
        msgspec.structs.replace(SEAL, actor="B" * 64),
        msgspec.structs.replace(SEAL, at="2026-13-17T11:45:00.000Z"),
        msgspec.structs.replace(SEAL, stream="review"),
    ],
)
def test_a_seal_that_breaks_a_rule_is_refused(seal: Seal) -> None:
    with pytest.raises(BadChange):
        decode_seal(encode_seal(seal))


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reader(raw: bytes) -> None:
    with pytest.raises(BadChange):
        decode_seal(raw)

"""The wire form of a change: what is made is canonical, and nothing else is taken for one."""

from __future__ import annotations

from hashlib import sha256

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from peerreview.journal.canonical import BadChange
from peerreview.journal.change import MAX_CHANGE, Change, Op, build_change, decode_change, op_id

HEX = "0123456789abcdef"
digests = st.text(HEX, min_size=64, max_size=64)
persons = st.text(HEX, min_size=32, max_size=32)
names = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
op_ids = st.builds(op_id, digests, st.integers(0, 9999))
ops = st.builds(
    Op,
    record=st.text(
        st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='"\\'), min_size=1, max_size=120
    ),
    kind=names,
    field=names,
    digest=digests,
    pred=st.sets(op_ids, max_size=3).map(lambda found: tuple(sorted(found))),
)
changes = st.builds(
    Change,
    stream=persons.map(lambda name: f"review-{name}"),
    actor=digests,
    author=persons,
    deps=st.sets(digests, max_size=3).map(lambda found: tuple(sorted(found))),
    at=st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.000Z".rjust(24, "0")),
    ops=st.lists(ops, min_size=1, max_size=4).map(tuple),
)

PLAIN = Change(
    stream="review-" + "a" * 32,
    actor="b" * 64,
    author="c" * 32,
    deps=("d" * 64, "e" * 64),
    at="2026-11-17T11:45:00.000Z",
    ops=(Op("f" * 32, "note", "text", "0" * 64, ("d" * 64 + ":0", "d" * 64 + ":1")),),
)


@given(changes)
def test_the_bytes_are_canonical_json_and_the_id_their_hash(change: Change) -> None:
    stored = build_change(change)
    assert stored.raw == rfc8785.dumps(msgspec.to_builtins(change))
    assert stored.id == sha256(stored.raw).hexdigest()
    assert decode_change(stored.raw) == stored
    assert stored.change == change


def test_an_op_is_named_by_its_change_and_place() -> None:
    assert op_id("d" * 64, 3) == "d" * 64 + ":3"


def _altered(old: str, new: str) -> bytes:
    raw = build_change(PLAIN).raw.decode()
    assert old in raw
    return raw.replace(old, new).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        _altered('{"actor"', ' {"actor"'),
        _altered('"actor":', '"actor": '),
        _altered("b" * 64, "B" * 64),
        _altered("b" * 64, "b" * 63),
        _altered("b" * 64, "b" * 65),
        _altered("b" * 64, "b" * 63 + "g"),
        _altered("c" * 32, "c" * 31 + "\\u0063"),
        _altered('"kind":"note"', '"kind":"n\u00f6te"'),
        _altered('"kind":"note"', '"kind":"Note"'),
        _altered('"kind":"note"', '"kind":"note","kind":"note"'),
        _altered('"kind":"note"', '"kind":"note","mood":"calm"'),
        _altered('"field":"text",', ""),
        _altered('"record":"' + "f" * 32, '"record":"' + "f" * 121),
        _altered('"record":"' + "f" * 32, '"record":"'),
        _altered('"record":"' + "f" * 32, '"record":"a b'),
        _altered('"record":"' + "f" * 32, '"record":"a\\"b'),
        _altered('"deps":["' + "d" * 64 + '","' + "e" * 64, '"deps":["' + "e" * 64 + '","' + "d" * 64),
        _altered('"deps":["' + "d" * 64 + '","' + "e" * 64, '"deps":["' + "e" * 64 + '","' + "e" * 64),
        _altered(':0","', ':1","'),
        _altered(':0","' + "d" * 64 + ":1", ':1","' + "d" * 64 + ":0"),
        _altered(":0", ":x"),
        _altered("2026-11-17T11:45:00.000Z", "2026-11-17T11:45:00Z"),
        _altered("2026-11-17T11:45:00.000Z", "2026-11-17 11:45:00.000Z"),
        _altered("2026-11-17T11:45:00.000Z", "2026-11-17T11:45:00.000+00:00"),
        _altered("2026-11-17T11:45:00.000Z", "2026-02-30T11:45:00.000Z"),
        _altered("2026-11-17T11:45:00.000Z", "2026-11-17T24:45:00.000Z"),
        _altered("review-", "Review-"),
        _altered("review-", "review_"),
        _altered(build_change(PLAIN).raw.decode()[-50:], build_change(PLAIN).raw.decode()[-50:] + "\n"),
        msgspec.json.encode(msgspec.structs.replace(PLAIN, ops=())),
        msgspec.json.encode(PLAIN),
    ],
)
def test_what_breaks_a_rule_of_the_wire_is_refused(raw: bytes) -> None:
    with pytest.raises(BadChange):
        decode_change(raw)


def test_a_change_is_taken_up_to_its_size_and_no_further() -> None:
    record = "f" * 120
    many = [Op(record, "k" * 40, "f" * 40, "0" * 64, ()) for _ in range(MAX_CHANGE // 340)]
    assert len(build_change(msgspec.structs.replace(PLAIN, ops=tuple(many))).raw) <= MAX_CHANGE
    with pytest.raises(BadChange):
        build_change(msgspec.structs.replace(PLAIN, ops=tuple(many) * 2))


def test_what_is_built_is_held_to_the_same_rules() -> None:
    with pytest.raises(BadChange):
        build_change(msgspec.structs.replace(PLAIN, at="yesterday"))
    with pytest.raises(BadChange):
        build_change(msgspec.structs.replace(PLAIN, deps=("e" * 64, "d" * 64)))


@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reader(raw: bytes) -> None:
    with pytest.raises(BadChange):
        decode_change(raw)


@given(changes, st.integers(0), st.integers(0, 255))
def test_a_changed_byte_is_another_change_or_none(change: Change, where: int, byte: int) -> None:
    stored = build_change(change)
    raw = bytearray(stored.raw)
    raw[where % len(raw)] = byte
    try:
        read = decode_change(bytes(raw))
    except BadChange:
        return
    assert (read.id == stored.id) == (bytes(raw) == stored.raw)
    assert rfc8785.dumps(msgspec.to_builtins(read.change)) == bytes(raw)

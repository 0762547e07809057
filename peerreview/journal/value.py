"""Values and their salts: they travel beside the changes, which hold only digests.

So a value can be withheld (a hidden grade) or removed for good while every hash in the graph still verifies.
The salt is new for each op: equal grades have different digests, and nobody can try the three grades there are.
"""

from __future__ import annotations

import re
from hashlib import sha256

import msgspec

from . import canonical
from .canonical import BadChange, JsonValue

MAX_VALUE = 1024 * 1024
"""Bytes of one value's line."""

_LINE = re.compile(rb'\{"digest":"([0-9a-f]{64})","salt":"([0-9a-f]{32})","value":(.*)\}', re.DOTALL)


class Value(msgspec.Struct, frozen=True):
    """What an op says: `digest` is SHA-256(the 16 bytes of `salt` || canonical JSON of `value`), in hex."""

    digest: str
    salt: str
    value: JsonValue


def make_value(value: JsonValue, salt: bytes) -> Value:
    """`value` under a fresh random salt of 16 bytes; `BadChange` for what the format cannot hold."""
    if len(salt) != 16:
        raise ValueError("a salt is 16 bytes")
    made = Value(sha256(salt + canonical.encode(value)).hexdigest(), salt.hex(), value)
    if len(encode_value(made)) > MAX_VALUE:
        raise BadChange("a value over 1 MiB")
    return made


def encode_value(value: Value) -> bytes:
    """The value's line for a file: canonical JSON of digest, salt and value."""
    return canonical.encode({"digest": value.digest, "salt": value.salt, "value": value.value})


def decode_value(raw: bytes) -> Value:
    """The value of one line from a file; `BadChange` unless it is canonical and its digest is true."""
    if len(raw) > MAX_VALUE:
        raise BadChange("a value over 1 MiB")
    line = _LINE.fullmatch(raw)
    if line is None:
        raise BadChange("not the wire form of a value")
    digest, salt, body = line[1].decode(), line[2].decode(), line[3]
    value = canonical.decode(body)
    if sha256(bytes.fromhex(salt) + body).hexdigest() != digest:
        raise BadChange("a value that is not the one its digest names")
    return Value(digest, salt, value)

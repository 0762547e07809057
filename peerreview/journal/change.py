"""Changes and their ops: what one person did at once, linked by hash to what they knew (DESIGN §4).

A change on the wire is one line of canonical JSON. Every string in it is plain ASCII that needs no escape, so one
regular expression says all of the wire rules: the keys and their order, the white space (none), lower-case hex,
no key twice. Bytes that match and decode are exactly the bytes that encoding gives back.
"""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from itertools import pairwise

import msgspec

from .canonical import BadChange

MAX_CHANGE = 256 * 1024
"""Bytes of one change."""


class Op(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One field of one record given a value, of which only the salted `digest` is told here.

    `pred` are the ids of the ops it replaces: the versions its author had before their eyes.
    """

    record: str
    kind: str
    field: str
    digest: str
    pred: tuple[str, ...]


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One act: who (`author`, a person), with which key (`actor`), knowing what (`deps`, the stream's tips).

    `at` is the author's claim, RFC 3339 in UTC with milliseconds. Nothing is merged, ordered or admitted by it.
    """

    stream: str
    actor: str
    author: str
    deps: tuple[str, ...]
    at: str
    ops: tuple[Op, ...]


class StoredChange(msgspec.Struct, frozen=True, gc=False):
    """A change with its exact bytes and its id, their SHA-256 in hex."""

    id: str
    raw: bytes
    change: Change


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Change)


def _several(item: bytes) -> bytes:
    return rb'\[(?:"' + item + rb'"(?:,"' + item + rb'")*+)?+\]'


DIGEST = rb"[0-9a-f]{64}"
PERSON = rb"[0-9a-f]{32}"
STREAM = rb"[a-z]{1,20}-[0-9a-f]{32}"
TIME = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"
DIGESTS = _several(DIGEST)
_NAME = rb"[a-z][a-z0-9_]{0,39}"
_RECORD = rb"[!#-\[\]-~]{1,120}"  # printable ASCII but for the quotation mark and the backslash
_OP = (
    rb'\{"digest":"' + DIGEST + rb'","field":"' + _NAME + rb'","kind":"' + _NAME
    + rb'","pred":' + _several(DIGEST + rb":[0-9]{1,4}") + rb',"record":"' + _RECORD + rb'"\}'
)  # fmt: skip
_WIRE = re.compile(
    rb'\{"actor":"' + DIGEST + rb'","at":"' + TIME + rb'","author":"' + PERSON + rb'","deps":' + DIGESTS
    + rb',"ops":\[' + _OP + rb"(?:," + _OP + rb')*+\],"stream":"' + STREAM + rb'"\}'
)  # fmt: skip


def op_id(change_id: str, index: int) -> str:
    """The id of the op at `index` of a change."""
    return f"{change_id}:{index}"


def decode_change(raw: bytes) -> StoredChange:
    """The change of one line from a file; `BadChange` when it breaks a rule of the wire."""
    if len(raw) > MAX_CHANGE:
        raise BadChange("a change over 256 KiB")
    if _WIRE.fullmatch(raw) is None:
        raise BadChange("not the wire form of a change")
    change = _DECODER.decode(raw)
    require_time(change.at)
    require_ascending(change.deps)
    for op in change.ops:
        require_ascending(op.pred)
    return StoredChange(sha256(raw).hexdigest(), raw, change)


def build_change(change: Change) -> StoredChange:
    """`change` with its bytes and id; it is held to the same rules as one from a file."""
    return decode_change(_ENCODER.encode(change))


def require_time(at: str) -> None:
    """Refuse a time that has the right shape but is on no calendar."""
    try:
        datetime.fromisoformat(at)
    except ValueError as error:
        raise BadChange("a time that does not exist") from error


def require_ascending(ids: tuple[str, ...]) -> None:
    """Refuse ids that are not distinct and in ascending order: a set has one spelling."""
    if len(ids) > 1 and any(first >= second for first, second in pairwise(ids)):
        raise BadChange("ids not distinct and in order")

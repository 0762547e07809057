"""Canonical JSON (RFC 8785): one value has one spelling, so that a digest of it means something.

The journal's data are strings, whole numbers, true, false, null, lists, and objects with ASCII keys. For these
msgspec's sorted encoder gives the bytes of RFC 8785 (STACK §9; a test compares it with a second implementation).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from peerreview.errors import BadInput

JsonValue: TypeAlias = "bool | int | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"

LARGEST = 2**53 - 1
"""Beyond this a whole number is not the same number in every program that reads JSON."""

DEEPEST = 32
"""Lists and objects inside one another."""

_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER: msgspec.json.Decoder[object] = msgspec.json.Decoder()
_LINE_ENDS = re.compile("\r\n?|\v|\f")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


class BadChange(BadInput):
    """A change, value or seal that is not written as the format says; `why` is for the log, and names no content."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "This file holds something that is not written the way Peer Review writes it.",
            "Nothing here has changed.",
            "Ask the sender to make the file again.",
            code="bad_change",
        )
        self.why = why


def encode(value: object) -> bytes:
    """The canonical bytes of a JSON value; `BadChange` for what the format cannot hold."""
    _require_plain(value)
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError as error:
        raise BadChange("a lone surrogate") from error


def decode(raw: bytes) -> JsonValue:
    """The value of canonical bytes; `BadChange` unless they are exactly what `encode` gives for it."""
    try:
        value = _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadChange("not JSON") from error
    if encode(value) != raw:
        raise BadChange("not canonical JSON")
    return value  # type: ignore[return-value]  # encode() has just refused everything that is not a JsonValue


def normal(value: JsonValue) -> JsonValue:
    """`value` with every text in NFC, its lines ending in LF, and what no text may hold left out or replaced."""
    if isinstance(value, str):
        return _normal_text(value)
    if isinstance(value, Mapping):
        return {key: normal(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [normal(item) for item in value]
    return value


def _normal_text(text: str) -> str:
    # Lone surrogates reach us by the Windows clipboard: pairs are joined, what stays alone becomes U+FFFD.
    whole = text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_ENDS.sub("\n", whole)))


def _require_plain(value: object, depth: int = 0) -> None:
    if isinstance(value, str):
        if not (value.isascii() or unicodedata.is_normalized("NFC", value)):
            raise BadChange("text not in NFC")
        if "\r" in value:
            raise BadChange("a line end other than LF")
    elif value is None or isinstance(value, bool):
        pass
    elif isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise BadChange("a whole number beyond 2^53")
    elif depth == DEEPEST:
        raise BadChange("nested too deeply")
    elif isinstance(value, list | tuple):
        for item in value:
            _require_plain(item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise BadChange("a key outside ASCII")
            _require_plain(item, depth + 1)
    else:
        raise BadChange(f"a {type(value).__name__}, which the format does not hold")

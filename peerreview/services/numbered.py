"""Reports that are JSON with a number: of a group's term, of progress. What they are made of, and read from."""

from __future__ import annotations

from typing import Protocol, TypeVar

import msgspec

from peerreview.errors import BadInput

_ENCODER = msgspec.json.Encoder(order="sorted")
_NUMBERS = 2**53
"""Every number stays below this, so that all readers of JSON give it alike (RFC 8259, section 6)."""


class Numbered(Protocol):
    """A report: frozen, with a number from 1; its format rises when a field changes its meaning."""

    @property
    def number(self) -> int: ...
    @property
    def format(self) -> int: ...


R = TypeVar("R", bound=Numbered)


class _Format(msgspec.Struct):
    format: int = 1


def encode(report: Numbered) -> bytes:
    """The bytes that are signed and sent."""
    return _ENCODER.encode(report)


def decode(body: bytes, kind: type[R], known: int, called: str) -> R:
    """The report that `encode` wrote, up to the format `known`; BadInput for anything else. `called` names it."""
    try:
        if msgspec.json.decode(body, type=_Format).format > known:
            raise BadInput(
                f"This {called} was made by a later version of Peer Review.",
                "Nothing was brought in; the file will wait where it is.",
                "Ask your office for the new version.",
                code="newer_format",
            )
        found = msgspec.json.decode(body, type=kind)
    except ValueError:
        found = None
    if found is None or not 0 < found.number < _NUMBERS:
        raise BadInput(f"This is not a {called}.", "Nothing was brought in.", code="no_report")
    return found

"""A handbook as one canonical JSON text: what is hashed, signed and sent."""

from __future__ import annotations

from dataclasses import asdict

import msgspec

from . import building
from .model import Handbook
from .problems import BadHandbook, Problem

_FILE = "the file that arrived"


def encode(handbook: Handbook) -> bytes:
    """The canonical bytes of a handbook: JSON with sorted keys and nothing between tokens (RFC 8785 for our data)."""
    return msgspec.json.encode(asdict(handbook), order="sorted")  # asdict: msgspec leaves out fields left at default


def decode(raw: bytes) -> Handbook:
    """The handbook in canonical bytes that arrived; BadHandbook unless they are exactly what `encode` writes."""
    try:
        data = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _altered() from error
    handbook = building.build(data, _FILE, lambda path: "")
    if encode(handbook) != raw:
        raise _altered()
    return handbook


def _altered() -> BadHandbook:
    what = "it is not written the way the program writes handbooks"
    return BadHandbook(_FILE, (Problem(_FILE, "", what, "ask the sender for it again"),))

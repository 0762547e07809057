"""A handbook as one canonical JSON text: what is hashed, signed and sent."""

from __future__ import annotations

import msgspec

from peerreview.errors import BadInput

from .model import Handbook


def encode(handbook: Handbook) -> bytes:
    """The canonical bytes of a handbook: JSON with sorted keys and nothing between tokens (RFC 8785 for our data)."""
    return msgspec.json.encode(handbook, order="sorted")


def decode(raw: bytes) -> Handbook:
    """The handbook in canonical bytes that arrived; BadInput unless they are exactly what `encode` writes."""
    try:
        handbook = msgspec.json.decode(raw, type=Handbook)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _not_understood() from error
    if encode(handbook) != raw:
        raise _not_understood()
    return handbook


def _not_understood() -> BadInput:
    return BadInput(
        "This handbook is not written the way this version reads.",
        "Nothing here has changed.",
        "Ask the sender which version of the program made it.",
        code="bad_handbook",
    )

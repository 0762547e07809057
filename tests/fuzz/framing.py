"""Members of a review file in one piece of bytes, so that a fuzzer can vary them without an archive around them."""

from __future__ import annotations

from collections.abc import Mapping

_BETWEEN, _AFTER_NAME = b"\n==\n", b"\n--\n"


def framed(data: bytes) -> dict[str, bytes]:
    """Names and members; `manifest.json` is there, perhaps empty, as a reader has asked for it before."""
    parts = (part.partition(_AFTER_NAME) for part in data.split(_BETWEEN))
    return {"manifest.json": b"", **{name.decode("latin-1"): member for name, _, member in parts}}


def frame(members: Mapping[str, bytes]) -> bytes:
    """The bytes that `framed` takes apart."""
    return _BETWEEN.join(name.encode("latin-1") + _AFTER_NAME + member for name, member in members.items())

"""A handbook as one canonical JSON text: what is hashed, signed and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

import msgspec

from . import building
from .model import Handbook
from .problems import BadHandbook, NewerHandbook, Problem

_FILE = "the file that arrived"


def encode(handbook: Handbook) -> bytes:
    """The canonical bytes of a handbook: JSON with sorted keys and nothing between tokens (RFC 8785 for our data).

    What stands at its default is left out, so that a field which a later version of the program adds changes no hash.
    """
    return msgspec.json.encode(_plain(handbook), order="sorted")


def decode(raw: bytes) -> Handbook:
    """The handbook in canonical bytes that arrived; BadHandbook unless they are exactly what `encode` writes.

    NewerHandbook when they say what this version does not know: only handbooks in order are ever sent.
    """
    try:
        data = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _altered() from error
    try:
        handbook = building.build(data, _FILE, lambda path: "")
    except BadHandbook as error:
        raise NewerHandbook(error.problems) from error
    if encode(handbook) != raw:
        raise _altered()
    return handbook


def kept(raw: bytes) -> Handbook:
    """The same for bytes that this computer judged when they came, and kept; quicker, as the window waits for it."""
    try:
        handbook = msgspec.json.decode(raw, type=Handbook)
    except ValueError:
        return decode(raw)
    return handbook if encode(handbook) == raw else decode(raw)


def _altered() -> BadHandbook:
    what = "it is not written the way the program writes handbooks"
    return BadHandbook(_FILE, (Problem(_FILE, "", what, "ask the sender for it again"),))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        said = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _plain(each) for field, each in said if each != _default(field)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()

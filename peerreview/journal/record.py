"""What the changes amount to: records, their fields, and the versions a field may have."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from .canonical import JsonValue


class Status(StrEnum):
    """Whether a version's words can be shown, and if not, why."""

    PRESENT = "present"
    WITHHELD = "withheld"
    DISPOSED = "disposed"
    NOT_UNDERSTOOD = "not understood"


class Version(msgspec.Struct, frozen=True, gc=False):
    """One op that nothing has replaced. `value` is None unless `status` is present.

    A hidden value is *withheld* until its author's reveal is in the stream, also on the device that holds it, but for
    its author (the `viewer` for whom the record was asked): a laptop is passed round the table.
    `after_lock`: written beside the signing or the author's lock, neither knowing of the other.
    """

    op: str
    change: str
    author: str
    actor: str
    at: str
    status: Status
    value: JsonValue
    after_lock: bool = False


class FieldState(msgspec.Struct, frozen=True, gc=False):
    """The versions of a field in history's order: one when it is settled, several until a person chooses."""

    heads: tuple[Version, ...]

    @property
    def settled(self) -> bool:
        """Whether there is nothing to choose: at most one value once equal ones, and texts that differ only in white
        space, are counted once. What was removed for good is no choice."""
        standing = [version for version in self.heads if version.status is not Status.DISPOSED]
        if len(standing) < 2:
            return True
        first = _spaced(standing[0].value)
        return all(version.status is Status.PRESENT and _spaced(version.value) == first for version in standing)

    @property
    def value(self) -> JsonValue:
        """The settled value or, with two versions, the first in history's order that says something; else None."""
        return next((version.value for version in self.heads if version.value is not None), None)


class Record(msgspec.Struct, frozen=True):
    """A record as the ops with authority leave it. `author` and `at` are those of its first op.

    `gone`: somebody removed it. `contested`: there is something to choose, in a field or between removing the record
    and an edit that whoever removed it had not seen.
    """

    kind: str
    id: str
    fields: Mapping[str, FieldState]
    author: str
    at: str
    gone: bool
    contested: bool

    def state(self, field: str) -> FieldState:
        """The versions of a field; none when nobody has written it."""
        return self.fields.get(field, _UNWRITTEN)

    def get(self, field: str, default: JsonValue = None) -> Any:
        """The field's value, of the type that the table gives it; `default` when it is unwritten, cleared, withheld
        or removed."""
        value = self.state(field).value
        return default if value is None else value


_UNWRITTEN = FieldState(())


def _spaced(value: JsonValue) -> JsonValue:
    return " ".join(value.split()) if isinstance(value, str) else value

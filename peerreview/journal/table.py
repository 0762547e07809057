"""The record table (`resources/records.yaml`), parsed: one table drives validation, authority and projections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from peerreview.errors import BadInput

from .canonical import BadChange, JsonValue
from .fieldtype import ROLES, Check, check_of

LOCK, REVEAL, STEP, DISPOSAL, LET_IN = "lock", "reveal", "step", "disposal", "let_in"
"""The kinds that the journal itself reads."""

_READ = ((REVEAL, "views"), (DISPOSAL, "ops"))

_CODE = r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}"
_PERSON = r"[0-9a-f]{32}"
_RECORDS = {
    "free": r"[0-9a-f]{32}",
    "change": r"[0-9a-f]{64}",
    "person": _PERSON,
    "school": r"[A-Za-z0-9]{1,20}",
    "section": _CODE,
    "item": _CODE,
    "audience": _CODE,
    "paragraph": _CODE,
    "step": _CODE,
    "version": r"[1-9][0-9]{0,3}",
    "section.person": rf"{_CODE}\.{_PERSON}",
    "free.person": rf"[0-9a-f]{{32}}\.{_PERSON}",
    "version.person": rf"[1-9][0-9]{{0,3}}\.{_PERSON}",
    "version.code": rf"[1-9][0-9]{{0,3}}\.{_CODE}",
}


class BadValue(BadInput):
    """A value that its field does not admit; what was typed stays where it was typed."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This cannot be kept as it is: {why}.", "What you typed is still here.", "Please change it.",
                         code="bad_value")  # fmt: skip
        self.why = why


@dataclass(frozen=True)
class Field:
    """One field: its type, its limit, the roles that may write it."""

    name: str
    type: str
    max: int | None
    write: frozenset[str]
    check: Check


@dataclass(frozen=True)
class Kind:
    """One kind of record. `stream` is "*" for a kind that any stream may hold; the rest is told in the table."""

    name: str
    stream: str
    record: str
    fields: Mapping[str, Field]
    own: bool = False
    author: bool = False
    lock: bool = False
    after: str = ""
    hidden: bool = False
    final: bool = False

    @property
    def order(self) -> str:
        """The name of the field that puts records of this kind in their order, or ""."""
        return next((field.name for field in self.fields.values() if field.type == "order"), "")


@dataclass(frozen=True)
class StreamType:
    """One type of stream: how it begins, and where its roles come from."""

    name: str
    begins: str
    founder: str
    held: tuple[str, ...]
    named: bool = False
    people: str = ""
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """What the table says of writing one field, ready for `authority`.

    `people`: the op may give somebody a role. `plain`: nothing but the author's role counts. `mark`: the op decides
    what later changes may do. `noted`: authority keeps it in mind. `weighty`: its value is read by the journal itself,
    and so is never disposed of.
    """

    kind: Kind
    field: Field
    shape: re.Pattern[str]
    people: bool
    plain: bool
    mark: bool
    noted: bool
    weighty: bool


class Table:
    """The whole table. `rights(stream_type)` maps (kind, field) to what may be written there."""

    def __init__(self, kinds: Mapping[str, Kind], streams: Mapping[str, StreamType]) -> None:
        self.kinds: Mapping[str, Kind] = MappingProxyType(dict(kinds))
        self.streams: Mapping[str, StreamType] = MappingProxyType(dict(streams))
        self._rights = {stream.name: _rights(stream, kinds) for stream in streams.values()}

    def kind(self, name: str) -> Kind | None:
        """The kind of this name; None for one that only a newer program knows."""
        return self.kinds.get(name)

    def kinds_of(self, stream_type: str) -> tuple[Kind, ...]:
        """The kinds a stream of this type may hold."""
        return tuple(kind for kind in self.kinds.values() if kind.stream in (stream_type, "*"))

    def rights(self, stream_type: str) -> Mapping[tuple[str, str], Right]:
        """What may be written in a stream of this type, by (kind, field)."""
        return self._rights[stream_type]

    def stream_type(self, stream_id: str) -> StreamType:
        """The type of a stream, told by its id; `BadChange` for one this program does not know."""
        found = self.streams.get(stream_id.partition("-")[0])
        if found is None:
            raise BadChange("a stream of a type not known here")
        return found

    def check(self, kind: str, field: str, value: JsonValue) -> None:
        """Refuse (`BadValue`) a value that the field does not admit; null, which clears a field, always fits.

        KeyError for a kind or field that the table does not know.
        """
        why = self.kinds[kind].fields[field].check(value)
        if why:
            raise BadValue(why)


def load_table(mapping: Mapping[str, Any]) -> Table:
    """The table of the parsed YAML; ValueError or KeyError when it contradicts itself, which is a bug."""
    if mapping["version"] != 1:
        raise ValueError("a record table of another version")
    streams = {name: _stream(name, entry) for name, entry in mapping["streams"].items()}
    kinds = {name: _kind(name, entry) for name, entry in mapping["kinds"].items()}
    for kind in kinds.values():
        if kind.stream not in streams and kind.stream != "*":
            raise ValueError(f"{kind.name}: no such stream")
    for stream in streams.values():
        if "nonce" not in kinds[stream.begins].fields or (stream.people and stream.people not in kinds):
            raise ValueError(f"{stream.name}: what it begins with, or its people, is not there")
    return Table(kinds, streams)


def _stream(name: str, entry: Mapping[str, Any]) -> StreamType:
    return StreamType(name=name, **{**entry, "held": tuple(entry["held"])})


def _kind(name: str, entry: Mapping[str, Any]) -> Kind:
    if entry["record"] != "singleton" and entry["record"] not in _RECORDS:
        raise ValueError(f"{name}: no such form of record id")
    fields = {field: _field(field, told, entry["write"]) for field, told in entry["fields"].items()}
    rest = {key: value for key, value in entry.items() if key not in ("fields", "write")}
    return Kind(name=name, fields=MappingProxyType(fields), **rest)


def _field(name: str, entry: Mapping[str, Any], write: list[str]) -> Field:
    roles = frozenset(entry.get("write", write))
    if not isinstance(name, str):
        raise ValueError(f"{name}: not a name; quote it")
    if not roles <= ROLES:
        raise ValueError(f"{name}: no such role")
    limit = entry.get("max")
    return Field(name, entry["type"], limit, roles, check_of(entry["type"], limit))


def _rights(stream: StreamType, kinds: Mapping[str, Kind]) -> dict[tuple[str, str], Right]:
    rights = {}
    for kind in kinds.values():
        if kind.stream not in (stream.name, "*"):
            continue
        shape = re.compile(re.escape(kind.name) if kind.record == "singleton" else _RECORDS[kind.record])
        for field in kind.fields.values():
            people = kind.name == stream.people
            begins = kind.name == stream.begins
            mark = (
                (people and field.name in ("role", "gone", "network"))
                or (begins and field.name in ("nonce", "school"))
                or (kind.name, field.name) in ((STEP, "on"), (LOCK, "views"))
            )
            read = (kind.name, field.name) in _READ
            plain = not (kind.own or kind.author or kind.lock or kind.after or people)
            rights[kind.name, field.name] = Right(
                kind, field, shape, people, plain, mark, mark or kind.author, mark or read
            )
    return rights

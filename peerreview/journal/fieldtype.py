"""What each type of field admits (the `type` and `max` of the record table)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from .canonical import LARGEST, JsonValue

Check = Callable[[JsonValue], str]
"""Says in a few words why a value does not fit, or "" when it does."""

ROLES = frozenset({"host", "lead_reviewer", "reviewer", "guest", "observer", "office", "head", "lead_head", "owner"})

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")
_PERSON = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}")
_ORDER = re.compile(r"[0-9A-Za-z]{0,255}[1-9A-Za-z]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_CELL = 4000  # characters in one cell of a table


def check_of(type_name: str, limit: int | None) -> Check:
    """The check of a field type with its `max`; ValueError when the table names a type that does not exist."""
    if type_name in ("line", "text", "codes", "refs", "persons", "digests", "table") and limit is None:
        raise ValueError(f"a field of type {type_name} needs a max")
    check = _check_of(type_name, limit or 0)
    # Null says that the field was cleared; every field may be.
    return lambda value: "" if value is None else check(value)


def _check_of(type_name: str, limit: int) -> Check:
    match type_name:
        case "line":
            return lambda value: _text(value, limit) or ("more than one line" if "\n" in str(value) else "")
        case "text":
            return lambda value: _text(value, limit)
        case "code" | "grade":
            return _matching(_CODE, "not a code")
        case "person":
            return _matching(_PERSON, "not a person")
        case "ref":
            return _matching(_REF, "not a reference")
        case "digest":
            return _matching(_DIGEST, "not a check code")
        case "order":
            return _matching(_ORDER, "not a place in an order")
        case "time":
            return _matching(_TIME_OF_DAY, "not a time of day")
        case "date":
            return _calendar(_DATE, date.fromisoformat, "not a date")
        case "datetime":
            return _calendar(_DATETIME, datetime.fromisoformat, "not a date and time")
        case "integer":
            return _integer
        case "boolean":
            return lambda value: "" if isinstance(value, bool) else "not yes or no"
        case "codes":
            return _each(_matching(_CODE, "not a code"), limit)
        case "refs":
            return _each(_matching(_REF, "not a reference"), limit)
        case "persons":
            return _each(_matching(_PERSON, "not a person"), limit)
        case "digests":
            return _each(_matching(_DIGEST, "not a check code"), limit)
        case "table":
            return _each(_row, limit)
        case _:
            raise ValueError(f"no such type of field: {type_name}")


def _text(value: JsonValue, limit: int) -> str:
    if not isinstance(value, str):
        return "not text"
    if len(value) > limit:
        return f"longer than {limit:,} characters"
    return "holds control characters" if _NOT_IN_TEXT.search(value) else ""


def _integer(value: JsonValue) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    return "" if whole else "not a whole number"


def _matching(pattern: re.Pattern[str], otherwise: str) -> Check:
    return lambda value: "" if isinstance(value, str) and pattern.fullmatch(value) else otherwise


def _calendar(pattern: re.Pattern[str], read: Callable[[str], object], otherwise: str) -> Check:
    def check(value: JsonValue) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            return otherwise
        try:
            read(value)
        except ValueError:
            return otherwise
        return ""

    return check


def _each(check: Check, limit: int) -> Check:
    def check_all(value: JsonValue) -> str:
        if not isinstance(value, list | tuple):
            return "not a list"
        if len(value) > limit:
            return f"more than {limit:,} entries"
        return next(filter(None, map(check, value)), "")

    return check_all


def _row(value: JsonValue) -> str:
    """A row is a list of cells, or an object from column to cell; a cell is text, a number, yes or no, or empty."""
    if isinstance(value, Mapping):
        cells: Sequence[JsonValue] = list(value.values())
    elif isinstance(value, list | tuple):
        cells = value
    else:
        return "not a row"
    return next(filter(None, map(_cell, cells)), "")


def _cell(value: JsonValue) -> str:
    if isinstance(value, str):
        return _text(value, _CELL)
    return "" if value is None or isinstance(value, int) else "not a cell"

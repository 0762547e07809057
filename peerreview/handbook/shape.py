"""The shape of a handbook's data, held against the JSON Schema in resources/, told in plain words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from peerreview.config import paths

from .problems import Fault, ValuePath

if TYPE_CHECKING:
    import jsonschema

_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a block of “name: value” lines",
}


def faults(data: object) -> tuple[Fault, ...]:
    """Everything in `data` that the schema does not allow: unknown and missing names, wrong kinds, wrong values."""
    return tuple(fault for error in _validator().iter_errors(data) for fault in _told(error))


@cache
def _validator() -> jsonschema.Draft202012Validator:
    import jsonschema  # 46 ms, and only needed when a pack is read

    schema = json.loads((paths.resources() / "handbook.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _told(error: jsonschema.ValidationError) -> Iterator[Fault]:
    path: ValuePath = tuple(error.absolute_path)
    rule: Any = error.validator_value
    given: Any = error.instance
    schema: Any = error.schema
    remedy = schema.get("remedy", "")
    match error.validator:
        case "additionalProperties" if rule is False:
            known = sorted(schema["properties"])
            for name in sorted(set(given) - set(known)):
                yield Fault((*path, name), f"“{name}” is not known here", _nearest(name, known))
        case "required":
            missing = next(name for name in rule if name not in given and f"'{name}'" in error.message)
            yield Fault(path, f"“{missing}” is missing", f"add a line “{missing}: ...”")
        case "enum":
            known = [str(value) for value in rule if value is not None]
            yield Fault(path, f"“{given}” is not known here", _nearest(str(given), known))
        case "type":
            what = f"{_kind(given)} stands where {_KINDS[rule]} is expected"
            yield Fault(path, what, _retyped(rule, given) if rule == "string" else remedy or _retyped(rule, given))
        case "minItems" | "minLength":
            yield Fault(path, "nothing is written here", remedy or "write at least one entry")
        case "maxItems" | "maxLength" | "maxProperties":
            yield Fault(path, f"this is too long (at most {rule})", "shorten it")
        case _:
            yield Fault(path, f"“{given}” cannot stand here", remedy or "write something else")


def _nearest(given: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(given, names, n=1)
    return f"did you mean “{near[0]}”" if near else f"write one of: {', '.join(names)}"


def _kind(given: object) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, bool):
        return "true or false"
    return {str: "text", int: "a number", float: "a number", list: "a list", dict: "a block of lines"}.get(
        type(given), "something else"
    )


def _retyped(kind: str, given: object) -> str:
    if kind == "string" and isinstance(given, float):  # only a spreadsheet gives one
        return "format the cell as text and type it again"
    if kind == "string" and isinstance(given, int):
        return f'write it in quotation marks: "{str(given).lower()}"'
    return f"write {_KINDS[kind]}"

"""From plain data, wherever it was read, to a handbook: tidied, checked against the schema, then against itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec

from . import references, shape
from .expression import ExpressionError, parse
from .model import Handbook
from .problems import BadHandbook, Fault, Locate, Problem, ValuePath, place


def build(data: object, file: str, locate: Locate) -> Handbook:
    """The handbook in `data`; BadHandbook with everything that is wrong, placed by `locate` in `file`."""
    data = tidy(data)
    found = shape.faults(data)
    if not found:
        found = tuple(_write_expressions_out(data))
    if not found:
        try:
            handbook = msgspec.convert(data, Handbook)
        except msgspec.ValidationError as error:  # what the schema lets through: the 31st of February
            found = (Fault((), str(error), "write it as the schema of handbooks says"),)
        else:
            found = references.faults(handbook)
    if found:
        raise BadHandbook(file, problems(data, found, file, locate))
    return handbook


def problems(data: object, faults: tuple[Fault, ...], file: str, locate: Locate) -> tuple[Problem, ...]:
    """The faults as people read them, in the order of the file."""
    order = {path: number for number, path in enumerate(_walk(data, ()))}

    def position(fault: Fault) -> int:
        path = fault.path
        while path and path not in order:
            path = path[:-1]
        return order.get(path, 0)

    return tuple(
        Problem(file, place(data, fault.path, locate), fault.what, fault.remedy)
        for fault in sorted(faults, key=position)
    )


def tidy(value: object) -> object:
    """Every text in NFC, with plain line ends, and nothing blank around it or at the end of its lines."""
    match value:
        case str():
            lines = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
            return "\n".join(line.rstrip() for line in lines).strip()
        case list():
            return [tidy(each) for each in value]
        case dict():
            return {key: tidy(each) for key, each in value.items()}
        case _:
            return value


def _write_expressions_out(data: Any) -> Iterator[Fault]:
    """Puts each expression into its normal form, in place."""
    for at, section in enumerate(data["sections"]):
        owners: list[tuple[ValuePath, dict[str, str]]] = [(("sections", at), section)]
        for name in ("prompts", "items"):
            owners += ((("sections", at, name, number), each) for number, each in enumerate(section.get(name, ())))
        for path, owner in owners:
            for name in ("relevant", "constraint"):
                if text := owner.get(name):
                    try:
                        owner[name] = str(parse(text))
                    except ExpressionError as error:
                        yield Fault(
                            (*path, name),
                            str(error),
                            "write it with ${code}, = != < <= > >=, and, or, not(), selected()",
                        )


def _walk(value: object, path: ValuePath) -> Iterator[ValuePath]:
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _walk(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _walk(each, (*path, number))

"""YAML as packs use it: text stays text (dates, times and versions too), nothing twice, nothing by reference.

Only `true`, `false`, `null` and whole numbers are anything but text, so that 08:30, 2026.1 and "no" mean what they say.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from .problems import Fault, ValuePath

LARGEST = 1_000_000
"""Bytes; a pack of three times our largest is far below it."""
_DEEPEST = 30

NOT_UTF8 = Fault((), "the file is not in UTF-8", "save it as UTF-8 in your editor")


class _Loader(yaml.CSafeLoader):
    """Safe, and knows only the plain values named above."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^(?:0|-?[1-9][0-9]{0,8})$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:null|)$"), ["n", ""])


def read(raw: bytes) -> tuple[object, tuple[Fault, ...], Callable[[ValuePath], str]]:
    """The data in YAML text, what is wrong with it as YAML, and a function that names the line of a path."""
    if len(raw) > LARGEST:
        return None, (Fault((), "the file is too large", "split long texts into guidance pages"),), _nowhere
    try:
        text = raw.decode("utf-8-sig")
        if _too_deep(text):
            return None, (Fault((), "blocks stand too deep within each other", "write it flatter"),), _nowhere
        root = yaml.compose(text, _Loader)
    except UnicodeDecodeError:
        return None, (NOT_UTF8,), _nowhere
    except yaml.YAMLError as error:
        return None, (_unreadable(error),), _at(error)
    lines: dict[ValuePath, int] = {}
    found: list[Fault] = []
    data = _Reading(lines, found).value(root, ()) if root else None
    return data, tuple(found), lambda path: _line(lines, path)


def _too_deep(text: str) -> bool:
    """Told from the events, which take no stack: composing nodes nested a hundred thousand deep ends the process."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False


class _Reading:
    """Turns nodes into values, keeping the line of each path and every fault."""

    def __init__(self, lines: dict[ValuePath, int], faults: list[Fault]) -> None:
        self._lines = lines
        self._faults = faults
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: ValuePath) -> object:
        self._lines[path] = node.start_mark.line + 1
        if id(node) in self._seen:
            self._faults.append(Fault(path, "this only points to another place (*name)", "write it out here"))
            return None
        self._seen.add(id(node))
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                return [self.value(each, (*path, place)) for place, each in enumerate(node.value)]
            case _:
                return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: ValuePath) -> dict[str, object]:
        values: dict[str, object] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name in values:
                self._lines[*path, name] = key.start_mark.line + 1
                self._faults.append(Fault((*path, name), f"“{name}” is written twice", "keep one of them"))
                continue
            values[name] = self.value(value, (*path, name))
            self._lines[*path, name] = key.start_mark.line + 1
        return values

    def _scalar(self, node: yaml.Node, path: ValuePath) -> object:
        match node.tag:
            case "tag:yaml.org,2002:str":
                return str(node.value)
            case "tag:yaml.org,2002:int":
                return int(node.value)
            case "tag:yaml.org,2002:bool":
                return bool(node.value == "true")
            case "tag:yaml.org,2002:null":
                return None
            case tag:
                self._faults.append(Fault(path, f"the tag {tag} is not allowed", "write plain text"))
                return None


def _line(lines: dict[ValuePath, int], path: ValuePath) -> str:
    while path and path not in lines:
        path = path[:-1]
    return f"line {lines.get(path, 1)}"


def _nowhere(path: ValuePath) -> str:
    return ""


def _unreadable(error: yaml.YAMLError) -> Fault:
    what = getattr(error, "problem", None) or "a character that YAML does not allow"
    return Fault(
        (), f"the text is not YAML here ({what})", "look at the indentation, the colons and the quotation marks"
    )


def _at(error: yaml.YAMLError) -> Callable[[ValuePath], str]:
    mark = getattr(error, "problem_mark", None)
    return lambda path: f"line {mark.line + 1}" if mark else ""

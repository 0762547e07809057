"""Reading a frozen view as a tree: which fields stand in it, and whether its shape changed or only what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields as parts_of
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from peerreview.services.views import FieldView

from .widgets.bound import FieldKey, key_of

_METHOD = ("peerreview.handbook", "peerreview.domain.grades")
"""Where values live that never change while a screen is open; looking into a handbook would cost milliseconds."""


def fields_in(view: object) -> dict[FieldKey, FieldView]:
    """Every field of a view by its key."""
    return {key_of(field): field for field in _fields(view)}


def outline(view: Any) -> object:
    """The view without what stands in its fields: equal outlines need no new page, only new contents."""
    if view is None or isinstance(view, str | int):
        return view  # most of a view: told from the rest by a glance
    if isinstance(view, FieldView):
        return (*key_of(view), view.editable, view.why_not, len(view.versions), view.history)
    if isinstance(view, tuple):
        return tuple([outline(each) for each in view])
    if isinstance(view, Mapping):
        return tuple((name, outline(each)) for name, each in view.items())
    names = _parts(type(view))  # type: ignore[arg-type]  # mypy: a type would not be hashable
    if names is None:
        return view
    return tuple([outline(getattr(view, name)) for name in names]) if names else id(view)


@cache
def _parts(kind: type) -> tuple[str, ...] | None:
    """The names of a dataclass's fields; none to look into for a method's, None for any other type."""
    if not is_dataclass(kind):
        return None
    return () if kind.__module__.startswith(_METHOD) else tuple(part.name for part in parts_of(kind))


def _fields(view: Any) -> Iterator[FieldView]:
    if view is None or isinstance(view, str | int):
        return
    if isinstance(view, FieldView):
        yield view
    elif isinstance(view, tuple):
        for each in view:
            yield from _fields(each)
    elif isinstance(view, Mapping):
        for each in view.values():
            yield from _fields(each)
    else:
        for name in _parts(type(view)) or ():  # type: ignore[arg-type]
            yield from _fields(getattr(view, name))

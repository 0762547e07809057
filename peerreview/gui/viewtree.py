"""Reading a frozen view as a tree: which fields stand in it, and whether its shape changed or only what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields as parts_of
from dataclasses import is_dataclass

from peerreview.services.views import FieldView

from .widgets.bound import FieldKey, key_of

_METHOD = ("peerreview.handbook", "peerreview.domain.grades")
"""Where values live that never change while a screen is open; looking into a handbook would cost milliseconds."""


def fields_in(view: object) -> dict[FieldKey, FieldView]:
    """Every field of a view by its key."""
    return {key_of(field): field for field in _fields(view)}


def outline(view: object) -> object:
    """The view without what stands in its fields: equal outlines need no new page, only new contents."""
    if isinstance(view, FieldView):
        return (*key_of(view), view.editable, view.why_not, len(view.versions), view.history)
    if is_dataclass(view) and not isinstance(view, type):
        if type(view).__module__.startswith(_METHOD):
            return id(view)
        return tuple(outline(getattr(view, part.name)) for part in parts_of(view))
    if isinstance(view, tuple | list):
        return tuple(outline(each) for each in view)
    if isinstance(view, Mapping):
        return tuple((name, outline(each)) for name, each in view.items())
    return view


def _fields(view: object) -> Iterator[FieldView]:
    if isinstance(view, FieldView):
        yield view
    elif is_dataclass(view) and not isinstance(view, type):
        if not type(view).__module__.startswith(_METHOD):
            for part in parts_of(view):
                yield from _fields(getattr(view, part.name))
    elif isinstance(view, tuple | list):
        for each in view:
            yield from _fields(each)
    elif isinstance(view, Mapping):
        for each in view.values():
            yield from _fields(each)

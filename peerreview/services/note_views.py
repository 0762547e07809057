"""What a review shows of notes and main points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .views import FieldView


@dataclass(frozen=True)
class PhotoView:
    """A photo of a display or a document, reduced to these pixels; `original` is the SHA-256 of what was taken."""

    record: str
    blob: str
    original: str
    width: int
    height: int
    caption: FieldView


@dataclass(frozen=True)
class NoteView:
    """A note. `private` is *Only me*; `typed_by` is set when somebody typed it for its author and it is unclaimed.

    `order` is its place among all notes (`arranging.move`). `repeats` is the record of a note of the acting person's
    own that a note typed for them probably repeats.
    """

    stream: str
    record: str
    private: bool
    mine: bool
    who: str
    text: FieldView
    activity: str
    at: datetime | None
    place: str
    section: str
    shows: str
    typical: str
    seen_by: tuple[str, ...]
    starred: bool
    points: tuple[str, ...]
    typed_by: str = ""
    for_me: bool = False
    removed: bool = False
    order: str = ""
    repeats: str = ""
    photos: tuple[PhotoView, ...] = ()


@dataclass(frozen=True)
class NextStepView:
    """What makes a main point tagged next step complete: first step, who (a role), by when, how we will know."""

    first: FieldView
    owner: FieldView
    due: FieldView
    know: FieldView
    complete: bool


@dataclass(frozen=True)
class PointView:
    """A main point. `ways` are kinds of evidence, `seen` says them ("Seen in 3 ways"); `lacks` what still misses."""

    record: str
    who: str
    text: FieldView
    tag: str
    section: str
    evidence: FieldView
    ways: tuple[str, ...]
    seen: str
    starred: bool
    said: bool
    reason: FieldView
    words: int
    notes: tuple[str, ...]
    next_step: NextStepView | None
    lacks: tuple[str, ...] = ()

"""Finding a note among those on the screen while somebody types: every word in it, or in what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from peerreview.handbook.model import Handbook

from .note_views import NoteView


class NoteIndex:
    """The notes of one review, made ready for searching when somebody first does."""

    def __init__(self, notes: Sequence[NoteView], handbook: Handbook) -> None:
        self._notes = notes
        self._handbook = handbook

    def find(self, words: str) -> tuple[NoteView, ...]:
        """The notes that hold all the words (parts of words too), in their order; all of them for none."""
        wanted = words.casefold().split()
        if not wanted:
            return tuple(self._notes)
        return tuple([note for note, said in self._said if all(word in said for word in wanted)])

    @cached_property
    def _said(self) -> list[tuple[NoteView, str]]:
        activities = {each.code: each.label for each in self._handbook.activities}
        sections = {each.code: each.title for each in self._handbook.sections}
        return [
            (
                note,
                " ".join(
                    (
                        note.text.text,
                        activities.get(note.activity, ""),
                        note.section,
                        sections.get(note.section, ""),
                        note.place,
                        note.who,
                        note.typed_by,
                        "only me" if note.private else "",
                    )
                ).casefold(),
            )
            for note in self._notes
        ]

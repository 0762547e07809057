"""Finding a note among those on the screen while somebody types: every word in it, or in what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

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
        found = self._said
        for word in wanted:
            found = [(note, said) for note, said in found if word in said]
        return tuple([note for note, _ in found])

    @cached_property
    def _said(self) -> list[tuple[NoteView, str]]:
        activities = {each.code: each.label for each in self._handbook.activities}
        sections = {each.code: each.title for each in self._handbook.sections}

        @cache  # thousands of notes, but few places and people
        def about(activity: str, section: str, private: bool, *more: str) -> str:
            words = (activities.get(activity, ""), section, sections.get(section, ""), *more, "only me" * private)
            return " ".join(words).casefold()

        return [
            (
                note,
                f"{note.text.text.casefold()} "
                f"{about(note.activity, note.section, note.private, note.place, note.who, note.typed_by)}",
            )
            for note in self._notes
        ]

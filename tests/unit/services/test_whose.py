"""What a person reads under a field that is not theirs: who may write, what is safe, what to do (USERS §4.3)."""

from __future__ import annotations

import pytest

from peerreview.journal.authority import Inert
from peerreview.journal.compose import Edit
from peerreview.journal.stream import Stream
from peerreview.services.whose import why_not
from tests.unit.journal.triad import CARYS, DELE, MIRIAM, TOM, Writer, review, reviewers

NAMES = {TOM: "Tom Ashdown-Reyes", DELE: "Dele Akintola", MIRIAM: "Miriam Feldt", CARYS: "Carys Bevan-Holt"}
NOTE, POINT = "a" * 32, "b" * 32


def said(stream: Stream, person: str, kind: str, record: str, field: str) -> str:
    """What this person reads."""
    bar = stream.why_not(person, kind, record, field)
    assert bar is not None
    return why_not(stream, stream.people, NAMES.__getitem__, bar, (kind, record, field), stream.record(kind, record))


@pytest.mark.parametrize(
    ("person", "place", "words"),
    [
        (
            TOM,
            ("report", "report", "headline"),
            "Only Dele Akintola (report writer) may write this. What stands here is safe. If it should change, ask "
            "Dele Akintola.",
        ),
        (
            TOM,
            ("main_point", POINT, "text"),
            "Only Dele Akintola (report writer) or Miriam Feldt (fellow reviewer) may write this. What stands here is "
            "safe. If it should change, ask one of them.",
        ),
        (
            MIRIAM,
            ("self_view", "P2", "grade"),
            "Only Tom Ashdown-Reyes (host head) may write this. What stands here is safe. If it should change, ask "
            "Tom Ashdown-Reyes.",
        ),
        (
            MIRIAM,
            ("reviewer_view", f"P2.{DELE}", "grade"),
            "This is said in Dele Akintola’s own name, and nobody else changes it. It is safe. Write your own beside "
            "it.",
        ),
        (
            TOM,
            ("check_mark", "R3", "verdict"),
            "Closed until the draft has been sent to the host. Nothing is lost by waiting. The report writer sends it "
            "from the page Report.",
        ),
        (
            TOM,
            ("report", "report", "what later programs know"),
            "This version of Peer Review cannot write here. What stands here is safe. Ask your office for the new "
            "version.",
        ),
    ],
)
def test_who_may_write_what_is_safe_and_what_to_do(person: str, place: tuple[str, str, str], words: str) -> None:
    assert said(review(), person, *place) == words


def test_a_colleagues_note_is_theirs() -> None:
    stream = reviewers()
    Writer(DELE).put(stream, "note", NOTE, "text", "Y4 books show")
    assert said(stream, MIRIAM, "note", NOTE, "text").startswith(
        "Dele Akintola wrote this, and nobody else changes it."
    )


def test_grades_that_are_put_in_say_why_they_are_closed() -> None:
    stream = reviewers()
    Writer(DELE).write(stream, Edit("hidden_view", f"P4.{DELE}", "grade", "2"))
    Writer(DELE).write(stream, Edit("lock", DELE, "views", [f"P4.{DELE}"]))
    assert stream.why_not(DELE, "hidden_view", f"P4.{DELE}", "grade") is Inert.LOCKED
    assert "because you have put yours in" in said(stream, DELE, "hidden_view", f"P4.{DELE}", "grade")


def test_a_part_that_nobody_has_says_so() -> None:
    stream = review(Edit("cast", DELE, "gone", True))
    assert said(stream, TOM, "report", "report", "headline") == (
        "Only the report writer may write this. What stands here is safe. If it should change, say who that is first: "
        "nobody is named yet."
    )

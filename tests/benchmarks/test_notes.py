"""Finding a note among 10,000, against what the index alone takes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

from peerreview.gui.collector import short_rounds_only
from peerreview.persistence.engine import connect
from peerreview.persistence.store import STORE
from peerreview.services import noting, reviews
from peerreview.services.note_search import NoteIndex
from tests.benchmarks.stores import full_review

ROUNDS = 9
MANY = 10_000
QUERIES = ("fractions", "Year 4 frac", "whole sent", "no such words")


def milliseconds(act: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


@pytest.fixture
def as_in_the_window() -> Iterator[None]:
    """The collector as the window has it."""
    usual = gc.get_threshold()
    short_rounds_only()
    yield
    gc.set_threshold(*usual)


@pytest.mark.benchmark
@pytest.mark.usefixtures("as_in_the_window")
def test_finding_a_note_among_ten_thousand(tmp_path: Path, figure: Callable[..., None]) -> None:
    profile = full_review(tmp_path, notes=MANY, attachments=0)
    connection = connect(profile.folder / STORE, profile.key())
    texts = "SELECT rowid FROM note_text WHERE note_text MATCH ? ORDER BY rank LIMIT 50"
    bare = median(milliseconds(lambda: connection.execute(texts, ('"fractions"',)).fetchall()) for _ in range(ROUNDS))
    connection.close()
    with profile.open() as app:
        noting.search(app.ports, app.signer, "first")
        took = [milliseconds(lambda q=query: noting.search(app.ports, app.signer, q)) for query in QUERIES * ROUNDS]  # type: ignore[misc]
        view = reviews.open_review(app.ports, app.signer, profile.review)
        assert len(view.notes) >= MANY
        index = NoteIndex(view.notes, view.handbook)
        first = milliseconds(lambda: index.find("fractions"))
        on_page = [milliseconds(lambda q=query: index.find(q)) for query in QUERIES * ROUNDS]  # type: ignore[misc]
    figure("a search over 10,000 notes, the slowest", max(took), against="FTS5 alone", bare=bare, most=50)
    figure("the first letter in a list of 10,000 notes", first, most=50)
    figure("a letter in a list of 10,000 notes, the slowest", max(on_page), most=50)

"""Opening a full review (400 notes, 40 attachments), as its pages show it, against plain SQL over the same rows."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from peerreview.persistence.engine import connect
from peerreview.persistence.store import STORE
from peerreview.services import reviews
from tests.benchmarks.stores import Profile, full_review

ROUNDS = 9


def milliseconds(act: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def plain(profile: Profile) -> None:
    """Every row that the review rests on."""
    connection = connect(profile.folder / STORE, profile.key())
    for stream in (profile.review, profile.reviewers):
        for table, column in (("change", "raw"), ("value", "line")):
            assert connection.execute(f"SELECT {column} FROM {table} WHERE stream = ?", (stream,)).fetchall()
    connection.close()


@pytest.mark.benchmark
def test_opening_a_full_review(tmp_path: Path, figure: Callable[..., None]) -> None:
    profile = full_review(tmp_path)
    bare = median(milliseconds(lambda: plain(profile)) for _ in range(ROUNDS))
    first, again = [], []
    for _ in range(ROUNDS):
        with profile.open() as app:

            def show() -> None:
                assert len(reviews.open_review(app.ports, app.signer, profile.review).notes) > 400

            first.append(milliseconds(show))
            again.append(milliseconds(show))
    against = "plain SQL over its rows"
    figure("a full review's page, read for the first time", median(first[1:]), against=against, bare=bare)
    figure("a full review's page, once more", median(again), against=against, bare=bare, most=100)

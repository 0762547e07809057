"""The list on Home, and the streams of a full review, each against the bare minimum on the same rows."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from peerreview.journal.compose import Edit
from peerreview.persistence.engine import connect
from peerreview.persistence.store import STORE
from tests.integration.persistence.world import (
    AT,
    DELE,
    MIRIAM,
    TOM,
    Device,
    fresh,
    network,
    review_begin,
    reviewers_begin,
)

TEXT = "Pupils in Year 4 explain their thinking in whole sentences; their books show the same steps as the plan. " * 10


def milliseconds(act: Callable[[int], object], times: int) -> list[float]:
    """How long each of some calls took."""
    took = []
    for place in range(times):
        start = time.perf_counter()
        act(place)
        took.append((time.perf_counter() - start) * 1000)
    return took


@pytest.mark.benchmark
def test_the_list_on_home_with_two_thousand_reviews(tmp_path: Path, figure: Callable[..., None]) -> None:
    device = Device(TOM, tmp_path / "tom")
    stream_id = device.begin("review", *review_begin(TOM, MIRIAM, DELE))
    raw = connect(device.folder / STORE, device.key)
    columns = "school, school_name, handbook, term, visit_date, step, roles, version"
    raw.executemany(
        f"INSERT INTO review_line (stream, {columns}) SELECT ?, {columns} FROM review_line WHERE stream = ?",
        [(f"review-{place:032}", stream_id) for place in range(1_999)],
    )

    def lines(_place: int) -> None:
        with device.store.begin() as unit:
            assert len(unit.review_lines()) == 2_000

    took = milliseconds(lines, 20)
    floor = milliseconds(lambda _: raw.execute("SELECT * FROM review_line").fetchall(), 20)
    raw.close()
    device.store.close()
    what = "Home's list of 2,000 reviews"
    figure(what, median(took), against="the bare SELECT", bare=median(floor), most=100)


@pytest.mark.benchmark
def test_opening_a_full_review(tmp_path: Path, figure: Callable[..., None]) -> None:
    device = Device(MIRIAM, tmp_path / "miriam")
    device.join(network(1, [MIRIAM.card, DELE.card, TOM.card]))
    notes = device.begin("reviewers", *reviewers_begin(MIRIAM, DELE))
    tom = Device(TOM, tmp_path / "tom")
    review = tom.begin("review", *review_begin(TOM, MIRIAM, DELE))
    device.bring_in(tom.send(review))
    with device.store.begin() as unit:
        for place in range(400):
            record = fresh()
            fields = {"text": TEXT[: 200 + place], "activity": "work_scrutiny", "section": "P2", "at": AT}
            edits = [Edit("note", record, field, value) for field, value in fields.items()]
            composed = device.compose(unit, notes, *edits)
            unit.append(notes, composed.change, composed.values)
        for place in range(40):
            record = fresh()
            blob = unit.put_blob(bytes([place]) * 200_000)
            fields = {"title": f"Plan {place}", "media": "image/jpeg", "blob": blob}
            composed = device.compose(unit, review, *(Edit("attachment", record, *field) for field in fields.items()))
            unit.append(review, composed.change, composed.values)
        unit.commit()

    def opened(_place: int) -> None:
        device.reopen()
        with device.store.begin() as unit:
            assert len(unit.stream(notes).records("note")) == 400
            assert len(unit.stream(review).records("attachment")) == 40

    def bare(_place: int) -> None:
        raw = connect(device.folder / STORE, device.key)
        for stream_id in (notes, review):
            assert raw.execute("SELECT line FROM value WHERE stream = ?", (stream_id,)).fetchall()
            assert raw.execute("SELECT raw FROM change WHERE stream = ?", (stream_id,)).fetchall()
        raw.close()

    took = milliseconds(opened, 10)
    device.store.close()
    floor = milliseconds(bare, 10)
    tom.store.close()
    what = "open the store and the streams of a full review"
    figure(what, median(took), against="open the file, plain SQL", bare=median(floor), most=500)

"""Keystrokes, the list on Home, and opening a full review, each against the bare minimum on the same bytes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import pytest

from peerreview.journal.buffer import Entry
from peerreview.journal.compose import Edit
from peerreview.persistence.engine import connect
from peerreview.persistence.keyholder import new_key
from peerreview.persistence.store import STORE
from peerreview.persistence.typing import TypingStore
from tests.benchmarks.test_import import make_part
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

KEYSTROKES = 1_000
TEXT = "Pupils in Year 4 explain their thinking in whole sentences; their books show the same steps as the plan. " * 10


@contextmanager
def switching_often() -> Iterator[None]:
    """As the app sets it at its start."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    yield
    sys.setswitchinterval(before)


def milliseconds(act: Callable[[int], object], times: int) -> list[float]:
    """How long each of some calls took."""
    took = []
    for place in range(times):
        start = time.perf_counter()
        act(place)
        took.append((time.perf_counter() - start) * 1000)
    return took


def row(what: str, took: list[float]) -> str:
    """A row of the table."""
    p99 = quantiles(took, n=100)[98]
    return f"| {what} | median {median(took):.2f} ms | p99 {p99:.2f} ms | worst {max(took):.2f} ms |"


@pytest.mark.benchmark
def test_a_keystroke_until_it_is_durable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = new_key()
    typing = TypingStore(tmp_path, key)
    stream_id, record = "reviewers-" + "0" * 32, fresh()

    def keep(place: int) -> None:
        text = TEXT[: place % len(TEXT)]
        typing.keep(Entry(stream_id, "note", record, "text", DELE.id, ("0" * 64 + ":0",), text, AT))

    bare = connect(tmp_path / "bare.db", key, create=True)
    bare.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)")

    def commit(place: int) -> None:
        bare.execute("INSERT OR REPLACE INTO entry VALUES (1, ?)", (TEXT[: place % len(TEXT)],))

    keep(0)
    idle, floor = milliseconds(keep, KEYSTROKES), milliseconds(commit, KEYSTROKES)
    device = Device(DELE, tmp_path / "dele")
    device.join(network(1, [MIRIAM.card, DELE.card, TOM.card]))
    part = make_part(0)
    with switching_often(), ThreadPoolExecutor(1) as worker:
        importing = worker.submit(device.bring_in, part)
        busy = []
        while not importing.done():
            busy += milliseconds(keep, 1)
    device.store.close()
    typing.close()
    bare.close()
    with capsys.disabled():
        print()
        print(row("keystroke to durable, idle", idle))
        print(row("the same during an import", busy))
        print(row("bare commit of the same bytes", floor))
        print(f"| ratio of the medians, idle | x {median(idle) / median(floor):.2f} |")
    assert median(idle) < 5 * median(floor)
    assert max(busy) < 400


@pytest.mark.benchmark
def test_the_list_on_home_with_two_thousand_reviews(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
    with capsys.disabled():
        print()
        print(row("Home's list of 2,000 reviews", took))
        print(row("the bare SELECT", floor))
    assert median(took) < 100


@pytest.mark.benchmark
def test_opening_a_full_review(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
    with capsys.disabled():
        print()
        print(row("open the store and a full review (400 notes, 40 attachments)", took))
        print(row("open the file and read the same rows with plain SQL", floor))
    assert median(took) < 500

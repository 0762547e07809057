"""Bringing in 100,000 changes, against `executemany` of the same rows into the same encrypted tables.

Run as a program it imports what the test has written to a folder, and prints what it measured: in a process of its
own, so that the memory is the import's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "integration" / "persistence")]
    from world import DELE, Device, table
else:
    from tests.integration.persistence.world import (
        DELE,
        MIRIAM,
        TOM,
        Device,
        digest,
        network,
        reviewers_begin,
        table,
    )

from peerreview.domain.exchange import DocumentKind, SignedDocument, StreamPart
from peerreview.journal.change import Change, Op, build_change
from peerreview.journal.compose import begin
from peerreview.journal.seal import encode_seal
from peerreview.journal.value import encode_value, make_value
from peerreview.persistence import schema
from peerreview.persistence.engine import connect
from peerreview.persistence.keyholder import new_key
from peerreview.persistence.store import STORE, create_store

FEW, STREAMS, CHANGES, SEALED_EVERY = 2, 10, 10_000, 100
WORDS = "Pupils in class {} explain their thinking in whole sentences; their books show the same steps as the plan."
AT = "2026-11-17T11:45:00.000Z"


def make_part(place: int) -> StreamPart:
    """A stream as two reviewers leave it who note, and go over their notes: 2 new notes to 3 edits of one."""
    stream, first = begin(
        "reviewers",
        table(),
        reviewers_begin(MIRIAM, DELE),
        author=MIRIAM.id,
        actor=MIRIAM.actor,
        at=AT,
        nonce=digest("nonce", place),
        salts=lambda: bytes.fromhex(digest("salt", place)[:32]),
    )
    changes, values, seals = [first.change.raw], [encode_value(value) for value in first.values], []
    tip = first.change.id
    heads: dict[str, str] = {}
    count = 0

    def op(record: str, field: str, value: str, *pred: str) -> Op:
        nonlocal count
        count += 1
        made = make_value(value, bytes.fromhex(digest("salt", place, count)[:32]))
        values.append(encode_value(made))
        return Op(record, "note", field, made.digest, pred)

    for number in range(1, CHANGES):
        author = (MIRIAM, DELE)[number // SEALED_EVERY % 2]
        if number % 5 < 2 or author.id not in heads:
            record = digest("note", place, number)[:32]
            ops = (
                op(record, "text", WORDS.format(number)),
                op(record, "activity", "work_scrutiny"),
                op(record, "at", AT),
                op(record, "section", "P2"),
            )
        else:
            record, before = heads[author.id].split(" ")
            ops = (op(record, "text", WORDS.format(-number), before),)
        stored = build_change(Change(stream.id, author.actor, author.id, (tip,), AT, ops))
        tip = stored.id
        heads[author.id] = f"{record} {tip}:0"
        changes.append(stored.raw)
        if (number + 1) % SEALED_EVERY == 0:
            seals.append(encode_seal(author.seal(stream.id, (tip,))))
    return StreamPart(stream.id, (tip,), tuple(changes), tuple(values), tuple(seals))


def write_part(part: StreamPart, folder: Path) -> None:
    """The part as a bundle holds it: lines."""
    folder.mkdir(parents=True)
    (folder / "stream").write_text(f"{part.stream} {part.tips[0]}")
    for name in ("changes", "values", "seals"):
        (folder / name).write_bytes(b"\n".join(getattr(part, name)))


def read_parts(folder: Path) -> Iterator[StreamPart]:
    """The parts, one at a time."""
    for place in sorted(folder.iterdir()):
        stream, tip = (place / "stream").read_text().split()
        members = [(place / name).read_bytes() for name in ("changes", "values", "seals")]
        lines = [tuple(data.split(b"\n")) for data in members]
        yield StreamPart(stream, (tip,), *lines, digest=" ".join(sha256(data).hexdigest() for data in members))


class Watch:
    """Seconds on the wall and of the processor since it was made."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Both, so far."""
        return time.perf_counter() - self._wall, time.process_time() - self._processor


def memory() -> float:
    """The most memory this process has held, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise AssertionError


def bare(folder: Path, source: Path, key: bytes) -> tuple[tuple[float, float], int]:
    """Seconds to write every row of another store by `executemany`, and how many rows there are."""
    folder.mkdir()
    create_store(folder, key, table()).close()
    read = connect(source / STORE, key)
    tables = {}
    for one in schema.metadata.sorted_tables:
        if one.name not in ("document", "setting"):
            tables[one.name] = read.execute(f"SELECT * FROM {one.name}").fetchall()
    texts = read.execute(f"SELECT rowid, text FROM {schema.NOTE_TEXT}").fetchall()
    read.close()
    write = connect(folder / STORE, key)
    watch = Watch()
    write.execute("BEGIN IMMEDIATE")
    for name, rows in tables.items():
        if rows:
            write.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    write.executemany(f"INSERT INTO {schema.NOTE_TEXT} (rowid, text) VALUES (?, ?)", texts)
    write.execute("COMMIT")
    took = watch.read()
    write.close()
    return took, sum(map(len, tables.values())) + len(texts)


def main(folder: Path) -> None:
    """Import what lies in `folder` and print what it took."""
    device = Device(DELE, folder / "store", new_key())
    body = (folder / "network").read_bytes()
    number = json.loads(body)["network"]["number"]
    name = json.loads(body)["network"]["id"]
    device.join(SignedDocument(DocumentKind.NETWORK, name, number, "Marram Vale", body))
    from peerreview.persistence.documents import card_book

    watch = Watch()
    new = 0
    with device.store.begin() as unit:
        book = card_book(unit.connection)
        for part in read_parts(folder / "parts"):
            taken = unit.take_in(part, book.listing, book.verify, "import")
            assert not taken.set_aside
            new += len(taken.new)
        unit.commit()
    took = watch.read()
    most = memory()
    watch = Watch()
    with device.store.begin() as unit:
        for part in read_parts(folder / "parts"):
            assert unit.take_in(part, book.listing, book.verify, "again").known == CHANGES
    again = watch.read()
    device.store.close()
    floor, rows = bare(folder / "bare", folder / "store", device.key)
    print(json.dumps({"new": new, "rows": rows, "import": took, "again": again, "bare": floor, "memory": most}))


def imported(folder: Path, streams: int) -> dict[str, Any]:
    """What an import of so many streams took, in a process of its own."""
    for place in range(streams):
        write_part(make_part(place), folder / "parts" / str(place))
    (folder / "network").write_bytes(network(1, [MIRIAM.card, DELE.card, TOM.card]).body)
    ran = subprocess.run([sys.executable, __file__, str(folder)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    assert found["new"] == streams * CHANGES
    return found


@pytest.mark.benchmark
def test_a_hundred_thousand_changes(tmp_path: Path, figure: Callable[..., None]) -> None:
    small, found = imported(tmp_path / "small", FEW), imported(tmp_path / "large", STREAMS)
    what, against = f"import of {found['new']:,} changes", f"executemany of the same {found['rows']:,} rows"
    for clock, which in (("", 0), (", processor's time", 1)):
        ours, bare, again = (found[part][which] for part in ("import", "bare", "again"))
        figure(f"{what}{clock}", ours, unit="s", against=against, bare=bare, ratio=3)
        figure(f"the same once more{clock}", again, unit="s", against="the first time", bare=ours, ratio=0.1)
    beside = f"an import of {small['new']:,}"
    figure(f"most memory: {what}", found["memory"], "MB", beside, small["memory"], ratio=1.15, most=300)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

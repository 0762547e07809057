"""Streams that somebody made large on purpose cost about as much as honest ones of the same length."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from time import process_time

import pytest

from peerreview.journal.change import Change, Op, StoredChange, build_change
from peerreview.journal.disposal import disposed
from peerreview.journal.stream import Stream
from peerreview.journal.value import Value, make_value
from tests.unit.journal.triad import AT, DELE, TOM, bring, fresh, key_of, review

LENGTH = 3000
POINT = "a" * 32
_numbers = count()

Made = tuple[StoredChange, list[Value]]


def change(person: str, deps: set[str], *ops: Op) -> StoredChange:
    return build_change(Change(review().id, key_of(person), person, tuple(sorted(deps)), AT, ops))


def op(record: str = POINT, kind: str = "main_point", field: str = "text", *pred: str, digest: str = "") -> Op:
    return Op(record, kind, field, digest or sha256(str(next(_numbers)).encode()).hexdigest(), tuple(sorted(pred)))


def one_after_another(root: str) -> Iterator[Made]:
    """What an honest colleague writes."""
    for number in range(LENGTH):
        stored = change(DELE, {root}, op(f"{number:032x}"))
        root = stored.id
        yield stored, []


def named_one_after_another(root: str) -> Iterator[Made]:
    """The host names thousands."""
    for number in range(LENGTH):
        value = make_value("reviewer", number.to_bytes(16, "big"))
        stored = change(TOM, {root}, op(f"{number:032x}", "cast", "role", digest=value.digest))
        root = stored.id
        yield stored, [value]


def one_step_again_and_again(root: str) -> Iterator[Made]:
    for number in range(LENGTH):
        value = make_value("2026-11-17", number.to_bytes(16, "big"))
        stored = change(DELE, {root}, op("visit", "step", "on", digest=value.digest))
        root = stored.id
        yield stored, [value]


def forks_and_a_comb(root: str) -> Iterator[Made]:
    forks = [change(DELE, {root}, op(f"{number:032x}")) for number in range(LENGTH // 2)]
    yield from ((each, []) for each in forks)
    tip = forks[0].id
    for each in forks[1:]:
        stored = change(DELE, {tip, each.id}, op())
        tip = stored.id
        yield stored, []


def versions_and_their_replacements(root: str) -> Iterator[Made]:
    versions = [change(DELE, {root}, op()) for _ in range(LENGTH // 2)]
    yield from ((each, []) for each in versions)
    for each in versions:
        yield change(DELE, {root}, op(POINT, "main_point", "text", f"{each.id}:0")), []


def one_digest_everywhere(root: str) -> Iterator[Made]:
    for number in range(LENGTH):
        stored = change(DELE, {root}, op(f"{number:032x}", digest="d" * 64))
        root = stored.id
        yield stored, []


def large_changes_all_removed(root: str) -> Iterator[Made]:
    for number in range(LENGTH // 500):
        stored = change(DELE, {root}, *(op(f"{number:016x}{each:016x}") for each in range(1000)))
        yield stored, []
        for start in (0, 500):
            value = make_value(
                [f"{stored.id}:{each}" for each in range(start, start + 500)], bytes(15) + bytes([number])
            )
            removal = change(
                DELE, {stored.id}, op(f"{number:031x}{start // 500}", "disposal", "ops", digest=value.digest)
            )
            yield removal, [value]
        root = removal.id


def taken_in(made: Iterator[Made]) -> tuple[float, Stream]:
    """How long a stream takes to be taken in and shown, in seconds of this process."""
    stream = fresh(review())
    bring(stream, review())
    everything = list(made)
    began = process_time()
    for stored, values in everything:
        for value in values:
            stream.put_value(value)
        stream.add(stored)
    disposed(stream)
    for kind in stream.table.kinds_of("review"):
        stream.records(kind.name)
    assert stream.people
    return process_time() - began, stream


@pytest.mark.parametrize(
    "hostile",
    [
        named_one_after_another,
        one_step_again_and_again,
        forks_and_a_comb,
        versions_and_their_replacements,
        one_digest_everywhere,
        large_changes_all_removed,
    ],
)
def test_a_stream_made_large_on_purpose(hostile: object) -> None:
    assert callable(hostile)
    root = review().changes[0].id
    honest, _ = taken_in(one_after_another(root))
    cost, stream = taken_in(hostile(root))
    assert len(stream) > LENGTH // 200
    assert cost < 12 * honest + 1

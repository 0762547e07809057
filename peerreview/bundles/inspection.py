"""What is in a review file, counted: for `bundle inspect` and for the line that says what a file will add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .reader import OpenedBundle


@dataclass(frozen=True)
class StreamCount:
    """One stream: its id and how many lines of each sort travel."""

    stream: str
    changes: int
    values: int
    seals: int


@dataclass(frozen=True)
class Inspection:
    """Who made it, for whom, and how much of what it holds. Sizes are bytes; `blobs` are unpacked, `size` as sent."""

    id: str
    kind: str
    sender: str
    sender_name: str
    at: datetime
    actor: str
    recipients: tuple[tuple[str, str], ...]
    streams: tuple[StreamCount, ...]
    documents: tuple[tuple[str, str, int, int], ...]
    receipts: int
    blobs: int
    blobs_size: int
    size: int


def inspect(opened: OpenedBundle) -> Inspection:
    """The facts of an opened file; recipients are (person, name), documents (kind, id, number, size)."""
    contents = opened.contents
    return Inspection(
        id=contents.id,
        kind=contents.kind,
        sender=contents.sender,
        sender_name=contents.sender_name,
        at=contents.at,
        actor=opened.actor,
        recipients=tuple((one.person, one.name) for one in contents.recipients),
        streams=tuple(
            StreamCount(part.stream, len(part.changes), len(part.values), len(part.seals)) for part in contents.streams
        ),
        documents=tuple((one.kind.value, one.id, one.number, len(one.body)) for one in contents.documents),
        receipts=len(contents.receipts),
        blobs=len(contents.blobs),
        blobs_size=sum(map(len, contents.blobs.values())),
        size=opened.size,
    )

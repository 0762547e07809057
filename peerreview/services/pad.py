"""The words on the note pad before they are notes: a draft for each review, kept here and in safe copies.

A draft is no record of the journal. It enters no file, whoever the notes made of it will be for, and has no history
from which words removed for good would have to be removed again.
"""

from __future__ import annotations

from dataclasses import dataclass

from peerreview.journal.buffer import DRAFT, DRAFTS, Entry

from .ports import Ports, UnitOfWork

KIND = DRAFT
"""The kind under which the typing knows the pad."""


@dataclass(frozen=True)
class Draft:
    """What stands on the pad. `record` is new each time the pad is filled, and names the first note made of it."""

    record: str
    words: str


def of(ports: Ports, review: str) -> Draft | None:
    """What was left on the pad of a review, or None."""
    with ports.store.begin() as work:
        return _of(work, review)


def put_by(work: UnitOfWork, entry: Entry) -> None:
    """Keep what was typed on the pad; an empty pad clears it. The caller commits."""
    work.set_setting(_key(entry.stream), f"{entry.record} {entry.text}" if entry.text.strip() else "")


def clear(work: UnitOfWork, review: str, record: str = "") -> None:
    """The draft has become notes: it goes, unless the pad was filled anew meanwhile. The caller commits."""
    draft = _of(work, review)
    if draft and record in ("", draft.record):
        work.set_setting(_key(review), "")


def _of(work: UnitOfWork, review: str) -> Draft | None:
    record, _, words = (work.setting(_key(review)) or "").partition(" ")
    return Draft(record, words) if record else None


def _key(review: str) -> str:
    return f"{DRAFTS}{review}"

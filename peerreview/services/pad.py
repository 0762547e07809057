"""The words on the note pad before they are notes: a draft for each review, kept here and in safe copies.

A draft is no record of the journal. It enters no file, whoever the notes made of it will be for, and has no history
from which words removed for good would have to be removed again.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

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
        return _joined(_drafts(work, review))


def take_up(ports: Ports, review: str, present: str) -> Draft | None:
    """What was left by earlier fillings than the `present` one, or None; they are one filling from now on."""
    with ports.store.begin() as work:
        drafts = _drafts(work, review)
        now = {present: drafts.pop(present)} if present in drafts else {}
        left = _joined(drafts)
        if left is not None:
            _keep(work, review, {left.record: left.words} | now)
            work.commit()
        return left


def put_by(work: UnitOfWork, entry: Entry) -> None:
    """Keep what was typed on the pad beside earlier fillings; emptied, this one goes. The caller commits."""
    drafts = _drafts(work, entry.stream)
    drafts.pop(entry.record, None)
    _keep(work, entry.stream, drafts | ({entry.record: entry.text} if entry.text.strip() else {}))


def clear(work: UnitOfWork, review: str, record: str = "") -> None:
    """A filling of the pad has become notes and goes; without `record` all go. The caller commits."""
    drafts = _drafts(work, review)
    _keep(work, review, {each: words for each, words in drafts.items() if record and each != record})


def _joined(drafts: dict[str, str]) -> Draft | None:
    return Draft(next(reversed(drafts)), "\n".join(drafts.values())) if drafts else None


def _drafts(work: UnitOfWork, review: str) -> dict[str, str]:
    """The words of each filling by its record, the latest last."""
    return msgspec.json.decode(work.setting(_key(review)) or "{}", type=dict[str, str])


def _keep(work: UnitOfWork, review: str, drafts: dict[str, str]) -> None:
    if drafts or work.setting(_key(review)):
        work.set_setting(_key(review), msgspec.json.encode(drafts).decode() if drafts else "")


def _key(review: str) -> str:
    return f"{DRAFTS}{review}"

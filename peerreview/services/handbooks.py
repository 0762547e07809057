"""The handbook versions that reviews here were begun with: kept in the store, so that an update of the program takes
none of them away."""

from __future__ import annotations

from collections.abc import Mapping

from peerreview.analysis.review import text
from peerreview.errors import BadInput
from peerreview.handbook import content
from peerreview.handbook.library import Library
from peerreview.handbook.model import Handbook, Words
from peerreview.journal.stream import Record, Stream

from .ports import UnitOfWork

_KEPT = "handbooks kept"


def at_hand(library: Library, handbook: str, version: str | None = None) -> Handbook | None:
    """One version of a handbook, or the newest; None while it is not here: it comes from the board's office."""
    try:
        return library.get(handbook, version)
    except BadInput:
        return None


def of_review(library: Library, head: Record | None) -> Handbook | None:
    """The version that a review was begun with, when it is at hand."""
    return at_hand(library, text(head, "handbook"), text(head, "handbook_version")) if head else None


def keep(library: Library, work: UnitOfWork, review: Stream) -> None:
    """Keep the version that this review was begun with, when it is at hand; the caller commits."""
    handbook = of_review(library, review.record("review", "review"))
    if handbook is None:
        return
    digests = set(_digests(work))
    if handbook.hash not in digests:
        digests.add(work.put_blob(content.encode(handbook)))
        work.set_setting(_KEPT, " ".join(sorted(digests)))


def words(library: Library, head: Record | None) -> Words:
    """The words of the handbook that this review was begun with; the usual ones while it is not at hand."""
    handbook = of_review(library, head)
    return handbook.words if handbook else Words()


def kept(work: UnitOfWork) -> Mapping[str, bytes]:
    """The canonical bytes of every version kept, by hash (64 hex)."""
    return {digest: data for digest in _digests(work) if (data := work.blob(digest)) is not None}


def _digests(work: UnitOfWork) -> list[str]:
    return (work.setting(_KEPT) or "").split()

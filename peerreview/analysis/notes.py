"""The sentences by which a report says how it came about: whose sheet was typed in, who did not sign, what it replaces.

They stand in the annex beside the reasons that were given at the signing.
"""

from __future__ import annotations

from collections.abc import Iterator

from peerreview.domain.release import Release
from peerreview.journal.record import Record

from . import wording
from .changes import changes
from .paragraphs import sheet_note
from .review import Review, text

WITHOUT, WHY = "without", "why"
"""The codes of the `reason` records that say why somebody's signature is not there, and why a version was made."""


def before(review: Review, number: int) -> Record | None:
    """The version that version `number` replaces."""
    earlier = [each for each in review.stream.records("version") if int(each.id) < number]
    return max(earlier, key=lambda each: int(each.id), default=None)


def notes(review: Review, release: Release, replaced: Release | None) -> Iterator[str]:
    """What version `release.number` says of itself; `replaced` is the version it replaces, where there is one."""
    if typed := sheet_note(review):
        yield typed
    if without := _reason(review, release.number, WITHOUT):
        yield without
    if replaced is None:
        return
    said = f"Version {release.number} replaces version {replaced.number}."
    if why := _reason(review, release.number, WHY):
        said += f" {why.rstrip('.')}."
    changed = [each.title for each in changes(review.handbook, replaced, release)]
    yield f"{said} Changed: {wording.listed(changed)}." if changed else said


def _reason(review: Review, number: int, code: str) -> str:
    return text(review.stream.record("reason", f"{number}.{code}"), "words")

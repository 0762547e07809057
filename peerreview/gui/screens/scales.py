"""What is said about a scale wherever one stands: which end is which, and what it is not."""

from __future__ import annotations

from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN, Scale
from peerreview.handbook.model import Words


def note(scale: Scale) -> str:
    """The line that always stands with a scale ("1 is strongest, 3 needs most support. Our view as colleagues ...")."""
    return " ".join(part for part in (scale.ends, scale.note) if part)


def said(scale: Scale, code: str | None, words: Words) -> str:
    """A grade with number and words, or what is no grade; "Not given yet" for none."""
    point = scale.point(code) if code else None
    if point:
        return f"{point.code} {point.label}" if point.code.isdigit() else point.label
    return {NOT_LOOKED_AT: words.not_looked_at, NOT_SEEN: words.not_seen}.get(code or "", "Not given yet")

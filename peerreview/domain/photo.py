"""A photo of a display or a document, made fit to be kept."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Photo:
    """A reduced photo: a JPEG of `width` x `height` pixels that says nothing of camera, place or time.

    `original` is the SHA-256 (64 hex) of the file as it was taken.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    original: str

"""More than fits in one review file: several complete ones, each valid alone, to be opened in any order."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from peerreview.domain.exchange import BundleContents, SignedDocument, StreamPart

from . import limits
from .refusals import TooLarge

_ROOM = limits.BUNDLE - limits.MIB  # the list of contents, signature and encryption take the rest
_ENTRIES = limits.ENTRIES - 100
_MEMBERS = 3  # the most that one unit is kept in
_HEADERS = 500  # bytes that a member takes besides its own: two headers, its line in the manifest

Unit = StreamPart | SignedDocument | tuple[str, bytes]


@dataclass
class _File:
    room: int = _ROOM
    unpacked: int = limits.UNPACKED
    entries: int = _ENTRIES
    units: list[Unit] = field(default_factory=list)

    def takes(self, unit: Unit, packed: int, size: int) -> bool:
        """Put the unit in if it fits."""
        packed += _MEMBERS * _HEADERS
        if packed > self.room or size > self.unpacked or self.entries < _MEMBERS:
            return False
        self.room -= packed
        self.unpacked -= size
        self.entries -= _MEMBERS
        self.units.append(unit)
        return True


def parts(contents: BundleContents, ids: Callable[[], str]) -> tuple[BundleContents, ...]:
    """`contents` as one file, or as several that each fit; the first keeps the id, receipts and joining members.

    A stream, a document and an attachment are never cut in two: one that alone is too large raises TooLarge.
    """
    files: list[_File] = []
    for unit, packed, size in _units(contents):
        if not any(file.takes(unit, packed, size) for file in files):
            files.append(_File())
            if not files[-1].takes(unit, packed, size):
                raise TooLarge("one journal or attachment")
    if len(files) < 2:
        return (contents,)
    filled = [_with(contents, file.units) for file in files]
    rest = (replace(one, id=ids(), receipts=(), extra={}) for one in filled[1:])
    return (filled[0], *rest)


def _units(contents: BundleContents) -> Iterator[tuple[Unit, int, int]]:
    """What cannot be cut, with its packed and unpacked size, in the order it should travel."""
    for part in contents.streams:
        lines = [b"\n".join(group) for group in (part.changes, part.values, part.seals)]
        yield part, sum(len(zlib.compress(data, 6)) for data in lines), sum(map(len, lines))
    for document in contents.documents:
        size = len(document.body) + len(document.signature)
        yield document, size, size
    for blob in contents.blobs.items():
        yield blob, len(blob[1]), len(blob[1])


def _with(contents: BundleContents, units: list[Unit]) -> BundleContents:
    return replace(
        contents,
        streams=tuple(unit for unit in units if isinstance(unit, StreamPart)),
        documents=tuple(unit for unit in units if isinstance(unit, SignedDocument)),
        blobs=dict(unit for unit in units if isinstance(unit, tuple)),
    )

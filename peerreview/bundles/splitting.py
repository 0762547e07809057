"""More than fits in one review file: several complete ones, each valid alone, to be opened in any order."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from peerreview.domain.exchange import BundleContents, SignedDocument, StreamPart

from . import limits
from .refusals import TooLarge

_ROOM = limits.BUNDLE - limits.MIB  # the list of contents, signature and encryption take the rest
_OVERHEAD = 16 * limits.KIB  # what signature, manifest and encryption take of an e-mail
_ENTRIES = limits.ENTRIES - 100
_MEMBERS = 3  # the most that one unit is kept in
_HEADERS = 500  # bytes that a member takes besides its own: two headers, its line in the manifest

Unit = SignedDocument | tuple[str, bytes]


@dataclass
class _File:
    """One file as it fills up: what room there is left in it, packed and unpacked."""

    room: int
    wish: int
    unpacked: int
    entries: int
    units: list[Unit] = field(default_factory=list)

    def takes(self, unit: Unit, size: int) -> bool:
        """Put the unit in if it fits."""
        packed = size + _MEMBERS * _HEADERS
        if self.units and packed > self.wish:
            return False
        if packed > self.room or size > self.unpacked or self.entries < _MEMBERS:
            return False
        self.room -= packed
        self.wish -= packed
        self.unpacked -= size
        self.entries -= _MEMBERS
        self.units.append(unit)
        return True


def parts(contents: BundleContents, ids: Callable[[], str], most: int | None = None) -> tuple[BundleContents, ...]:
    """`contents` as one file, or as several that each fit; the first keeps the id, receipts and joining members.

    Every file carries all the streams: whoever opens it keeps an attachment only where a change names it, and so none
    may come before its stream. Nothing is cut in two: TooLarge for one attachment or document, or for streams, that
    alone are more than fits. With `most` (bytes, as an e-mail takes) what comes beside the streams goes on into further
    files from there on; one attachment that alone is more stands in a file of its own.
    """
    empty = _beginning(contents.streams, most)
    files = [replace(empty, units=[])]
    for unit, size in _units(contents):
        if not any(file.takes(unit, size) for file in files):
            files.append(replace(empty, units=[]))
            if not files[-1].takes(unit, size):
                raise TooLarge("one document or attachment")
    if len(files) < 2:
        return (contents,)
    filled = [_with(contents, file.units) for file in files]
    rest = (replace(one, id=ids(), receipts=(), extra={}) for one in filled[1:])
    return (filled[0], *rest)


def _beginning(streams: tuple[StreamPart, ...], most: int | None) -> _File:
    """A file with the streams in it."""
    lines = [b"\n".join(group) for part in streams for group in (part.changes, part.values, part.seals)]
    packed = sum(len(zlib.compress(data, 6)) + _HEADERS for data in lines)
    wish = _ROOM if most is None else min(_ROOM, most - _OVERHEAD)
    file = _File(_ROOM - packed, wish - packed, limits.UNPACKED - sum(map(len, lines)), _ENTRIES - len(lines))
    if min(file.room, file.unpacked, file.entries) < 0:
        raise TooLarge("its journals")
    return file


def _units(contents: BundleContents) -> Iterator[tuple[Unit, int]]:
    """What may go into any of the files, with its size, in the order it should travel."""
    for document in contents.documents:
        yield document, len(document.body) + len(document.signature)
    for blob in contents.blobs.items():
        yield blob, len(blob[1])


def _with(contents: BundleContents, units: list[Unit]) -> BundleContents:
    return replace(
        contents,
        documents=tuple(unit for unit in units if isinstance(unit, SignedDocument)),
        blobs=dict(unit for unit in units if isinstance(unit, tuple)),
    )

"""The directory of a zip archive, read more strictly than any unzipping tool does.

Tools read around what does not fit: bytes before the first entry, two directories, sizes told twice and differently.
Each of these lets two readers see two files in one archive. Here every byte belongs to exactly one entry or to the one
directory, both headers of an entry agree, and nothing is unpacked before every limit was checked (PKWARE APPNOTE 6.3).
What could be said in many ways (who made it, when, with what rights) is said in one, so that no altered byte passes.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from . import limits
from .refusals import DamagedFile, HostileFile, TooLarge

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
UNIX = 3
PLAIN_FILE = 0o100600 << 16
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip can say: a review file tells its time inside, signed."""
_NEEDS = 20
_MADE = UNIX << 8 | _NEEDS
_EPOCH = 1 << 5 | 1


@dataclass(frozen=True)
class Entry:
    """One member: where its packed bytes stand, and what both headers say of it."""

    name: str
    header: int
    start: int
    packed: int
    size: int
    method: int
    crc: int


def read_directory(raw: bytes) -> dict[str, Entry]:
    """The entries of the archive `raw` by name, in the order they lie in it; nothing is unpacked."""
    end = len(raw) - _END.size
    if end < 0 or raw[end : end + 4] != b"PK\5\6":
        raise DamagedFile("it is shorter than it should be")
    _, disk, first_disk, here, count, length, start, comment = _END.unpack_from(raw, end)
    if count > limits.ENTRIES:
        raise TooLarge(f"{count} parts")
    if disk or first_disk or here != count or comment or start + length != end:
        raise HostileFile("its directory does not fit")
    entries = _central(raw, start, end, count)
    position = 0
    for entry in entries:
        if entry.header != position:
            raise HostileFile("its parts overlap or leave gaps")
        position = entry.start + entry.packed
    if position != start:
        raise HostileFile("its parts overlap or leave gaps")
    if len({entry.name.casefold() for entry in entries}) != count:
        raise HostileFile("two parts have one name")
    limits.check_sizes((entry.name, entry.packed, entry.size) for entry in entries)
    return {entry.name: entry for entry in entries}


def unpack(raw: bytes, entry: Entry) -> bytes:
    """The bytes of one entry, exactly as long as declared; never more is produced, whatever the archive holds."""
    packed = memoryview(raw)[entry.start : entry.start + entry.packed]
    if entry.method == _STORED:
        data = bytes(packed)
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = inflater.decompress(packed, entry.size + 1)
        except zlib.error:
            raise DamagedFile from None
        if not inflater.eof or inflater.unused_data:
            raise HostileFile("a part is not as long as it says")
    if len(data) != entry.size:
        raise HostileFile("a part is not as long as it says")
    if zlib.crc32(data) != entry.crc:
        raise DamagedFile
    return data


def _central(raw: bytes, position: int, end: int, count: int) -> list[Entry]:
    """The central directory: `count` records that fill the bytes from `position` to `end`."""
    entries = []
    for _ in range(count):
        if position + _CENTRAL.size > end or raw[position : position + 4] != b"PK\1\2":
            raise HostileFile("its directory does not fit")
        (_, made, needs, flags, method, time, day, crc, packed, size, name_length, extra, comment, disk, text,
         attributes, header) = _CENTRAL.unpack_from(raw, position)  # fmt: skip
        name = raw[position + _CENTRAL.size : position + _CENTRAL.size + name_length]
        position += _CENTRAL.size + name_length
        if (made, extra, comment, disk, text) != (_MADE, 0, 0, 0, 0) or method not in (_STORED, _DEFLATED):
            raise HostileFile("a part is packed in an unusual way")
        if attributes != PLAIN_FILE:
            raise HostileFile("a part is not a plain file")
        if method == _STORED and packed != size:
            raise HostileFile("a part is not as long as it says")
        start = _local(raw, header, name, (needs, flags, method, time, day, crc, packed, size))
        entries.append(Entry(_text(name), header, start, packed, size, method, crc))
    if position != end:
        raise HostileFile("its directory does not fit")
    return sorted(entries, key=lambda entry: entry.header)


def _local(raw: bytes, header: int, name: bytes, facts: tuple[int, ...]) -> int:
    """Where an entry's packed bytes begin; its own header must say what the directory says."""
    if header + _LOCAL.size > len(raw) or raw[header : header + 4] != b"PK\3\4":
        raise HostileFile("its parts overlap or leave gaps")
    _, *described, name_length, extra = _LOCAL.unpack_from(raw, header)
    after_name = header + _LOCAL.size + name_length
    if tuple(described) != facts or raw[header + _LOCAL.size : after_name] != name:
        raise HostileFile("a part is described in two ways")
    needs, flags, _, time, day, *_ = described
    if (needs, flags, time, day, extra) != (_NEEDS, 0, 0, _EPOCH, 0):
        raise HostileFile("a part is packed in an unusual way")
    return int(after_name)


def _text(name: bytes) -> str:
    """A member name, checked against the limits."""
    if not name.isascii():
        raise HostileFile("a name inside it is not allowed")
    text = name.decode("ascii")
    limits.check_name(text)
    return text

"""The most that a review file may hold; the writer keeps to what the reader checks before anything is unpacked.

Sizes are bytes. A file is opened in memory, so `BUNDLE` and `UNPACKED` bound what a stranger's file can cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .refusals import HostileFile, TooLarge

KIB = 1024
MIB = 1024 * KIB
MB = 1_000_000

BUNDLE = 64 * MB
UNPACKED = 4 * BUNDLE
ENTRIES = 20_000
CHANGE = 256 * KIB
VALUE = MIB
SEAL = 256 * KIB
MANIFEST = 4 * MIB
SIGNATURE = 64 * KIB
RECIPIENTS = 1000
HEADER = 128 * KIB
"""What age tells ahead of the content, a line or two for each recipient: reading ten times as many takes minutes."""
WORK = 21
"""log2 of scrypt's N: 2 GiB and ten seconds at most. age itself takes up to sixteen times what it writes."""
NAME = 160
DEPTH = 3
RATIO = 200
_RATIO_FROM = MIB  # a short run of blanks packs better than any ratio and harms nobody

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*\Z")
_PER_NAME = {
    "manifest.json": MANIFEST,
    "META-INF/ASiCManifest.xml": 2 * MANIFEST,
    "META-INF/signature.p7s": SIGNATURE,
}


def check_name(name: str) -> None:
    """Refuse a member name that is not plain, short and relative: no `..`, no drive, no blank, no control character."""
    if len(name) > NAME or name.count("/") >= DEPTH or not _NAME.match(name):
        raise HostileFile("a name inside it is not allowed")


def check_sizes(sizes: Iterable[tuple[str, int, int]]) -> None:
    """Refuse (name, packed, unpacked) sizes that go beyond the limits, one by one and together."""
    total = 0
    for name, packed, size in sizes:
        total += size
        if size > _PER_NAME.get(name, UNPACKED):
            raise TooLarge("one part of it")
        if size > _RATIO_FROM and size > RATIO * packed:
            raise HostileFile("it would unpack to many times its size")
    if total > UNPACKED:
        raise TooLarge(f"unpacked, {total // MB} MB")


def check_lines(lines: Iterable[bytes], most: int, what: str) -> None:
    """Refuse a line of a journal file longer than `most`."""
    if any(len(line) > most for line in lines):
        raise TooLarge(what)

"""Names of people and schools as parts of a file's name, on any disk."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 120  # characters; Windows gives a whole path 260
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|$)", re.IGNORECASE)  # names that Windows keeps for itself
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')  # FAT32 and NTFS


def safe(name: str) -> str:
    """`name` without what FAT32, Windows or a mail program would refuse or hide; it must have more than that."""
    visible = "".join(character if character.isprintable() else " " for character in unicodedata.normalize("NFC", name))
    plain = " ".join(_FORBIDDEN.sub("-", visible).split()).strip(". ")
    return _DEVICES.sub(r"\1_", plain, count=1) if _DEVICES.match(plain) else plain


def sized(count: int) -> str:
    """A size in bytes as people read it: kB and MB of 1,000."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"

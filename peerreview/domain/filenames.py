"""Names of people and schools as parts of a file's name, on any disk."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 120  # characters; Windows gives a whole path 260
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')  # FAT32 and NTFS


def safe(name: str) -> str:
    """`name` without what FAT32, Windows or a mail program would refuse or hide; it must have more than that."""
    visible = "".join(character if character.isprintable() else " " for character in unicodedata.normalize("NFC", name))
    return " ".join(_FORBIDDEN.sub("-", visible).split()).strip(". ")

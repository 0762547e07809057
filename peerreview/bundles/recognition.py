"""What a file is, told from its bytes alone: people drop anything on the window, and the name proves nothing."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from peerreview.config import drives
from peerreview.config.drives import Step

_HEAD = 1024
_CENTRAL_MOST = 100 * 1024 * 1024


class FileKind(StrEnum):
    """What the app can be given to open."""

    PDF = "pdf"
    REVIEW_FILE = "review_file"
    WORKBOOK = "workbook"
    HANDBOOK = "handbook"
    KEY_FILE = "key_file"
    UNKNOWN = "unknown"


def recognise(source: Path | bytes) -> FileKind:
    """The kind of a file or folder, without decrypting or unpacking it; OSError when it cannot be read."""
    if isinstance(source, Path):
        folder = drives.reach(source.parent, partial(_of_folder, source))
        if folder is not None:
            return folder
        source = drives.read(source, _CENTRAL_MOST)
    head = source[:_HEAD]
    if head.startswith(b"age-encryption.org/"):
        return FileKind.REVIEW_FILE
    if b"%PDF-" in head:
        return FileKind.PDF
    if head.startswith(b"PK\3\4"):
        return _of_archive(source)
    if _is_pkcs12(head):
        return FileKind.KEY_FILE
    return FileKind.HANDBOOK if _is_handbook(head) else FileKind.UNKNOWN


def _of_folder(source: Path, _step: Step) -> FileKind | None:
    """What a folder is; None when it is a file."""
    if not source.is_dir():
        return None
    return FileKind.HANDBOOK if (source / "handbook.yaml").is_file() else FileKind.UNKNOWN


def _of_archive(data: bytes) -> FileKind:
    try:
        names = set(ZipFile(BytesIO(data)).namelist())
    except Exception:  # a directory that is not in order makes it raise anything at all
        return FileKind.UNKNOWN
    if "xl/workbook.xml" in names:
        return FileKind.WORKBOOK
    return FileKind.HANDBOOK if any(name.endswith("handbook.yaml") for name in names) else FileKind.UNKNOWN


def _is_pkcs12(head: bytes) -> bool:
    """Whether the bytes begin as a PFX does (RFC 7292 §4): a sequence whose first item is the version 3."""
    if len(head) < 8 or head[0] != 0x30:
        return False
    header = 2 + (head[1] & 0x7F if head[1] & 0x80 else 0)
    return head[header : header + 4] == b"\x02\x01\x03\x30"


def _is_handbook(head: bytes) -> bool:
    """Whether the bytes begin as handbook.yaml does, with its first keys."""
    keys = {line.partition(b":")[0] for line in head.splitlines() if line[:1].isalpha()}
    return {b"id", b"version", b"language"} <= keys

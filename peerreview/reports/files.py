"""Writing a finished file: whole under its name, or not at all."""

from __future__ import annotations

from pathlib import Path

from peerreview.errors import EnvironmentFault


def write(path: Path, data: bytes) -> Path:
    """Write `data` beside `path` and give it the name when it is whole; raises EnvironmentFault when it cannot be."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise EnvironmentFault(
            f"{path.name} could not be written.",
            "What was there before is still there.",
            "See whether the folder is writable and the disk has room, and whether the file is open elsewhere.",
            code="cannot_write",
        ) from None
    return path

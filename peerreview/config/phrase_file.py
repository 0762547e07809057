"""A phrase that lies in a file, so that nobody has to type it: for scripts and for the invented network."""

from __future__ import annotations

from pathlib import Path

from peerreview.errors import BadInput


def read_phrase(path: Path) -> str:
    """The phrase in a file: its first line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{path.name} cannot be read.", "Nothing was changed.", code="no_file") from None
    if not lines or not lines[0].strip():
        raise BadInput(f"There is no phrase in {path.name}.", "Nothing was changed.", code="no_phrase")
    return lines[0].strip()

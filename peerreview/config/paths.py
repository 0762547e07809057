"""The folders of the program and of the person."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_HOME = Path(__file__).resolve().parents[2]


def program_folder() -> Path:
    """The folder that the program lies in."""
    return _HOME


def forms() -> Path:
    """The folder of handbook packs shipped with the program."""
    return _HOME / "forms"


def resources() -> Path:
    """The folder of fonts, icons, schemas, word lists and demo content."""
    return _HOME / "resources"


def default_profile() -> Path:
    """The profile folder: `PEERREVIEW_PROFILE`, or the per-user data folder."""
    named = os.environ.get("PEERREVIEW_PROFILE")
    return Path(named) if named else Path(platformdirs.user_data_path("Peer Review", appauthor=False))

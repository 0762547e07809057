"""Where the safe copies of this profile lie: the folder that was chosen by hand last, and the row of those that the
program makes by itself. What is removed for good is removed in them too."""

from __future__ import annotations

from pathlib import Path

from .ports import UnitOfWork

STORE = "store.db"
"""The file in a safe copy's folder without which it is none."""

COPIED_TO, COPIED_AT = "copied to", "copied at"
"""Settings: where and when a safe copy was saved by hand."""

ROW, ROW_AT = "regular copies row", "regular copy at"
"""Settings: where the copies lie that the program makes by itself, and when it made the last."""

DUE = "regular copy due"
"""A setting: another is to be made at once, because older ones open with another sheet or key."""


def places_in(work: UnitOfWork) -> tuple[Path, ...]:
    """The folders that hold safe copies, or whose folders do."""
    found = (work.setting(COPIED_TO), work.setting(ROW))
    return tuple(dict.fromkeys(Path(each) for each in found if each))

"""How the window looked and where the person was: the only things kept outside the encrypted store, and no words among
them. A file that cannot be read counts as none.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .theme import Look, Theme

_FILE = "window.json"


@dataclass(frozen=True)
class WindowState:
    """Theme, text size, where the window stood (x, y, width, height), whether it filled the screen, and the last page
    (screen, stream, record)."""

    theme: str = Theme.SYSTEM
    percent: int = 100
    place: tuple[int, int, int, int] | None = None
    full: bool = False
    last: tuple[str, str, str] | None = None

    @property
    def look(self) -> Look:
        """The look to apply; an unknown theme counts as the computer's."""
        known = self.theme if self.theme in set(Theme) else Theme.SYSTEM
        return Look(Theme(known), min(200, max(100, self.percent)))


def read(folder: Path) -> WindowState:
    """The state kept in the profile folder, or the usual one."""
    try:
        kept = json.loads((folder / _FILE).read_text("utf-8"))
        place, last = kept.get("place"), kept.get("last")
        return WindowState(
            theme=str(kept["theme"]),
            percent=int(kept["percent"]),
            place=tuple(int(each) for each in place) if place else None,  # type: ignore[arg-type]
            full=bool(kept.get("full")),
            last=tuple(str(each) for each in last) if last else None,  # type: ignore[arg-type]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return WindowState()


def write(folder: Path, state: WindowState) -> None:
    """Keep the state; a folder that cannot be written to loses it silently, for nothing of worth is in it."""
    with suppress(OSError):
        (folder / _FILE).write_text(json.dumps(asdict(state)), "utf-8")


def with_look(state: WindowState, look: Look) -> WindowState:
    """The same window in another look."""
    return replace(state, theme=str(look.theme), percent=look.percent)

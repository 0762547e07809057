"""The invented network to try: made once beside the real folder, opened in the same window, easily removed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from peerreview import bootstrap
from peerreview.bootstrap import App, Unlock
from peerreview.services.ports import Progress


def folder_of(profile: Path) -> Path:
    """Where the invented network lies: never in the folder of the real profile."""
    return profile.with_name(f"{profile.name} (invented)")


def made(profile: Path) -> bool:
    """Whether it was made before."""
    return bootstrap.exists(folder_of(profile))


def open_it(profile: Path, progress: Progress) -> App:
    """Open it; the first time it is played, which takes half a minute."""
    from peerreview.demo import player

    folder = folder_of(profile)
    if not bootstrap.exists(folder):
        player.pretend(folder, now=datetime.now(UTC), progress=progress)
    return bootstrap.open_profile(folder, Unlock(phrase()))


def key_file(folder: Path, name: str) -> Path | None:
    """A colleague's key file, when this is the invented network's profile and they can be played here."""
    from peerreview.demo.player import KEY_FILES

    path = folder / KEY_FILES / f"{name}.p12"
    return path if path.exists() else None


def phrase() -> str:
    """The phrase of everything in the invented network."""
    from peerreview.demo import script

    return script.read().phrase


def remove(profile: Path) -> None:
    """Take it off the disk."""
    shutil.rmtree(folder_of(profile))

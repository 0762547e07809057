"""The Reed triad of the scenarios, each with a laptop and a calendar of their own, on one screen one after another.

The laptops are real profiles under a phrase, made through the real services up to the point where a scenario begins.
`laptop` tells the program the time of the day; files go between them through a folder, which is the stick.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from peerreview.bootstrap import App, Unlock, open_profile
from peerreview.gui import window_state
from tests.gui.journey.person import Person
from tests.integration.services import world as play
from tests.integration.services.world import World

PHRASE = "otter lantern quiet meadow"
UNLOCK = Unlock(PHRASE)
_LAPTOP = Path(__file__).with_name("laptop.py")


def wear(profile: Path) -> None:
    """Let the window of a profile open in the theme that JOURNEY_THEME names."""
    theme = os.environ.get("JOURNEY_THEME")
    if theme:
        window_state.write(profile, replace(window_state.read(profile), theme=theme))


class Reed:
    """The laptops under one folder. `sit` opens somebody's window on a day; what they pass on lies on `stick`."""

    def __init__(self, person: Person, world: World) -> None:
        self.person = person
        self.world = world
        self.stick = world.folder / "stick"
        self.stick.mkdir(exist_ok=True)
        self._phrase = world.folder / "phrase"
        self._phrase.write_text(PHRASE, encoding="utf-8")

    def folder(self, who: str) -> Path:
        """Somebody's profile."""
        return self.world.folder / who

    def start(self, who: str, when: datetime, *files: Path) -> None:
        """Start the window of somebody's laptop at a time of a day, in the theme that JOURNEY_THEME names."""
        wear(self.folder(who))
        laptop = [sys.executable, str(_LAPTOP), when.isoformat(), "--profile", str(self.folder(who))]
        given = ["--passphrase-file", str(self._phrase), *map(str, files)]
        self.person.start(*laptop, *given, env={"TZ": "Europe/London"})

    @contextmanager
    def sit(self, who: str, when: datetime, *files: Path) -> Iterator[Person]:
        """Somebody opens the window at a time of a day, works, and closes it with Alt+F4."""
        self.start(who, when, *files)
        self.person.says("All saved on this computer.")
        yield self.person
        self.person.press("alt+F4")
        assert self.person.ended() == 0

    def send(self, *untick: str) -> Path:
        """Whoever sits there makes a working copy for colleagues, without those named; gives the file."""
        person = self.person
        person.choose("Send …")
        person.says("A working copy, to colleagues in this review")
        for name in untick:
            person.go(name)
            person.press("space")
        person.choose("Make the file")
        self.choose_folder()
        person.says("Made for")
        return self.newest()

    def choose_folder(self) -> None:
        """In the dialog of the toolkit: the stick."""
        person = self.person
        person.on("Directory:")
        person.press("ctrl+a")
        person.type(str(self.stick))
        person.press("Return")
        person.gone("Directory:")

    def ask(self, who: str, *words: str) -> Any:
        """What somebody's store says on the command line."""
        start = [sys.executable, "-m", "peerreview", "--profile", str(self.folder(who))]
        command = [*start, "--passphrase-file", str(self._phrase), "--json", *words]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    def opened(self, who: str) -> App:
        """Somebody's profile, to look into; close it before they sit down again."""
        return open_profile(self.folder(who), UNLOCK, self.world.sources)

    def newest(self, suffix: str = ".prb") -> Path:
        """The file that was put on the stick last."""
        return max(self.stick.glob(f"*{suffix}"), key=lambda path: path.stat().st_mtime_ns)


def triad(folder: Path) -> World:
    """Everybody is a member and the visit of Tuesday 17 November is planned; nothing has been prepared."""
    world = play.joined(folder, unlock=UNLOCK)
    world.close()
    return world


def prepared(folder: Path) -> World:
    """The same, and the host has prepared the review; everybody holds it, on the eve of the visit."""
    world = play.shared(triad(folder))
    world.close()
    return world

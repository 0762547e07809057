"""The invented term, played once for all tests: through the real command line, in a process that notes its sockets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from peerreview.bootstrap import App

SEED, DAY = 7, "2026-12-11"

PLAY = """
import json, sys
families = []
def listen(event, arguments):
    if event == "socket.__new__":
        families.append(int(arguments[1]))
    elif event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname"):
        families.append(event)
sys.addaudithook(listen)
from peerreview.cli.app import run
code = run(sys.argv[2:])
open(sys.argv[1], "w").write(json.dumps(families))
sys.exit(code)
"""


@dataclass(frozen=True)
class Term:
    """A played term: its folder, what the command printed, and what was asked of the network."""

    folder: Path
    said: str
    sockets: list[object]
    open_apps: ExitStack = field(default_factory=ExitStack, repr=False)
    apps: dict[str, App] = field(default_factory=dict, repr=False)

    @cached_property
    def index(self) -> list[dict[str, Any]]:
        """The lines of index.json."""
        found = json.loads((self.folder / "index.json").read_bytes())["files"]
        assert isinstance(found, list)
        return found

    @property
    def phrase_file(self) -> Path:
        """The phrase that opens every profile."""
        return self.folder / "keys" / "passphrase.txt"

    @property
    def certificate(self) -> Path:
        """What other people's tools have to trust."""
        return self.folder / "keys" / "network-ca.pem"

    @property
    def people(self) -> list[str]:
        """Everybody, as their files are named."""
        return sorted(path.name for path in (self.folder / "profiles").iterdir())

    def app(self, person: str) -> App:
        """Somebody's profile, to be read only: it stays open for all tests, and nobody else can open it."""
        from peerreview.bootstrap import Unlock, open_profile

        if person not in self.apps:
            unlock = Unlock(phrase=self.phrase_file.read_text().strip())
            self.apps[person] = self.open_apps.enter_context(open_profile(self.folder / "profiles" / person, unlock))
        return self.apps[person]

    def copy(self, person: str, folder: Path) -> Path:
        """A copy of somebody's profile, for tests that open it themselves or write in it."""
        shutil.copytree(self.folder / "profiles" / person, folder)
        return folder

    def lines(self, kind: str, *bundle_kinds: str) -> Iterator[dict[str, Any]]:
        """The lines of a kind (and, of bundles, of these kinds)."""
        for line in self.index:
            if line["kind"] == kind and (not bundle_kinds or line["bundle_kind"] in bundle_kinds):
                yield line

    def paths(self, kind: str) -> list[Path]:
        """The files of a kind."""
        return [self.folder / line["path"] for line in self.lines(kind)]

    def identities(self, person: str) -> list[str]:
        """The age identities of somebody."""
        lines = (self.folder / "keys" / f"{person}.age").read_text().splitlines()
        return [line for line in lines if not line.startswith("#")]


def played(folder: Path, notes: Path, *, seed: int = SEED) -> Term:
    """Play a term into `folder`; `notes` is where its process says which sockets it opened."""
    command = [sys.executable, "-W", "error", "-c", PLAY, notes, "demo", folder, "--seed", str(seed), "--today", DAY]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return Term(folder, done.stdout, json.loads(notes.read_text()))


@pytest.fixture(scope="session")
def term(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Term]:
    """The term."""
    base = tmp_path_factory.mktemp("played")
    made = played(base / "term", base / "sockets")
    with made.open_apps:
        yield made

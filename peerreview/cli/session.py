"""What every command has in common: the profile it works on, how it answers, and how it fails.

Answers go to standard output (JSON with `--json`), faults to standard error in the words that the window uses.
Exit codes: 0 done, 1 refused or not trusted, 2 bad usage or bad input, 3 environment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path

import msgspec
import typer

from peerreview.bootstrap import App, Sources, Unlock
from peerreview.config.phrase_file import read_phrase
from peerreview.errors import BadInput


@dataclass
class Session:
    """The global options of one run. `named`: the profile was asked for, and is not just the usual one."""

    profile: Path
    named: bool
    passphrase_file: Path | None
    json: bool
    sources: Sources
    usual: Unlock

    def unlock(self) -> Unlock:
        """How the profile's key is had."""
        return Unlock(read_phrase(self.passphrase_file)) if self.passphrase_file else self.usual

    def open(self) -> App:
        """The profile, opened."""
        from peerreview.bootstrap import open_profile

        return open_profile(self.profile, self.unlock(), self.sources)

    def say(self, value: object, text: str | Callable[[], str]) -> None:
        """Answer: the value as JSON, or a text for people."""
        if self.json:
            typer.echo(msgspec.json.format(msgspec.json.encode(plain(value)), indent=2).decode())
        else:
            typer.echo(text() if callable(text) else text)


def existing(path: Path) -> Path:
    """The path, when something is there."""
    if not path.exists():
        raise BadInput(
            f"There is no file called {path.name}.", "Nothing was changed.", "Check the name.", code="no_file"
        )
    return path


def plain(value: object) -> object:
    """A value as JSON holds it: dataclasses as objects, sets and tuples as lists, paths and dates as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [plain(item) for item in items]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    return value

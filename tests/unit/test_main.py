"""What opens the window and what is a command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from peerreview import __main__ as program
from peerreview.cli import app as commands
from peerreview.gui import app as window


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        ([], (None, [], None)),
        (["--profile", "x"], (Path("x"), [], None)),
        (["--profile=x", "--passphrase-file", "y"], (Path("x"), [], Path("y"))),
        (["--passphrase-file", "y", "a.prb", "B.PDF"], (None, ["a.prb", "B.PDF"], Path("y"))),
        (["review", "list", "--profile", "x"], None),
        (["verify", "a.pdf"], None),
        (["--profile"], None),
        (["--profile", "x", "--json"], None),
        (["--help"], None),
        (["a.txt"], None),
    ],
)
def test_the_window_opens_unless_a_command_is_given(
    arguments: list[str], opened: tuple[Path | None, list[str], Path | None] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[object] = []

    def show(profile: Path | None, files: Sequence[str], phrase_file: Path | None) -> int:
        ran.append((profile, files, phrase_file))
        return 0

    def command(given: list[str]) -> int:
        ran.append(given)
        return 2

    monkeypatch.setattr(window, "main", show)
    monkeypatch.setattr(commands, "run", command)
    monkeypatch.setattr(sys, "argv", ["peerreview", *arguments])
    assert program.main() == (2 if opened is None else 0)
    assert ran == [arguments if opened is None else opened]
